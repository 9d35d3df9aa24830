"""Activities held at the place on days on which it is closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cache

from tierslieu.core.finding import Finding
from tierslieu.core.opening_hours import HOLIDAYS, WEEKDAYS, OpeningHours
from tierslieu.facts.opening_hours import special_name
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Activity, Source, Space
from tierslieu.schedule import date_problems
from tierslieu.schedule.holidays import DaysOff
from tierslieu.schedule.occurrences import Occurrence, announced, of_activity

#: The codes of what is found.
CODES = ("activity.closed_day", "activity.closed_series", "activity.closed_besides")
#: How many days ahead are looked at.
_DAYS_AHEAD = 365
#: How many of the dates are named.
_SHOWN = 6
#: How many dates a series leaves out at most: with more, it has the wrong day.
_LEFT_OUT = 12
#: What a series writes under ``skip`` to leave out the days that opening hours name so.
_SKIPPED = {"PH": "public_holidays", "SH": "school_holidays"}
_ONE_DAY = dt.timedelta(days=1)

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
    for locale in space.identity.languages:
        for source in announced(space, locale):
            meta = source.meta
            concerned = not (meta.place or meta.online)
            if concerned and not date_problems.errors(space, source, days_off):
                yield from _findings(space, source, days_off, closing, formatter)


def _closings(
    hours: OpeningHours, days_off: DaysOff, formatter: LocaleFormatter
) -> Callable[[dt.date], _Closing | None]:
    """The function from a day to why the place is closed all that day, None when it is not."""

    @cache
    def closing(day: dt.date) -> _Closing | None:
        special = hours.special(
            day, public_holiday=day in days_off.public(day.year), school_holiday=days_off.is_school_holiday(day)
        )
        weekday = WEEKDAYS[day.weekday()]
        if special:
            kind = special.when if isinstance(special.when, str) and special.when in HOLIDAYS else ""
            name, closed = special_name(special, formatter), special.hours.closed
        else:
            # Without a week, nothing is known of the days that are not named.
            kind, name, closed = _WEEK, formatter.weekday(weekday), bool(hours.week) and hours.day(weekday).closed
        return (kind, formatter.t("hours_row", days=name, hours=formatter.t("hours_closed"))) if closed else None

    return closing


def _findings(
    space: Space,
    source: Source[Activity],
    days_off: DaysOff,
    closing: Callable[[dt.date], _Closing | None],
    formatter: LocaleFormatter,
) -> Iterator[Finding]:
    """One finding for each reason for which the place is closed on dates of the activity."""
    dates: dict[_Closing, list[Occurrence]] = {}
    for occurrence in of_activity(source, days_off, space.today, space.today + dt.timedelta(_DAYS_AHEAD)):
        held_here = occurrence.status != "cancelled" and not occurrence.place
        if held_here and (closed := next(filter(None, map(closing, _days(occurrence))), None)):
            dates.setdefault(closed, []).append(occurrence)
    on_purpose = source.meta.outside_hours
    if on_purpose and not any(kind == _WEEK for kind, _ in dates):
        return
    for (kind, reason), found in dates.items():
        if on_purpose and kind == _WEEK:
            continue
        found.sort(key=lambda occurrence: occurrence.start)
        days = [formatter.date(occurrence.start.date(), "date") for occurrence in found]
        values = {
            "title": source.meta.title,
            "reason": reason,
            "days": ", ".join([*days[:_SHOWN], *["…"] * (len(days) > _SHOWN)]),
            "count": len(days),
        }
        planned = [occurrence.planned for occurrence in found if occurrence.status == "confirmed"]
        if on_purpose and not planned:
            continue
        code = "activity.closed_besides" if on_purpose else "activity.closed_day"
        if not on_purpose and source.meta.several and 0 < len(planned) <= _LEFT_OUT:
            code = "activity.closed_series"
        if code != "activity.closed_day":
            values["line"] = _line(source.meta, kind, planned)
        yield Finding(code, source.path, ("start",), values, "warning")


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
