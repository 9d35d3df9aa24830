"""The newsletter of some days: one file for mail programs (HTML), the same as plain text."""

from __future__ import annotations

import datetime as dt
import textwrap
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import jinja2

from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.model import News, Source, Space
from tierslieu.rendering import urls
from tierslieu.schedule import occurrences
from tierslieu.schedule.occurrences import Occurrence

from .print_colours import print_palette
from .theme import DocumentTheme

#: Where letters go: beside ``documents/``, whose files every build replaces.
FOLDER = "newsletter"
#: News are taken up for as long as this before the first day.
NEWS_DAYS = 31
_LAYOUTS = {"html": "newsletter.html", "txt": "newsletter.txt"}
_WIDTH = 72


@dataclass(frozen=True)
class NewsletterItem:
    """A time that something takes place, as the letter tells it; ``change`` and ``place`` are empty when as usual."""

    hours: str
    title: str
    description: str
    host: str
    place: str
    change: str
    off: bool
    notes: tuple[str, ...]
    address: str


def name(first: dt.date, last: dt.date, kind: str) -> str:
    """The name of the file."""
    return f"newsletter-{first.isoformat()}-{last.isoformat()}.{kind}"


def render(space: Space, first: dt.date, last: dt.date) -> dict[str, bytes]:
    """The letter by file name, in the main language; raises ``Problems``.

    Links are whole addresses, and left out while that of the site is unknown.
    """
    locale = space.identity.language
    told, theme = OccurrenceFormatter(space, locale), DocumentTheme(space.root)
    found = occurrences.occurrences_of(space, occurrences.announced(space, locale), first, last)
    known, root = urls.by_language(space)[locale], urls.root(space)

    def page(key: str, source: Source[Any]) -> str:
        return root + urls.under(key, known, source) if root else ""

    days = [
        (told.date(day, "full"), [_item(told, one, page(urls.ACTIVITY, one.source)) for one in group])
        for day, group in groupby(found, lambda one: max(first, one.start.date()))
    ]
    news = [(source.meta, page(urls.NEWS, source)) for source in _news(space, locale, first, last)]
    light = space.look.palette.meta.light
    words = {
        "colours": {**print_palette(space, light.raised), "around": light.paper},
        "t": told.t,
        "language": locale,
        "place": space.identity.name,
        "period": told.period(first, last),
        "days": days,
        "news": news,
        "where": told.street,
        "contact": space.identity.contact,
        "website": root,
        "wrap": lambda text, indent="": textwrap.fill(
            text,
            _WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        ),
    }
    return {name(first, last, kind): _fill(theme, layout, words) for kind, layout in _LAYOUTS.items()}


def _fill(theme: DocumentTheme, layout: str, words: dict[str, Any]) -> bytes:
    """A layout filled; what people typed is escaped in pages, and as it is in plain text."""
    engine = jinja2.Environment(
        autoescape=layout.endswith(".html"), trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    return (engine.from_string(theme.text(layout)).render(words).strip() + "\n").encode("utf-8")


def _item(told: OccurrenceFormatter, one: Occurrence, address: str) -> NewsletterItem:
    source = one.source
    return NewsletterItem(
        hours=told.hours(one),
        title=told.title(source),
        description=source.meta.description,
        host=told.host(source),
        place=told.place(one),
        change=told.change(one),
        off=one.status == "cancelled",
        notes=tuple(told.notes(source)),
        address=address,
    )


def _news(space: Space, locale: str, first: dt.date, last: dt.date) -> list[Source[News]]:
    """The news of the month before the first day, and up to the last; latest first."""
    since = first - dt.timedelta(days=NEWS_DAYS)
    found = [one for one in space.news if one.locale == locale and since <= one.meta.date <= last]
    return sorted(found, key=lambda one: (-one.meta.date.toordinal(), one.slug))
