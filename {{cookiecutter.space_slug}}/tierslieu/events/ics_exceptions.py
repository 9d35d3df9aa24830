"""The dates of a series that its rule does not give: added, left out, moved, cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from tierslieu.schedule import recurrence

from .ics_event import (
    Note,
    Override,
    Span,
    at_hour,
    day_of,
    is_cancelled,
    location,
    property_values,
    replaced_date,
    span,
)
from .text_cleaning import moment
from .timezones import CalendarZones


def read_exceptions(
    event: Any,
    overrides: list[Override],
    usual: Span,
    rule: str | None,
    zones: CalendarZones,
    own_names: tuple[str, ...],
    line: int,
) -> tuple[dict[str, list[Any]], list[Note]]:
    """The lists of dates of the front matter by key, and the notes on what is not imported.

    ``usual`` is the first date of the series; ``rule`` is None when it has no rule.
    """
    left_out = {day_of(date) for date in _dates(event, "EXDATE", usual, zones)}
    days = left_out | {day_of(begin) for begin, _ in _added_dates(event, usual, zones)}
    days |= {day_of(replaced_date(override.event, zones)) for override in overrides}
    rule_days = _rule_days(rule, usual[0], days)
    added, moved, refused = _added(event, usual, left_out, rule_days, zones)
    notes = [Note("import.more_dates", line, {"dates": ", ".join(refused)})] if refused else []
    cancelled: set[str] = set()
    usual_place = location(event, own_names)
    for override in overrides:
        day = day_of(replaced_date(override.event, zones))
        new, place = span(override.event, zones), location(override.event, own_names)
        if "RANGE" in override.event["RECURRENCE-ID"].params:
            notes.append(Note("import.range", override.line, {"day": day}))
        elif day not in rule_days | added.keys():
            notes.append(Note("import.outside", override.line, {"day": day}))
        elif is_cancelled(override.event):
            cancelled.add(day)
        elif new == _span_at(usual, added.get(day) or dt.date.fromisoformat(day)) and place == usual_place:
            notes.append(Note("import.text", override.line, {"day": day}))
        else:
            elsewhere = {"place": place} if place and place != usual_place else {}
            moved[day] = {"date": day, "start": moment(new[0]), "end": moment(new[1])} | elsewhere
    lists = {
        "added": [_written(added[day], usual) for day in sorted(added)],
        "exceptions": sorted((left_out & rule_days) - moved.keys() - cancelled),
        "moved": [moved[day] for day in sorted(moved)],
        "cancelled": sorted(cancelled - moved.keys()),
    }
    return {key: dates for key, dates in lists.items() if dates}, notes


def _added(
    event: Any, usual: Span, left_out: set[str], rule_days: set[str], zones: CalendarZones
) -> tuple[dict[str, dt.date], dict[str, Any], list[str]]:
    """The dates of RDATE: those besides the rule by day, those that move a day of the rule, those not imported."""
    added: dict[str, dt.date] = {}
    moved: dict[str, Any] = {}
    refused = []
    excluded = set(_dates(event, "EXDATE", usual, zones))
    for begin, has_usual_length in _added_dates(event, usual, zones):
        day = day_of(begin)
        on_rule_day = day in rule_days - left_out
        if begin in excluded or begin == added.get(day) or (on_rule_day and _is_usual(begin, usual)):
            continue
        start, end = _span_at(usual, begin)
        if not has_usual_length or at_hour(begin) < at_hour(usual[0]) or day in added or on_rule_day:
            refused.append(moment(begin))
        elif day in rule_days:  # left out at its usual hour, and added at another
            moved[day] = {"date": day, "start": moment(start), "end": moment(end)}
        else:
            added[day] = begin
    return added, moved, refused


def _added_dates(event: Any, usual: Span, zones: CalendarZones) -> Iterator[tuple[dt.date, bool]]:
    """The beginnings in RDATE, sorted, each with whether it lasts as long as usual."""
    usual_length = usual[1] - usual[0]
    dates = []
    for dates_of_property in property_values(event, "RDATE"):
        zone = zones.zone(dates_of_property)
        for value in dates_of_property.dts:
            begin, *end = value.dt if isinstance(value.dt, tuple) else (value.dt,)
            start = zones.local(begin, zone)
            length = usual_length
            for last in end:
                length = last if isinstance(last, dt.timedelta) else at_hour(zones.local(last, zone)) - at_hour(start)
            dates.append((_alike(start, usual), length == usual_length))
    yield from sorted(dates)


def _dates(event: Any, name: str, usual: Span, zones: CalendarZones) -> Iterator[dt.date]:
    """The values of a property that lists dates, in local time; a day alone means the usual hour."""
    for dates in property_values(event, name):
        for value in dates.dts:
            yield _alike(zones.local(value.dt, zones.zone(dates)), usual)


def _alike(moment: dt.date, usual: Span) -> dt.date:
    """``moment`` as a day when the series has no hours, else with an hour: the usual one for a day alone."""
    start = usual[0]
    if not isinstance(start, dt.datetime):
        return dt.date(moment.year, moment.month, moment.day)
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, start.time())


def _rule_days(rule: str | None, start: dt.date, days: set[str]) -> set[str]:
    """Those of ``days`` that are days of the rule; without a rule, of ``start`` alone."""
    if not days:
        return set()
    last = max(days)
    series = recurrence.series(rule, at_hour(start)) if rule else (at_hour(start),)
    until_last = takewhile(lambda day: day <= last, map(day_of, series))
    return days.intersection(until_last)


def _span_at(usual: Span, begin: dt.date) -> Span:
    """The span of a date of usual length that begins at ``begin``; a day alone means the usual hour."""
    start = _alike(begin, usual)
    return start, start + (usual[1] - usual[0])


def _is_usual(begin: dt.date, usual: Span) -> bool:
    """Whether ``begin`` is at the usual hour."""
    return begin == _alike(dt.date(begin.year, begin.month, begin.day), usual)


def _written(begin: dt.date, usual: Span) -> str:
    """``begin`` as written in front matter: a day alone when the hour is the usual one."""
    return day_of(begin) if _is_usual(begin, usual) else moment(begin)
