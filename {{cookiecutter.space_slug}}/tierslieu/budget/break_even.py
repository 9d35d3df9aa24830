"""The break-even point of a year, in coworkers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from tierslieu.core.money import CENT
from tierslieu.finance import shares
from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import NOTHING
from tierslieu.model import Space

from .accounts import COWORKERS, BreakEven, BudgetLine, Kind, negated, total
from .entries import solidarity_share
from .headcount import headcount, open_months
from .incomes import coworker_lines, stream_income

#: Lines that follow the number of coworkers, or that add up to zero over the organisations of the place.
_NOT_FIXED: tuple[Kind, ...] = (*COWORKERS, "solidarity", "transfer")


def break_even(space: Space, year: int, lines: Iterable[BudgetLine]) -> BreakEven | None:
    """The break-even point of a ``year`` from the ``lines`` of all organisations; None for a place without coworking.

    An additional coworker counts as a fraction of a resident and of an occasional one, in the exact proportion of the year;
    other sales, subsidies and costs do not change. ``fixed`` and ``contribution`` are rounded to the cent first, so
    that a spreadsheet computes the same number of coworkers.
    """
    if COWORKING not in space.identity.services:
        return None
    lines = tuple(lines)
    aside = solidarity_share(space, stream_income([line for line in lines if line.kind == "sale"], COWORKING).ht)
    fixed = total((aside, *(negated(line.amounts.ht) for line in lines if line.kind not in _NOT_FIXED)))
    contribution = _contribution(space, year)
    never = contribution is not None and contribution <= 0 and fixed is not None and fixed > 0
    coworkers = None if never else _quotient(fixed, contribution)
    of_target = _percent(coworkers, space.identity.capacity.target_coworkers)
    return BreakEven(fixed, contribution, coworkers, never, of_target, _percent(coworkers, _today(space)))


def own_break_even(space: Space, organisation: str, year: int, lines: Iterable[BudgetLine]) -> BreakEven | None:
    """The break-even point of ``organisation`` alone, from its ``lines`` of a ``year``: no other one's income helps.

    None unless it is paid by all coworkers and shares nothing of it. What it pays or receives of other services counts.
    """
    if not bears_coworking_alone(space, organisation):
        return None
    return break_even(space, year, [replace(line, kind="cost") if line.kind == "transfer" else line for line in lines])


def bears_coworking_alone(space: Space, organisation: str) -> bool:
    """Whether ``organisation`` is paid by all coworkers and shares nothing of it."""
    if COWORKING not in space.identity.services:
        return False
    sellers = {shares.collector(space, line.stream or COWORKING) for line in _lines_of_one_of_each(space)}
    sharers = {key for key, percent in shares.stream_shares(space, COWORKING).items() if percent != 0}
    return sellers == sharers == {organisation}


def _contribution(space: Space, year: int) -> Decimal | None:
    """What an average coworker of ``year`` contributes in it, in euros; None while unknown or without coworkers."""
    residents, occasional = headcount(space, year)
    if residents is None or occasional is None or not residents + occasional:
        return None
    lines = [line for line in _lines_of_one_of_each(space) if line.stream in space.identity.services]
    of_residents = _times(residents, _remainder(space, [line for line in lines if line.kind == "residents"]))
    of_occasional = _times(occasional, _remainder(space, [line for line in lines if line.kind == "occasional"]))
    sum_of_all = total((of_residents, of_occasional))
    return None if sum_of_all is None else (sum_of_all / (residents + occasional)).quantize(CENT, ROUND_HALF_UP)


def _lines_of_one_of_each(space: Space) -> Iterable[BudgetLine]:
    """What one resident and one occasional coworker, there in each month of opening, pay in a year."""
    return coworker_lines(space, open_months(space), open_months(space))


def _today(space: Space) -> int | None:
    residents, occasional = space.identity.capacity.residents, space.identity.capacity.occasional
    return None if residents is None or occasional is None else residents + occasional


def _remainder(space: Space, lines: list[BudgetLine]) -> Decimal | None:
    """The sum of ``lines``, excluding VAT and what is set aside for free uses."""
    aside = solidarity_share(space, stream_income(lines, COWORKING).ht)
    return total((*(line.amounts.ht for line in lines), negated(aside)))


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


def _percent(coworkers: int | None, people: int | None) -> Decimal | None:
    """``coworkers`` in whole percents of ``people``, halves up."""
    if coworkers is None or not people:
        return None
    return (Decimal(coworkers) * 100 / people).quantize(Decimal(1), ROUND_HALF_UP)
