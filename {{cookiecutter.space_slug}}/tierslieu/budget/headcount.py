"""The number of coworkers in each year: from today's to the target."""

from __future__ import annotations

from tierslieu.model import Space


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
