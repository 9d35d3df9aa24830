"""The number of coworkers in each year, from today's to the target, and in each month of it."""

from __future__ import annotations

from tierslieu.model import Space

from .accounts import MONTHS, EachMonth


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
    today = residents + occasional
    coworkers = _quotient(today * (3 - year) + target * (year - 1), 2)
    if not today:  # no proportion to keep
        return (0, 0) if not coworkers else (None, None)
    residents_then = _quotient(coworkers * residents, today)
    return residents_then, coworkers - residents_then


def _quotient(numerator: int, denominator: int) -> int:
    """The nearest whole number, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def open_months(space: Space) -> EachMonth:
    """1 for each month of a year in which the place is open, 0 for the others."""
    return tuple(int(month not in space.budget.closed_months) for month in range(1, MONTHS + 1))


def attendance(space: Space, year: int) -> tuple[EachMonth, EachMonth]:
    """The residents, then the occasional coworkers of each month of ``year`` (1 to 3); nobody in a closed month.

    In the first year they arrive in equal steps over the months of ``ramp_up_months``, to the nearest whole number.
    """
    steps = space.budget.ramp_up_months if year == 1 else 1
    return tuple(  # type: ignore[return-value]
        tuple(
            0 if not is_open else None if count is None else _quotient(count * min(month, steps), steps)
            for month, is_open in enumerate(open_months(space), 1)
        )
        for count in headcount(space, year)
    )
