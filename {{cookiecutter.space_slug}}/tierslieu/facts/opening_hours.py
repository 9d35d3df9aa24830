"""Opening hours as people read them; what is richer than ``opening`` reads is shown as it is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tierslieu.core import opening_hours
from tierslieu.core.opening_hours import HOLIDAYS, WEEKDAYS
from tierslieu.i18n.formatting import LocaleFormatter

#: What stands for hours, and the words for it.
_TOLD = {"off": "hours_closed", "24/7": "hours_open_all_day"}


@dataclass(frozen=True)
class DateSpan:
    """A stretch of opening: in words, then when it starts and ends, in minutes from midnight and in words."""

    text: str
    start: int
    end: int
    starts: str
    ends: str


@dataclass(frozen=True)
class OpeningDay:
    """A day of the week (``1`` for Monday to ``7``), or holidays (``PH``, ``SH``), with its stretches of opening.

    Closed when there is none; ``told`` then says so.
    """

    key: str
    name: str
    spans: tuple[DateSpan, ...]
    told: str | None = None


@dataclass(frozen=True)
class OpeningWeek:
    """The hours of each day. ``sure`` when nothing but public holidays can change those of a day of the week."""

    days: tuple[OpeningDay, ...]
    sure: bool


@dataclass(frozen=True)
class HoursRow:
    """A line of the table of hours: when it opens on these days, each stretch apart."""

    days: str
    hours: tuple[str, ...]
    closed: bool


def rows(value: str, words: LocaleFormatter) -> list[HoursRow] | None:
    """``value`` as lines to show, Monday first, or None when it says more than this module reads."""
    week = opening_hours.week(value)
    if week is None:
        return None
    lines = [_row(_range(run, words), week.get(run[0], "off"), words) for run in _runs(week)]
    lines += [_row(words.t(key), week[day], words) for day, key in HOLIDAYS.items() if day in week]
    return lines


def week(value: str, words: LocaleFormatter) -> OpeningWeek | None:
    """``value`` day by day, or None when it says more than this module reads."""
    told = opening_hours.week(value)
    if told is None:
        return None
    days = [
        _day(str(number), words.weekday(day), told.get(day, "off"), words) for number, day in enumerate(WEEKDAYS, 1)
    ]
    days += [_day(key, words.t(name), told[key], words) for key, name in HOLIDAYS.items() if key in told]
    # What runs past midnight, or never stops, belongs to more than its day; school holidays are not known here.
    sure = "SH" not in told and all(span.start < span.end < 24 * 60 for day in days for span in day.spans)
    return OpeningWeek(tuple(days), sure)


def _runs(week: dict[str, str]) -> list[list[str]]:
    """Days in a row with the same hours, together."""
    runs: list[list[str]] = []
    for day in WEEKDAYS:
        if runs and week.get(runs[-1][0], "off") == week.get(day, "off"):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _range(run: list[str], words: LocaleFormatter) -> str:
    names = [words.weekday(day) for day in run]
    if len(names) == 1:
        return names[0]
    return words.t("day_range", start=names[0], end=names[-1])


def _row(days: str, hours: str, words: LocaleFormatter) -> HoursRow:
    if hours in _TOLD:
        return HoursRow(days, (words.t(_TOLD[hours]),), hours != "24/7")
    return HoursRow(days, tuple(span.text for span in _spans(hours, words)), False)


def _day(key: str, name: str, hours: str, words: LocaleFormatter) -> OpeningDay:
    if hours == "24/7":
        midnight = words.time(dt.time())
        return OpeningDay(key, name, (DateSpan(words.t(_TOLD[hours]), 0, 24 * 60, midnight, midnight),))
    if hours in _TOLD:
        return OpeningDay(key, name, (), words.t(_TOLD[hours]))
    return OpeningDay(key, name, tuple(_spans(hours, words)))


def _spans(hours: str, words: LocaleFormatter) -> Iterator[DateSpan]:
    for text in re.split(r"\s*,\s*", hours):
        (start, starts), (end, ends) = (_time(found, words) for found in text.split("-"))
        yield DateSpan(words.t("time_range", start=starts, end=ends), start, end, starts, ends)


def _time(text: str, words: LocaleFormatter) -> tuple[int, str]:
    """A time in minutes from midnight, and in words."""
    hour, minute = text.strip().split(":")
    return int(hour) * 60 + int(minute), words.time(dt.time(int(hour) % 24, int(minute)))
