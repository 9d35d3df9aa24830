"""When things happen: every occurrence of every activity in a window of days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tierslieu import recurrence
from tierslieu.model import Activity, Source, Space
from tierslieu.problems import Problem, Problems
from tierslieu.recurrence import PARIS

# A year outside of these is a slip of the keyboard; the time zone of the calendar holds from 1997 on.
_FIRST_YEAR, _LAST_YEAR = 2000, 2199


@dataclass(frozen=True)
class Occurrence:
    """One time that an activity takes place.

    ``start`` and ``end`` are in the zone ``PARIS``; ``index`` counts from 0 in the series.
    """

    source: Source[Activity]
    start: dt.datetime
    end: dt.datetime
    index: int


def announced(space: Space, locale: str) -> list[Source[Activity]]:
    """The activities in ``locale`` of the services that are on, by beginning then file name."""
    kept = [
        source
        for source in space.activities
        if source.locale == locale and source.meta.service in space.identity.services
    ]
    return sorted(kept, key=lambda source: (local(source.meta.start), source.slug))


def occurrences(space: Space, locale: str, first: dt.date, last: dt.date) -> list[Occurrence]:
    """What takes place, even in part, from the day ``first`` to the day ``last``, by beginning then file name.

    Raises ``Problems`` naming every activity in ``locale`` whose dates can't be read.
    """
    sources = announced(space, locale)
    found = [problem for source in sources for problem in _problems(space, source)]
    if found:
        raise Problems(found)
    result = [occurrence for source in sources for occurrence in _window(source, first, last)]
    return sorted(result, key=lambda occurrence: (occurrence.start, occurrence.source.slug))


def problems(space: Space) -> list[Problem]:
    """What is wrong with the dates of every activity, in every language, of services that are on or off."""
    return [problem for source in space.activities for problem in _problems(space, source)]


def local(moment: dt.datetime) -> dt.datetime:
    """``moment`` on the clock of the place, without a zone; what is written without a zone is local already."""
    return (moment.astimezone(PARIS) if moment.tzinfo else moment).replace(tzinfo=None, microsecond=0)


def _window(source: Source[Activity], first: dt.date, last: dt.date) -> Iterator[Occurrence]:
    # Both ends keep the clock of the wall: what ends at six in the morning does so on the night of a change too.
    duration = local(source.meta.end) - local(source.meta.start)
    opening = dt.datetime.combine(first, dt.time())
    for index, begin in enumerate(_beginnings(source.meta)):
        if begin.date() > last:
            return
        if begin + duration > opening:
            yield Occurrence(source, begin.replace(tzinfo=PARIS), (begin + duration).replace(tzinfo=PARIS), index)


def _beginnings(activity: Activity) -> Iterator[dt.datetime]:
    start = local(activity.start)
    return iter(recurrence.series(activity.rrule, start)) if activity.rrule else iter((start,))


def _problems(space: Space, source: Source[Activity]) -> Iterator[Problem]:
    activity = source.meta
    for key, moment in (("start", activity.start), ("end", activity.end)):
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            yield Problem("activity.year", {"year": moment.year}, source.path, _line(space, source, key))
            return
    start, end = local(activity.start), local(activity.end)
    if end <= start:
        values = {"start": start.isoformat(" ", "minutes"), "end": end.isoformat(" ", "minutes")}
        yield Problem("activity.end", values, source.path, _line(space, source, "end"))
    if activity.rrule:
        yield from _rule_problems(space, source, activity.rrule, start)


def _rule_problems(space: Space, source: Source[Activity], rule: str, start: dt.datetime) -> Iterator[Problem]:
    values = {"rrule": rule, "start": start.date().isoformat()}
    try:
        beginning = recurrence.series(rule, start).after(start, inc=True)
    except ValueError as error:
        yield Problem("activity.rrule", values | {"part": str(error)}, source.path, _line(space, source, "rrule"))
        return
    if beginning is None:
        yield Problem("activity.rrule_never", values, source.path, _line(space, source, "rrule"))
    elif beginning != start:
        # RFC 5545 leaves undefined what such a series holds, and calendars differ: some would show a day too many.
        values["next"] = beginning.date().isoformat()
        yield Problem("activity.rrule_start", values, source.path, _line(space, source, "start"))


def _line(space: Space, source: Source[Activity], key: str) -> int | None:
    """The line of ``key`` in the front matter. Read again from the file, because a ``Source`` keeps no lines."""
    try:
        text = (space.root / source.path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return None
    for number, line in enumerate(text.splitlines()[: max(source.body_line - 1, 0)], 1):
        if re.match(rf"{key}\s*:", line):
            return number
    return None
