"""How an activity repeats, as people choose it from lists, and as its rule (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from tierslieu.core.opening_hours import WEEKDAYS
from tierslieu.events.new_event import rule
from tierslieu.generation.answer_types import RefusedAnswer
from tierslieu.schedule import recurrence

#: The days of the week in rules.
DAYS = tuple(day.upper() for day in WEEKDAYS)
#: How often, by the name of a message: the rule without its day. The ranks are those of a day in its month.
_WEEKS = {"weekly": "FREQ=WEEKLY", "fortnightly": "FREQ=WEEKLY;INTERVAL=2"}
_RANKS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "last": "-1"}
EVERY = (*_WEEKS, *_RANKS)
ONCE, OTHER = "", "other"
#: Parts of a rule that no list has, and that stay: the months of a season, and how many dates there are in all.
KEPT = ("BYMONTH", "COUNT")


class Repetition(NamedTuple):
    """One of ``EVERY``, ``ONCE`` or ``OTHER``, for a rule that the lists do not have; a day or none; the last day."""

    every: str = ONCE
    day: str = ""
    until: str = ""


def repetition(text: str) -> Repetition:
    """The choices that ``text``, a rule, stands for."""
    try:
        parts = recurrence.parts(text) if text else {}
        last = parts.pop("UNTIL", "")
        parts = {name: part for name, part in parts.items() if name not in KEPT}
        until = recurrence.until(last).date().isoformat() if last else ""
    except ValueError:
        return Repetition(OTHER)
    if not parts:
        return Repetition()
    day = parts.get("BYDAY", "")[-2:]
    for every in EVERY if day or parts["FREQ"] == "WEEKLY" else ():
        if recurrence.parts(written(Repetition(every, day), "") or "") == parts:
            return Repetition(every, day, until)
    return Repetition(OTHER, "", until)


def kept_parts(text: str) -> dict[str, str]:
    """The parts of the rule ``text`` that stay whatever is chosen."""
    try:
        return {name: part for name, part in recurrence.parts(text).items() if name in KEPT} if text else {}
    except ValueError:
        return {}


def written(chosen: Repetition, before: str) -> str | None:
    """The rule of ``chosen``, which replaces ``before``; None for none. Raises ``RefusedAnswer`` without a needed day."""
    if chosen.every == ONCE:
        return None
    until = dt.date.fromisoformat(chosen.until) if chosen.until else None
    if chosen.every == OTHER:
        parts = [part for part in before.split(";") if not part.strip().upper().startswith("UNTIL")]
    elif chosen.every in _RANKS:
        if not chosen.day:
            raise RefusedAnswer("form.repeat_needs_day")
        parts = [f"FREQ=MONTHLY;BYDAY={_RANKS[chosen.every]}{chosen.day}"]
    else:
        parts = [_WEEKS[chosen.every], *([f"BYDAY={chosen.day}"] if chosen.day else [])]
    if chosen.every != OTHER:
        parts += (f"{name}={part}" for name, part in kept_parts(before).items())
    if until:  # the last day is one way to end, the number of dates the other
        parts = [part for part in parts if not part.strip().upper().startswith("COUNT")]
    return rule(";".join(parts), dt.date.min, until)
