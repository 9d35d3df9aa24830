"""The problems of the dates of an activity, each with the line of its key in the front matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from tierslieu.core import yaml_reader
from tierslieu.core.front_matter import header_of
from tierslieu.core.paths import KeyPath
from tierslieu.core.problems import Problem
from tierslieu.model import Activity, Source, Space

from . import recurrence
from .activity_dates import (
    added_beginnings,
    beginnings,
    is_by_rule,
    local_end,
    local_time,
    planned_beginning,
    rule_beginnings,
)
from .holidays import DaysOff

# A year outside of these is a typing error; the time zone written in calendars is right from 1997 on.
_FIRST_YEAR, _LAST_YEAR = 2000, 2199
#: How many beginnings of a series are looked at to find one that is not left out.
_MOST_BEGINNINGS = 400
#: How many days ahead school holidays must be known, because people plan that far.
_DAYS_AHEAD = 366

#: Makes a problem of the activity from its code, the path of its key, and the values of its message.
_Report = Callable[..., Problem]


def errors(space: Space, source: Source[Activity], days_off: DaysOff) -> list[Problem]:
    """The problems that leave unknown when an activity takes place."""
    return [problem for problem in problems(space, source, days_off) if problem.level == "error"]


def problems(space: Space, source: Source[Activity], days_off: DaysOff) -> Iterator[Problem]:
    """All the problems of the dates of an activity."""
    activity = source.meta

    def report(code: str, path: KeyPath, *, warning: bool = False, **values: Any) -> Problem:
        return Problem(code, values, source.path, _line(space, source, path), "warning" if warning else "error")

    if unreadable := list(_moments(activity, report)) or list(_rule(activity, report)):
        yield from unreadable
        return
    yield from _added(activity, report)
    yield from _listed_days(activity, report)
    yield from _reasons(activity, report)
    yield from _left_out(activity, days_off, report)
    yield from _school(space, activity, days_off, report)


def _moments(activity: Activity, report: _Report) -> Iterator[Problem]:
    """The beginnings and ends of the activity and of each moved date are in order and alike."""
    yield from _pair(activity.start, activity.end, (), report)
    for index, moved in enumerate(activity.moved):
        yield from _pair(moved.start, moved.end, ("moved", index), report)
        if moved.end is None and activity.all_day and isinstance(moved.start, dt.datetime):
            yield report("activity.hours", ("moved", index, "start"), start=_written(moved.start), end="–")


def _pair(start: dt.date, end: dt.date | None, path: KeyPath, report: _Report) -> Iterator[Problem]:
    for key, moment in (("start", start), ("end", end)):
        if moment and not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            yield report("activity.year", (*path, key), year=moment.year)
            return
    if end is None:
        return
    if isinstance(start, dt.datetime) != isinstance(end, dt.datetime):
        yield report("activity.hours", (*path, "end"), start=_written(start), end=_written(end))
    elif local_end(end) <= local_time(start):
        yield report("activity.end", (*path, "end"), start=_written(start), end=_written(end))


def _rule(activity: Activity, report: _Report) -> Iterator[Problem]:
    if not activity.rrule:
        return
    start, rule = local_time(activity.start), activity.rrule
    values: dict[str, Any] = {"rrule": rule, "start": start.date().isoformat()}
    try:
        beginning = recurrence.series(rule, start).after(start, inc=True)
    except ValueError as error:
        yield report("activity.rrule", ("rrule",), part=str(error), **values)
        return
    if beginning is None:
        yield report("activity.rrule_never", ("rrule",), **values)
    elif beginning != start:
        # RFC 5545 leaves such a series undefined, and calendars differ: some would show a day too many.
        yield report("activity.rrule_start", ("start",), next=beginning.date().isoformat(), **values)


def _added(activity: Activity, report: _Report) -> Iterator[Problem]:
    """Dates added to the series come after its beginning, on days on which it has no other date."""
    start = local_time(activity.start)
    seen: set[dt.date] = set()
    for index, moment in enumerate(activity.added):
        path: KeyPath = ("added", index)
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            yield report("activity.year", path, year=moment.year)
            continue
        day = local_time(moment).date()
        if activity.all_day and isinstance(moment, dt.datetime):
            yield report("activity.added_hours", path, day=_written(moment))
        elif day < start.date():
            yield report("activity.added_early", path, day=day.isoformat(), start=start.date().isoformat())
        elif day in seen or day in activity.exceptions or _other_hour(activity, day):
            yield report("activity.added_twice", path, day=day.isoformat())
        seen.add(day)


def _other_hour(activity: Activity, day: dt.date) -> bool:
    """Whether the rule has a date on ``day`` at another hour than the added one."""
    usual = dt.datetime.combine(day, local_time(activity.start).time())
    return is_by_rule(activity, usual) and planned_beginning(activity, day) != usual


def _listed_days(activity: Activity, report: _Report) -> Iterator[Problem]:
    """Days left out, moved and cancelled are days of the series, and each is listed once."""
    listed: list[tuple[dt.date, KeyPath]] = [
        *((day, ("exceptions", index)) for index, day in enumerate(activity.exceptions)),
        *((moved.date, ("moved", index, "date")) for index, moved in enumerate(activity.moved)),
        *((day, ("cancelled", index)) for index, day in enumerate(activity.cancelled)),
    ]
    seen: set[dt.date] = set()
    for day, path in listed:
        if day in seen:
            yield report("activity.day_twice", path, day=day.isoformat())
        seen.add(day)
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            yield report("activity.year", path, year=day.year)
            continue
        if (nearest := _nearest(activity, day)) != day:
            yield report("activity.day_outside", path, day=day.isoformat(), near=nearest.isoformat())


def _reasons(activity: Activity, report: _Report) -> Iterator[Problem]:
    """What a reason is given for is cancelled; it would be shown nowhere otherwise."""
    for index, one in enumerate(activity.reasons):
        if activity.status != "cancelled" and one.date not in activity.cancelled:
            yield report("activity.reason_of_nothing", ("reasons", index), warning=True)


def _nearest(activity: Activity, day: dt.date) -> dt.date:
    """The day of the series that is nearest to ``day``; the earlier of two."""
    start = local_time(activity.start)
    midnight = dt.datetime.combine(day, dt.time())
    days = {start.date(), *added_beginnings(activity)}
    if activity.rrule:
        series = recurrence.series(activity.rrule, start)
        neighbours = (series.before(midnight + dt.timedelta(days=1)), series.after(midnight, inc=True))
        days |= {moment.date() for moment in neighbours if moment}
    return min(days, key=lambda candidate: (abs(candidate - day), candidate))


def _left_out(activity: Activity, days_off: DaysOff, report: _Report) -> Iterator[Problem]:
    """At least one date of the series is not left out."""
    if not activity.exceptions and not activity.skip:
        return
    moved = {entry.date for entry in activity.moved}
    days = (begin.date() for begin in islice(beginnings(activity), _MOST_BEGINNINGS))
    if not any(day in moved or not days_off.left_out(activity, day) for day in days):
        yield report("activity.nothing_left", ("exceptions",) if activity.exceptions else ("skip",))


def _school(space: Space, activity: Activity, days_off: DaysOff, report: _Report) -> Iterator[Problem]:
    """The school holidays that a series skips are known for the year to come."""
    if "school_holidays" not in activity.skip:
        return
    if days_off.school is None:
        known = ", ".join(space.vocabulary.school_holidays)
        yield report("activity.no_zone", ("skip",), zone=space.identity.school_zone or "", known=known)
        return
    last = days_off.school.published[1]
    first = local_time(max(last + dt.timedelta(days=1), space.today))
    begin = next(rule_beginnings(activity, first), None)
    if begin and begin.date() <= space.today + dt.timedelta(days=_DAYS_AHEAD):
        yield report(
            "activity.school_unknown", ("skip",), warning=True,
            zone=space.identity.school_zone, last=last.isoformat(), next=begin.date().isoformat(),
        )  # fmt: skip


def _written(moment: dt.date) -> str:
    return local_time(moment).isoformat(" ", "minutes") if isinstance(moment, dt.datetime) else moment.isoformat()


def _line(space: Space, source: Source[Activity], path: KeyPath) -> int | None:
    """The line of a key in the front matter, read again from the file because a ``Source`` keeps no lines."""
    try:
        text = (space.root / source.path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return None
    return yaml_reader.parse(header_of(text), first_line=2).line(path)
