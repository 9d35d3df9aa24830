"""One event of a calendar, with the dates of its series that differ, as front matter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Any

from tierslieu import recurrence

from .clocks import Clocks
from .found import Found
from .texts import moment, one_line, plain, sentence

#: How many dates of a series from another time zone are compared with ours.
_COMPARED = 500
_DAY = dt.timedelta(days=1)

#: From when to when on the clock of the place; whole days, last day included.
Span = tuple[dt.date, dt.date]


class Unreadable(Exception):
    """Raised with the code of a message and its values, when an event can't be taken over."""

    def __init__(self, code: str, **values: Any):
        self.code, self.values = code, values
        super().__init__(code)


@dataclass(frozen=True)
class Override:
    """A date of a series that differs, and the line at which the file says so."""

    line: int
    event: Any


@dataclass(frozen=True)
class Note:
    """Something of an event that is not taken over: the code of a message, its values, the line."""

    code: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)


def meta_of(
    uid: str, line: int, event: Any, overrides: list[Override], clocks: Clocks, here: tuple[str, ...]
) -> tuple[Found, list[Note]]:
    """The event, and what of it is not taken over. Raises ``Unreadable`` or ``UnknownZone``."""
    start, end = _span(event, clocks)
    meta: dict[str, Any] = {"title": one_line(str(event.get("SUMMARY") or "")) or "–", **_moments(start, end)}
    notes: list[Note] = []
    changes = 0
    if "RRULE" in event:
        meta["rrule"] = _rule(event, start, clocks)
        listed = _listed(event, overrides, (start, end), meta["rrule"], clocks, here, notes)
        changes = sum(len(days) for days in listed.values())
        meta |= {key: days for key, days in listed.items() if days}
    if "RDATE" in event:
        notes.append(Note("import.more_dates", line, {"dates": _told(event["RDATE"])}))
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        meta["status"] = "cancelled"
        changes += 1
    if place := _place(event, here):
        meta["place"] = place
    if (online := str(event.get("CONFERENCE") or "")).startswith(("https://", "http://")):
        meta["online"] = online
    meta["uid"] = uid
    sequence = event.get("SEQUENCE")
    if isinstance(sequence, int) and sequence > changes:
        meta["revision"] = int(sequence) - changes
    changed = getattr(event.get("LAST-MODIFIED"), "dt", None)
    if isinstance(changed, dt.date):
        meta["updated"] = _day(changed)
    text = plain(str(event.get("DESCRIPTION") or ""))
    meta["description"] = sentence(text) or meta["title"]
    return Found(uid, line, meta, text, f"{_categories(event)} {meta['title']}"), notes


def _span(event: Any, clocks: Clocks) -> Span:
    """Beginning and end on the clock of the place; whole days, last day included."""
    zone = clocks.zone(event["DTSTART"])
    start = clocks.local(event["DTSTART"].dt, zone)
    end = getattr(event.get("DTEND"), "dt", None)
    if isinstance(end, dt.date):
        end = clocks.local(end, clocks.zone(event["DTEND"]))
    elif isinstance(length := getattr(event.get("DURATION"), "dt", None), dt.timedelta):
        end = start + length
    else:
        end = start + _DAY if not isinstance(start, dt.datetime) else start
    if isinstance(start, dt.datetime) != isinstance(end, dt.datetime):
        raise Unreadable("import.mixed")
    if not isinstance(start, dt.datetime):
        end = max(start, end - _DAY)  # DTEND is the day after (RFC 5545 §3.6.1)
    elif end == start:
        end = start + dt.timedelta(hours=1)
    return start, end


