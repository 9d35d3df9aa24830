"""The formulas that several sheets need.

A cell whose value is unknown shows ``?``: a formula counts the numbers that it needs before it uses them, so that
nothing unknown is ever taken for zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from operator import mul

from .expressions import (
    UNKNOWN,
    Cell,
    Expr,
    Formula,
    Number,
    Operand,
    count,
    if_,
    int_,
    is_number,
    mod,
    number,
    round_,
    sum_,
)

_BILLIONTH = Formula("1E-9", Decimal("1E-9"))


def if_number(cell: Cell) -> Expr:
    """The number in ``cell``, if there is one."""
    return when_known([cell], cell)


def when_known(cells: Sequence[Cell], expression: Operand) -> Expr:
    """``expression``, if each of ``cells`` holds a number."""
    known = is_number(cells[0]) if len(cells) == 1 else count(cells).equals(len(cells))
    return if_(known, expression, UNKNOWN)


def total(cells: Sequence[Cell]) -> Expr:
    """The sum, to the cent, if each of ``cells`` holds a number; nothing to add up is zero."""
    return when_known(cells, round_(sum_(cells), 2)) if cells else number(0)


def column_totals(rows: Sequence[Sequence[Cell]], columns: int = 3) -> list[Expr]:
    """The total of each of so many columns (by default, the years) of ``rows``."""
    return [total([row[column] for row in rows]) for column in range(columns)]


def product(factors: Sequence[Expr]) -> Expr:
    """All ``factors`` multiplied."""
    return reduce(mul, factors)


def signed(sign: int, amount: Expr) -> Expr:
    """``amount``, or its opposite where ``sign`` is negative."""
    return -amount if sign < 0 else amount


def rounded(amount: Expr) -> Expr:
    """``amount`` (never negative) to the cent, halves up.

    A spreadsheet counts in binary, where a half of a cent may come out a hair too small; a billionth of a euro puts it
    back. No other amount comes so near a half: with percents of two decimals, the nearest is 0.0000004 € away.
    """
    return round_(amount + _BILLIONTH, 2)


def cents(amount: Expr) -> Expr:
    """``amount`` in whole cents."""
    return round_(amount * 100, 0)


def equal_part(amount: Expr, parts: Number, position: Expr) -> Expr:
    """The part at ``position`` (from 1) of so many equal ``parts`` of ``amount``: the first ones get the odd cents."""
    whole, divisor = cents(amount), number(parts) if isinstance(parts, int) else parts
    return (int_(whole / divisor) + if_(mod(whole, divisor) >= position, 1, 0)) / 100
