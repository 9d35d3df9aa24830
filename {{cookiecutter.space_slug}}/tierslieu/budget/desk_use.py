"""Whether the desks of the place are enough for the coworkers that its budget expects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from dateutil.relativedelta import relativedelta

from tierslieu.core.opening_hours import WEEKDAYS, DayHours, OpeningHours
from tierslieu.core.problems import Problems
from tierslieu.finance import shares
from tierslieu.finance.price_comparison import visit_units
from tierslieu.finance.shares import COWORKING
from tierslieu.model import Space
from tierslieu.schedule.holidays import DaysOff

from .accounts import MONTHS
from .headcount import headcount, open_months, split_coworkers
from .incomes import exact_coworking_income

_WEEKS_IN_A_MONTH = Fraction(52, 12)
#: The most days that a month has: those of a place of which nobody told when it opens.
MOST_DAYS = 31
#: Minutes from which a day of opening has a morning and an afternoon.
_WHOLE_DAY = 5 * 60


@dataclass(frozen=True)
class FreeDesks:
    """The people of a year and the ``desks``; ``days`` at a desk in a month are those that residents leave to the others.

    ``open_days`` are those of opening of a month; ``known`` is whether the days are, and not only the most that they can be.
    """

    residents: int
    occasional: int
    desks: int
    open_days: Fraction
    days: Fraction
    known: bool

    @property
    def left(self) -> int:
        """The desks that residents leave."""
        return max(0, self.desks - self.residents)

    @property
    def full(self) -> bool:
        """Whether somebody has no desk, whatever occasional coworkers buy."""
        return self.residents > self.desks or bool(self.occasional and not self.left)


#: The part of the desks from which the busiest days lack some.
TIGHT = Decimal("0.8")


@dataclass(frozen=True)
class DeskUse:
    """The people of a year and the ``desks``; days at a desk in a month: those ``wanted``, ``free`` of charge, ``offered``.

    A resident has a desk of their own; occasional coworkers and free uses share the others. ``open_days`` and ``known`` are
    those of ``FreeDesks``.
    """

    residents: int
    occasional: int
    desks: int
    open_days: Fraction
    wanted: Fraction
    free: Fraction
    offered: Fraction
    known: bool

    @property
    def enough(self) -> bool:
        """Whether nobody is refused, in whole days as people read them."""
        return self.residents <= self.desks and ceil(self.wanted) + ceil(self.free) <= floor(self.offered)

    @property
    def tight(self) -> bool:
        """Whether the busiest days lack desks, however many are enough on average."""
        return ceil(self.wanted) + ceil(self.free) >= floor(self.offered) * TIGHT


def free_desks(space: Space, year: int) -> FreeDesks | None:
    """The desks that residents leave in ``year`` (1 to 3); None without coworking, or while people or desks are unknown.

    Nothing is counted against the place that is not known: without opening hours it opens 31 days of each month.
    """
    desks = space.identity.capacity.desks
    residents, occasional = headcount(space, year)
    if COWORKING not in space.identity.services or desks is None or residents is None or occasional is None:
        return None
    left, days = max(0, desks - residents), opening_days(space, year)
    most = days or Fraction(MOST_DAYS)
    return FreeDesks(residents, occasional, desks, most, left * most, not left or days is not None)


def opening_days(space: Space, year: int) -> Fraction | None:
    """The days of opening of an average open month of ``year``; None without opening hours."""
    hours = space.opening_hours
    if hours is None or not hours.week:
        return None
    return counted_days(space, year) or _days_open_in_a_week(hours) * _WEEKS_IN_A_MONTH


def has_desks_for(space: Space, use: DeskUse | None, coworkers: int) -> bool | None:
    """Whether the desks are enough for so many ``coworkers``, in today's proportion, else as in ``use``; None while unknown."""
    residents, occasional = split_coworkers(space, coworkers)
    bought = days_at_a_desk(space, space.budget.occasional_buys or {})
    if use is None or bought is None or residents is None or occasional is None:
        return None
    return replace(
        use,
        residents=residents,
        occasional=occasional,
        wanted=occasional * bought,
        offered=max(0, use.desks - residents) * use.open_days,
    ).enough


