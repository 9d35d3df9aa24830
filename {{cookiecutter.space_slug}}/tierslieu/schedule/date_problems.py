"""What is wrong with the dates of an activity: each fault with the line of its key in the front matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Any

from tierslieu.core import yaml_reader
from tierslieu.core.problems import Problem
from tierslieu.model import Activity, Source, Space

from . import recurrence
from .activity_dates import added, beginnings, by_rule, local, planned, regular, until
from .holidays import DaysOff

# A year outside of these is a slip of the keyboard; the time zone of the calendar holds from 1997 on.
_FIRST_YEAR, _LAST_YEAR = 2000, 2199
#: How many of its beginnings are tried before a series is said to leave them all out.
_TRIED = 400
#: How far ahead days off must be known, in days: what people plan.
_AHEAD = 366

_Path = tuple[str | int, ...]


def errors(space: Space, source: Source[Activity], days_off: DaysOff) -> list[Problem]:
    """The faults for which nothing can be said of when an activity takes place."""
    return [problem for problem in problems(space, source, days_off) if problem.level == "error"]


def problems(space: Space, source: Source[Activity], days_off: DaysOff) -> Iterator[Problem]:
    """Everything that is wrong with the dates of an activity."""
    fault = _ProblemFactory(space, source)
    activity = source.meta
    if found := list(_moments(activity, fault)) or list(_rule(activity, fault)):
        yield from found
        return
    yield from _added(activity, fault)
    yield from _listed_days(activity, fault)
    yield from _left_out(activity, days_off, fault)
    yield from _school(space, activity, days_off, fault)


class _ProblemFactory:
    """Makes the problems of one file."""

    def __init__(self, space: Space, source: Source[Activity]):
        self._space = space
        self._source = source

    def __call__(self, code: str, path: _Path, *, warning: bool = False, **values: Any) -> Problem:
        line = _line(self._space, self._source, path)
        return Problem(code, values, self._source.path, line, "warning" if warning else "error")


def _moments(activity: Activity, fault: _ProblemFactory) -> Iterator[Problem]:
    """Beginnings and ends, of the activity and of each date that is moved."""
    yield from _pair(activity.start, activity.end, (), fault)
    for index, one in enumerate(activity.moved):
        yield from _pair(one.start, one.end, ("moved", index), fault)
        if one.end is None and activity.all_day and isinstance(one.start, dt.datetime):
            yield fault("activity.hours", ("moved", index, "start"), start=_told(one.start), end="–")


def _pair(start: dt.date, end: dt.date | None, path: _Path, fault: _ProblemFactory) -> Iterator[Problem]:
    for key, moment in (("start", start), ("end", end)):
        if moment and not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            yield fault("activity.year", (*path, key), year=moment.year)
            return
    if end is None:
        return
    if isinstance(start, dt.datetime) != isinstance(end, dt.datetime):
        yield fault("activity.hours", (*path, "end"), start=_told(start), end=_told(end))
    elif until(end) <= local(start):
        yield fault("activity.end", (*path, "end"), start=_told(start), end=_told(end))


def _rule(activity: Activity, fault: _ProblemFactory) -> Iterator[Problem]:
    if not activity.rrule:
        return
    start, rule = local(activity.start), activity.rrule
    values: dict[str, Any] = {"rrule": rule, "start": start.date().isoformat()}
    try:
        beginning = recurrence.series(rule, start).after(start, inc=True)
    except ValueError as error:
        yield fault("activity.rrule", ("rrule",), part=str(error), **values)
        return
    if beginning is None:
        yield fault("activity.rrule_never", ("rrule",), **values)
    elif beginning != start:
        # RFC 5545 leaves undefined what such a series holds, and calendars differ: some would show a day too many.
        yield fault("activity.rrule_start", ("start",), next=beginning.date().isoformat(), **values)


def _added(activity: Activity, fault: _ProblemFactory) -> Iterator[Problem]:
    """Dates added to the series come after its beginning, and on days on which it has no other."""
    start = local(activity.start)
    seen: set[dt.date] = set()
    for index, one in enumerate(activity.added):
        path: _Path = ("added", index)
        if not _FIRST_YEAR <= one.year <= _LAST_YEAR:
            yield fault("activity.year", path, year=one.year)
            continue
        day = local(one).date()
        if activity.all_day and isinstance(one, dt.datetime):
            yield fault("activity.added_hours", path, day=_told(one))
        elif day < start.date():
            yield fault("activity.added_early", path, day=day.isoformat(), start=start.date().isoformat())
        elif day in seen or day in activity.exceptions or _other_hour(activity, day):
            yield fault("activity.added_twice", path, day=day.isoformat())
        seen.add(day)


def _other_hour(activity: Activity, day: dt.date) -> bool:
    """Whether the rule has a date on ``day`` at another hour than the one that is added."""
    usual = dt.datetime.combine(day, local(activity.start).time())
    return by_rule(activity, usual) and planned(activity, day) != usual


def _listed_days(activity: Activity, fault: _ProblemFactory) -> Iterator[Problem]:
    """Days left out, moved and cancelled are days of the series, and each is one of these things only."""
    listed: list[tuple[dt.date, _Path]] = [
        *((day, ("exceptions", index)) for index, day in enumerate(activity.exceptions)),
        *((one.date, ("moved", index, "date")) for index, one in enumerate(activity.moved)),
        *((day, ("cancelled", index)) for index, day in enumerate(activity.cancelled)),
    ]
    seen: set[dt.date] = set()
    for day, path in listed:
        if day in seen:
            yield fault("activity.day_twice", path, day=day.isoformat())
        seen.add(day)
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            yield fault("activity.year", path, year=day.year)
            continue
        near = _nearest(activity, day)
        if near != day:
            yield fault("activity.day_outside", path, day=day.isoformat(), near=near.isoformat())


def _nearest(activity: Activity, day: dt.date) -> dt.date:
    """The day of the series that is nearest to ``day``; the earlier of two."""
    start = local(activity.start)
    midnight = dt.datetime.combine(day, dt.time())
    days = {start.date(), *added(activity)}
    if activity.rrule:
        series = recurrence.series(activity.rrule, start)
        around = (series.before(midnight + dt.timedelta(days=1)), series.after(midnight, inc=True))
        days |= {moment.date() for moment in around if moment}
    return min(days, key=lambda found: (abs(found - day), found))


def _left_out(activity: Activity, days_off: DaysOff, fault: _ProblemFactory) -> Iterator[Problem]:
    """Something is left of the series."""
    if not activity.exceptions and not activity.skip:
        return
    moved = {one.date for one in activity.moved}
    tried = islice(beginnings(activity), _TRIED)
    if not any(one.date() in moved or not days_off.left_out(activity, one.date()) for one in tried):
        yield fault("activity.nothing_left", ("exceptions",) if activity.exceptions else ("skip",))


def _school(space: Space, activity: Activity, days_off: DaysOff, fault: _ProblemFactory) -> Iterator[Problem]:
    """School holidays are known wherever somebody counts on them."""
    if "school_holidays" not in activity.skip:
        return
    if days_off.school is None:
        known = ", ".join(space.vocabulary.school_holidays)
        yield fault("activity.no_zone", ("skip",), zone=space.identity.school_zone or "", known=known)
        return
    last = days_off.school.published[1]
    first = local(max(last + dt.timedelta(days=1), space.today))
    after = next(regular(activity, first), None)
    if after and after.date() <= space.today + dt.timedelta(days=_AHEAD):
        yield fault(
            "activity.school_unknown", ("skip",), warning=True,
            zone=space.identity.school_zone, last=last.isoformat(), next=after.date().isoformat(),
        )  # fmt: skip


def _told(moment: dt.date) -> str:
    return local(moment).isoformat(" ", "minutes") if isinstance(moment, dt.datetime) else moment.isoformat()


def _line(space: Space, source: Source[Activity], path: _Path) -> int | None:
    """The line of a key in the front matter. Read again from the file, because a ``Source`` keeps no lines."""
    try:
        text = (space.root / source.path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return None
    header = takewhile(lambda line: line.rstrip() != "---", text.splitlines(keepends=True)[1:])
    return yaml_reader.parse("".join(header), first_line=2).line(path)
