"""Cells, and the formulas that read them: only functions that Excel 2010, LibreOffice and Google Sheets all have.

A cell whose figure is unknown shows ``?``: a formula counts the numbers that it needs before it uses them, so that
nothing unknown is ever taken for zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]

UNKNOWN = "?"

#: An amount, a count, a text; None while unknown.
Value = Decimal | int | str | None


@dataclass(frozen=True)
class Cell:
    """A cell of ``sheet`` (its name), counted from 0, and what it holds."""

    sheet: str
    row: int
    column: int
    value: Value

    @property
    def place(self) -> str:
        """Where it is on its sheet: ``$C$5``."""
        return str(xl_rowcol_to_cell(self.row, self.column, row_abs=True, col_abs=True))

    @property
    def amount(self) -> Decimal | None:
        """Its value, which must be an amount or unknown."""
        assert self.value is None or isinstance(self.value, Decimal | int), self.value
        return None if self.value is None else Decimal(self.value)

    def __str__(self) -> str:
        """How a formula of any sheet names it."""
        return f"{sheet_prefix(self.sheet)}{self.place}"


#: The cells of years 1 to 3.
Years = tuple[Cell, Cell, Cell]


def sheet_prefix(sheet: str) -> str:
    """What stands before a place that is on ``sheet``."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!"


def triple(cells: Sequence[Cell]) -> Years:
    """Exactly three ``cells``."""
    first, second, third = cells
    return first, second, third


def quoted(text: str) -> str:
    """``text`` within a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def span(cells: Sequence[Cell]) -> str:
    """``cells``, as one range where they follow one another down or across, else one by one."""
    first, last = cells[0], cells[-1]
    down = [(first.sheet, first.row + step, first.column) for step in range(len(cells))]
    across = [(first.sheet, first.row, first.column + step) for step in range(len(cells))]
    if len(cells) > 1 and [(cell.sheet, cell.row, cell.column) for cell in cells] in (down, across):
        return f"{first}:{last.place}"
    return ",".join(map(str, cells))


def if_number(cell: Cell) -> str:
    """The number in ``cell``, if there is one."""
    return f'IF(ISNUMBER({cell}),{cell},"{UNKNOWN}")'


def when_known(cells: Sequence[Cell], formula: str) -> str:
    """``formula``, if each of ``cells`` holds a number."""
    if len(cells) == 1:
        return f'IF(ISNUMBER({cells[0]}),{formula},"{UNKNOWN}")'
    return f'IF(COUNT({span(cells)})={len(cells)},{formula},"{UNKNOWN}")'


def total(cells: Sequence[Cell]) -> str:
    """The sum, to the cent, if each of ``cells`` holds a number; nothing to add up is zero."""
    return when_known(cells, f"ROUND(SUM({span(cells)}),2)") if cells else "0"


def rounded(formula: str) -> str:
    """``formula`` (never negative) to the cent, halves up.

    A spreadsheet counts in binary, where a half of a cent may come out a hair too small; a billionth of a euro puts it
    back. No other amount comes so near a half: with percents of two decimals, the nearest is 0.0000004 € away.
    """
    return f"ROUND({formula}+1E-9,2)"


def cents(formula: str) -> str:
    """An amount in whole cents."""
    return f"ROUND({formula}*100,0)"


def equal_part(amount: str, count: str, position: str) -> str:
    """The part number ``position`` (from 1) of ``count`` equal parts of ``amount``: the first ones get the odd cents."""
    whole = cents(amount)
    return f"(INT({whole}/{count})+IF(MOD({whole},{count})>={position},1,0))/100"
