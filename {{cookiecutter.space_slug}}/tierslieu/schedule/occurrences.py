"""The occurrences of activities in a range of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from tierslieu.core.problems import Problem, Problems
from tierslieu.model import Activity, Moved, Source, Space

from . import date_problems
from .activity_dates import ActivitySpan, beginnings, duration, local_time, moved_span
from .holidays import DaysOff
from .recurrence import PARIS

Status = Literal["confirmed", "moved", "cancelled"]
_INSTANT = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Occurrence:
    """A date of an activity, which takes place or was announced and won't (``status`` "cancelled").

    ``start`` and ``end`` are in the zone ``PARIS``; when ``all_day``, they are the midnights at which its first day
    begins and its last day ends. ``moved_from`` is the planned day when ``status`` is "moved". ``place`` is None when
    it is on site.
    """

    source: Source[Activity]
    start: dt.datetime
    end: dt.datetime
    status: Status = "confirmed"
    all_day: bool = False
    moved_from: dt.date | None = None
    place: str | None = None

    @property
    def planned(self) -> dt.date:
        """The day of the series that it stands for, even if moved: unique in the series."""
        return self.moved_from or self.start.date()

    @property
    def reason(self) -> str:
        """Why it is cancelled; empty where it is not, or where nobody wrote it."""
        return self.source.meta.reason(self.planned) if self.status == "cancelled" else ""

    @property
    def last_day(self) -> dt.date:
        """Its last day: an evening that ends at midnight ends on the day it began."""
        return (self.end - _INSTANT).date()


def announced(space: Space, locale: str) -> list[Source[Activity]]:
    """The activities in ``locale`` of the services that are on, or of no service, by beginning then file name."""
    services = (None, *space.identity.services)
    sources = (source for source in space.activities if source.locale == locale and source.meta.service in services)
    return sorted(sources, key=_order)


def listed(space: Space, locale: str) -> list[Source[Activity]]:
    """The activities of the site in ``locale``; those that are not translated are in the main language."""
    translated = announced(space, locale)
    if locale == space.identity.language:
        return translated
    main = announced(space, space.identity.language)
    keys = {source.key for source in translated}
    return sorted([*translated, *(source for source in main if source.key not in keys)], key=_order)


def occurrences(space: Space, locale: str, first: dt.date, last: dt.date) -> list[Occurrence]:
    """The occurrences that overlap the days from ``first`` to ``last``, by beginning then file name.

    Only activities written in ``locale`` are included, cancelled ones too. Raises ``Problems`` for every activity whose
    dates can't be read.
    """
    return occurrences_of(space, announced(space, locale), first, last)


def occurrences_of(
    space: Space, sources: Iterable[Source[Activity]], first: dt.date, last: dt.date
) -> list[Occurrence]:
    """As ``occurrences``, for the activities ``sources``."""
    sources, days_off = list(sources), DaysOff(space)
    errors = [problem for source in sources for problem in date_problems.errors(space, source, days_off)]
    if errors:
        raise Problems(errors)
    result = [occurrence for source in sources for occurrence in of_activity(source, days_off, first, last)]
    return sorted(result, key=lambda occurrence: (occurrence.start, occurrence.source.slug))


def of_activity(source: Source[Activity], days_off: DaysOff, first: dt.date, last: dt.date) -> Iterator[Occurrence]:
    """The occurrences of one activity, whose dates are valid, that overlap the days ``first`` to ``last``; unsorted."""
    activity = source.meta
    opening = dt.datetime.combine(first, dt.time())
    length = duration(activity)
    for moved in activity.moved:
        span = moved_span(activity, moved)
        if span.start.date() <= last and span.end > opening:
            yield _occurrence(source, span, "moved", moved)
    moved_days = {moved.date for moved in activity.moved}
    for begin in beginnings(activity, opening - length):
        day = begin.date()
        if day > last:
            return
        if begin + length > opening and day not in moved_days and not days_off.left_out(activity, day):
            span = ActivitySpan(begin, begin + length, activity.all_day)
            yield _occurrence(source, span, "cancelled" if day in activity.cancelled else "confirmed")


def problems(space: Space) -> list[Problem]:
    """The problems of the dates of every activity, in every language, of services that are on or off."""
    days_off = DaysOff(space)
    return [problem for source in space.activities for problem in date_problems.problems(space, source, days_off)]


def _order(source: Source[Activity]) -> tuple[dt.datetime, str]:
    return local_time(source.meta.start), source.slug


def _occurrence(source: Source[Activity], span: ActivitySpan, status: Status, moved: Moved | None = None) -> Occurrence:
    moved_from, place = (moved.date, moved.place) if moved else (None, None)
    start, end = span.start.replace(tzinfo=PARIS), span.end.replace(tzinfo=PARIS)
    status = "cancelled" if source.meta.status == "cancelled" else status
    return Occurrence(source, start, end, status, span.all_day, moved_from, place or source.meta.place)


def uid_of(space: Space, source: Source[Activity]) -> str:
    """The iCalendar UID with which it was imported, else one made from names that do not change."""
    return source.meta.uid or f"{source.key}@{space.identity.slug}.lieu"