def desk_use(space: Space, year: int) -> DeskUse | None:
    """The use of desks in ``year`` (1 to 3); None where ``free_desks`` has none, or while purchases are unknown.

    What is sold by a unit of which ``per_visit`` is blank takes no desk.
    """
    left = free_desks(space, year)
    bought = None if space.budget.occasional_buys is None else days_at_a_desk(space, space.budget.occasional_buys)
    if left is None or bought is None:
        return None
    wanted, free = left.occasional * bought, _free_days(space, year)
    return DeskUse(left.residents, left.occasional, left.desks, left.open_days, wanted, free, left.days, left.known)


def _free_days(space: Space, year: int) -> Fraction:
    """The days at a desk in a month that are free of charge in ``year``: those of the share of the year before.

    A public body votes those of year 1 with its budget, from its incomes. Elsewhere they are 0 in year 1, for which the
    founders choose. They are 0 while their number is unknown.
    """
    if space.organisations.solidarity.unit not in space.prices.offers:
        return Fraction()
    try:
        earned_in = year_of_free_uses(space, year)
        count = shares.free_uses(space, exact_coworking_income(space, earned_in)) if earned_in else 0
    except (KeyError, Problems):  # a name is wrong or missing, which another rule reports
        return Fraction()
    days = days_at_a_desk(space, {space.organisations.solidarity.unit: Decimal(count or 0)}) or Fraction()
    return days / space.budget.opening_months


def year_of_free_uses(space: Space, year: int) -> int:
    """The year (1 to 3) whose incomes tell the free uses of ``year``; 0 for none, as ``clause_free_uses`` has it."""
    return year - 1 if year > 1 or shares.reserves_free_uses(space) else 1


def counted_days(space: Space, year: int) -> Fraction | None:
    """The days of opening of an average open month of ``year``, on the calendar: without holidays, closings, closed months.

    A day of a few hours, or of one part, counts as half of one. None without a first day of the budget, without opening
    hours, or where no month is open.
    """
    hours, first, is_open = space.opening_hours, space.budget.first_day, open_months(space)
    if hours is None or not hours.week or first is None or not any(is_open):
        return None
    days_off, halves = DaysOff(space), 0
    start, end = (first + relativedelta(years=count) for count in (year - 1, year))
    for day in (start + dt.timedelta(days=step) for step in range((end - start).days)):
        if is_open[(day.month - first.month) % MONTHS]:
            public, school = day in days_off.public(day.year), days_off.is_school_holiday(day)
            special = hours.special(day, public_holiday=public, school_holiday=school)
            halves += parts_open(special.hours if special else hours.day(WEEKDAYS[day.weekday()]))
    return Fraction(halves, 2 * sum(filter(None, is_open)))


def _days_open_in_a_week(hours: OpeningHours) -> Fraction:
    """The days of opening of an ordinary week; a day of a few hours, or of one part, counts as half of one."""
    return sum((Fraction(parts_open(day), 2) for day in map(hours.day, WEEKDAYS)), Fraction())


def minutes_open(day: DayHours) -> int:
    """The minutes of opening of a day; 0 where its times are not known."""
    return sum((end - start) % (24 * 60) or 24 * 60 for start, end in day.spans)


def parts_open(day: DayHours) -> int:
    """The half-days of opening of a day: one for a day of a few hours, or of one part."""
    short = minutes_open(day) < _WHOLE_DAY if day.spans else len(day.parts) == 1
    return 0 if day.closed else 1 if short else 2


def days_at_a_desk(space: Space, purchases: Mapping[str, Decimal]) -> Fraction | None:
    """The days at a desk in the monthly ``purchases`` of an occasional coworker; None if the uses of a pass are unknown."""
    whole_days = [key for key, visits in visit_units(space).items() if visits.per_day == 1]
    days = Fraction()
    for key, count in purchases.items():
        offer, book = space.prices.opened(key), space.prices.passes.get(key)
        unit = space.vocabulary.price_units.get(offer.unit) if offer and offer.kind == "desk" else None
        per_day = next((unit.per_visit[day] for day in whole_days if day in unit.per_visit), None) if unit else None
        if per_day and count:
            uses = book.uses if book else 1
            if uses is None:
                return None
            days += Fraction(count) * uses / per_day
    return days
