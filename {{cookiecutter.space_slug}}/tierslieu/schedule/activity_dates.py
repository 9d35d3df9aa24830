"""The dates of one activity as its front matter states them, in local time: datetimes without a zone."""

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
    """A beginning and an end; ``all_day`` when only the days count."""

    start: dt.datetime
    end: dt.datetime
    all_day: bool


def local_time(moment: dt.date) -> dt.datetime:
    """``moment`` in the zone of the place; one without a zone is local already, and a day begins at midnight."""
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, dt.time())
    return (moment.astimezone(PARIS) if moment.tzinfo else moment).replace(tzinfo=None, microsecond=0)


def local_end(moment: dt.date) -> dt.datetime:
    """``moment`` as an end: a day alone ends at the next midnight."""
    return local_time(moment) if isinstance(moment, dt.datetime) else local_time(moment) + _DAY


def duration(activity: Activity) -> dt.timedelta:
    """How long it lasts in local time: an activity that ends at 6:00 does so on the night of a change of hour too."""
    return local_end(activity.end) - local_time(activity.start)


def usual_span(activity: Activity) -> ActivitySpan:
    """When it takes place, or its first date when it is a series."""
    return ActivitySpan(local_time(activity.start), local_end(activity.end), activity.all_day)


def beginnings(activity: Activity, first: dt.datetime | None = None) -> Iterator[dt.datetime]:
    """All its beginnings in order, or those from ``first`` on. Raises ``ValueError`` for a rule that can't be read."""
    first = first or local_time(activity.start)
    added = sorted(
        begin for begin in added_beginnings(activity).values() if begin >= first and not is_by_rule(activity, begin)
    )
    yield from merge(rule_beginnings(activity, first), added) if added else rule_beginnings(activity, first)


def rule_beginnings(activity: Activity, first: dt.datetime) -> Iterator[dt.datetime]:
    """The beginnings that its rule gives, or its own beginning without a rule, from ``first`` on."""
    start = local_time(activity.start)
    if activity.rrule:
        yield from recurrence.series(activity.rrule, start).xafter(first, inc=True)
    elif start >= first:
        yield start


def is_by_rule(activity: Activity, moment: dt.datetime) -> bool:
    """Whether ``moment`` is one of its ``rule_beginnings``."""
    return next(rule_beginnings(activity, moment), None) == moment


def added_beginnings(activity: Activity) -> dict[dt.date, dt.datetime]:
    """The beginnings added to the series, by day; a day alone means the usual hour."""
    moments = (_at_usual_hour(activity, moment) for moment in activity.added)
    return {moment.date(): moment for moment in moments}


def planned_beginning(activity: Activity, day: dt.date) -> dt.datetime:
    """When it was planned to begin on ``day``, a day of the series."""
    return added_beginnings(activity).get(day) or _at_usual_hour(activity, day)


def _at_usual_hour(activity: Activity, moment: dt.date) -> dt.datetime:
    """``moment``, at the usual hour when it is a day alone."""
    if isinstance(moment, dt.datetime):
        return local_time(moment)
    return dt.datetime.combine(moment, local_time(activity.start).time())


def moved_span(activity: Activity, moved: Moved) -> ActivitySpan:
    """When a moved date takes place; a day alone, of an activity with hours, means the planned hours on that day."""
    start, all_day = moved.start, not isinstance(moved.start, dt.datetime)
    if all_day and moved.end is None and not activity.all_day:
        start, all_day = dt.datetime.combine(start, planned_beginning(activity, moved.date).time()), False
    begin = local_time(start)
    return ActivitySpan(begin, local_end(moved.end) if moved.end else begin + duration(activity), all_day)
