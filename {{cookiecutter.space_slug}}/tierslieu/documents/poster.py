"""The programme of some days as a poster for the door, on one sheet of A4 or A3 (PDF)."""

from __future__ import annotations

import datetime as dt
import json
from itertools import groupby
from typing import Any

from tierslieu.facts import opening_hours, phone_text
from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.i18n.formatting import capitalised
from tierslieu.look.patterns import emblem_of, pattern_of
from tierslieu.look.print_colours import print_letters, print_palette
from tierslieu.model import Space
from tierslieu.schedule import occurrences
from tierslieu.schedule.occurrences import Occurrence

from .theme import DocumentTheme
from .typst_pdf import typeset

#: The folder of posters: beside ``documents/``, whose files every build replaces.
FOLDER = "programme"
_TEMPLATE = "programme.typ"


def name(first: dt.date, days: int, paper: str) -> str:
    """The name of the file: with the number of the ISO week, or the first day and how many."""
    year, week, weekday = first.isocalendar()
    is_week = weekday == 1 and days == 7
    period = f"{year}-w{week:02}" if is_week else f"{first.isoformat()}-{days}j"
    return f"programme-{period}-{paper}.pdf"


def render(space: Space, first: dt.date, days: int, paper: str) -> bytes:
    """The poster of ``days`` days from ``first`` on, in the main language; raises ``Problems``."""
    locale = space.identity.language
    fmt = OccurrenceFormatter(space, locale)
    last = first + dt.timedelta(days=days - 1)
    in_period = [*occurrences.occurrences_of(space, occurrences.announced(space, locale), first, last)]
    by_day = groupby(in_period, lambda occurrence: max(first, occurrence.start.date()))
    period = fmt.period(first, last)
    data = {
        "place": space.identity.name,
        "territory": space.identity.territory or "",
        "emblem": emblem_of(space).decode("utf-8", "replace"),
        "pattern": pattern_of(space).decode("utf-8", "replace"),
        "colours": print_palette(space),
        **print_letters(space.look.type.meta),
        "heading": fmt.t("programme_heading"),
        "period": period,
        "empty": fmt.t("programme_empty"),
        "days": [_day(fmt, day, list(group)) for day, group in by_day],
        "example": fmt.t("example_explained") if any(found.source.meta.example for found in in_period) else "",
        "foot": _footer(space, fmt),
    }
    inputs = {
        "title": f"{fmt.t('programme_heading')}, {period}",
        "place": space.identity.name,
        "language": locale,
        "paper": paper,
        "data": json.dumps(data),
    }
    theme = DocumentTheme(space.root)
    return typeset(theme.text(_TEMPLATE), inputs, theme, theme.label(_TEMPLATE))


def _day(fmt: OccurrenceFormatter, day: dt.date, in_day: list[Occurrence]) -> dict[str, Any]:
    return {
        "weekday": fmt.date(day, "EEEE"),
        "number": fmt.date(day, "d"),
        "month": fmt.date(day, "MMMM"),
        "events": [_event(fmt, occurrence) for occurrence in in_day],
    }


def _event(fmt: OccurrenceFormatter, occurrence: Occurrence) -> dict[str, Any]:
    source = occurrence.source
    activity_format = fmt.form(source)
    return {
        "hours": fmt.hours(occurrence),
        "title": source.meta.title,
        "format": fmt.format(source),
        "icon": activity_format.icon if activity_format and activity_format.icon else "",
        "service": source.meta.colour,
        "description": source.meta.description or "",
        "price": source.meta.price or "",
        "host": f"{fmt.t('activity_host')} {fmt.host(source, occurrence.start.date())}",
        "place": fmt.place(occurrence),
        "notes": [*fmt.notes(source)],
        "change": fmt.change(occurrence),
        "off": occurrence.status == "cancelled",
    }


def _footer(space: Space, fmt: OccurrenceFormatter) -> dict[str, Any]:
    """The address, contacts and opening hours of the place, without those that are missing."""
    contact = space.identity.contact
    formatter = fmt.formatter
    rows = opening_hours.rows(space.opening_hours, formatter) if space.opening_hours else ()
    closed = formatter.t("hours_closed")
    days = [opening_hours.in_sentence(row.days, formatter) for row in rows if row.hours == (closed,)]
    return {
        "where": fmt.street,
        "phone": phone_text(contact.phone) or "",
        "reach": [part for part in (contact.email, contact.short_website) if part],
        "opening": [[capitalised(row.days), ", ".join(row.hours)] for row in rows if row.hours != (closed,)],
        "closed": formatter.t("hours_row", days=capitalised(closed), hours=", ".join(days)) if days else "",
    }
