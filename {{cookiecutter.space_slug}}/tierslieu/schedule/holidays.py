"""Days off: public holidays, computed for any year, and school holidays, as far as they are published."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from functools import cache

from dateutil.easter import easter

from tierslieu.model import Activity, PublicHolidays, SchoolHolidays, Space

from .activity_dates import added_beginnings


class DaysOff:
    """The days off of a place: none for a territory or a zone that has no file."""

    def __init__(self, space: Space):
        self._territories = space.vocabulary.public_holidays
        self._territory = space.identity.public_holidays
        self.school: SchoolHolidays | None = space.vocabulary.school_holidays.get(space.identity.school_zone or "")
        #: The public holidays of a year with their names by language, in order.
        self.public = cache(self._public_of)

    def left_out(self, activity: Activity, day: dt.date) -> bool:
        """Whether a series leaves out ``day``: an exception, or a day off that it skips and does not name itself."""
        if day in activity.exceptions:
            return True
        if not activity.rrule or day in activity.cancelled or (activity.added and day in added_beginnings(activity)):
            return False
        skip = activity.skip
        return ("public_holidays" in skip and day in self.public(day.year)) or (
            "school_holidays" in skip and self.is_school_holiday(day)
        )

    def is_school_holiday(self, day: dt.date) -> bool:
        """Whether ``day`` is in a known period of school holidays."""
        return self.school is not None and any(period.start <= day <= period.end for period in self.school.periods)

    def _public_of(self, year: int) -> dict[dt.date, dict[str, str]]:
        days: dict[dt.date, dict[str, str]] = {}
        territory, seen = self._territory, set[str]()
        while (holidays := self._territories.get(territory)) and territory not in seen:
            seen.add(territory)
            days |= _days(holidays, year)
            territory = holidays.besides or ""
        return dict(sorted(days.items()))


def _days(holidays: PublicHolidays, year: int) -> dict[dt.date, dict[str, str]]:
    """The days of one file in ``year``; 29 February only in years that have one."""
    days = {}
    for holiday in holidays.days:
        if holiday.easter is not None:
            days[easter(year) + dt.timedelta(days=holiday.easter)] = holiday.label
        elif holiday.date is not None:
            with suppress(ValueError):
                days[dt.date.fromisoformat(f"{year}-{holiday.date}")] = holiday.label
    return days
