"""Reads a calendar (RFC 5545) as events to import."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import icalendar

from tierslieu.core.problems import Problem

from .ics_event import Override, UnreadableEvent
from .ics_lines import Component, components, properties
from .ics_series import read_event
from .ics_this_and_future import SeriesPart, split_series
from .imported import Reading
from .timezones import CalendarZones, UnknownZone

_NAME = re.compile("[^:;]*")
_READ_PROPERTIES = frozenset(
    {
        "UID", "CLASS", "STATUS", "SEQUENCE", "LAST-MODIFIED", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE",
        "RECURRENCE-ID", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "CONFERENCE",
    }
)  # fmt: skip


def read(text: str, file: str, own_names: Iterable[str]) -> Reading:
    """The events of a calendar; ``own_names`` are the names of the place in locations. Never raises."""
    reading = Reading()
    zones = CalendarZones(_aliases(text))
    others: Counter[str] = Counter()
    masters: dict[str, tuple[Component, Any]] = {}
    overrides: dict[str, list[Override]] = defaultdict(list)
    empty = True
    for component in components(text):
        empty = False
        if component.name != "VEVENT":
            others[component.name] += component.name != "VTIMEZONE"
            continue
        event = _parsed(component)
        if problem := _refusal(component, event, file):
            reading.problems.append(problem)
            continue
        uid = str(event.get("UID") or "").strip() or _generated_uid(event)
        if "RECURRENCE-ID" in event:
            overrides[uid].append(Override(component.line, event))
        elif uid not in masters or _sequence(event) > _sequence(masters[uid][1]):
            if uid in masters:
                reading.problems.append(Problem("import.again", {"uid": uid}, file, masters[uid][0].line, "warning"))
            masters[uid] = (component, event)
        else:
            reading.problems.append(Problem("import.again", {"uid": uid}, file, component.line, "warning"))
    if empty:
        reading.problems.append(Problem("import.no_calendar", {}, file))
    for name, count in sorted(others.items()):
        if count:
            reading.problems.append(Problem("import.component", {"name": name, "count": count}, file, None, "warning"))
    for uid, (component, event) in masters.items():
        _add(reading, file, SeriesPart(uid, component.line, event, overrides.pop(uid, [])), zones, own_names)
    for uid, dates in overrides.items():  # dates of a series that is not in the file: each becomes an event
        for date in dates:
            date_uid = f"{uid}/{date.event['RECURRENCE-ID'].to_ical().decode()}"
            _add(reading, file, SeriesPart(date_uid, date.line, date.event, []), zones, own_names)
    reading.events.sort(key=lambda event: event.line)
    return reading


def _parsed(component: Component) -> Any:
    """An event with the properties that are read: neither attachments nor those of a single program."""
    lines = [line for line in component.lines if _NAME.match(line)[0].upper() in _READ_PROPERTIES]  # type: ignore[index]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about names of zones, which ``timezones`` reads
        return icalendar.Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))


def _add(reading: Reading, file: str, series: SeriesPart, zones: CalendarZones, own_names: Iterable[str]) -> None:
    """Add an event, or each series that it is split into."""
    title = {"title": _title(series.event)}
    try:
        parts = [read_event(*part, zones, tuple(own_names)) for part in split_series(series, zones)]
    except UnknownZone as error:
        reading.problems.append(Problem("import.zone", title | {"zone": str(error)}, file, series.line))
    except UnreadableEvent as error:
        reading.problems.append(Problem(error.code, title | error.values, file, series.line))
    except (OverflowError, ValueError) as error:  # a date after the year 9999, for instance
        values = title | {"key": "DTSTART", "detail": str(error)}
        reading.problems.append(Problem("import.unreadable", values, file, series.line))
    else:
        for event, notes in parts:
            reading.events.append(event)
            reading.problems += [Problem(note.code, title | note.values, file, note.line, "warning") for note in notes]


def _refusal(component: Component, event: Any, file: str) -> Problem | None:
    """The problem for which a component can't be imported, if any."""
    title = _title(event)
    if not component.complete:
        return Problem("import.unclosed", {"title": title}, file, component.line)
    if str(event.get("CLASS", "PUBLIC")).upper() in ("PRIVATE", "CONFIDENTIAL"):
        return Problem("import.private", {"title": title}, file, component.line, "warning")
    if event.errors:
        name, detail = event.errors[0]
        values = {"title": title, "key": name or "–", "detail": detail}
        return Problem("import.unreadable", values, file, component.line)
    if not isinstance(getattr(event.get("DTSTART"), "dt", None), dt.date):
        return Problem("import.no_start", {"title": title}, file, component.line)
    return None


def _aliases(text: str) -> dict[str, str]:
    """The IANA names that the calendar gives to its own names of zones."""
    names: dict[str, str] = {}
    for component in components(text) if "X-LIC-LOCATION" in text else ():
        if component.name == "VTIMEZONE":
            block = "\n".join(component.lines)
            for own in properties(block, "TZID"):
                for iana_name in properties(block, "X-LIC-LOCATION"):
                    names[own] = iana_name
    return names


def _sequence(event: Any) -> int:
    value = event.get("SEQUENCE")
    return int(value) if isinstance(value, int) else 0


def _generated_uid(event: Any) -> str:
    """A UID for an event without one, made from its title and its beginning."""
    seed = f"{event.get('SUMMARY', '')}\n{event['DTSTART'].to_ical().decode()}"
    return f"import-{hashlib.sha256(seed.encode()).hexdigest()[:16]}"


def _title(event: Any) -> str:
    return " ".join(str(event.get("SUMMARY") or "–").split())[:80]
