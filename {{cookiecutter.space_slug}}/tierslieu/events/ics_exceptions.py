"""The dates of a series that do not follow its rule: added, left out, moved, cancelled."""

from __future__ import annotations

import datetime as dt
from itertools import takewhile
from typing import Any

from tierslieu.core.problems import Problem
from tierslieu.schedule import recurrence

from .ics_event import CalendarEvent, CalendarSeries, at_hour
from .text_cleaning import day_of, moment


def exceptions(series: CalendarSeries, rule: str | None) -> tuple[dict[str, list[Any]], list[Problem]]:
    """The lists of the front matter by key, and a warning for each date that is not imported.

    ``rule`` is None for a series whose dates are all listed.
    """
    event, overrides = series.event, series.overrides
    left_out = {day_of(date) for date in event.excluded_dates()}
    extra_days = {day_of(start) for start, _ in event.extra_dates()}
    ruled = _days_of_rule(event, rule, left_out | extra_days | {day_of(override.replaced) for override in overrides})
    added, moved, refused = _extra_dates(event, left_out, ruled)
    warnings = [_warning("import.more_dates", event, dates=", ".join(refused))] if refused else []
    cancelled: set[str] = set()
    for override in overrides:
        day, span, location = day_of(override.replaced), override.span, override.location
        has_own_location = location != event.location
        if override.is_this_and_future:
            warnings.append(_warning("import.range", override, day=day))
        elif day not in ruled | added.keys():
            warnings.append(_warning("import.outside", override, day=day))
        elif override.is_cancelled:
            cancelled.add(day)
        elif span == event.span_on(added.get(day) or dt.date.fromisoformat(day)) and not has_own_location:
            warnings.append(_warning("import.text", override, day=day))
        else:
            moved[day] = _moved(day, span) | ({"place": location} if location and has_own_location else {})
    lists: dict[str, list[Any]] = {
        "added": [day if event.is_usual(start) else moment(start) for day, start in sorted(added.items())],
        "exceptions": sorted((left_out & ruled) - moved.keys() - cancelled),
        "moved": [moved[day] for day in sorted(moved)],
        "cancelled": sorted(cancelled - moved.keys()),
    }
    return {key: days for key, days in lists.items() if days}, warnings


def _extra_dates(
    event: CalendarEvent, left_out: set[str], ruled: set[str]
) -> tuple[dict[str, dt.date], dict[str, dict[str, str]], list[str]]:
    """The added dates by day, those that only change the time of a day of the rule, and those that can't be imported."""
    added: dict[str, dt.date] = {}
    moved: dict[str, dict[str, str]] = {}
    refused = []
    excluded = set(event.excluded_dates())
    for start, has_usual_duration in event.extra_dates():
        day = day_of(start)
        is_ruled = day in ruled - left_out
        if start in excluded or start == added.get(day) or (is_ruled and event.is_usual(start)):
            continue
        span = event.span_on(start)
        if not has_usual_duration or at_hour(start) < event.start or day in added or is_ruled:
            refused.append(moment(start))
        elif day in ruled:  # excluded at its usual time, and added at another
            moved[day] = _moved(day, span)
        else:
            added[day] = start
    return added, moved, refused


def _days_of_rule(event: CalendarEvent, rule: str | None, days: set[str]) -> set[str]:
    """Those of ``days`` on which the rule has a date."""
    if not days:
        return set()
    last = max(days)
    dates = recurrence.series(rule, event.start) if rule else (event.start,)
    ruled = takewhile(lambda day: day <= last, map(day_of, dates))
    return days.intersection(ruled)


def _moved(day: str, span: tuple[dt.date, dt.date]) -> dict[str, str]:
    return {"date": day, "start": moment(span[0]), "end": moment(span[1])}


def _warning(code: str, event: CalendarEvent, **values: str) -> Problem:
    return Problem(code, values, line=event.line, level="warning")
