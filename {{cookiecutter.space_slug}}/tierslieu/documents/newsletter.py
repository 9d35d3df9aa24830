"""The newsletter of some days: HTML for mail programs, and plain text."""

from __future__ import annotations

import datetime as dt
import textwrap
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import jinja2

from tierslieu.core.problems import Problems
from tierslieu.facts import phone_text
from tierslieu.facts.activity_composition import picture_path, pictured_activities
from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.look.css import font_names, is_serif
from tierslieu.look.icons import ICONS
from tierslieu.look.print_colours import print_palette
from tierslieu.model import News, Source, Space
from tierslieu.model.look import Colours
from tierslieu.rendering import urls
from tierslieu.rendering.template_errors import NamedUndefined, template_problem
from tierslieu.schedule import occurrences
from tierslieu.schedule.occurrences import Occurrence

from .theme import DocumentTheme

#: The folder of newsletters: beside ``documents/``, whose files every build replaces.
FOLDER = "newsletter"
#: News from this many days before the first day on are in the newsletter.
NEWS_DAYS = 31
_TEMPLATES = {"html": "newsletter.html", "txt": "newsletter.txt"}
#: Columns of the plain text.
_WIDTH = 72


@dataclass(frozen=True)
class NewsletterItem:
    """An occurrence for the templates; ``change`` and ``place`` are empty when it takes place as usual.

    ``picture`` is the address of that of its activity, empty unless it is the first to show it.
    """

    hours: str
    title: str
    description: str
    host: str
    place: str
    change: str
    off: bool
    notes: tuple[str, ...]
    address: str
    picture: str


def name(first: dt.date, last: dt.date, kind: str) -> str:
    """The name of the file."""
    return f"newsletter-{first.isoformat()}-{last.isoformat()}.{kind}"


def render(space: Space, first: dt.date, last: dt.date) -> dict[str, bytes]:
    """The newsletter by file name, in the main language; raises ``Problems``.

    Links are absolute, and left out while the address of the site is unknown.
    """
    locale = space.identity.language
    fmt, theme = OccurrenceFormatter(space, locale), DocumentTheme(space.root)
    in_period = occurrences.occurrences_of(space, occurrences.announced(space, locale), first, last)
    by_day = groupby(in_period, lambda occurrence: max(first, occurrence.start.date()))
    folders, root = urls.addresses_by_language(space)[locale], urls.root(space)

    pictures = (
        {source.path: root + picture_path(space, source) for source in pictured_activities(space, locale)}
        if root
        else {}
    )

    def link(key: str, source: Source[Any]) -> str:
        return root + urls.address_below(key, folders, source) if root else ""

    palette, letters = space.look.palette.meta, space.look.type.meta.display
    context = {
        "colours": {**print_palette(space, palette.light.raised), "around": palette.light.paper},
        "night": _night(palette.dark),
        "title_fonts": ",".join(
            (*(f"'{name}'" for name in font_names(letters)), "serif" if is_serif(letters) else "sans-serif")
        ),
        "emblem_file": ICONS[0].file,
        "t": fmt.t,
        "language": locale,
        "place": space.identity.name,
        "period": fmt.period(first, last),
        "days": [
            (
                fmt.date(day, "full"),
                [
                    _item(
                        fmt,
                        occurrence,
                        link(urls.ACTIVITY, occurrence.source),
                        "" if occurrence.status == "cancelled" else pictures.pop(occurrence.source.path, ""),
                    )
                    for occurrence in group
                ],
            )
            for day, group in by_day
        ],
        "news": [(source.meta, link(urls.NEWS, source)) for source in _news(space, locale, first, last)],
        "where": fmt.street,
        "phone": phone_text(space.identity.contact.phone),
        "contact": space.identity.contact,
        "website": root,
        "wrap": _wrapped,
    }
    return {name(first, last, kind): _filled(theme, template, context) for kind, template in _TEMPLATES.items()}


def _night(dark: Colours) -> dict[str, tuple[str, str]]:
    """The property and the colour of each class of the template, for programs that have a night mode."""
    text, ground = "color", "background-color"
    return {
        "around": (ground, dark.paper),
        "ground": (ground, dark.raised),
        "ink": (text, dark.ink),
        "soft": (text, dark.soft),
        "accent": (text, dark.link),
        "band": (ground, dark.sun),
        "on_band": (text, dark.on_pale),
        "title": (text, dark.title),
        "tint": (ground, dark.sun_pale),
        "on_tint": (text, dark.on_pale),
        "rule": ("border-bottom-color", dark.sun),
    }


def _wrapped(text: str, indent: str = "") -> str:
    """``text`` in lines of ``_WIDTH`` columns; long words and web addresses are not broken."""
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _filled(theme: DocumentTheme, template: str, context: dict[str, Any]) -> bytes:
    """A template of the theme, filled; values are escaped in HTML alone. Raises ``Problems``."""
    environment = jinja2.Environment(
        autoescape=template.endswith(".html"), trim_blocks=True, lstrip_blocks=True, undefined=NamedUndefined
    )
    try:
        text = environment.from_string(theme.text(template)).render(context)
    except jinja2.TemplateError as error:
        raise Problems([template_problem(error, context, theme.label(template))]) from None
    return (text.strip() + "\n").encode("utf-8")


def _item(fmt: OccurrenceFormatter, occurrence: Occurrence, address: str, picture: str) -> NewsletterItem:
    source = occurrence.source
    return NewsletterItem(
        hours=fmt.hours(occurrence),
        title=fmt.title(source),
        description=source.meta.description or "",
        host=fmt.host(source, occurrence.start.date()),
        place=fmt.place(occurrence),
        change=fmt.change(occurrence),
        off=occurrence.status == "cancelled",
        notes=tuple(fmt.notes(source)),
        address=address,
        picture=picture,
    )


def _news(space: Space, locale: str, first: dt.date, last: dt.date) -> list[Source[News]]:
    """The news from ``NEWS_DAYS`` before the first day to the last day, latest first."""
    since = first - dt.timedelta(days=NEWS_DAYS)
    news = [source for source in space.news if source.locale == locale and since <= source.meta.date <= last]
    return sorted(news, key=lambda source: (-source.meta.date.toordinal(), source.slug))
