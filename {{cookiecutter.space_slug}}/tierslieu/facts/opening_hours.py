"""Opening hours in words: row by row for a table, day by day for the script of the site, or as one text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import groupby

from babel.dates import get_month_names

from tierslieu.core.opening_hours import (
    END_OF_DAY,
    HOLIDAYS,
    LEAP_YEAR,
    WEEKDAYS,
    DatePeriod,
    DayHours,
    OpeningHours,
    SpecialHours,
    month_length,
    runs,
)
from tierslieu.i18n.formatting import LocaleFormatter


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
    """The hours of a weekday, of holidays or of a period.

    ``key``: ``1``, Monday, to ``7``, ``PH``, ``SH``, or for a period its first and last day, as ``12-24/01-02``, and
    ``weekdays`` that narrow it, as ``1 2``. Without spans, ``told`` is the text to show.
    """

    key: str
    name: str
    spans: tuple[HoursSpan, ...]
    told: str | None = None
    weekdays: str = ""


@dataclass(frozen=True)
class OpeningWeek:
    """The hours of each day, then what replaces them; a later one wins. ``sure``: a script can judge each moment.

    It cannot within school holidays, after midnight, and where visitors must announce themselves.
    """

    days: tuple[OpeningDay, ...]
    sure: bool


@dataclass(frozen=True)
class HoursRow:
    """A row of the table of hours: some days, and the text of each span of opening.

    ``brief``: to be shown where there is room for little, as is not what goes without saying, a day that is closed.
    ``weekly``: of every week, unlike what replaces it.
    """

    days: str
    hours: tuple[str, ...]
    brief: bool
    weekly: bool = False


def rows(hours: OpeningHours, formatter: LocaleFormatter) -> list[HoursRow]:
    """``hours`` as rows, Monday first, then what replaces them."""
    week = [
        HoursRow(
            _range(first, last, formatter),
            _texts(hours.day(first), formatter),
            not hours.day(first).closed,
            weekly=True,
        )
        for first, last in (_runs(hours) if hours.week else ())
    ]
    found = list[HoursRow]()
    for season, rest in _seasons(hours):
        if rest:
            times = [f"{_ranges(one, formatter)} {', '.join(_texts(one.hours, formatter))}" for one in season]
            when = special_name(SpecialHours(rest.when, (), rest.hours), formatter)
            found.append(HoursRow(when, (*times, formatter.t("hours_rest_closed")), True))
        else:
            found += [
                HoursRow(
                    special_name(special, formatter),
                    _texts(special.hours, formatter),
                    not special.hours.closed or isinstance(special.when, DatePeriod),
                )
                for special in season
            ]
    return week + found


def _seasons(hours: OpeningHours) -> Iterator[tuple[tuple[SpecialHours, ...], SpecialHours | None]]:
    """What replaces the week, by dates, each with what closes all the other days of its dates if something does."""
    for _, same in groupby(hours.specials, key=lambda special: special.when):
        season = tuple(same)
        closed = [special for special in season if special.hours.closed]
        days = sorted(day for special in season for day in special.days)
        if len(season) > 1 and len(closed) == 1 and days == sorted(WEEKDAYS):
            yield tuple(special for special in season if special is not closed[0]), closed[0]
        else:
            yield season, None


def text(hours: OpeningHours, formatter: LocaleFormatter) -> str:
    """``hours`` on one line."""
    first, *others = rows(hours, formatter)
    days = [first.days, *(in_sentence(row.days, formatter) for row in others)]
    lines = [
        formatter.t("hours_row", days=name, hours=", ".join(map(_unbroken, row.hours)))
        for name, row in zip(days, [first, *others], strict=True)
    ]
    return reduce(lambda before, after: formatter.t("hours_and", before=before, after=after), lines)


def _unbroken(span: str) -> str:
    """``span``, on one line when it has times."""
    return span.replace(" ", "\u00a0") if any(map(str.isdigit, span)) else span


def yearly_closures(hours: OpeningHours, formatter: LocaleFormatter) -> list[str]:
    """The periods of every year in which the place is closed on each day, in words."""
    return [
        special_name(special, formatter)
        for special in hours.specials
        if isinstance(special.when, DatePeriod)
        and not special.when.first[0]
        and not special.days
        and special.hours.closed
    ]


def in_sentence(days: str, formatter: LocaleFormatter) -> str:
    """The days of a row within a line: holidays are a common name, which begins their own row alone."""
    holidays = tuple(map(formatter.t, HOLIDAYS.values()))
    return days[:1].lower() + days[1:] if days.startswith(holidays) else days


def week(hours: OpeningHours, formatter: LocaleFormatter) -> OpeningWeek:
    """``hours`` day by day; no day of the week when they are known for some dates alone."""
    days = [
        _day(str(number), formatter.weekday(day), hours.day(day), formatter)
        for number, day in enumerate(WEEKDAYS, 1)
        if hours.week
    ]
    for season, rest in _seasons(hours):
        for special in (*season, *filter(None, [rest])):
            key = special.when if isinstance(special.when, str) else _key(special.when)
            weekdays = " ".join(str(WEEKDAYS.index(day) + 1) for day in special.days)
            name = formatter.t("hours_rest") if special is rest else special_name(special, formatter)
            days.append(_day(key, name, special.hours, formatter, weekdays))
    values = [*hours.week.values(), *(special.hours for special in hours.specials)]
    sure = (
        bool(hours.week)
        and all(special.when != "SH" for special in hours.specials)
        and all(start < end < END_OF_DAY for value in values for start, end in value.spans)
        and not any(value.appointment or value.parts for value in values)
    )
    return OpeningWeek(tuple(days), sure)


def _runs(hours: OpeningHours) -> Iterator[tuple[str, str]]:
    """The first and last of each run of days of the week with the same hours."""
    start = WEEKDAYS[0]
    for day, following in zip(WEEKDAYS, (*WEEKDAYS[1:], None), strict=True):
        if following is None or hours.day(day) != hours.day(following):
            yield start, day
            start = following or start


def _range(first: str, last: str, formatter: LocaleFormatter) -> str:
    start, end = formatter.weekday(first), formatter.weekday(last)
    if first == last:
        return start
    # Two days are no range.
    together = WEEKDAYS.index(last) == WEEKDAYS.index(first) + 1
    return f"{start}, {end}" if together else formatter.t("day_range", start=start, end=end)


def special_name(special: SpecialHours, formatter: LocaleFormatter) -> str:
    """The words for the days that ``special`` is about."""
    when = special.when
    name = formatter.t(HOLIDAYS[when]) if isinstance(when, str) else _period(when, formatter)
    return ", ".join(filter(None, [name, _ranges(special, formatter)]))


def _ranges(special: SpecialHours, formatter: LocaleFormatter) -> str:
    """The days of the week that narrow ``special``, in words."""
    return ", ".join(_range(first, last, formatter) for first, last in runs(special.days))


def _period(period: DatePeriod, formatter: LocaleFormatter) -> str:
    """A period in words: whole months by their names."""
    (year, month, day), (_, last_month, last_day) = period.first, period.last
    if not year and day == 1 and last_day == month_length(last_month):
        months = get_month_names("wide", context="stand-alone", locale=formatter.locale)
        names = str(months[month]), str(months[last_month])
        return names[0] if month == last_month else formatter.t("day_range", start=names[0], end=names[1])
    first, last = (dt.date(number or LEAP_YEAR, *rest) for number, *rest in (period.first, period.last))
    end = formatter.date(last, "date" if year else "day_month")
    if first == last:
        return end
    is_one_year = not year or first.year == last.year
    is_one_month = is_one_year and first.month == last.month and first < last
    start = formatter.date(first, "d" if is_one_month else "day_month" if is_one_year else "date")
    return formatter.t("date_range", start=start, end=end)


def _key(period: DatePeriod) -> str:
    """The days of a period as the script of the site compares them."""
    return "/".join(
        f"{year}-{month:02}-{day:02}" if year else f"{month:02}-{day:02}"
        for year, month, day in (period.first, period.last)
    )


def _texts(hours: DayHours, formatter: LocaleFormatter) -> tuple[str, ...]:
    """The spans of a day in words, or the text that stands for them."""
    if hours.closed:
        return (formatter.t("hours_closed"),)
    spans = [formatter.t("hours_open_all_day")] if hours.all_day else [span.text for span in _spans(hours, formatter)]
    return (*spans, *_without_times(hours, formatter))


def _without_times(hours: DayHours, formatter: LocaleFormatter) -> list[str]:
    """The parts of the day whose times are not known, and the appointment, in words."""
    parts = [formatter.t(f"hours_{part}") for part in hours.parts]
    return [*parts, formatter.t("hours_appointment")] if hours.appointment else parts


def _day(key: str, name: str, hours: DayHours, formatter: LocaleFormatter, weekdays: str = "") -> OpeningDay:
    if hours.all_day:
        midnight = formatter.time(dt.time())
        spans: tuple[HoursSpan, ...] = (
            HoursSpan(formatter.t("hours_open_all_day"), 0, END_OF_DAY, midnight, midnight),
        )
    else:
        spans = tuple(_spans(hours, formatter))
    told = ", ".join(_without_times(hours, formatter)) or (None if spans else formatter.t("hours_closed"))
    return OpeningDay(key, name, spans, told, weekdays)


def _spans(hours: DayHours, formatter: LocaleFormatter) -> Iterator[HoursSpan]:
    for start, end in hours.spans:
        starts, ends = (formatter.time(dt.time(minutes // 60 % 24, minutes % 60)) for minutes in (start, end))
        yield HoursSpan(formatter.t("time_range", start=starts, end=ends), start, end, starts, ends)
