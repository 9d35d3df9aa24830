"""The dates of a series that its rule does not tell: added, left out, moved, cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from tierslieu.schedule import recurrence

from .ics_event import Note, Override, Span, at_hour, day_of, is_cancelled, listed, place, replaced, span
from .text_cleaning import moment
from .timezones import Clocks


def differing(
    event: Any,
    overrides: list[Override],
    usual: Span,
    rule: str | None,
    clocks: Clocks,
    here: tuple[str, ...],
    line: int,
) -> tuple[dict[str, list[Any]], list[Note]]:
    """The lists of the front matter by key, and what is not taken over.

    ``usual`` is when the first date is; ``rule`` is None when only dates are given.
    """
    left_out = {day_of(one) for one in _moments(event, "EXDATE", usual, clocks)}
    wanted = left_out | {day_of(begin) for begin, _ in _more(event, usual, clocks)}
    wanted |= {day_of(replaced(one.event, clocks)) for one in overrides}
    ruled = _ruled(rule, usual[0], wanted)
    added, moved, refused = _added(event, usual, left_out, ruled, clocks)
    notes = [Note("import.more_dates", line, {"dates": ", ".join(refused)})] if refused else []
    cancelled: set[str] = set()
    own_place = place(event, here)
    for one in overrides:
        day = day_of(replaced(one.event, clocks))
        new, where = span(one.event, clocks), place(one.event, here)
        if "RANGE" in one.event["RECURRENCE-ID"].params:
            notes.append(Note("import.range", one.line, {"day": day}))
        elif day not in ruled | added.keys():
            notes.append(Note("import.outside", one.line, {"day": day}))
        elif is_cancelled(one.event):
            cancelled.add(day)
        elif new == _on(usual, added.get(day) or dt.date.fromisoformat(day)) and where == own_place:
            notes.append(Note("import.text", one.line, {"day": day}))
        else:
            elsewhere = {"place": where} if where and where != own_place else {}
            moved[day] = {"date": day, "start": moment(new[0]), "end": moment(new[1])} | elsewhere
    lists = {
        "added": [_told(added[day], usual) for day in sorted(added)],
        "exceptions": sorted((left_out & ruled) - moved.keys() - cancelled),
        "moved": [moved[day] for day in sorted(moved)],
        "cancelled": sorted(cancelled - moved.keys()),
    }
    return {key: days for key, days in lists.items() if days}, notes


def _added(
    event: Any, usual: Span, left_out: set[str], ruled: set[str], clocks: Clocks
) -> tuple[dict[str, dt.date], dict[str, Any], list[str]]:
    """Dates besides the rule by day, those that only change the hour of a day of the rule, and those not taken over."""
    added: dict[str, dt.date] = {}
    moved: dict[str, Any] = {}
    refused = []
    excluded = set(_moments(event, "EXDATE", usual, clocks))
    for begin, as_long in _more(event, usual, clocks):
        day = day_of(begin)
        held = day in ruled - left_out
        if begin in excluded or begin == added.get(day) or (held and _is_usual(begin, usual)):
            continue
        start, end = _on(usual, begin)
        if not as_long or at_hour(begin) < at_hour(usual[0]) or day in added or held:
            refused.append(moment(begin))
        elif day in ruled:  # left out at its hour, and back at another
            moved[day] = {"date": day, "start": moment(start), "end": moment(end)}
        else:
            added[day] = begin
    return added, moved, refused


def _more(event: Any, usual: Span, clocks: Clocks) -> Iterator[tuple[dt.date, bool]]:
    """The beginnings that RDATE adds, in order, and whether each lasts as long as usual."""
    found = []
    for one in listed(event, "RDATE"):
        for value in one.dts:
            zone = clocks.zone(one)
            begin, *end = value.dt if isinstance(value.dt, tuple) else (value.dt,)
            start = clocks.local(begin, zone)
            length = usual[1] - usual[0]
            for last in end:
                length = last if isinstance(last, dt.timedelta) else at_hour(clocks.local(last, zone)) - at_hour(start)
            found.append((_alike(start, usual), length == usual[1] - usual[0]))
    yield from sorted(found)


def _moments(event: Any, name: str, usual: Span, clocks: Clocks) -> Iterator[dt.date]:
    """The values of a list of dates on the clock of the place; a day alone means the usual hour."""
    for one in listed(event, name):
        for value in one.dts:
            yield _alike(clocks.local(value.dt, clocks.zone(one)), usual)


def _alike(moment: dt.date, usual: Span) -> dt.date:
    """``moment`` as a day when only days count, else with an hour."""
    start = usual[0]
    if not isinstance(start, dt.datetime):
        return dt.date(moment.year, moment.month, moment.day)
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, start.time())


def _ruled(rule: str | None, start: dt.date, days: set[str]) -> set[str]:
    """Those of ``days`` that are days of the rule."""
    if not days:
        return set()
    last = max(days)
    series = recurrence.series(rule, at_hour(start)) if rule else (at_hour(start),)
    every = takewhile(lambda day: day <= last, map(day_of, series))
    return days.intersection(every)


def _on(usual: Span, begin: dt.date) -> Span:
    """From when to when a date that begins at ``begin`` lasts; a day alone means the usual hour."""
    start = _alike(begin, usual)
    return start, start + (usual[1] - usual[0])


def _is_usual(begin: dt.date, usual: Span) -> bool:
    """Whether ``begin`` is at the usual hour of its day."""
    return begin == _alike(dt.date(begin.year, begin.month, begin.day), usual)


def _told(begin: dt.date, usual: Span) -> str:
    """A day alone when the hour is the usual one."""
    return day_of(begin) if _is_usual(begin, usual) else moment(begin)
