"""The entries of the agenda by day and by month."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from .activities import ActivityCard, SessionTime

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class AgendaEntry:
    """A line of the agenda: a session of an activity."""

    event: ActivityCard
    when: SessionTime


@dataclass(frozen=True)
class AgendaDay:
    """A day of the agenda."""

    date: dt.date
    entries: tuple[AgendaEntry, ...]


@dataclass(frozen=True)
class CalendarMonth:
    """A month; ``first`` is its first day, ``days`` those with entries.

    A session that extends into the next month belongs to the month of its start.
    """

    first: dt.date
    days: tuple[AgendaDay, ...]

    @property
    def count(self) -> int:
        """The number of entries, without cancelled ones."""
        return sum(entry.when.on for day in self.days for entry in day.entries)

    @property
    def last_day(self) -> dt.date:
        """The last day of a session that is not cancelled; its first day without one."""
        days = (entry.when.last_day for day in self.days for entry in day.entries if entry.when.on)
        return max(days, default=self.first)

    def rows(self, first_weekday: int) -> list[list[AgendaDay | None]]:
        """Its weeks of seven days, the first being ``first_weekday`` (0: Monday); None for days of another month."""
        days = {day.date: day for day in self.days}
        return [
            [days.get(date, AgendaDay(date, ())) if date.month == self.first.month else None for date in week]
            for week in calendar.Calendar(first_weekday).monthdatescalendar(self.first.year, self.first.month)
        ]


def agenda_entries(cards: list[ActivityCard]) -> list[AgendaEntry]:
    """All sessions, past and coming, by start, then by the slug of the activity."""
    entries = [AgendaEntry(card, session) for card in cards for session in (*card.before, *card.upcoming)]
    return sorted(entries, key=lambda entry: (entry.when.start, entry.event.source.slug))


def by_day(entries: Iterable[AgendaEntry], today: dt.date | None = None) -> tuple[AgendaDay, ...]:
    """Sorted entries by day; those that started before ``today``, if given, stand under ``today``."""
    first = today or dt.date.min
    groups = groupby(entries, key=lambda entry: max(entry.when.day, first))
    return tuple(AgendaDay(date, tuple(group)) for date, group in groups)


def by_month(days: Iterable[AgendaDay]) -> tuple[CalendarMonth, ...]:
    """Sorted days by month."""
    groups = groupby(days, key=lambda day: day.date.replace(day=1))
    return tuple(CalendarMonth(first, tuple(group)) for first, group in groups)


def week_start(date: dt.date, first_weekday: int) -> dt.date:
    """The first day of the week of ``date``."""
    return date - dt.timedelta(days=(date.weekday() - first_weekday) % 7)
