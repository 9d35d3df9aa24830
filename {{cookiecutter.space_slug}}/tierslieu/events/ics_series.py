"""An event of a calendar, with the dates of its series that differ, as front matter."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import Any

from tierslieu.schedule import recurrence

from .ics_event import Note, Override, UnreadableEvent, at_hour, day_of, is_cancelled, location, property_values, span
from .ics_exceptions import read_exceptions
from .imported import ImportedEvent
from .text_cleaning import moment, one_line, plain, sentence
from .timezones import CalendarZones

#: How many dates of a series of another time zone are compared in both zones.
_COMPARED_DATES = 500


def read_event(
    uid: str, line: int, event: Any, overrides: list[Override], zones: CalendarZones, own_names: tuple[str, ...]
) -> tuple[ImportedEvent, list[Note]]:
    """The event, and the notes on what is not imported. Raises ``UnreadableEvent`` or ``UnknownZone``."""
    start, end = span(event, zones)
    meta: dict[str, Any] = {"title": one_line(str(event.get("SUMMARY") or "")) or "–"}
    meta |= {"start": moment(start), "end": moment(end)}
    rule = _rule(event, start, zones) if "RRULE" in event else None
    if rule:
        meta["rrule"] = rule
    lists, notes = read_exceptions(event, overrides, (start, end), rule, zones, own_names, line)
    meta |= lists
    changes = sum(map(len, lists.values()))
    if is_cancelled(event):
        meta["status"] = "cancelled"
        changes += 1
    if place := location(event, own_names):
        meta["place"] = place
    if (online := str(event.get("CONFERENCE") or "")).startswith(("https://", "http://")):
        meta["online"] = online
    meta["uid"] = uid
    sequence = event.get("SEQUENCE")
    if isinstance(sequence, int) and sequence > changes:
        meta["revision"] = int(sequence) - changes
    changed = getattr(event.get("LAST-MODIFIED"), "dt", None)
    if isinstance(changed, dt.date):
        meta["updated"] = day_of(changed)
    text = plain(str(event.get("DESCRIPTION") or ""))
    meta["description"] = sentence(text) or meta["title"]
    return ImportedEvent(uid, line, meta, text, f"{_categories(event)} {meta['title']}"), notes


def _rule(event: Any, start: dt.date, zones: CalendarZones) -> str | None:
    """The recurrence rule; None when it gives a single date.

    Raises ``UnreadableEvent`` for several rules, a rule that ``recurrence`` refuses, or one whose dates differ in local
    time of the place.
    """
    if isinstance(event["RRULE"], list):
        raise UnreadableEvent("import.rules")
    rule: str = event["RRULE"].to_ical().decode()
    try:
        series = recurrence.series(rule, at_hour(start))
    except ValueError as error:
        raise UnreadableEvent("import.rrule", rrule=rule, part=str(error)) from None
    zone = zones.zone(event["DTSTART"])
    if isinstance(start, dt.datetime) and zone is not recurrence.PARIS:
        own_series = recurrence.series(_endless(rule), event["DTSTART"].dt.replace(tzinfo=None))
        dates = list(islice(series, _COMPARED_DATES))
        own_dates = (zones.local(date.replace(tzinfo=zone), zone) for date in own_series)
        if dates != list(islice(own_dates, len(dates))):
            raise UnreadableEvent("import.clock", zone=str(zone), rrule=rule)
    return None if list(islice(series, 2)) == [at_hour(start)] else rule


def _endless(rule: str) -> str:
    """``rule`` without its end."""
    return ";".join(part for part in rule.split(";") if not part.upper().startswith(("UNTIL=", "COUNT=")))


def _categories(event: Any) -> str:
    values = property_values(event, "CATEGORIES")
    return " ".join(str(category) for value in values for category in getattr(value, "cats", [value]))