def _rule(event: Any, start: dt.date, clocks: Clocks) -> str:
    """The rule as we read it. Raises ``Unreadable`` when it says more, or other hours through the year."""
    if isinstance(event["RRULE"], list):
        raise Unreadable("import.rules")
    rule: str = event["RRULE"].to_ical().decode()
    try:
        ours = recurrence.series(rule, _as_datetime(start))
    except ValueError as error:
        raise Unreadable("import.rrule", rrule=rule, part=str(error)) from None
    zone = clocks.zone(event["DTSTART"])
    if isinstance(start, dt.datetime) and zone is not recurrence.PARIS:
        theirs = recurrence.series(_endless(rule), event["DTSTART"].dt.replace(tzinfo=None))
        read = list(islice(ours, _COMPARED))
        meant = islice((clocks.local(one.replace(tzinfo=zone), zone) for one in theirs), len(read))
        if read != list(meant):
            raise Unreadable("import.clock", zone=str(zone), rrule=rule)
    return rule


def _endless(rule: str) -> str:
    return ";".join(part for part in rule.split(";") if not part.upper().startswith(("UNTIL=", "COUNT=")))


def _listed(
    event: Any,
    overrides: list[Override],
    span: Span,
    rule: str,
    clocks: Clocks,
    here: tuple[str, ...],
    notes: list[Note],
) -> dict[str, list[Any]]:
    """The days of the series that are moved, cancelled or left out."""
    usual = _place(event, here)
    moved: dict[str, Any] = {}
    cancelled: set[str] = set()
    lines: dict[str, int] = {}
    for one in overrides:
        replaced = one.event["RECURRENCE-ID"]
        day = _day(clocks.local(replaced.dt, clocks.zone(replaced)))
        new, place = _span(one.event, clocks), _place(one.event, here)
        lines[day] = one.line
        if "RANGE" in replaced.params:
            notes.append(Note("import.range", one.line, {"day": day}))
        elif str(one.event.get("STATUS", "")).upper() == "CANCELLED":
            cancelled.add(day)
        elif new == _on(span, day) and place == usual:
            notes.append(Note("import.text", one.line, {"day": day}))
        else:
            moved[day] = {"date": day, **_moments(*new)} | ({"place": place} if place and place != usual else {})
    left_out = _days(event, clocks) - moved.keys() - cancelled
    planned = _planned(rule, span[0], left_out | moved.keys() | cancelled)
    outside = sorted((moved.keys() | cancelled) - planned)
    notes += [Note("import.outside", lines[day], {"day": day}) for day in outside]
    return {
        "exceptions": sorted(left_out & planned),
        "moved": [moved[day] for day in sorted(moved.keys() & planned)],
        "cancelled": sorted((cancelled - moved.keys()) & planned),
    }


def _planned(rule: str, start: dt.date, days: set[str]) -> set[str]:
    """Those of ``days`` that are days of the series."""
    if not days:
        return set()
    last = max(days)
    series = recurrence.series(rule, _as_datetime(start))
    every = takewhile(lambda day: day <= last, map(_day, series))
    return days.intersection(every)


def _days(event: Any, clocks: Clocks) -> set[str]:
    """The days that EXDATE leaves out."""
    value = event.get("EXDATE")
    lists = value if isinstance(value, list) else [value] if value is not None else []
    return {_day(clocks.local(day.dt, clocks.zone(one))) for one in lists for day in one.dts}


def _on(span: Span, day: str) -> Span:
    """The usual hours, on ``day``."""
    shift = dt.date.fromisoformat(day) - dt.date(span[0].year, span[0].month, span[0].day)
    return span[0] + shift, span[1] + shift


def _day(moment: dt.date) -> str:
    return f"{moment:%Y-%m-%d}"


def _moments(start: dt.date, end: dt.date) -> dict[str, str]:
    return {"start": moment(start), "end": moment(end)}


def _place(event: Any, here: tuple[str, ...]) -> str:
    """Where it is, when that is not here."""
    place = one_line(str(event.get("LOCATION") or ""))
    return "" if any(name.lower() in place.lower() for name in here if name) else place


def _categories(event: Any) -> str:
    value = event.get("CATEGORIES")
    lists = value if isinstance(value, list) else [value] if value is not None else []
    return " ".join(str(one) for found in lists for one in getattr(found, "cats", [found]))


def _told(value: Any) -> str:
    lists = value if isinstance(value, list) else [value]
    return ", ".join(one.to_ical().decode() for one in lists)


def _as_datetime(value: dt.date) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
