"""The figures of a month that a funder asks for: uses, free uses, hours of opening, occupation of the desks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from tierslieu.budget.desk_use import days_at_a_desk, minutes_open, parts_open
from tierslieu.core import hours_reader
from tierslieu.core.opening_hours import WEEKDAYS, DayHours
from tierslieu.finance import shares
from tierslieu.model import Model, Space
from tierslieu.model.month_register import MonthRegister
from tierslieu.schedule.holidays import DaysOff

from .rules_of_days import first_day, last_day

_HALVES = 2


class FunderFigures(Model):
    """What was counted in a month, and what the place offered.

    ``presence`` is in half-days at a desk: as typed in the register (``is_counted``), else those of the uses that it has,
    at least. ``offered`` is desks × half-days of opening; ``days``, ``half_days`` and ``hours`` are of opening. None
    while unknown.
    """

    passes: int
    golden_tickets: int
    free_uses: int
    presence: Decimal | None
    is_counted: bool
    days: int | None
    half_days: int | None
    hours: Decimal | None
    offered: int | None

    @property
    def occupation(self) -> Decimal | None:
        """``presence`` in percent of what is ``offered``."""
        if self.presence is None or not self.offered:
            return None
        return (self.presence * 100 / self.offered).quantize(Decimal("0.1"), ROUND_HALF_UP)


def funder_figures(space: Space, register: MonthRegister, month: str) -> FunderFigures | None:
    """The figures of ``month``, by the hours of its days; None in a place without coworking."""
    if shares.COWORKING not in space.identity.services:
        return None
    opened = list(_days_open(space, month))
    known = all(day is not None for day in opened)
    days = [day for day in opened if day is not None and not day.closed]
    minutes = [minutes_open(day) for day in days]
    half_days = sum(parts_open(day) for day in days) if known else None
    desks = space.identity.capacity.desks
    hours = Decimal(sum(minutes)) / 60 if known and all(minutes) else None
    return FunderFigures(
        passes=sum(uses.count for uses in register.all_uses),
        golden_tickets=sum(uses.golden_tickets for uses in register.all_uses),
        free_uses=register.free_uses,
        presence=_counted(space, register) if register.presence is None else Decimal(register.presence),
        is_counted=register.presence is not None,
        days=len(days) if known else None,
        half_days=half_days,
        hours=None if hours is None else hours.quantize(Decimal("0.1"), ROUND_HALF_UP),
        offered=None if half_days is None or desks is None else desks * half_days,
    )


def combined_figures(months: Sequence[FunderFigures | None]) -> FunderFigures | None:
    """The sums of ``months``; None unless all have figures, and for each figure that one of them has not."""
    known = [figures for figures in months if figures is not None]
    if not known or len(known) < len(months):
        return None
    sums = {}
    for name in FunderFigures.model_fields:
        values = [getattr(figures, name) for figures in known]
        sums[name] = None if None in values else all(values) if name == "is_counted" else sum(values)
    return FunderFigures.model_validate(sums)


def _days_open(space: Space, month: str) -> Iterator[DayHours | None]:
    """The hours of each day of ``month``; None for a day of which nothing is known."""
    hours, days_off = hours_reader.read(space.identity.opening_hours or ""), DaysOff(space)
    for number in range(last_day(month).day):
        day = first_day(month) + dt.timedelta(days=number)
        if hours is None:
            yield None
            continue
        public = day in days_off.public(day.year)
        special = hours.special(day, public_holiday=public, school_holiday=days_off.is_school_holiday(day))
        usual = hours.day(WEEKDAYS[day.weekday()]) if hours.week else None
        yield special.hours if special else usual


def _counted(space: Space, register: MonthRegister) -> Decimal | None:
    """The half-days of the uses of passes, of golden tickets and of free uses; None if a unit takes no known time."""
    counts: dict[str, int] = {space.organisations.solidarity.unit: register.free_uses}
    for uses in register.all_uses:
        book = space.prices.passes[uses.book]
        ticket = book.golden_ticket
        counts[book.unit] = counts.get(book.unit, 0) + uses.count
        opens = (ticket.opens if ticket else None) or book.unit
        counts[opens] = counts.get(opens, 0) + uses.golden_tickets
    days = Fraction(0)
    for key, count in counts.items():
        if count:
            taken = days_at_a_desk(space, {key: Decimal(count)})
            if not taken:
                return None
            days += taken
    halves = days * _HALVES
    return (Decimal(halves.numerator) / halves.denominator).quantize(Decimal("0.1"))
