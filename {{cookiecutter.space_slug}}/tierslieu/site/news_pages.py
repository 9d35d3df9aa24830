"""The news by year, so that old ones stay within reach and the first page stays light."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from tierslieu.words import Words

from . import addresses
from .made import Made, Part, Shown, parts
from .view import Item

#: How many the first page shows, and how many a page of a year.
LATEST, PER_PAGE = 10, 30


@dataclass(frozen=True)
class Year:
    """The news of a year, in one part or more."""

    number: int
    count: int
    parts: tuple[Part[Item], ...]


def years(found: list[Item], known: Mapping[str, str]) -> tuple[Year, ...]:
    """The years of which there is news, latest first; none while the first page holds them all.

    ``found`` begins with the latest.
    """
    if len(found) <= LATEST or addresses.NEWS not in known:
        return ()
    page = known[addresses.NEWS]
    return tuple(
        Year(number, len(items), parts(items, PER_PAGE, f"{page}{number}/"))
        for number, group in groupby(found, key=lambda item: item.meta.date.year)
        for items in [list(group)]
    )


def pages(words: Words, found: tuple[Year, ...]) -> Iterator[Made]:
    """The pages of each year."""
    for year in found:
        for part in year.parts:
            title = words.t("news_of_year", year=year.number)
            if part.number > 1:
                title = words.t("part_title", title=title, number=part.number)
            thing = (addresses.NEWS, f"{year.number}/{part.number}")
            shown = Shown(title, words.plural("news_count", year.count), part.address, addresses.NEWS, thing=thing)
            yield Made("news_year", shown, {"year": year, "leaf": part})
