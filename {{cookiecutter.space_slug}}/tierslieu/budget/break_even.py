"""From how many coworkers the place lives on what it earns."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from tierslieu.core.money import CENT
from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import NOTHING
from tierslieu.model import Space

from .accounts import COWORKERS, BreakEven, BudgetLine, Kind, negated, total
from .entries import aside
from .incomes import coworker_lines, stream_income

#: What follows the number of coworkers, and what adds up to nothing over the place.
_NOT_FIXED: tuple[Kind, ...] = (*COWORKERS, "solidarity", "transfer")


def break_even(space: Space, lines: Iterable[BudgetLine]) -> BreakEven | None:
    """That of a year whose ``lines``, of all organisations, are given; None for a place without coworking.

    One coworker more is taken for a fraction of a resident and of an occasional one, in today's exact proportion;
    other sales, subsidies and costs stay those of the year. ``fixed`` and ``contribution`` are rounded to the cent
    first, so that a spreadsheet finds the same number of coworkers.
    """
    if COWORKING not in space.identity.services:
        return None
    lines = tuple(lines)
    others = aside(space, stream_income([line for line in lines if line.kind == "sale"], COWORKING).ht)
    fixed = total((others, *(negated(line.amounts.ht) for line in lines if line.kind not in _NOT_FIXED)))
    contribution = _contribution(space)
    never = contribution is not None and contribution <= 0 and fixed is not None and fixed > 0
    coworkers = None if never else _quotient(fixed, contribution)
    capacity = space.identity.capacity
    return BreakEven(
        fixed,
        contribution,
        coworkers,
        never,
        _percent(coworkers, capacity.target_coworkers),
        _percent(coworkers, _today(space)),
    )


def _contribution(space: Space) -> Decimal | None:
    """What an average coworker of today leaves in a year, in euros; None while unknown or while there is nobody."""
    count = _today(space)
    residents, occasional = space.identity.capacity.residents, space.identity.capacity.occasional
    if not count or residents is None or occasional is None:
        return None
    person = [line for line in coworker_lines(space, 1, 1) if line.stream in space.identity.services]
    of_residents = _times(residents, _left(space, [line for line in person if line.kind == "residents"]))
    of_occasional = _times(occasional, _left(space, [line for line in person if line.kind == "occasional"]))
    whole = total((of_residents, of_occasional))
    return None if whole is None else (whole / count).quantize(CENT, ROUND_HALF_UP)


def _today(space: Space) -> int | None:
    capacity = space.identity.capacity
    return (
        None if capacity.residents is None or capacity.occasional is None else capacity.residents + capacity.occasional
    )


def _left(space: Space, lines: list[BudgetLine]) -> Decimal | None:
    """What ``lines`` leave excluding VAT once the solidarity share is set aside."""
    set_aside = aside(space, stream_income(lines, COWORKING).ht)
    return total((*(line.amounts.ht for line in lines), negated(set_aside)))


def _times(count: int, amount: Decimal | None) -> Decimal | None:
    if not count:
        return NOTHING
    return None if amount is None else count * amount


def _quotient(fixed: Decimal | None, contribution: Decimal | None) -> int | None:
    if fixed is not None and fixed <= 0:
        return 0
    if fixed is None or contribution is None:
        return None
    return int((fixed / contribution).to_integral_value(ROUND_CEILING))


def _percent(coworkers: int | None, whole: int | None) -> Decimal | None:
    """Whole percents, halves up."""
    if coworkers is None or not whole:
        return None
    return (Decimal(coworkers) * 100 / whole).quantize(Decimal(1), ROUND_HALF_UP)
