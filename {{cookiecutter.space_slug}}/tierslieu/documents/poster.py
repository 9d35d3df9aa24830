"""The programme of some days on one sheet to hang at the door, in A4 or A3 (PDF)."""

from __future__ import annotations

import datetime as dt
import json
from itertools import groupby
from typing import Any

from tierslieu.facts import opening_hours
from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.look.patterns import emblem_of, pattern_of
from tierslieu.model import Space
from tierslieu.schedule import occurrences
from tierslieu.schedule.occurrences import Occurrence

from .print_colours import print_palette
from .theme import DocumentTheme
from .typst_pdf import typeset

#: Where sheets go: beside ``documents/``, whose files every build replaces.
FOLDER = "programme"
_LAYOUT = "programme.typ"


def name(first: dt.date, days: int, paper: str) -> str:
    """The name of the file: by the number of the week, or the first day and how many."""
    year, week, weekday = first.isocalendar()
    whole_week = weekday == 1 and days == 7
    period = f"{year}-w{week:02}" if whole_week else f"{first.isoformat()}-{days}j"
    return f"programme-{period}-{paper}.pdf"


def render(space: Space, first: dt.date, days: int, paper: str) -> bytes:
    """The sheet of ``days`` days from ``first`` on, in the main language; raises ``Problems``."""
    locale = space.identity.language
    told = OccurrenceFormatter(space, locale)
    t = told.t
    last = first + dt.timedelta(days=days - 1)
    found = occurrences.occurrences_of(space, occurrences.announced(space, locale), first, last)
    period = told.period(first, last)
    data = {
        "place": space.identity.name,
        "territory": space.identity.territory or "",
        "emblem": emblem_of(space).decode("utf-8", "replace"),
        "pattern": pattern_of(space).decode("utf-8", "replace"),
        "colours": print_palette(space),
        "letters": space.look.type.meta.card,
        "heading": t("programme_heading"),
        "period": period,
        "empty": t("programme_empty"),
        "days": [
            _day(told, day, list(group)) for day, group in groupby(found, lambda one: max(first, one.start.date()))
        ],
        "foot": _foot(space, told),
    }
    inputs = {
        "title": f"{t('programme_heading')}, {period}",
        "place": space.identity.name,
        "language": locale,
        "paper": paper,
        "data": json.dumps(data),
    }
    theme = DocumentTheme(space.root)
    return typeset(theme.text(_LAYOUT), inputs, theme, theme.label(_LAYOUT))


def _day(told: OccurrenceFormatter, day: dt.date, found: list[Occurrence]) -> dict[str, Any]:
    date = told.date
    return {
        "weekday": date(day, "EEEE"),
        "number": date(day, "d"),
        "month": date(day, "MMMM"),
        "events": [_event(told, one) for one in found],
    }


def _event(told: OccurrenceFormatter, one: Occurrence) -> dict[str, Any]:
    source = one.source
    form = told.form(source)
    return {
        "hours": told.hours(one),
        "title": told.title(source),
        "format": told.format(source),
        "icon": form.icon if form and form.icon else "",
        "service": source.meta.service,
        "description": source.meta.description,
        "host": f"{told.t('activity_host')} {told.host(source)}",
        "place": told.place(one),
        "notes": [*told.notes(source)],
        "change": told.change(one),
        "off": one.status == "cancelled",
    }


def _foot(space: Space, told: OccurrenceFormatter) -> dict[str, Any]:
    """Where to come and how to reach the place: only what is known."""
    contact = space.identity.contact
    website = (contact.website or "").partition("://")[2].rstrip("/")
    opening = space.identity.opening_hours
    rows = opening_hours.rows(opening, told.formatter) if opening else None
    return {
        "where": told.street,
        "reach": [part for part in (contact.phone, contact.email, website) if part],
        "opening": [f"{row.days} : {', '.join(row.hours)}" for row in rows or () if not row.closed],
    }
