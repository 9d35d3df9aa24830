"""The dates of one activity as its front matter states them, on the clock of the wall: moments without a zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tierslieu import recurrence
from tierslieu.model import Activity
from tierslieu.recurrence import PARIS

_DAY = dt.timedelta(days=1)


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


def beginnings(activity: Activity, first: dt.datetime = dt.datetime.min) -> Iterator[dt.datetime]:
    """When its rule makes it begin, or its only beginning, from the moment ``first`` on. Raises ``ValueError``."""
    start = local(activity.start)
    if activity.rrule:
        yield from recurrence.series(activity.rrule, start).xafter(first, inc=True)
    elif start >= first:
        yield start
