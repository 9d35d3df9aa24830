"""Calendars (RFC 5545) that people have, as events of the place."""

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

from .ics_event import Override, Unreadable
from .ics_lines import Component, components, properties
from .ics_series import meta_of
from .ics_this_and_future import SeriesPart, split_series
from .imported import Reading
from .timezones import Clocks, UnknownZone

_NAME = re.compile("[^:;]*")
_READ = frozenset(
    {
        "UID", "CLASS", "STATUS", "SEQUENCE", "LAST-MODIFIED", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE",
        "RECURRENCE-ID", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "CONFERENCE",
    }
)  # fmt: skip


def read(text: str, file: str, here: Iterable[str]) -> Reading:
    """The events of a calendar; ``here`` are names by which it may call the place itself. Never raises."""
    reading = Reading()
    clocks = Clocks(_aliases(text))
    others: Counter[str] = Counter()
    masters: dict[str, tuple[Component, Any]] = {}
    overrides: dict[str, list[Override]] = defaultdict(list)
    nothing = True
    for component in components(text):
        nothing = False
        if component.name != "VEVENT":
            others[component.name] += component.name != "VTIMEZONE"
            continue
        event = _parsed(component)
        if problem := _unusable(component, event, file):
            reading.problems.append(problem)
            continue
        uid = str(event.get("UID") or "").strip() or _made_up(event)
        if "RECURRENCE-ID" in event:
            overrides[uid].append(Override(component.line, event))
        elif uid not in masters or _sequence(event) > _sequence(masters[uid][1]):
            if uid in masters:
                reading.problems.append(Problem("import.again", {"uid": uid}, file, masters[uid][0].line, "warning"))
            masters[uid] = (component, event)
        else:
            reading.problems.append(Problem("import.again", {"uid": uid}, file, component.line, "warning"))
    if nothing:
        reading.problems.append(Problem("import.no_calendar", {}, file))
    for name, count in sorted(others.items()):
        if count:
            reading.problems.append(Problem("import.component", {"name": name, "count": count}, file, None, "warning"))
    for uid, (component, event) in masters.items():
        _add(reading, file, SeriesPart(uid, component.line, event, overrides.pop(uid, [])), clocks, here)
    for uid, alone in overrides.items():  # dates of a series that the file does not hold: each an event of its own
        for one in alone:
            own = f"{uid}/{one.event['RECURRENCE-ID'].to_ical().decode()}"
            _add(reading, file, SeriesPart(own, one.line, one.event, []), clocks, here)
    reading.events.sort(key=lambda found: found.line)
    return reading


def _parsed(component: Component) -> Any:
    """What of an event is read; files that people attached, and the marks of each program, are not."""
    lines = [line for line in component.lines if _NAME.match(line)[0].upper() in _READ]  # type: ignore[index]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about names of zones, which we read ourselves
        return icalendar.Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))


def _add(reading: Reading, file: str, whole: SeriesPart, clocks: Clocks, here: Iterable[str]) -> None:
    """The event, or each series that it is made of."""
    title = {"title": _title(whole.event)}
    try:
        read = [meta_of(*part, clocks, tuple(here)) for part in split_series(whole, clocks)]
    except UnknownZone as error:
        reading.problems.append(Problem("import.zone", title | {"zone": str(error)}, file, whole.line))
    except Unreadable as error:
        reading.problems.append(Problem(error.code, title | error.values, file, whole.line))
    except (OverflowError, ValueError) as error:  # a date at the end of time, for instance
        values = title | {"key": "DTSTART", "detail": str(error)}
        reading.problems.append(Problem("import.unreadable", values, file, whole.line))
    else:
        for found, notes in read:
            reading.events.append(found)
            reading.problems += [Problem(one.code, title | one.values, file, one.line, "warning") for one in notes]


def _unusable(component: Component, event: Any, file: str) -> Problem | None:
    """Why nothing can be made of a component, if so."""
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
    """The IANA names that the calendar gives beside its own names of zones."""
    names: dict[str, str] = {}
    for component in components(text) if "X-LIC-LOCATION" in text else ():
        if component.name == "VTIMEZONE":
            block = "\n".join(component.lines)
            for own in properties(block, "TZID"):
                for iana in properties(block, "X-LIC-LOCATION"):
                    names[own] = iana
    return names


def _sequence(event: Any) -> int:
    value = event.get("SEQUENCE")
    return int(value) if isinstance(value, int) else 0


def _made_up(event: Any) -> str:
    """An identifier for what has none: the same as long as its title and its beginning are."""
    told = f"{event.get('SUMMARY', '')}\n{event['DTSTART'].to_ical().decode()}"
    return f"import-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _title(event: Any) -> str:
    return " ".join(str(event.get("SUMMARY") or "–").split())[:80]
