"""Activities held at the place on days, or half days, on which it is closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cache

from tierslieu.core.finding import Finding
from tierslieu.core.opening_hours import END_OF_DAY, HOLIDAYS, WEEKDAYS, DayHours, OpeningHours, SpecialHours
from tierslieu.facts.opening_hours import rows, special_name
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Activity, Source, Space
from tierslieu.schedule import date_problems
from tierslieu.schedule.holidays import DaysOff
from tierslieu.schedule.occurrences import Occurrence, announced, of_activity

#: The codes of what is found.
CODES = ("activity.closed_day", "activity.closed_series", "activity.closed_besides", "activity.closed_hours")
#: How many days ahead are looked at.
_DAYS_AHEAD = 365
#: How many of the dates are named.
_SHOWN = 6
#: How many dates a series leaves out at most: with more, it has the wrong day.
_LEFT_OUT = 12
#: What a series writes under ``skip`` to leave out the days that opening hours name so.
_SKIPPED = {"PH": "public_holidays", "SH": "school_holidays"}
_ONE_DAY = dt.timedelta(days=1)
#: From when to when the parts of a day that people name go at most, in minutes from midnight.
_PARTS = {"morning": (0, 13 * 60), "afternoon": (12 * 60, 19 * 60), "evening": (17 * 60, END_OF_DAY)}

#: The kind of a closing that comes back every week.
_WEEK = "week"
#: Why the place is closed: ``PH``, ``SH``, ``_WEEK`` or "" for dates, then the words for it.
_Closing = tuple[str, str]


def activities_have_open_days(space: Space) -> Iterator[Finding]:
    """An activity at the place is not on a day on which the place is closed, unless it is ``outside_hours``.

    On purpose on a weekday of closing, a series is still reported on dates, public holidays and school holidays.
    """
    if space.opening_hours is None or space.identity.language not in space.vocabulary.locales:
        return
    days_off = DaysOff(space)
    language = space.identity.language
    formatter = LocaleFormatter(language, space.vocabulary.locales[language].strings)
    closing = _closings(space.opening_hours, days_off, formatter)
    half_closing = _half_closings(space.opening_hours, days_off, formatter)
    for locale in space.identity.languages:
        for source in announced(space, locale):
            meta = source.meta
            concerned = not (meta.place or meta.online)
            if concerned and not date_problems.errors(space, source, days_off):
                yield from _findings(space, source, days_off, closing, half_closing, formatter)


def _closings(
    hours: OpeningHours, days_off: DaysOff, formatter: LocaleFormatter
) -> Callable[[dt.date], _Closing | None]:
    """The function from a day to why the place is closed all that day, None when it is not."""

    @cache
    def closing(day: dt.date) -> _Closing | None:
        special = _special(hours, days_off, day)
        weekday = WEEKDAYS[day.weekday()]
        if special:
            kind = special.when if isinstance(special.when, str) and special.when in HOLIDAYS else ""
            name, closed = special_name(special, formatter), special.hours.closed
        else:
            # Without a week, nothing is known of the days that are not named.
            kind, name, closed = _WEEK, formatter.weekday(weekday), bool(hours.week) and hours.day(weekday).closed
        return (kind, formatter.t("hours_row", days=name, hours=formatter.t("hours_closed"))) if closed else None

    return closing


def _half_closings(
    hours: OpeningHours, days_off: DaysOff, formatter: LocaleFormatter
) -> Callable[[Occurrence], str | None]:
    """The function from a date of less than a day to the hours of its day, where it is outside of them.

    Only at a time at which the place opens on another day, and never in the evening, when doors are often closed.
    """
    usual = [spread for day in hours.week.values() for spread in _spreads(day)]

    def half_closing(occurrence: Occurrence) -> str | None:
        start = occurrence.start.hour * 60 + occurrence.start.minute
        end = start + int((occurrence.end - occurrence.start).total_seconds() // 60)
        day = occurrence.start.date()
        special, name = _special(hours, days_off, day), WEEKDAYS[day.weekday()]
        open_then = special.hours if special else hours.day(name)
        is_evening = start >= _PARTS["evening"][0]
        if is_evening or occurrence.all_day or end - start >= END_OF_DAY or open_then.closed or open_then.appointment:
            return None
        if _meets(start, end, _spreads(open_then)) or not _meets(start, end, usual):
            return None
        told = rows(OpeningHours({}, (SpecialHours(special.when if special else "PH", (), open_then),)), formatter)[0]
        words = special_name(special, formatter) if special else formatter.weekday(name)
        return formatter.t("hours_row", days=words, hours=", ".join(told.hours))

    return half_closing


def _special(hours: OpeningHours, days_off: DaysOff, day: dt.date) -> SpecialHours | None:
    return hours.special(
        day, public_holiday=day in days_off.public(day.year), school_holiday=days_off.is_school_holiday(day)
    )


def _spreads(hours: DayHours) -> list[tuple[int, int]]:
    """The minutes of a day at which the place may be open; a span past midnight ends in the next day."""
    spans = [(start, end if end > start else end + END_OF_DAY) for start, end in hours.spans]
    return [*spans, *(_PARTS[part] for part in hours.parts)]


def _meets(start: int, end: int, spreads: list[tuple[int, int]]) -> bool:
    return any(start < last and first < end for first, last in spreads)


def _findings(
    space: Space,
    source: Source[Activity],
    days_off: DaysOff,
    closing: Callable[[dt.date], _Closing | None],
    half_closing: Callable[[Occurrence], str | None],
    formatter: LocaleFormatter,
) -> Iterator[Finding]:
    """One finding for each reason for which the place is closed on dates of the activity."""
    dates: dict[_Closing, list[Occurrence]] = {}
    halves: dict[str, list[Occurrence]] = {}
    for occurrence in of_activity(source, days_off, space.today, space.today + dt.timedelta(_DAYS_AHEAD)):
        held_here = occurrence.status != "cancelled" and not occurrence.place
        if held_here and (closed := next(filter(None, map(closing, _days(occurrence))), None)):
            dates.setdefault(closed, []).append(occurrence)
        elif held_here and (half := half_closing(occurrence)):
            halves.setdefault(half, []).append(occurrence)
    on_purpose = source.meta.outside_hours
    for reason, found in halves.items() if not on_purpose else ():
        yield Finding(
            "activity.closed_hours", source.path, ("start",), _told(source.meta, reason, found, formatter), "warning"
        )
    if on_purpose and not any(kind == _WEEK for kind, _ in dates):
        return
    for (kind, reason), found in dates.items():
        if on_purpose and kind == _WEEK:
            continue
        values = _told(source.meta, reason, found, formatter)
        planned = [occurrence.planned for occurrence in found if occurrence.status == "confirmed"]
        if on_purpose and not planned:
            continue
        code = "activity.closed_besides" if on_purpose else "activity.closed_day"
        if not on_purpose and source.meta.several and 0 < len(planned) <= _LEFT_OUT:
            code = "activity.closed_series"
        if code != "activity.closed_day":
            values["line"] = _line(source.meta, kind, planned)
        yield Finding(code, source.path, ("start",), values, "warning")


def _told(activity: Activity, reason: str, found: list[Occurrence], formatter: LocaleFormatter) -> dict[str, object]:
    """The values of a message on the dates ``found``, which it sorts."""
    found.sort(key=lambda occurrence: occurrence.start)
    days = [formatter.date(occurrence.start.date(), "date") for occurrence in found]
    shown = ", ".join([*days[:_SHOWN], *["…"] * (len(days) > _SHOWN)])
    return {"title": activity.title, "reason": reason, "days": shown, "count": len(days)}


def _days(occurrence: Occurrence) -> list[dt.date]:
    """The days of an occurrence; the first alone when it is less than a day long, as is an evening."""
    first = occurrence.start.date()
    if occurrence.end - occurrence.start < _ONE_DAY:
        return [first]
    return [first + dt.timedelta(number) for number in range((occurrence.last_day - first).days + 1)]


def _line(activity: Activity, kind: str, planned: list[dt.date]) -> str:
    """The line of the front matter that leaves out the dates ``planned``, with what it has already."""
    skipped = _SKIPPED.get(kind)
    if skipped and activity.rrule and skipped not in activity.skip:
        return f"skip: [{', '.join([*activity.skip, skipped])}]"
    return f"exceptions: [{', '.join(day.isoformat() for day in (*activity.exceptions, *planned))}]"
