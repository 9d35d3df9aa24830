"""How many coworkers in each year: from those of today to those hoped for."""

from __future__ import annotations

from tierslieu.model import Space

#: Residents, then occasional coworkers; None while unknown.
People = tuple[int | None, int | None]


def headcount(space: Space, year: int) -> People:
    """Residents and occasional coworkers in ``year`` (1 to 3), in whole persons.

    They grow in a straight line from those of today (year 1) to the target (year 3), in today's proportion.
    """
    capacity = space.identity.capacity
    residents, occasional, target = capacity.residents, capacity.occasional, capacity.target_coworkers
    if year == 1:
        return residents, occasional
    if residents is None or occasional is None or target is None:
        return None, None
    today = residents + occasional
    whole = _round(today * (3 - year) + target * (year - 1), 2)
    if not today:
        # From nobody there is no proportion to keep.
        return (0, 0) if not whole else (None, None)
    then = _round(whole * residents, today)
    return then, whole - then


def _round(numerator: int, denominator: int) -> int:
    """The nearest whole number, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)
