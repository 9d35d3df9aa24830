"""An event of a calendar, with its times on the clock of the place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tierslieu.core.problems import Problem, Problems

from .text_cleaning import one_line
from .timezones import CalendarZones

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class CalendarEvent:
    """An event at ``line`` of its file, with its ``properties`` as icalendar reads them (RFC 5545).

    ``place_names`` are the locations that mean the place itself. What reads a time raises ``UnknownZone``.
    """

    line: int
    properties: Any
    zones: CalendarZones
    place_names: tuple[str, ...]

    @cached_property
    def span(self) -> tuple[dt.date, dt.date]:
        """Start and end; whole days, last day included. Raises ``Problems`` if only one of both has a time."""
        start = self._local("DTSTART")
        end = getattr(self.properties.get("DTEND"), "dt", None)
        duration = getattr(self.properties.get("DURATION"), "dt", None)
        if isinstance(end, dt.date):
            end = self._local("DTEND")
        elif isinstance(duration, dt.timedelta):
            end = start + duration
        else:
            end = start if isinstance(start, dt.datetime) else start + _DAY
        if isinstance(start, dt.datetime) != isinstance(end, dt.datetime):
            raise Problems([Problem("import.mixed")])
        if not isinstance(start, dt.datetime):
            end = max(start, end - _DAY)  # DTEND is the day after (RFC 5545 §3.6.1)
        elif end == start:
            end = start + dt.timedelta(hours=1)
        return start, end

    @property
    def start(self) -> dt.datetime:
        """The start, at midnight for whole days."""
        return at_hour(self._local("DTSTART"))

    @property
    def replaced(self) -> dt.date:
        """The start of the date of its series that the event replaces."""
        return self._local("RECURRENCE-ID")

    @property
    def is_this_and_future(self) -> bool:
        """Whether the event replaces all later dates of its series too (RFC 5545 §3.2.13)."""
        return "RANGE" in self.properties["RECURRENCE-ID"].params

    @property
    def is_cancelled(self) -> bool:
        return self.text("STATUS").upper() == "CANCELLED"

    @property
    def location(self) -> str:
        """The location; empty for the place itself."""
        location = one_line(self.text("LOCATION"))
        return "" if any(name.lower() in location.lower() for name in self.place_names if name) else location

    @property
    def rule(self) -> str:
        """The recurrence rule, as written."""
        rule: str = self.properties["RRULE"].to_ical().decode()
        return rule

    @property
    def replaced_id(self) -> str:
        """The date of the series that the event replaces, as written."""
        identifier: str = self.properties["RECURRENCE-ID"].to_ical().decode()
        return identifier

    def text(self, name: str) -> str:
        """A property as text; empty if absent."""
        return str(self.properties.get(name) or "")

    def listed(self, name: str) -> list[Any]:
        """The values of a property that may occur several times."""
        value = self.properties.get(name)
        return value if isinstance(value, list) else [value] if value is not None else []

    def excluded_dates(self) -> Iterator[dt.date]:
        """The starts that EXDATE excludes."""
        for dates in self.listed("EXDATE"):
            for date in dates.dts:
                yield self.at_usual_hour(self.zones.local(date.dt, self.zones.zone(dates)))

    def extra_dates(self) -> list[tuple[dt.date, bool]]:
        """The starts that RDATE adds, sorted, each with whether it lasts as long as usual."""
        extra = []
        usual_duration = self.span[1] - self.span[0]
        for dates in self.listed("RDATE"):
            zone = self.zones.zone(dates)
            for date in dates.dts:
                first, *ends = date.dt if isinstance(date.dt, tuple) else (date.dt,)
                start, duration = self.zones.local(first, zone), usual_duration
                for end in ends:  # a period: its end or its duration
                    is_duration = isinstance(end, dt.timedelta)
                    duration = end if is_duration else at_hour(self.zones.local(end, zone)) - at_hour(start)
                extra.append((self.at_usual_hour(start), duration == usual_duration))
        return sorted(extra)

    def at_usual_hour(self, moment: dt.date) -> dt.date:
        """``moment`` as a day for an event of whole days; otherwise with a time, by default that of the start."""
        start = self.span[0]
        if not isinstance(start, dt.datetime):
            return dt.date(moment.year, moment.month, moment.day)
        return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, start.time())

    def is_usual(self, start: dt.date) -> bool:
        """Whether ``start`` is at the usual time of its day."""
        return start == self.at_usual_hour(dt.date(start.year, start.month, start.day))

    def span_on(self, date: dt.date) -> tuple[dt.date, dt.date]:
        """Start and end of a date of the series, by default at the usual time."""
        start = self.at_usual_hour(date)
        return start, start + (self.span[1] - self.span[0])

    def _local(self, name: str) -> dt.date:
        value = self.properties[name]
        return self.zones.local(value.dt, self.zones.zone(value))


@dataclass(frozen=True)
class CalendarSeries:
    """An event with the dates of its series that differ."""

    uid: str
    event: CalendarEvent
    overrides: list[CalendarEvent]


def at_hour(moment: dt.date) -> dt.datetime:
    """``moment``, at midnight if it is a day."""
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time())
