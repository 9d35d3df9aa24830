"""When things happen: every occurrence of every activity in a window of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from tierslieu.core.problems import Problem, Problems
from tierslieu.model import Activity, Moved, Source, Space

from . import date_problems
from .activity_dates import beginnings, duration, local, moved_to
from .holidays import DaysOff
from .recurrence import PARIS

__all__ = [
    "PARIS", "Occurrence", "Status", "announced", "local", "occurrences", "occurrences_of", "of_activity", "problems",
    "shown",
]  # fmt: skip

Status = Literal["confirmed", "moved", "cancelled"]
_INSTANT = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Occurrence:
    """One time that an activity takes place, or that it was announced for and won't (``status`` "cancelled").

    ``start`` and ``end`` are in the zone ``PARIS``; when ``all_day``, they are the midnights at which its first day
    begins and its last day is over. ``moved_from`` is the day for which one that is "moved" was planned. ``place`` says
    where, when it is not on site.
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
        """The day of its series that it is, wherever it was moved: what tells it from the others."""
        return self.moved_from or self.start.date()

    @property
    def last_day(self) -> dt.date:
        """The last day on which it goes on: an evening that ends at midnight ends on its day."""
        return (self.end - _INSTANT).date()


def announced(space: Space, locale: str) -> list[Source[Activity]]:
    """The activities in ``locale`` of the services that are on, by beginning then file name."""
    kept = [
        source
        for source in space.activities
        if source.locale == locale and source.meta.service in space.identity.services
    ]
    return sorted(kept, key=_order)


def shown(space: Space, locale: str) -> list[Source[Activity]]:
    """The activities of the site in ``locale``: what has no text in it is there in the main language."""
    own = announced(space, locale)
    if locale == space.identity.language:
        return own
    main = announced(space, space.identity.language)
    keys = {source.key for source in own}
    return sorted([*own, *(source for source in main if source.key not in keys)], key=_order)


def occurrences(space: Space, locale: str, first: dt.date, last: dt.date) -> list[Occurrence]:
    """What takes place, even in part, from the day ``first`` to the day ``last``, by beginning then file name.

    Only activities written in ``locale`` are told; those that are cancelled are among them. Raises ``Problems`` naming
    every activity whose dates can't be read.
    """
    return occurrences_of(space, announced(space, locale), first, last)


def occurrences_of(
    space: Space, sources: Iterable[Source[Activity]], first: dt.date, last: dt.date
) -> list[Occurrence]:
    """As ``occurrences``, of these activities."""
    sources, days_off = list(sources), DaysOff(space)
    found = [problem for source in sources for problem in date_problems.errors(space, source, days_off)]
    if found:
        raise Problems(found)
    result = [occurrence for source in sources for occurrence in of_activity(source, days_off, first, last)]
    return sorted(result, key=lambda occurrence: (occurrence.start, occurrence.source.slug))


def of_activity(source: Source[Activity], days_off: DaysOff, first: dt.date, last: dt.date) -> Iterator[Occurrence]:
    """The occurrences of one activity, whose dates are sound, in a window of days; in no order."""
    activity = source.meta
    opening = dt.datetime.combine(first, dt.time())
    length = duration(activity)
    for one in activity.moved:
        occurrence = _moved(source, one)
        if occurrence.start.date() <= last and occurrence.end.replace(tzinfo=None) > opening:
            yield occurrence
    moved = {one.date for one in activity.moved}
    for begin in beginnings(activity, opening - length):
        day = begin.date()
        if day > last:
            return
        if begin + length > opening and day not in moved and not days_off.left_out(activity, day):
            off = activity.status == "cancelled" or day in activity.cancelled
            yield Occurrence(
                source,
                begin.replace(tzinfo=PARIS),
                (begin + length).replace(tzinfo=PARIS),
                "cancelled" if off else "confirmed",
                activity.all_day,
                place=activity.place,
            )


def problems(space: Space) -> list[Problem]:
    """What is wrong with the dates of every activity, in every language, of services that are on or off."""
    days_off = DaysOff(space)
    return [problem for source in space.activities for problem in date_problems.problems(space, source, days_off)]


def _order(source: Source[Activity]) -> tuple[dt.datetime, str]:
    return local(source.meta.start), source.slug


def _moved(source: Source[Activity], one: Moved) -> Occurrence:
    activity = source.meta
    span = moved_to(activity, one)
    return Occurrence(
        source,
        span.start.replace(tzinfo=PARIS),
        span.end.replace(tzinfo=PARIS),
        "cancelled" if activity.status == "cancelled" else "moved",
        span.whole_days,
        moved_from=one.date,
        place=one.place or activity.place,
    )


def uid_of(space: Space, source: Source[Activity]) -> str:
    """The identifier with which it was imported or, if it was written here, one drawn from names that do not change."""
    return source.meta.uid or f"{source.key}@{space.identity.slug}.lieu"
