"""A series of a calendar as an event of the place."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import Any

from tierslieu.core.problems import Problem, Problems
from tierslieu.schedule import recurrence

from .ics_event import CalendarEvent, CalendarSeries
from .ics_exceptions import exceptions
from .imported import ImportedEvent
from .text_cleaning import day_of, moment, one_line, plain, sentence

#: The most dates that are compared between two series.
COMPARED_DATES = 500


def imported_event(series: CalendarSeries) -> tuple[ImportedEvent, list[Problem]]:
    """The event, and warnings of what is not imported. Raises ``Problems`` or ``UnknownZone``."""
    event = series.event
    title = one_line(event.text("SUMMARY")) or "–"
    meta: dict[str, Any] = {"title": title, "start": moment(event.span[0]), "end": moment(event.span[1])}
    rule = _rule(event) if "RRULE" in event.properties else None
    if rule:
        meta["rrule"] = rule
    lists, warnings = exceptions(series, rule)
    meta |= lists
    changes = sum(map(len, lists.values())) + event.is_cancelled
    if event.is_cancelled:
        meta["status"] = "cancelled"
    if event.location:
        meta["place"] = event.location
    if (online := event.text("CONFERENCE")).startswith(("https://", "http://")):
        meta["online"] = online
    meta["uid"] = series.uid
    if (sequence := sequence_of(event.properties)) > changes:
        meta["revision"] = sequence - changes
    modified = getattr(event.properties.get("LAST-MODIFIED"), "dt", None)
    if isinstance(modified, dt.date):
        meta["updated"] = day_of(modified)
    text = plain(event.text("DESCRIPTION"))
    meta["description"] = sentence(text) or title
    lists_of_categories = (getattr(value, "cats", [value]) for value in event.listed("CATEGORIES"))
    words = " ".join(str(category) for categories in lists_of_categories for category in categories)
    return ImportedEvent(series.uid, event.line, meta, text, f"{words} {title}"), warnings


def sequence_of(properties: Any) -> int:
    """The number of the revision of an event; 0 if absent."""
    sequence = properties.get("SEQUENCE")
    return int(sequence) if isinstance(sequence, int) else 0


def endless(rule: str) -> list[str]:
    """The parts of ``rule`` but those that end it."""
    return [part for part in rule.split(";") if not part.upper().startswith(("UNTIL=", "COUNT="))]


def _rule(event: CalendarEvent) -> str | None:
    """The recurrence rule; None if it gives one date. Raises ``Problems`` if it can't be held in front matter."""
    if isinstance(event.properties["RRULE"], list):
        raise Problems([Problem("import.rules")])
    rule = event.rule
    try:
        series = recurrence.series(rule, event.start)
    except ValueError as error:
        raise Problems([Problem("import.rrule", {"rrule": rule, "part": str(error)})]) from None
    zone = event.zones.zone(event.properties["DTSTART"])
    if isinstance(event.span[0], dt.datetime) and zone is not recurrence.PARIS:
        in_zone = recurrence.series(";".join(endless(rule)), event.properties["DTSTART"].dt.replace(tzinfo=None))
        dates = list(islice(series, COMPARED_DATES))
        converted = (event.zones.local(date.replace(tzinfo=zone), zone) for date in in_zone)
        if dates != list(islice(converted, len(dates))):
            raise Problems([Problem("import.clock", {"zone": str(zone), "rrule": rule})])
    return None if list(islice(series, 2)) == [event.start] else rule
