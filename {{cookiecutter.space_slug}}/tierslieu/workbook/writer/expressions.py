"""A spreadsheet formula and its value, built together so that they cannot disagree.

Most functions are named after their spreadsheet counterpart: only those that Excel 2010, LibreOffice and Google Sheets
all have. An unknown value is None: arithmetic on it, like a division by zero, is unknown too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal
from operator import add, ge, gt, le, lt, mul, sub, truediv
from typing import NoReturn

from dateutil.relativedelta import relativedelta
from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]

#: A number, a text; None while unknown.
Value = Decimal | str | None

#: The precedence of the outermost operator of a formula.
_SUM, _PRODUCT, _ATOM = range(3)
#: The day that spreadsheets number 0.
_DAY_0 = dt.date(1899, 12, 30)
_OPERATORS: dict[str, Callable[..., Decimal]] = {"+": add, "-": sub, "*": mul, "/": truediv}
_COMPARISONS: dict[str, Callable[..., bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


class Expr:
    """A formula without its equals sign (``text``) and its ``value``."""

    def __init__(self, text: str, value: Value, precedence: int = _ATOM):
        self.text, self.value, self._precedence = text, value, precedence

    @property
    def number(self) -> Decimal | None:
        """The value if it is a number."""
        return self.value if isinstance(self.value, Decimal) else None

    def __add__(self, other: Number) -> Expr:
        return _arithmetic(self, "+", other)

    def __radd__(self, other: int) -> Expr:
        return _arithmetic(other, "+", self)

    def __sub__(self, other: Number) -> Expr:
        return _arithmetic(self, "-", other)

    def __rsub__(self, other: int) -> Expr:
        return _arithmetic(other, "-", self)

    def __mul__(self, other: Number) -> Expr:
        return _arithmetic(self, "*", other)

    def __truediv__(self, other: Number) -> Expr:
        return _arithmetic(self, "/", other)

    def __neg__(self) -> Expr:
        return Formula(f"-{self.within(_PRODUCT)}", None if self.number is None else 0 - self.number, _SUM)

    def __lt__(self, other: Number) -> Condition:
        return _comparison(self, "<", other)

    def __le__(self, other: Number) -> Condition:
        return _comparison(self, "<=", other)

    def __gt__(self, other: Number) -> Condition:
        return _comparison(self, ">", other)

    def __ge__(self, other: Number) -> Condition:
        return _comparison(self, ">=", other)

    def equals(self, other: Operand) -> Condition:
        """Whether the value is that of ``other``, which must be known."""
        right = _lifted(other)
        return Condition(f"{self.text}={right.text}", self.value == right.value)

    def within(self, precedence: int) -> str:
        """The text as an operand of an operator of ``precedence``: in brackets if it binds less tightly."""
        return self.text if self._precedence >= precedence else f"({self.text})"


#: Where an expression is expected, a whole number or a text is a constant.
Number = Expr | int
Operand = Number | str


class Condition:
    """A test (``text``) and whether it holds: None while that is unknown."""

    def __init__(self, text: str, holds: bool | None):
        self.text, self.holds = text, holds

    def __bool__(self) -> NoReturn:
        raise TypeError("a condition is tested by if_(), in the formula")


class Formula(Expr):
    """An expression made by an operator, a function or a constant.

    It is not ``Expr`` itself, because Python evaluates ``a < b`` as ``b > a`` when the class of ``b`` is a subclass of
    that of ``a``: ``Cell`` would come first in every comparison.
    """


class Cell(Expr):
    """A cell of ``sheet`` (its name), counted from 0, and its value: None where it is empty or unknown."""

    def __init__(self, sheet: str, row: int, column: int, value: Value):
        self.sheet, self.row, self.column = sheet, row, column
        super().__init__(f"{sheet_prefix(sheet)}{self.address}", value)

    @property
    def address(self) -> str:
        """Its place on its sheet: ``$C$5``."""
        return str(xl_rowcol_to_cell(self.row, self.column, row_abs=True, col_abs=True))


#: What a formula shows while its value is unknown.
UNKNOWN = Formula('"?"', None)


def sheet_prefix(sheet: str) -> str:
    """The text before the address of a cell of ``sheet``."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!"


def number(value: int | Decimal) -> Expr:
    """A number written in a formula."""
    return Formula(str(value), Decimal(value))


