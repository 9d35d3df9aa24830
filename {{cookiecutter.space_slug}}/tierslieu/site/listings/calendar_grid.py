"""Months and weeks of the agenda: the same entries cut as a calendar on a wall shows them."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from .events import AgendaDay, AgendaEntry

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class CalendarWeek:
    """A week in which something takes place; ``start`` is its first day."""

    start: dt.date
    days: tuple[AgendaDay, ...]


@dataclass(frozen=True)
class Month:
    """A month, by the days on which something takes place; ``first`` is its first day."""

    first: dt.date
    days: tuple[AgendaDay, ...]

    @property
    def count(self) -> int:
        """How many times something takes place; what is cancelled is shown without being counted."""
        return sum(entry.when.on for day in self.days for entry in day.entries)

    def rows(self, first_weekday: int) -> list[list[AgendaDay | None]]:
        """Its weeks, each of seven days from ``first_weekday`` (0: Monday) on; None outside the month."""
        held = {day.date: day for day in self.days}
        return [
            [held.get(date, AgendaDay(date, ())) if date.month == self.first.month else None for date in week]
            for week in calendar.Calendar(first_weekday).monthdatescalendar(self.first.year, self.first.month)
        ]


def weeks(days: Iterable[AgendaDay], first_weekday: int) -> tuple[CalendarWeek, ...]:
    """Days grouped by the week that they belong to."""

    def start(day: AgendaDay) -> dt.date:
        return day.date - dt.timedelta(days=(day.date.weekday() - first_weekday) % 7)

    return tuple(CalendarWeek(first, tuple(group)) for first, group in groupby(days, key=start))


def months(every: list[AgendaEntry], first: dt.date, last: dt.date) -> tuple[Month, ...]:
    """Every month that holds something, and every one from that of ``first`` to that of ``last`` even without.

    What goes on from one month into the next belongs to the month in which it begins.
    """
    by_month: dict[dt.date, list[AgendaEntry]] = {}
    for entry in every:
        by_month.setdefault(entry.when.day.replace(day=1), []).append(entry)
    month = first.replace(day=1)
    while month <= last:
        by_month.setdefault(month, [])
        month = (month + dt.timedelta(days=31)).replace(day=1)
    return tuple(
        Month(
            start, tuple(AgendaDay(date, tuple(group)) for date, group in groupby(found, key=lambda one: one.when.day))
        )
        for start, found in sorted(by_month.items())
    )
