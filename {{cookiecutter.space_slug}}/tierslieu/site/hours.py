"""Opening hours as people read them.

``config/space.yaml`` holds one OpenStreetMap ``opening_hours`` value
(https://wiki.openstreetmap.org/wiki/Key:opening_hours). The forms that a tiers-lieu needs are put into words: days,
ranges of days, hours, public and school holidays, ``off``. Anything richer is shown as it is written.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from tierslieu.words import WEEKDAYS, Words

_HOLIDAYS = {"PH": "hours_public_holidays", "SH": "hours_school_holidays"}
_DAY = rf"(?:{'|'.join(WEEKDAYS)})"
_ENTRY = rf"(?:{_DAY}(?:-{_DAY})?|PH|SH)"
_TIME = r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9]"
_RULE = re.compile(
    rf"(?:(?P<days>{_ENTRY}(?:\s*,\s*{_ENTRY})*)\s*)?"
    rf"(?P<hours>{_TIME}-{_TIME}(?:\s*,\s*{_TIME}-{_TIME})*|24/7|off|closed)?"
)


@dataclass(frozen=True)
class Row:
    """A line of the table of hours: when it opens on these days, each stretch apart."""

    days: str
    hours: tuple[str, ...]
    closed: bool


def rows(value: str, words: Words) -> list[Row] | None:
    """``value`` as lines to show, Monday first, or None when it says more than this module reads."""
    found = week(value)
    if not found:
        return None
    lines = [_row(_range(run, words), found.get(run[0], "off"), words) for run in _runs(found)]
    lines += [_row(words.t(key), found[day], words) for day, key in _HOLIDAYS.items() if day in found]
    return lines


def week(value: str) -> dict[str, str] | None:
    """The hours of each day or holiday (``PH``, ``SH``) that ``value`` names: spans with commas between, ``24/7``,
    ``off`` or ``closed``; None when it says more than this module reads.
    """
    found: dict[str, str] = {}
    for rule in filter(None, (part.strip() for part in value.split(";"))):
        match = _RULE.fullmatch(rule)
        if not match:
            return None
        hours = match["hours"] or "24/7"
        if hours not in ("off", "closed", "24/7") and not _possible(hours):
            return None
        found.update(dict.fromkeys(_days(match["days"]), hours))
    return found


def _days(text: str | None) -> list[str]:
    """The days that a rule names; a rule without days is for all of them."""
    if not text:
        return list(WEEKDAYS)
    days: list[str] = []
    for entry in re.split(r"\s*,\s*", text):
        first, _, last = entry.partition("-")
        if not last:
            days.append(first)
            continue
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
        days += [WEEKDAYS[index % 7] for index in range(start, end + 1 if end >= start else end + 8)]
    return days


def _runs(week: dict[str, str]) -> list[list[str]]:
    """Days in a row with the same hours, together."""
    runs: list[list[str]] = []
    for day in WEEKDAYS:
        if runs and week.get(runs[-1][0], "off") == week.get(day, "off"):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _range(run: list[str], words: Words) -> str:
    names = [words.weekday(day) for day in run]
    if len(names) == 1:
        return names[0]
    return words.t("day_range", start=names[0], end=names[-1])


def _row(days: str, hours: str, words: Words) -> Row:
    if hours in ("off", "closed"):
        return Row(days, (words.t("hours_closed"),), True)
    if hours == "24/7":
        return Row(days, (words.t("hours_open_all_day"),), False)
    return Row(days, tuple(_span(span, words) for span in re.split(r"\s*,\s*", hours)), False)


def _possible(hours: str) -> bool:
    return all(int(time[:-3]) < 24 or time == "24:00" for time in re.findall(_TIME, hours))


def _span(text: str, words: Words) -> str:
    start, end = ((int(hour) % 24, int(minute)) for hour, minute in re.findall(r"(\d+):(\d+)", text))
    return words.t("time_range", start=words.time(dt.time(*start)), end=words.time(dt.time(*end)))
