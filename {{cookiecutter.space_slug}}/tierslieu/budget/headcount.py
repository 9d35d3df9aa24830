"""The number of coworkers in each year, from today's to the target, and in each month of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tierslieu.model import Space

from .accounts import MONTHS, EachMonth


@dataclass(frozen=True)
class Demand:
    """What a case changes in the demand that the budget expects, whose numbers of coworkers stay whole.

    ``part`` is how much they buy of what is expected; ``gradual`` is whether the additional coworkers of years 2 and 3
    arrive over the months of ``ramp_up_months`` too; ``delay`` is by how many months the place opens late in year 1;
    ``arrival`` is the least number of months over which those of year 1 arrive.
    """

    part: Decimal = Decimal(1)
    gradual: bool = False
    delay: int = 0
    arrival: int = 1

    def unit(self, space: Space) -> int:
        """By how much ``attendance`` multiplies numbers of people, which stay whole."""
        return space.budget.ramp_up_months if self.gradual else 1

    def months_late(self, year: int) -> int:
        """The months of ``year`` before the place opens."""
        return self.delay if year == 1 else 0


AS_EXPECTED = Demand()


def headcount(space: Space, year: int) -> tuple[int | None, int | None]:
    """The numbers of residents and of occasional coworkers in ``year`` (1 to 3); None while unknown.

    Their sum grows in a straight line from today's (year 1) to the target (year 3), in today's proportion.
    """
    capacity = space.identity.capacity
    residents, occasional, target = capacity.residents, capacity.occasional, capacity.target_coworkers
    if year == 1:
        return residents, occasional
    if residents is None or occasional is None or target is None:
        return None, None
    return split_coworkers(space, _quotient((residents + occasional) * (3 - year) + target * (year - 1), 2))


def split_coworkers(space: Space, coworkers: int) -> tuple[int | None, int | None]:
    """So many ``coworkers`` as residents and occasional coworkers, in today's proportion; None while unknown."""
    residents, occasional = space.identity.capacity.residents, space.identity.capacity.occasional
    if residents is None or occasional is None:
        return None, None
    if not residents + occasional:  # no proportion to keep
        return (0, 0) if not coworkers else (None, None)
    residents_then = _quotient(coworkers * residents, residents + occasional)
    return residents_then, coworkers - residents_then


def _quotient(numerator: int, denominator: int) -> int:
    """The nearest whole number, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def open_months(space: Space, late: int = 0) -> EachMonth:
    """1 for each month of a year in which the place is open, 0 for the others, as for the first ``late`` ones."""
    return tuple(int(month > late and month not in space.budget.closed_months) for month in range(1, MONTHS + 1))


def may_open_late(space: Space) -> bool:
    """Whether the place is to open: coworkers arrive one after the other in year 1, or an organisation may be to create."""
    stages = {organisation.stage for organisation in space.organisations.organisations.values()}
    return space.budget.ramp_up_months > 1 or stages != {"existing"}


def average_coworkers(space: Space, year: int) -> Fraction | None:
    """The coworkers of an average open month of ``year`` (1 to 3); None while unknown, or without an open month."""
    counts = [count for kind in attendance(space, year) for count in kind]
    known, months = [count for count in counts if count is not None], sum(filter(None, open_months(space)))
    return Fraction(sum(known), months) if len(known) == len(counts) and months else None


def attendance(space: Space, year: int, demand: Demand = AS_EXPECTED) -> tuple[EachMonth, EachMonth]:
    """The residents, then the occasional coworkers of each month of ``year`` (1 to 3); nobody in a closed month.

    In the first year they arrive in equal steps over the months of ``ramp_up_months``, to the nearest whole number. In a
    ``gradual`` demand, those that later years add do too, and numbers are ``unit`` times those of people, to be exact.
    """
    late = demand.months_late(year)
    steps = max(space.budget.ramp_up_months, demand.arrival if year == 1 else 1)
    before = headcount(space, year - 1) if demand.gradual and year > 1 else (None, None)
    return tuple(  # type: ignore[return-value]
        tuple(
            0 if not is_open else _arrived(first, count, min(month - late, steps), steps, demand.unit(space))
            for month, is_open in enumerate(open_months(space, late), 1)
        )
        if year == 1 or demand.gradual
        else tuple(count if is_open else 0 for is_open in open_months(space))
        for first, count in zip(before, headcount(space, year), strict=True)
    )


def _arrived(before: int | None, count: int | None, step: int, steps: int, unit: int) -> int | None:
    """How many of ``count`` are there at a ``step`` of so many ``steps``, times ``unit``: from ``before`` on, or None at first."""
    if count is None:
        return None
    return unit * _quotient(count * step, steps) if before is None else unit * before + (count - before) * step
