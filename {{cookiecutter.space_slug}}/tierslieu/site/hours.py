"""Opening hours as people read them; what is richer than ``opening`` reads is shown as it is written."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from tierslieu import opening
from tierslieu.opening import HOLIDAYS, WEEKDAYS
from tierslieu.words import Words


@dataclass(frozen=True)
class Row:
    """A line of the table of hours: when it opens on these days, each stretch apart."""

    days: str
    hours: tuple[str, ...]
    closed: bool


def rows(value: str, words: Words) -> list[Row] | None:
    """``value`` as lines to show, Monday first, or None when it says more than this module reads."""
    week = opening.week(value)
    if week is None:
        return None
    lines = [_row(_range(run, words), week.get(run[0], "off"), words) for run in _runs(week)]
    lines += [_row(words.t(key), week[day], words) for day, key in HOLIDAYS.items() if day in week]
    return lines


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
    if hours == "off":
        return Row(days, (words.t("hours_closed"),), True)
    if hours == "24/7":
        return Row(days, (words.t("hours_open_all_day"),), False)
    return Row(days, tuple(_span(span, words) for span in hours.split(",")), False)


def _span(text: str, words: Words) -> str:
    start, end = ((int(hour) % 24, int(minute)) for hour, minute in re.findall(r"(\d+):(\d+)", text))
    return words.t("time_range", start=words.time(dt.time(*start)), end=words.time(dt.time(*end)))
