"""The formulas that several sheets need.

A cell whose value is unknown shows ``?``: a formula counts the numbers that it needs before it uses them, so that
nothing unknown is ever taken for zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from operator import add, mul

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
    """The number in ``cell``; unknown while it holds none."""
    return when_known([cell], cell)


def when_known(cells: Sequence[Cell], expression: Operand) -> Expr:
    """``expression`` once each of ``cells`` holds a number; unknown until then."""
    known = is_number(cells[0]) if len(cells) == 1 else count(cells).equals(len(cells))
    return if_(known, expression, UNKNOWN)


def total(cells: Sequence[Cell]) -> Expr:
    """The sum of ``cells`` to the cent, once each holds a number; 0 without cells."""
    return when_known(cells, round_(sum_(cells), 2)) if cells else number(0)


def column_totals(rows: Sequence[Sequence[Cell]], columns: int = 3) -> list[Expr]:
    """The total of each of the first ``columns`` cells of ``rows``: by default, of the three years."""
    return [total([row[column] for row in rows]) for column in range(columns)]


def difference(minuend: Cell, subtrahend: Cell) -> Expr:
    """The first amount less the second to the cent, once both are known."""
    return when_known([minuend, subtrahend], round_(minuend - subtrahend, 2))


def product(factors: Sequence[Expr]) -> Expr:
    """The product of ``factors``."""
    return reduce(mul, factors)


def added(terms: Sequence[Expr]) -> Expr:
    """The sum of ``terms``, joined by plus signs."""
    return reduce(add, terms) if terms else number(0)


def signed(sign: int, amount: Expr) -> Expr:
    """``amount``, negated where ``sign`` is negative."""
    return -amount if sign < 0 else amount


def rounded(amount: Expr) -> Expr:
    """``amount`` (never negative) to the cent, halves up.

    Spreadsheets compute in binary, where half a cent may come out slightly too small: a billionth of a euro is added
    first. With percents of two decimals, no other amount is closer to half a cent than 0.0000004 €.
    """
    return round_(amount + _BILLIONTH, 2)


def whole(quotient: Expr) -> Expr:
    """The whole number below ``quotient``, to which a billionth is added as in ``rounded``: 3 may come out as 2.999…"""
    return int_(quotient + _BILLIONTH)


def times_paid(means: Expr, due: Expr) -> Expr:
    """How many times ``means`` pay what is ``due``, to the hundredth below: 0.99 is not enough, and 1.19 is not 1.2."""
    return whole(means / due * 100) / 100


def cents(amount: Expr) -> Expr:
    """``amount`` in whole cents."""
    return round_(amount * 100, 0)


def equal_part(amount: Expr, parts: Number, position: Number) -> Expr:
    """The part at ``position`` (from 1) of ``amount`` split into equal ``parts``; the first ones get the odd cents."""
    in_cents = cents(amount)
    return (int_(in_cents / parts) + if_(mod(in_cents, parts) >= position, 1, 0)) / 100
