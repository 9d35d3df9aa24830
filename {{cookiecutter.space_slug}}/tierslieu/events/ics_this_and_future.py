"""A series that changes from one of its dates on (RANGE=THISANDFUTURE, RFC 5545 §3.2.13), as several series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, takewhile

import icalendar

from tierslieu.schedule import recurrence

from .ics_event import CalendarEvent, CalendarSeries, at_hour
from .ics_series import COMPARED_DATES, endless


def split_series(series: CalendarSeries) -> Iterator[CalendarSeries]:
    """``series``, cut at each date from which it changes.

    A change that no rule can express stays with the series that ends the day before.
    """
    changes = [override for override in series.overrides if override.is_this_and_future]
    if not changes or not isinstance(series.event.properties.get("RRULE"), icalendar.vRecur):
        yield series
        return
    first = min(changes, key=lambda change: at_hour(change.replaced))
    cut, start = at_hour(first.replaced), series.event.start
    rest = _rest(series, first, cut)
    if cut > start:
        overrides = [override for override in series.overrides if rest is None or at_hour(override.replaced) < cut]
        yield CalendarSeries(series.uid, _until(series.event, cut - dt.timedelta(days=1)), overrides)
    elif rest is None:
        yield series
    else:
        rest = replace(rest, uid=series.uid)
    if rest is not None:
        yield from split_series(rest)


def _rest(series: CalendarSeries, first: CalendarEvent, cut: dt.datetime) -> CalendarSeries | None:
    """The series that ``first`` begins, in place of the dates from ``cut`` on; None if no rule gives its dates."""
    later = [override for override in series.overrides if override is not first and at_hour(override.replaced) >= cut]
    properties = series.event.properties
    is_other_day = first.start.date() != cut.date()
    if "RDATE" in properties or (is_other_day and (later or "EXDATE" in properties)):
        return None
    try:
        rule = _shifted(series.event.rule, series.event.start, cut, first.start)
    except ValueError:
        return None
    if rule is None:
        return None
    changed = first.properties.copy()
    del changed["RECURRENCE-ID"]
    changed["RRULE"] = icalendar.vRecur.from_ical(rule)
    if excluded := series.event.listed("EXDATE"):
        changed["EXDATE"] = excluded
    return CalendarSeries(f"{series.uid}/{first.replaced_id}", replace(first, properties=changed), later)


def _shifted(rule: str, start: dt.datetime, cut: dt.datetime, new_start: dt.datetime) -> str | None:
    """A rule of the dates from ``cut`` on, all moved as ``cut`` is to ``new_start``; None if there is none."""
    series, shift = recurrence.series(rule, start), new_start - cut
    expected = [date + shift for date in islice(series.xafter(cut, inc=True), COMPARED_DATES)]
    if not expected or expected[0] != new_start:
        return None
    parts = recurrence.parts(rule)
    if "COUNT" in parts:
        parts["COUNT"] = str(int(parts["COUNT"]) - sum(1 for _ in takewhile(lambda date: date < cut, series)))
    if "UNTIL" in parts:
        parts["UNTIL"] = f"{recurrence.until(parts['UNTIL']) + shift:%Y%m%dT%H%M%S}"
    for candidate in (parts, {name: value for name, value in parts.items() if name != "BYDAY"}):
        text = ";".join(f"{name}={value}" for name, value in candidate.items())
        if list(islice(recurrence.series(text, new_start), COMPARED_DATES)) == expected:
            return text
    return None


def _until(event: CalendarEvent, last: dt.datetime) -> CalendarEvent:
    """``event`` with a rule that ends on the day of ``last``."""
    properties = event.properties.copy()
    properties["RRULE"] = icalendar.vRecur.from_ical(";".join([*endless(event.rule), f"UNTIL={last:%Y%m%d}"]))
    return replace(event, properties=properties)
