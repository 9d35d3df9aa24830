"""The news, latest first, and its pages by year, which keep the main page of the news short."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import unquote

from tierslieu.facts import Facts
from tierslieu.facts.place import Text
from tierslieu.i18n.formatting import LocaleFormatter, translated
from tierslieu.look import scenes
from tierslieu.model import News, Source, Space
from tierslieu.rendering import urls

from .generated_page import GeneratedPage, PageSlice, paginate, section_page

#: The number of items on the main page, and on a page of a year.
LATEST, PER_PAGE = 10, 30
_PICTURE = re.compile(r"!\[([^\]]*[^\s\]][^\]]*)\]\(<?([^()<>\"]+?)>?(?:\s+\"[^\"]*\")?\s*\)")


@dataclass(frozen=True)
class NewsItem:
    """A piece of news, the address of its page, and the picture that goes with it in lists.

    ``photo`` is the first of its text, as a template shows one; ``drawing``, of ``static/``, stands for it without one.
    """

    source: Source[News]
    address: str
    drawing: str
    photo: Facts | None

    @property
    def meta(self) -> News:
        return self.source.meta


@dataclass(frozen=True)
class NewsYear:
    """The news of a year, on one page or more."""

    number: int
    count: int
    parts: tuple[PageSlice[NewsItem], ...]


def news_items(space: Space, formatter: LocaleFormatter, addresses: Mapping[str, Mapping[str, str]]) -> list[NewsItem]:
    """The news, latest first; an item without a text in the language of ``formatter`` is in the main language.

    ``addresses`` holds those of the pages of each language by key.
    """
    sources: dict[str, Source[News]] = {}
    for locale in dict.fromkeys((formatter.code, space.identity.language)):
        for source in space.news:
            if source.locale == locale:
                sources.setdefault(source.key, source)
    ordered = sorted(sources.values(), key=lambda source: (-source.meta.date.toordinal(), source.slug))
    return [
        NewsItem(
            source,
            urls.address_below(urls.NEWS, addresses[source.locale], source),
            _drawing(space, source),
            _photo(source, formatter.code),
        )
        for source in ordered
    ]


def _photo(source: Source[News], locale: str) -> Facts | None:
    """The first picture of its text that has an alternative text, in the language of the item."""
    match = _PICTURE.search(source.body)
    if match is None:
        return None
    alt = Text(match[1])
    alt.lang = "" if source.locale == locale else source.locale
    return {"file": unquote(match[2]), "alt": alt, "folder": posixpath.dirname(source.path)}


def _drawing(space: Space, source: Source[News]) -> str:
    """The scene of the first activity, else the room, that its title names, else what its words tell."""
    title, words = source.meta.title.lower(), {*re.findall(r"\w+", source.meta.title.lower()), *source.key.split("-")}
    for activity in space.activities:
        form = space.vocabulary.activity_formats.get(activity.meta.format)
        label = form and translated(form.label, source.locale)
        if activity.meta.title.lower() in title or (label and label.lower() in title):
            return f"scene-{activity.meta.colour}-{activity.meta.format}.svg"
    for area in space.identity.areas:
        if not area.photo and area.key in words:
            return f"room-{area.key}.svg"
    return f"told-{scenes.told_by(f'{title} {source.key}')}.svg"


def news_years(items: list[NewsItem], addresses: Mapping[str, str]) -> tuple[NewsYear, ...]:
    """The years of ``items``, latest first; none as long as the main page holds them all."""
    if len(items) <= LATEST or urls.NEWS not in addresses:
        return ()
    page = addresses[urls.NEWS]
    years = [(year, list(group)) for year, group in groupby(items, key=lambda item: item.meta.date.year)]
    return tuple(NewsYear(year, len(group), paginate(group, PER_PAGE, f"{page}{year}/")) for year, group in years)


def news_pages(formatter: LocaleFormatter, years: tuple[NewsYear, ...]) -> Iterator[GeneratedPage]:
    """The pages of each year."""
    for year in years:
        for part in year.parts:
            title = part.title(formatter, formatter.t("news_of_year", year=year.number))
            description = formatter.plural("news_count", year.count)
            page_id = (urls.NEWS, f"{year.number}/{part.number}")
            yield section_page("news_year", title, description, part.address, page_id, year=year, leaf=part)
