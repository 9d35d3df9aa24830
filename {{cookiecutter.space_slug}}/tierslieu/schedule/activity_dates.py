"""The dates of one activity as its front matter states them, on the clock of the wall: moments without a zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from heapq import merge
from typing import NamedTuple

from tierslieu.model import Activity, Moved

from . import recurrence
from .recurrence import PARIS

_DAY = dt.timedelta(days=1)


class ActivitySpan(NamedTuple):
    """From when to when; ``whole_days`` when only the days count."""

    start: dt.datetime
    end: dt.datetime
    whole_days: bool


def local(moment: dt.date) -> dt.datetime:
    """``moment`` on the clock of the place; what is written without a zone is local already, and a day begins at 0 h."""
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, dt.time())
    return (moment.astimezone(PARIS) if moment.tzinfo else moment).replace(tzinfo=None, microsecond=0)


def until(moment: dt.date) -> dt.datetime:
    """``moment`` as an end: a day alone is over at the next midnight."""
    return local(moment) if isinstance(moment, dt.datetime) else local(moment) + _DAY


def duration(activity: Activity) -> dt.timedelta:
    """How long it lasts on the clock of the wall: what ends at six does so on the night of a change of hour too."""
    return until(activity.end) - local(activity.start)


def usual(activity: Activity) -> ActivitySpan:
    """When it takes place, or its first time when it is a series."""
    return ActivitySpan(local(activity.start), until(activity.end), activity.all_day)


def beginnings(activity: Activity, first: dt.datetime | None = None) -> Iterator[dt.datetime]:
    """When it begins, in order: all, or from the moment ``first`` on. Raises ``ValueError``."""
    first = first or local(activity.start)
    more = sorted(begin for begin in added(activity).values() if begin >= first and not by_rule(activity, begin))
    yield from merge(regular(activity, first), more) if more else regular(activity, first)


def regular(activity: Activity, first: dt.datetime) -> Iterator[dt.datetime]:
    """When its rule makes it begin, or its beginning when it has none, from the moment ``first`` on."""
    start = local(activity.start)
    if activity.rrule:
        yield from recurrence.series(activity.rrule, start).xafter(first, inc=True)
    elif start >= first:
        yield start


def by_rule(activity: Activity, moment: dt.datetime) -> bool:
    """Whether it begins at ``moment`` by its rule, or by its beginning when it has none."""
    return next(regular(activity, moment), None) == moment


def added(activity: Activity) -> dict[dt.date, dt.datetime]:
    """The beginnings that are added to the series, by day; a day alone means the usual hour."""
    return {moment.date(): moment for moment in (_usually(activity, one) for one in activity.added)}


def planned(activity: Activity, day: dt.date) -> dt.datetime:
    """When it was to begin on ``day``, which is a day of the series."""
    return added(activity).get(day) or _usually(activity, day)


def _usually(activity: Activity, moment: dt.date) -> dt.datetime:
    """``moment``, at the usual hour when it is a day alone."""
    if isinstance(moment, dt.datetime):
        return local(moment)
    return dt.datetime.combine(moment, local(activity.start).time())


def moved_to(activity: Activity, one: Moved) -> ActivitySpan:
    """When a date that is moved takes place. A day alone, for what has hours, means the usual ones on that day."""
    start, whole = one.start, not isinstance(one.start, dt.datetime)
    if whole and one.end is None and not activity.all_day:
        start, whole = dt.datetime.combine(start, planned(activity, one.date).time()), False
    begin = local(start)
    return ActivitySpan(begin, until(one.end) if one.end else begin + duration(activity), whole)