def literal(value: str) -> Expr:
    """A text written in a formula."""
    doubled = value.replace('"', '""')
    return Formula(f'"{doubled}"', value)


def zero_if_empty(cell: Cell) -> Expr:
    """A cell to be typed in, as arithmetic reads it: 0 while it is empty."""
    return Formula(cell.text, cell.value or Decimal(0))


def brackets(expression: Expr) -> Expr:
    """``expression`` in brackets, whatever it is an operand of."""
    return Formula(f"({expression.text})", expression.value)


def concatenated(*operands: Operand) -> Expr:
    """Texts and numbers one after the other, as a text."""
    expressions = [_lifted(operand) for operand in operands]
    text = "&".join(expression.text for expression in expressions)
    return Formula(text, "".join(str(expression.value) for expression in expressions), _SUM)


def if_(condition: Condition, then: Operand, otherwise: Operand) -> Expr:
    """``then`` where ``condition`` holds, else ``otherwise``."""
    first, second = _lifted(then), _lifted(otherwise)
    value = None if condition.holds is None else first.value if condition.holds else second.value
    return Formula(f"IF({condition.text},{first.text},{second.text})", value)


def and_(*conditions: Condition) -> Condition:
    """Whether all ``conditions`` hold."""
    holds = [condition.holds for condition in conditions]
    return Condition(f"AND({_arguments(conditions)})", False if False in holds else None if None in holds else True)


def or_(*conditions: Condition) -> Condition:
    """Whether at least one of ``conditions`` holds."""
    holds = [condition.holds for condition in conditions]
    return Condition(f"OR({_arguments(conditions)})", True if True in holds else None if None in holds else False)


def is_number(expression: Expr) -> Condition:
    """Whether the value is a number."""
    return Condition(f"ISNUMBER({expression.text})", expression.number is not None)


def round_(expression: Expr, decimals: int) -> Expr:
    """The nearest number with so many ``decimals``; halves go away from zero."""
    return _rounded(f"ROUND({expression.text},{decimals})", expression, decimals, ROUND_HALF_UP)


def round_up(expression: Expr, decimals: int) -> Expr:
    """The next number with so many ``decimals`` away from zero."""
    return _rounded(f"ROUNDUP({expression.text},{decimals})", expression, decimals, ROUND_UP)


def int_(expression: Expr) -> Expr:
    """The whole number below."""
    return _rounded(f"INT({expression.text})", expression, 0, ROUND_FLOOR)


def mod(dividend: Expr, divisor: Number) -> Expr:
    """The remainder of a division of numbers that are not negative."""
    by = _lifted(divisor)
    value = None if dividend.number is None or not by.number else dividend.number % by.number
    return Formula(f"MOD({dividend.text},{by.text})", value)


def months_after(day: Expr, months: Number) -> Expr:
    """The same day of the month, so many ``months`` later."""
    later = _lifted(months)
    value = None
    if day.number is not None and later.number is not None:
        after = _DAY_0 + dt.timedelta(days=int(day.number)) + relativedelta(months=int(later.number))
        value = Decimal(day_number(after))
    return Formula(f"EDATE({day.text},{later.text})", value)


def day_number(day: dt.date) -> int:
    """The number that spreadsheets have for ``day``."""
    return (day - _DAY_0).days


def min_(*expressions: Number) -> Expr:
    """The least number."""
    return _extreme("MIN", min, expressions)


def max_(*expressions: Number) -> Expr:
    """The greatest number."""
    return _extreme("MAX", max, expressions)


def span(cells: Sequence[Cell]) -> str:
    """``cells`` as the argument of a function: a range where they follow one another down or across, else one by one."""
    first = cells[0]
    down = [(first.sheet, first.row + step, first.column) for step in range(len(cells))]
    across = [(first.sheet, first.row, first.column + step) for step in range(len(cells))]
    if len(cells) > 1 and [(cell.sheet, cell.row, cell.column) for cell in cells] in (down, across):
        return _range(cells)
    return _arguments(cells)


def sum_(*groups: Sequence[Cell]) -> Expr:
    """The sum of the numbers in the cells of ``groups``."""
    numbers = [value for cells in groups for value in _numbers(cells)]
    return Formula(f"SUM({','.join(map(span, groups))})", sum(numbers, Decimal(0)))


