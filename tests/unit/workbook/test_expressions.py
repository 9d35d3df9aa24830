"""A formula and its value: brackets where they are needed, and nothing unknown taken for zero."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Condition,
    Expr,
    Value,
    and_,
    brackets,
    concatenated,
    count,
    count_filled,
    count_if,
    greatest,
    if_,
    int_,
    is_number,
    literal,
    match,
    max_,
    min_,
    mod,
    number,
    or_,
    rank,
    round_,
    round_up,
    smallest,
    span,
    sum_,
    zero_if_empty,
)
from tierslieu.workbook.writer.formulas import equal_part, if_number, rounded, total


def cells(*values: Value | int, across: bool = False) -> list[Cell]:
    """Cells of the sheet S one below another from A1 on, or side by side."""
    numbers = [Decimal(value) if isinstance(value, int) else value for value in values]
    return [Cell("S", *((0, place) if across else (place, 0)), value) for place, value in enumerate(numbers)]


A, B, C = cells(6, 4, 3)
EMPTY = Cell("S", 9, 9, None)


def plain(expression: Expr | Condition) -> str:
    """The text of a formula without its sheet."""
    return expression.text.replace("'S'!", "").replace("$", "")


@pytest.mark.parametrize(
    ("expression", "text", "value"),
    [
        (A + B - C, "A1+A2-A3", 7),
        (A - (B - C), "A1-(A2-A3)", 5),
        (A + (B - C), "A1+A2-A3", 7),
        ((A + B) * C, "(A1+A2)*A3", 30),
        (A * B / C, "A1*A2/A3", 8),
        (A / (B * C), "A1/(A2*A3)", Decimal("0.5")),
        (A / (1 + C), "A1/(1+A3)", Decimal("1.5")),
        (10 - A, "10-A1", 4),
        (-(A * B), "-A1*A2", -24),
        (-(A + B), "-(A1+A2)", -10),
        (brackets(A) * B, "(A1)*A2", 24),
    ],
)
def test_brackets_stand_where_operators_need_them(expression: Expr, text: str, value: Decimal) -> None:
    assert (plain(expression), expression.value) == (text, value)


@pytest.mark.parametrize(
    ("expression", "text", "value"),
    [
        (round_(A / C + number(1) / 2, 0), "ROUND(A1/A3+1/2,0)", 3),
        (round_up(A / B, 0), "ROUNDUP(A1/A2,0)", 2),
        (int_(A / B), "INT(A1/A2)", 1),
        (mod(A, B), "MOD(A1,A2)", 2),
        (min_(A, 5), "MIN(A1,5)", 5),
        (max_(0, C - B), "MAX(0,A3-A2)", 0),
        (sum_([A, B, C]), "SUM(A1:A3)", 13),
        (sum_([A], [B]), "SUM(A1,A2)", 10),
        (smallest([A, B, C]), "MIN(A1:A3)", 3),
        (greatest([A, EMPTY, C]), "MAX(A1,J10,A3)", 6),
        (count([A, EMPTY]), "COUNT(A1,J10)", 1),
        (count_filled([A, EMPTY]), "COUNTA(A1,J10)", 1),
        (count_if([A], A), "COUNTIF(A1:A1,A1)", 1),
        (rank(B, [A, B, C]), "RANK(A2,A1:A3)", 2),
        (match(number(4), [A, B, C]), "MATCH(4,A1:A3,0)", 2),
        (rounded(A / 32), "ROUND(A1/32+1E-9,2)", Decimal("0.19")),
        (total([]), "0", 0),
        (total([A]), 'IF(ISNUMBER(A1),ROUND(SUM(A1),2),"?")', 6),
        (concatenated("a ", C), '"a "&A3', "a 3"),
        (literal('a "b"'), '"a ""b"""', 'a "b"'),
        (zero_if_empty(EMPTY), "J10", 0),
    ],
)
def test_a_function_gives_its_value(expression: Expr, text: str, value: object) -> None:
    assert (plain(expression), expression.value) == (text, value)


@pytest.mark.parametrize("expression", [A + EMPTY, EMPTY * 0, -EMPTY, A / 0, mod(A, EMPTY), mod(A, 0), A - UNKNOWN])
def test_what_is_unknown_stays_unknown(expression: Expr) -> None:
    assert expression.value is None


@pytest.mark.parametrize(
    "expression",
    [round_(EMPTY, 2), max_(A, EMPTY), rank(EMPTY, [A]), match(number(9), [A, B]), total([A, EMPTY]), if_number(EMPTY)],
)
def test_a_function_of_something_unknown_is_unknown(expression: Expr) -> None:
    assert expression.value is None


@pytest.mark.parametrize(
    ("condition", "text", "holds"),
    [
        (number(1) < A, "1<A1", True),  # not turned round to A1>1
        (number(9) <= A + B, "9<=A1+A2", True),
        (A > B, "A1>A2", True),
        (A >= 7, "A1>=7", False),
        (EMPTY < 1, "J10<1", None),
        (A.equals(6), "A1=6", True),
        (A.equals("x"), 'A1="x"', False),
        (EMPTY.equals(0), "J10=0", False),
        (is_number(A), "ISNUMBER(A1)", True),
        (is_number(EMPTY), "ISNUMBER(J10)", False),
        (and_(A > B, EMPTY > 1), "AND(A1>A2,J10>1)", None),
        (and_(A < B, EMPTY > 1), "AND(A1<A2,J10>1)", False),
        (or_(A > B, EMPTY > 1), "OR(A1>A2,J10>1)", True),
        (or_(A < B, EMPTY > 1), "OR(A1<A2,J10>1)", None),
    ],
)
def test_a_condition_holds_or_not_or_is_unknown(condition: Condition, text: str, holds: bool | None) -> None:
    assert (plain(condition), condition.holds) == (text, holds)


def test_if_gives_one_of_two_values() -> None:
    assert [if_(condition, 1, "no").value for condition in (A > B, A < B, EMPTY > 0)] == [1, "no", None]
    assert plain(if_(A > B, 1, UNKNOWN)) == 'IF(A1>A2,1,"?")'


def test_neighbouring_cells_are_one_range() -> None:
    assert plain_span(cells(1, 2, 3)) == "A1:A3"
    assert plain_span(cells(1, 2, 3, across=True)) == "A1:C1"
    assert plain_span([A, C]) == "A1,A3"
    assert plain_span([B, A]) == "A2,A1"
    assert plain_span([A]) == "A1"


def plain_span(several: list[Cell]) -> str:
    return span(several).replace("'S'!", "").replace("$", "")


@pytest.mark.parametrize(("amount", "parts"), [("10.00", ["3.34", "3.33", "3.33"]), ("0.02", ["0.01", "0.01", "0.00"])])
def test_equal_parts_add_up_and_the_first_get_the_odd_cents(amount: str, parts: list[str]) -> None:
    whole = Cell("S", 0, 0, Decimal(amount))
    assert [equal_part(whole, 3, position).value for position in (1, 2, 3)] == list(map(Decimal, parts))
