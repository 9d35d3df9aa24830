"""Opening hours in words, row by row or day by day; values too rich for ``core.opening_hours`` are shown as written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tierslieu.core import opening_hours
from tierslieu.core.opening_hours import HOLIDAYS, WEEKDAYS
from tierslieu.i18n.formatting import LocaleFormatter

#: The key of the text for each value that is not hours.
_STATE_TEXTS = {"off": "hours_closed", "24/7": "hours_open_all_day"}


@dataclass(frozen=True)
class HoursSpan:
    """A span of opening: as a text, then its start and end in minutes from midnight and as texts."""

    text: str
    start: int
    end: int
    starts: str
    ends: str


@dataclass(frozen=True)
class OpeningDay:
    """A weekday (``1``, Monday, to ``7``) or holidays (``PH``, ``SH``); without spans, ``told`` is the text to show."""

    key: str
    name: str
    spans: tuple[HoursSpan, ...]
    told: str | None = None


@dataclass(frozen=True)
class OpeningWeek:
    """The hours of each day. ``sure`` is true when only public holidays can change those of a day of the week."""

    days: tuple[OpeningDay, ...]
    sure: bool


@dataclass(frozen=True)
class HoursRow:
    """A row of the table of hours: some days in a row, and the text of each span of opening."""

    days: str
    hours: tuple[str, ...]
    closed: bool


def rows(value: str, formatter: LocaleFormatter) -> list[HoursRow] | None:
    """``value`` as rows, Monday first; None when ``core.opening_hours`` cannot read it."""
    week = opening_hours.week(value)
    if week is None:
        return None
    days = [_row(_range(run, formatter), week.get(run[0], "off"), formatter) for run in _runs(week)]
    return days + [_row(formatter.t(key), week[day], formatter) for day, key in HOLIDAYS.items() if day in week]


def week(value: str, formatter: LocaleFormatter) -> OpeningWeek | None:
    """``value`` day by day; None when ``core.opening_hours`` cannot read it."""
    hours = opening_hours.week(value)
    if hours is None:
        return None
    days = [
        _day(str(number), formatter.weekday(day), hours.get(day, "off"), formatter)
        for number, day in enumerate(WEEKDAYS, 1)
    ]
    days += [_day(key, formatter.t(name), hours[key], formatter) for key, name in HOLIDAYS.items() if key in hours]
    # A span past midnight, or round the clock, concerns the next day too; school holidays are not known here.
    sure = "SH" not in hours and all(span.start < span.end < 24 * 60 for day in days for span in day.spans)
    return OpeningWeek(tuple(days), sure)


def _runs(week: dict[str, str]) -> list[list[str]]:
    """The days of the week, grouped into runs of days with the same hours."""
    runs: list[list[str]] = []
    for day in WEEKDAYS:
        if runs and week.get(runs[-1][0], "off") == week.get(day, "off"):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _range(run: list[str], formatter: LocaleFormatter) -> str:
    names = [formatter.weekday(day) for day in run]
    if len(names) == 1:
        return names[0]
    return formatter.t("day_range", start=names[0], end=names[-1])


def _row(days: str, hours: str, formatter: LocaleFormatter) -> HoursRow:
    if hours in _STATE_TEXTS:
        return HoursRow(days, (formatter.t(_STATE_TEXTS[hours]),), hours != "24/7")
    return HoursRow(days, tuple(span.text for span in _spans(hours, formatter)), False)


def _day(key: str, name: str, hours: str, formatter: LocaleFormatter) -> OpeningDay:
    if hours == "24/7":
        midnight = formatter.time(dt.time())
        return OpeningDay(key, name, (HoursSpan(formatter.t(_STATE_TEXTS[hours]), 0, 24 * 60, midnight, midnight),))
    if hours in _STATE_TEXTS:
        return OpeningDay(key, name, (), formatter.t(_STATE_TEXTS[hours]))
    return OpeningDay(key, name, tuple(_spans(hours, formatter)))


def _spans(hours: str, formatter: LocaleFormatter) -> Iterator[HoursSpan]:
    for text in re.split(r"\s*,\s*", hours):
        (start, starts), (end, ends) = (_time(time, formatter) for time in text.split("-"))
        yield HoursSpan(formatter.t("time_range", start=starts, end=ends), start, end, starts, ends)


def _time(text: str, formatter: LocaleFormatter) -> tuple[int, str]:
    """A time in minutes from midnight, and as a text."""
    hour, minute = text.strip().split(":")
    return int(hour) * 60 + int(minute), formatter.time(dt.time(int(hour) % 24, int(minute)))
