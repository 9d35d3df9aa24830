"""Splits a series that changes from one of its dates on (RANGE=THISANDFUTURE, RFC 5545 §3.2.13) into two series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Any, NamedTuple

import icalendar

from tierslieu.schedule import recurrence

from .ics_event import Override, at_hour, property_values, replaced_date
from .timezones import CalendarZones

#: How many dates of both series are compared.
_COMPARED_DATES = 500


class SeriesPart(NamedTuple):
    """A series, or a part of one: its UID, its line in the file, its component, and its dates that differ."""

    uid: str
    line: int
    event: Any
    overrides: list[Override]


def split_series(series: SeriesPart, zones: CalendarZones) -> Iterator[SeriesPart]:
    """``series``, split at each of its dates from which it changes.

    A change that no rule can express stays among the overrides of the part that ends the day before.
    """
    changes = [override for override in series.overrides if "RANGE" in override.event["RECURRENCE-ID"].params]
    if not changes or not isinstance(series.event.get("RRULE"), icalendar.vRecur):
        yield series
        return
    first = min(changes, key=lambda override: at_hour(replaced_date(override.event, zones)))
    cut = at_hour(replaced_date(first.event, zones))
    start = at_hour(zones.local(series.event["DTSTART"].dt, zones.zone(series.event["DTSTART"])))
    rest = _remaining_series(series, first, start, cut, zones)
    if cut > start:
        earlier = [override for override in series.overrides if _is_before(override, cut, zones)]
        overrides = series.overrides if rest is None else earlier
        yield series._replace(event=_ended_event(series.event, cut), overrides=overrides)
    elif rest is None:
        yield series
    else:
        rest = rest._replace(uid=series.uid)
    if rest is not None:
        yield from split_series(rest, zones)


def _remaining_series(
    series: SeriesPart, first: Override, start: dt.datetime, cut: dt.datetime, zones: CalendarZones
) -> SeriesPart | None:
    """The series that begins with ``first``; None when no rule gives its dates."""
    value = first.event["DTSTART"]
    begin = at_hour(zones.local(value.dt, zones.zone(value)))
    later = [
        override for override in series.overrides if override is not first and not _is_before(override, cut, zones)
    ]
    other_day = begin.date() != cut.date()
    if "RDATE" in series.event or (other_day and (later or "EXDATE" in series.event)):
        return None
    try:
        rule = _shifted_rule(series.event["RRULE"].to_ical().decode(), start, cut, begin)
    except ValueError:
        return None
    if rule is None:
        return None
    event = first.event.copy()
    del event["RECURRENCE-ID"]
    event["RRULE"] = icalendar.vRecur.from_ical(rule)
    if exceptions := property_values(series.event, "EXDATE"):
        event["EXDATE"] = exceptions
    name = first.event["RECURRENCE-ID"].to_ical().decode()
    return SeriesPart(f"{series.uid}/{name}", first.line, event, later)


def _shifted_rule(rule: str, start: dt.datetime, cut: dt.datetime, begin: dt.datetime) -> str | None:
    """The rule of the dates from ``cut`` on, each moved by ``begin - cut``; None when no rule gives them."""
    series, shift = recurrence.series(rule, start), begin - cut
    shifted = [date + shift for date in islice(series.xafter(cut, inc=True), _COMPARED_DATES)]
    if not shifted or shifted[0] != begin:
        return None
    values = recurrence.parts(rule)
    if "COUNT" in values:
        values["COUNT"] = str(int(values["COUNT"]) - sum(1 for _ in takewhile(lambda date: date < cut, series)))
    if "UNTIL" in values:
        values["UNTIL"] = f"{recurrence.until(values['UNTIL']) + shift:%Y%m%dT%H%M%S}"
    for candidate in (values, {name: value for name, value in values.items() if name != "BYDAY"}):
        text = ";".join(f"{name}={value}" for name, value in candidate.items())
        if list(islice(recurrence.series(text, begin), _COMPARED_DATES)) == shifted:
            return text
    return None


def _ended_event(event: Any, cut: dt.datetime) -> Any:
    """A copy of the component that ends on the day before ``cut``."""
    ended = event.copy()
    parts = [part for part in event["RRULE"].to_ical().decode().split(";") if not part.startswith(("COUNT=", "UNTIL="))]
    last = cut - dt.timedelta(days=1)
    ended["RRULE"] = icalendar.vRecur.from_ical(";".join([*parts, f"UNTIL={last:%Y%m%d}"]))
    return ended


def _is_before(override: Override, cut: dt.datetime, zones: CalendarZones) -> bool:
    return at_hour(replaced_date(override.event, zones)) < cut
