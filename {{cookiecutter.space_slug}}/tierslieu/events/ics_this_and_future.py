"""A series that changes from one of its dates on (RANGE=THISANDFUTURE, RFC 5545 §3.2.13): one that ends, one that begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Any, NamedTuple

import icalendar

from tierslieu.schedule import recurrence

from .ics_event import Override, at_hour, listed, replaced
from .timezones import Clocks

#: How many dates of both series are compared.
_COMPARED = 500


class SeriesPart(NamedTuple):
    """A series of a calendar: its identifier, the line at which it begins, itself, and its dates that differ."""

    uid: str
    line: int
    event: Any
    overrides: list[Override]


def split_series(whole: SeriesPart, clocks: Clocks) -> Iterator[SeriesPart]:
    """``whole``, cut at each of its dates from which it changes.

    What changes in a way that no rule tells is left with the part that ends the day before.
    """
    changes = [one for one in whole.overrides if "RANGE" in one.event["RECURRENCE-ID"].params]
    if not changes or not isinstance(whole.event.get("RRULE"), icalendar.vRecur):
        yield whole
        return
    first = min(changes, key=lambda one: at_hour(replaced(one.event, clocks)))
    cut = at_hour(replaced(first.event, clocks))
    start = at_hour(clocks.local(whole.event["DTSTART"].dt, clocks.zone(whole.event["DTSTART"])))
    rest = _rest(whole, first, start, cut, clocks)
    if cut > start:
        gone = whole.overrides if rest is None else [one for one in whole.overrides if _before(one, cut, clocks)]
        yield whole._replace(event=_ended(whole.event, cut), overrides=gone)
    elif rest is None:
        yield whole
    else:
        rest = rest._replace(uid=whole.uid)
    if rest is not None:
        yield from split_series(rest, clocks)


def _rest(
    whole: SeriesPart, first: Override, start: dt.datetime, cut: dt.datetime, clocks: Clocks
) -> SeriesPart | None:
    """The series that ``first`` begins; None when no rule gives its dates."""
    value = first.event["DTSTART"]
    begin = at_hour(clocks.local(value.dt, clocks.zone(value)))
    later = [one for one in whole.overrides if one is not first and not _before(one, cut, clocks)]
    other_day = begin.date() != cut.date()
    if "RDATE" in whole.event or (other_day and (later or "EXDATE" in whole.event)):
        return None
    try:
        rule = _shifted(whole.event["RRULE"].to_ical().decode(), start, cut, begin)
    except ValueError:
        return None
    if rule is None:
        return None
    event = first.event.copy()
    del event["RECURRENCE-ID"]
    event["RRULE"] = icalendar.vRecur.from_ical(rule)
    if exceptions := listed(whole.event, "EXDATE"):
        event["EXDATE"] = exceptions
    name = first.event["RECURRENCE-ID"].to_ical().decode()
    return SeriesPart(f"{whole.uid}/{name}", first.line, event, later)


def _shifted(rule: str, start: dt.datetime, cut: dt.datetime, begin: dt.datetime) -> str | None:
    """The rule of the dates from ``cut`` on, when they move as ``cut`` does to ``begin``; None when there is none."""
    series = recurrence.series(rule, start)
    wanted = [one + (begin - cut) for one in islice(series.xafter(cut, inc=True), _COMPARED)]
    if not wanted or wanted[0] != begin:
        return None
    found = recurrence.parts(rule)
    if "COUNT" in found:
        found["COUNT"] = str(int(found["COUNT"]) - sum(1 for _ in takewhile(lambda one: one < cut, series)))
    if "UNTIL" in found:
        found["UNTIL"] = f"{recurrence.until(found['UNTIL']) + (begin - cut):%Y%m%dT%H%M%S}"
    for tried in (found, {name: value for name, value in found.items() if name != "BYDAY"}):
        text = ";".join(f"{name}={value}" for name, value in tried.items())
        if list(islice(recurrence.series(text, begin), _COMPARED)) == wanted:
            return text
    return None


def _ended(event: Any, cut: dt.datetime) -> Any:
    """The series up to the day before ``cut``."""
    ended = event.copy()
    kept = [part for part in event["RRULE"].to_ical().decode().split(";") if not part.startswith(("COUNT=", "UNTIL="))]
    last = cut - dt.timedelta(days=1)
    ended["RRULE"] = icalendar.vRecur.from_ical(";".join([*kept, f"UNTIL={last:%Y%m%d}"]))
    return ended


def _before(one: Override, cut: dt.datetime, clocks: Clocks) -> bool:
    return at_hour(replaced(one.event, clocks)) < cut
