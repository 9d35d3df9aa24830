"""The opening hours of a place: a week, and what changes on public holidays, in school holidays and on given dates.

``hours_reader`` makes them from what a person wrote; views, exports and documents are made from this structure alone.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

#: The days of the week, as OpenStreetMap names them.
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
#: Public and school holidays, as OpenStreetMap names them, with the key of the string that names each.
HOLIDAYS = {"PH": "hours_public_holidays", "SH": "hours_school_holidays"}
#: The months, as OpenStreetMap names them.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: Midnight at the end of a day, in minutes.
END_OF_DAY = 24 * 60
#: The parts of a day that have a name, in order; nothing is known of their clock time.
DAY_PARTS = ("morning", "afternoon", "evening")
#: A year with a 29 February, for dates that have no year.
LEAP_YEAR = 2000
_APPOINTMENT = "on appointment"


@dataclass(frozen=True)
class DayHours:
    """The hours of a day: spans in minutes from midnight, a span that ends before it starts runs past midnight.

    ``parts``, some of ``DAY_PARTS``, stand for spans whose times are not known. Neither, and no appointment: closed. With
    ``appointment``, visitors must announce themselves.
    """

    spans: tuple[tuple[int, int], ...] = ()
    appointment: bool = False
    parts: tuple[str, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether nobody is received."""
        return not self.spans and not self.parts and not self.appointment

    @property
    def all_day(self) -> bool:
        """Whether the place is open from midnight to midnight."""
        return self.spans == ((0, END_OF_DAY),) and not self.appointment


CLOSED = DayHours()


@dataclass(frozen=True)
class DatePeriod:
    """Days from ``first`` to ``last``, both included, each a year (0: every year), a month and a day."""

    first: tuple[int, int, int]
    last: tuple[int, int, int]

    def dates(self, today: dt.date) -> tuple[dt.date, dt.date]:
        """The first and last day of the period that is under way or comes next; of the only one, if it has a year."""
        if self.first[0]:
            return dt.date(*self.first), dt.date(*self.last)
        for year in range(today.year - 1, today.year + 2):
            last = _date(year + (self.last < self.first), self.last)
            if last >= today:
                return _date(year, self.first), last
        raise AssertionError("a period that comes every year comes within two years")

    def __contains__(self, day: dt.date) -> bool:
        """Whether ``day`` is in the period, this year or, when it comes every year, in any."""
        if self.first[0]:
            return self.first <= (day.year, day.month, day.day) <= self.last
        first, last, at = self.first[1:], self.last[1:], (day.month, day.day)
        return first <= at <= last if first <= last else at >= first or at <= last


@dataclass(frozen=True)
class SpecialHours:
    """Hours that replace those of the week: ``when`` is ``PH``, ``SH`` or a period; ``days`` narrows it (empty: all)."""

    when: str | DatePeriod
    days: tuple[str, ...]
    hours: DayHours


@dataclass(frozen=True)
class OpeningHours:
    """``week``: the hours of the days that have some, or every day as closed; ``specials``: a later one wins.

    ``week`` is empty when nothing is said of it: the place opens on the dates of ``specials`` alone.
    """

    week: Mapping[str, DayHours]
    specials: tuple[SpecialHours, ...] = ()

    def day(self, name: str) -> DayHours:
        """The hours of a day of the week."""
        return self.week.get(name, CLOSED)

    def special(self, day: dt.date, *, public_holiday: bool, school_holiday: bool) -> SpecialHours | None:
        """What replaces the hours of the week on ``day``; None when they are as usual."""
        names = {name for name, holds in (("PH", public_holiday), ("SH", school_holiday)) if holds}
        weekday = WEEKDAYS[day.weekday()]
        for special in reversed(self.specials):
            on = special.when in names if isinstance(special.when, str) else day in special.when
            if on and (not special.days or weekday in special.days):
                return special
        return None

    def without_past(self, today: dt.date) -> OpeningHours | None:
        """Without the periods of a year that ended before ``today``; None when nothing is left."""
        kept = tuple(
            special
            for special in self.specials
            if not isinstance(special.when, DatePeriod) or special.when.dates(today)[1] >= today
        )
        return replace(self, specials=kept) if self.week or kept else None


def openstreetmap(hours: OpeningHours) -> str:
    """``hours`` as a value of the key ``opening_hours`` (https://wiki.openstreetmap.org/wiki/Key:opening_hours)."""
    days_by_hours: dict[DayHours, list[str]] = {}
    for day in WEEKDAYS:
        if not hours.day(day).closed:
            days_by_hours.setdefault(hours.day(day), []).append(day)
    rules = [f"{_days(days)} {_hours(value)}" for value, days in days_by_hours.items()]
    if hours.week and not rules:
        rules = ["off"]
    if not hours.specials and all(hours.day(day).all_day for day in WEEKDAYS):
        return "24/7"
    return "; ".join([*rules, *(_special(special) for special in hours.specials)])


def span(times: tuple[int, int]) -> str:
    """From one time to another, as ``09:00-12:30``."""
    return "-".join(map(time, times))


def time(minutes: int) -> str:
    """Minutes from midnight as ``09:00``."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def runs(days: tuple[str, ...] | list[str]) -> Iterator[tuple[str, str]]:
    """The first and last day of each run of days of the week in ``days``, which are in order."""
    start = 0
    for index, day in enumerate(days):
        following = days[index + 1] if index + 1 < len(days) else None
        if following is None or WEEKDAYS.index(following) != WEEKDAYS.index(day) + 1:
            yield days[start], day
            start = index + 1


def month_length(month: int) -> int:
    """The number of days of a month in a leap year."""
    return calendar.monthrange(LEAP_YEAR, month)[1]


def _date(year: int, day: tuple[int, int, int]) -> dt.date:
    """A day of ``year``; 28 February for the 29th of other years."""
    month, number = day[1:]
    return dt.date(year, month, 28 if (month, number) == (2, 29) and not calendar.isleap(year) else number)


def _days(days: tuple[str, ...] | list[str]) -> str:
    joints = ("", ",", "-")  # of one day, of two, of more
    return ",".join(
        first if first == last else f"{first}{joints[min(WEEKDAYS.index(last) - WEEKDAYS.index(first), 2)]}{last}"
        for first, last in runs(days)
    )


def _hours(hours: DayHours) -> str:
    spans = ",".join(map(span, hours.spans))
    comment = ", ".join((*hours.parts, *([_APPOINTMENT] if hours.appointment else [])))
    # Without "unknown", some readers take a comment alone for "open".
    return f'{spans or "unknown"} "{comment}"' if comment else spans or "off"


def _special(special: SpecialHours) -> str:
    when = special.when if isinstance(special.when, str) else _period(special.when)
    return " ".join(filter(None, (when, _days(special.days), _hours(special.hours))))


def _period(period: DatePeriod) -> str:
    (year, month, day), (last_year, last_month, last_day) = period.first, period.last
    start, end = (f"{number} " if number else "" for number in (year, last_year))
    whole = day == 1 and last_day == month_length(last_month)
    if year == last_year and month == last_month and day <= last_day:
        if whole:
            return f"{start}{MONTHS[month - 1]}"
        return f"{start}{MONTHS[month - 1]} {day:02}" + (f"-{last_day:02}" if last_day != day else "")
    if whole and not year:
        return f"{MONTHS[month - 1]}-{MONTHS[last_month - 1]}"
    return f"{start}{MONTHS[month - 1]} {day:02}-{end}{MONTHS[last_month - 1]} {last_day:02}"
