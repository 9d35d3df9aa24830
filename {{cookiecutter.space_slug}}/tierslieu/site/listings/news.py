"""The news by year, so that old ones stay within reach and the first page stays light."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.rendering import urls

from .events import NewsItem
from .generated_page import GeneratedPage, PageMeta, PageSlice, paginate

#: How many the first page shows, and how many a page of a year.
LATEST, PER_PAGE = 10, 30


@dataclass(frozen=True)
class NewsYear:
    """The news of a year, in one part or more."""

    number: int
    count: int
    parts: tuple[PageSlice[NewsItem], ...]


def years(found: list[NewsItem], known: Mapping[str, str]) -> tuple[NewsYear, ...]:
    """The years of which there is news, latest first; none while the first page holds them all.

    ``found`` begins with the latest.
    """
    if len(found) <= LATEST or urls.NEWS not in known:
        return ()
    page = known[urls.NEWS]
    return tuple(
        NewsYear(number, len(items), paginate(items, PER_PAGE, f"{page}{number}/"))
        for number, group in groupby(found, key=lambda item: item.meta.date.year)
        for items in [list(group)]
    )


def pages(words: LocaleFormatter, found: tuple[NewsYear, ...]) -> Iterator[GeneratedPage]:
    """The pages of each year."""
    for year in found:
        for part in year.parts:
            title = words.t("news_of_year", year=year.number)
            if part.number > 1:
                title = words.t("part_title", title=title, number=part.number)
            thing = (urls.NEWS, f"{year.number}/{part.number}")
            shown = PageMeta(title, words.plural("news_count", year.count), part.address, urls.NEWS, thing=thing)
            yield GeneratedPage("news_year", shown, {"year": year, "leaf": part})
