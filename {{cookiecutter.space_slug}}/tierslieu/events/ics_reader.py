"""Reads calendars (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import icalendar

from tierslieu.core.problems import Problems

from .ics_event import CalendarEvent, CalendarSeries
from .ics_lines import Component, components, properties
from .ics_series import imported_event, sequence_of
from .ics_this_and_future import split_series
from .imported import Reading, derived_uid
from .timezones import CalendarZones, UnknownZone

_NAME = re.compile("[^:;]*")
_PROPERTIES = frozenset(
    {
        "UID", "CLASS", "STATUS", "SEQUENCE", "LAST-MODIFIED", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE",
        "RECURRENCE-ID", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "CONFERENCE",
    }
)  # fmt: skip


def read(text: str, file: str, place_names: Iterable[str]) -> Reading:
    """The events of a calendar; ``place_names`` are the locations that mean the place itself. Never raises."""
    reading = Reading(file)
    parts = list(components(text))
    zones, place_names = CalendarZones(_aliases(part for part in parts if part.name == "VTIMEZONE")), tuple(place_names)
    masters: dict[str, CalendarEvent] = {}
    overrides: dict[str, list[CalendarEvent]] = defaultdict(list)
    for component in parts:
        if component.name != "VEVENT":
            continue
        event = CalendarEvent(component.line, _parse(component), zones, place_names)
        if not _is_usable(component, event, reading):
            continue
        uid = event.text("UID").strip() or derived_uid(
            f"{event.properties.get('SUMMARY', '')}\n{event.properties['DTSTART'].to_ical().decode()}"
        )
        if "RECURRENCE-ID" in event.properties:
            overrides[uid].append(event)
            continue
        if uid in masters:
            old, new = sorted((event, masters[uid]), key=lambda master: sequence_of(master.properties))
            reading.report("import.again", old.line, warning=True, uid=uid)
            event = new
        masters[uid] = event
    if not parts:
        reading.report("import.no_calendar")
    others = Counter(part.name for part in parts if part.name not in ("VEVENT", "VTIMEZONE"))
    for name, count in sorted(others.items()):
        reading.report("import.component", warning=True, name=name, count=count)
    for uid, event in masters.items():
        _add(reading, CalendarSeries(uid, event, overrides.pop(uid, [])))
    for uid, events in overrides.items():  # the file does not hold their series: each becomes an event of its own
        for event in events:
            _add(reading, CalendarSeries(f"{uid}/{event.replaced_id}", event, []))
    reading.events.sort(key=lambda event: event.line)
    return reading


def _parse(component: Component) -> Any:
    """The event with the properties that are imported: not attachments, nor the extensions of each program."""
    lines = [line for line in component.lines if _NAME.match(line)[0].upper() in _PROPERTIES]  # type: ignore[index]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the names of time zones, which ``CalendarZones`` reads
        return icalendar.Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))


def _add(reading: Reading, series: CalendarSeries) -> None:
    """Add the event, or each of those into which the series is split."""
    title, line = _title(series.event), series.event.line
    try:
        results = [imported_event(part) for part in split_series(series)]
    except UnknownZone as error:
        reading.report("import.zone", line, title=title, zone=str(error))
    except Problems as error:
        for problem in error.problems:
            reading.report(problem.code, line, title=title, **problem.values)
    except (OverflowError, ValueError):  # for instance a date after the year 9999
        start = getattr(series.event.properties.get("DTSTART"), "dt", "–")
        reading.report("import.unreadable", line, title=title, key="DTSTART", detail=start)
    else:
        for event, problems in results:
            reading.events.append(event)
            for problem in problems:
                values = {"title": title} | problem.values
                reading.problems.append(replace(problem, values=values, file=reading.file))


def _is_usable(component: Component, event: CalendarEvent, reading: Reading) -> bool:
    """Whether an event can be imported; reports why not."""
    title = _title(event)
    if not component.complete:
        reading.report("import.unclosed", event.line, title=title)
    elif event.text("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
        reading.report("import.private", event.line, warning=True, title=title)
    elif event.properties.errors:
        name = event.properties.errors[0][0] or ""
        detail = _value_of(name, component.lines)
        reading.report("import.unreadable", event.line, title=title, key=name or "–", detail=detail)
    elif not isinstance(getattr(event.properties.get("DTSTART"), "dt", None), dt.date):
        reading.report("import.no_start", event.line, title=title)
    else:
        return True
    return False


def _aliases(timezones: Iterable[Component]) -> dict[str, str]:
    """The IANA name (X-LIC-LOCATION) of each time zone by the name that the calendar uses."""
    blocks = ["\n".join(timezone.lines) for timezone in timezones]
    return {
        name: iana
        for block in blocks
        for name in properties(block, "TZID")
        for iana in properties(block, "X-LIC-LOCATION")
    }


def _title(event: CalendarEvent) -> str:
    return " ".join((event.text("SUMMARY") or "–").split())[:80]


def _value_of(name: str, lines: Iterable[str]) -> str:
    """What the first line of a property says, as written."""
    line = next((line for line in lines if re.match(rf"{re.escape(name)}[:;]", line, re.IGNORECASE)), "")
    return line.partition(":")[2][:80] or "–"