def power(base: Expr, exponent: Expr) -> Expr:
    """``base`` to a power, a whole number."""
    known = base.number is not None and exponent.number is not None
    return Formula(f"POWER({base.text},{exponent.text})", base.number**exponent.number if known else None)  # type: ignore[operator]


def smallest(cells: Sequence[Cell]) -> Expr:
    """The least number in ``cells``; 0 where there is none."""
    return Formula(f"MIN({span(cells)})", min(_numbers(cells), default=Decimal(0)))


def greatest(cells: Sequence[Cell]) -> Expr:
    """The greatest number in ``cells``; 0 where there is none."""
    return Formula(f"MAX({span(cells)})", max(_numbers(cells), default=Decimal(0)))


def count(cells: Sequence[Cell]) -> Expr:
    """How many of ``cells`` hold a number."""
    return Formula(f"COUNT({span(cells)})", Decimal(len(_numbers(cells))))


def count_filled(cells: Sequence[Cell]) -> Expr:
    """How many of ``cells``, which are typed in, hold something."""
    return Formula(f"COUNTA({span(cells)})", Decimal(sum(cell.value is not None for cell in cells)))


def count_if(cells: Sequence[Cell], value: Expr) -> Expr:
    """How many of ``cells`` hold ``value``; none of those between the first and the last that are left out does."""
    equal = sum(cell.value == value.value for cell in cells)
    return Formula(f"COUNTIF({_range(cells)},{value.text})", Decimal(equal))


def rank(cell: Cell, cells: Sequence[Cell]) -> Expr:
    """The place of ``cell`` among ``cells``, from 1 for the greatest; equal numbers have the same."""
    value = None if cell.number is None else Decimal(1 + sum(other > cell.number for other in _numbers(cells)))
    return Formula(f"RANK({cell.text},{span(cells)})", value)


def match(value: Expr, cells: Sequence[Cell]) -> Expr:
    """The position, from 1, of the first of ``cells`` side by side that holds ``value``; unknown where none does."""
    positions = (Decimal(position) for position, cell in enumerate(cells, 1) if cell.value == value.value)
    return Formula(f"MATCH({value.text},{span(cells)},0)", next(positions, None))


def _lifted(operand: Operand) -> Expr:
    if isinstance(operand, Expr):
        return operand
    return number(operand) if isinstance(operand, int) else literal(operand)


def _arithmetic(left: Number, sign: str, right: Number) -> Expr:
    precedence = _SUM if sign in "+-" else _PRODUCT
    first, second = _lifted(left), _lifted(right)
    # a-(b-c) and a/(b*c) keep their brackets; a+(b-c) and a*(b/c) need none.
    text = f"{first.within(precedence)}{sign}{second.within(precedence + (sign in '-/'))}"
    if first.number is None or second.number is None or (sign == "/" and not second.number):
        return Formula(text, None, precedence)
    return Formula(text, _OPERATORS[sign](first.number, second.number), precedence)


def _comparison(left: Expr, sign: str, right: Number) -> Condition:
    second = _lifted(right)
    text = f"{left.text}{sign}{second.text}"
    if left.number is None or second.number is None:
        return Condition(text, None)
    return Condition(text, _COMPARISONS[sign](left.number, second.number))


def _rounded(text: str, expression: Expr, decimals: int, rounding: str) -> Expr:
    exact = expression.number
    return Formula(text, None if exact is None else exact.quantize(Decimal(1).scaleb(-decimals), rounding))


def _extreme(name: str, choice: Callable[[list[Decimal]], Decimal], operands: Sequence[Number]) -> Expr:
    expressions = [_lifted(operand) for operand in operands]
    numbers = _numbers(expressions)
    value = choice(numbers) if len(numbers) == len(expressions) else None
    return Formula(f"{name}({_arguments(expressions)})", value)


def _numbers(expressions: Sequence[Expr]) -> list[Decimal]:
    return [expression.number for expression in expressions if expression.number is not None]


def _arguments(expressions: Sequence[Expr] | Sequence[Condition]) -> str:
    return ",".join(expression.text for expression in expressions)


def _range(cells: Sequence[Cell]) -> str:
    return f"{cells[0].text}:{cells[-1].address}"
