"""The properties of one event of a calendar: its dates, its status and its location."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from .text_cleaning import one_line
from .timezones import CalendarZones

_DAY = dt.timedelta(days=1)

#: A beginning and an end in local time; for whole days, the first and the last day.
Span = tuple[dt.date, dt.date]


class UnreadableEvent(Exception):
    """Raised with the code of a message and its values, when an event can't be imported."""

    def __init__(self, code: str, **values: Any):
        self.code, self.values = code, values
        super().__init__(code)


@dataclass(frozen=True)
class Override:
    """The component of a date of a series that differs, and the line at which it begins."""

    line: int
    event: Any


@dataclass(frozen=True)
class Note:
    """A part of an event that is not imported: the code of a message, the line, the values of the message."""

    code: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)


def span(event: Any, zones: CalendarZones) -> Span:
    """The beginning and the end of an event in local time. Raises ``UnreadableEvent`` or ``UnknownZone``."""
    zone = zones.zone(event["DTSTART"])
    start = zones.local(event["DTSTART"].dt, zone)
    end = getattr(event.get("DTEND"), "dt", None)
    if isinstance(end, dt.date):
        end = zones.local(end, zones.zone(event["DTEND"]))
    elif isinstance(length := getattr(event.get("DURATION"), "dt", None), dt.timedelta):
        end = start + length
    else:
        end = start + _DAY if not isinstance(start, dt.datetime) else start
    if isinstance(start, dt.datetime) != isinstance(end, dt.datetime):
        raise UnreadableEvent("import.mixed")
    if not isinstance(start, dt.datetime):
        end = max(start, end - _DAY)  # DTEND is the day after (RFC 5545 §3.6.1)
    elif end == start:
        end = start + dt.timedelta(hours=1)
    return start, end


def replaced_date(event: Any, zones: CalendarZones) -> dt.date:
    """The beginning of the date of its series that an event replaces."""
    value = event["RECURRENCE-ID"]
    return zones.local(value.dt, zones.zone(value))


def is_cancelled(event: Any) -> bool:
    """Whether its status is cancelled."""
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def location(event: Any, own_names: tuple[str, ...]) -> str:
    """Its location; empty when it contains one of the names of the place (``own_names``)."""
    text = one_line(str(event.get("LOCATION") or ""))
    return "" if any(name.lower() in text.lower() for name in own_names if name) else text


def property_values(event: Any, name: str) -> list[Any]:
    """The values of a property that may be repeated."""
    value = event.get(name)
    return value if isinstance(value, list) else [value] if value is not None else []


def day_of(moment: dt.date) -> str:
    """Its day, as written in front matter."""
    return f"{moment:%Y-%m-%d}"


def at_hour(moment: dt.date) -> dt.datetime:
    """``moment``, at midnight when it is a day alone."""
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time())
