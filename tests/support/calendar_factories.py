"""Reads calendars back with two libraries that share no code with the exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from dateutil.rrule import rruleset, rrulestr

PARIS = ZoneInfo("Europe/Paris")

#: An identifier, a beginning and an end, in the zone of the place.
Time = tuple[str, dt.datetime, dt.datetime]


def by_icalendar(data: bytes, first: dt.date, last: dt.date) -> list[Time]:
    """The dates as icalendar reads them and python-dateutil expands them; cancelled or not."""
    events = _parse(data).walk("VEVENT")
    replaced = {(str(event["UID"]), _key(event["RECURRENCE-ID"].dt)) for event in events if "RECURRENCE-ID" in event}
    times: list[Time] = []
    for event in events:
        uid, start, end = str(event["UID"]), event["DTSTART"].dt, event["DTEND"].dt
        left_out = {_key(day.dt) for day in _all(event.get("EXDATE"))}
        for begin in _beginnings(event, start, last):
            if _key(begin) in left_out or ("RRULE" in event and (uid, _key(begin)) in replaced):
                continue
            # Both in one zone, so that their difference is that of local time.
            times.append((uid, *_zoned(begin, begin + (end - start))))
    return _within(times, first, last)


def by_ical(data: bytes, first: dt.date, last: dt.date) -> list[Time]:
    """The dates as ical reads and expands them; cancelled or not."""
    from ical.calendar_stream import IcsCalendarStream

    calendar = IcsCalendarStream.calendar_from_ics(data.decode("utf-8"))
    events: Any = calendar.timeline_tz(PARIS).overlapping(_midnight(first), _midnight(last + dt.timedelta(days=1)))
    times = [(event.uid, *_zoned(event.dtstart, event.dtend)) for event in events]
    return _within(times, first, last)


def cancelled(data: bytes) -> list[tuple[str, dt.datetime]]:
    """The identifiers and beginnings of the cancelled dates."""
    events = [event for event in _parse(data).walk("VEVENT") if event["STATUS"] == "CANCELLED"]
    return [(str(event["UID"]), _zoned(event["DTSTART"].dt, event["DTEND"].dt)[0]) for event in events]


def assert_valid(data: bytes) -> None:
    """Assert that a calendar has all that RFC 5545 requires, in lines that end and fold as it says."""
    calendar = _parse(data)
    parts = list(calendar.walk())
    assert [(part.name, part.errors) for part in parts if part.errors] == []
    assert [(part.name, key) for part in parts for key in part.required if key not in part] == []
    identifiers = [(str(event["UID"]), str(event.get("RECURRENCE-ID"))) for event in calendar.events]
    assert identifiers and len(set(identifiers)) == len(identifiers)
    zones = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    timed = [event["DTSTART"] for event in calendar.events if isinstance(event["DTSTART"].dt, dt.datetime)]
    assert {start.params.get("TZID") for start in timed} <= zones
    lines = data.split(b"\r\n")
    assert lines[-1] == b"" and b"\n" not in b"".join(lines) and b"\r" not in b"".join(lines)
    assert max(map(len, lines)) <= 75


def _parse(data: bytes) -> Any:
    return icalendar.Calendar.from_ical(data)


def _beginnings(event: Any, start: Any, last: dt.date) -> Iterator[Any]:
    if "RRULE" not in event:
        yield start
        return
    whole, days = not isinstance(start, dt.datetime), rruleset()
    rule: Any = rrulestr(event["RRULE"].to_ical().decode(), dtstart=_as_datetime(start))
    days.rrule(rule)
    for day in _all(event.get("RDATE")):
        days.rdate(_as_datetime(day.dt))
    for begin in days:
        if begin.date() > last:
            return
        yield begin.date() if whole else begin


def _all(value: Any) -> list[Any]:
    properties = value if isinstance(value, list) else [value] if value else []
    return [day for dates in properties for day in dates.dts]


def _key(moment: dt.date) -> str:
    return moment.isoformat()[:19]


def _as_datetime(moment: dt.date) -> dt.datetime:
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time())


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), PARIS)


def _zoned(start: dt.date, end: dt.date) -> tuple[dt.datetime, dt.datetime]:
    first, second = (
        (moment if moment.tzinfo else moment.replace(tzinfo=PARIS)).astimezone(PARIS)
        for moment in (_as_datetime(start), _as_datetime(end))
    )
    return first, second


def _within(times: list[Time], first: dt.date, last: dt.date) -> list[Time]:
    return sorted(time for time in times if time[1].date() <= last and time[2] > _midnight(first))
