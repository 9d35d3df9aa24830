"""What one event of a calendar says of itself: when it is, and where."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from .text_cleaning import one_line
from .timezones import Clocks

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


def span(event: Any, clocks: Clocks) -> Span:
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


def replaced(event: Any, clocks: Clocks) -> dt.date:
    """The beginning of the date of its series that an event takes the place of."""
    value = event["RECURRENCE-ID"]
    return clocks.local(value.dt, clocks.zone(value))


def is_cancelled(event: Any) -> bool:
    """Whether it says that it won't take place."""
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def place(event: Any, here: tuple[str, ...]) -> str:
    """Where it is, when that is not here."""
    found = one_line(str(event.get("LOCATION") or ""))
    return "" if any(name.lower() in found.lower() for name in here if name) else found


def listed(event: Any, name: str) -> list[Any]:
    """The values of a property that may stand several times."""
    value = event.get(name)
    return value if isinstance(value, list) else [value] if value is not None else []


def day_of(moment: dt.date) -> str:
    """Its day, as front matter has it."""
    return f"{moment:%Y-%m-%d}"


def at_hour(moment: dt.date) -> dt.datetime:
    """``moment``, with midnight as the hour of a day alone."""
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time())
