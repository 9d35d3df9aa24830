"""A line of the account of an organisation, which the sheets of results, of financing and of cash show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierslieu.budget.accounts import Kind
from tierslieu.workbook.writer.expressions import Cell, Expr, zero_if_empty
from tierslieu.workbook.writer.formulas import if_number
from tierslieu.workbook.writer.worksheet import Worksheet, Years


@dataclass(frozen=True)
class ResultRow:
    """A line of an account: an income (``sign`` 1) or an expense (-1), whose ``cells`` are not negative.

    ``kind`` is that of the line of a budget; None apart from the result. ``paid`` is shown while VAT is unknown.
    ``month`` is when it is paid: a cell, which may be empty, or a number; None, or while the cell is empty: a part each
    month, in proportion to ``weights`` or equal. ``parts`` is what is paid in each of the 36 months, where that is known
    apart. ``name`` is a cell that holds the label of a line that the treasurer adds in the workbook: its ``cells`` may be
    empty, and are then 0. ``before`` is what there is of it on the first day, which is not received nor paid.
    """

    label: str
    sign: int
    cells: Years
    paid: Years | None = None
    month: Cell | int | None = None
    kind: Kind | None = None
    weights: Sequence[Cell] | None = None
    parts: Sequence[Cell] | None = None
    name: Cell | None = None
    before: Cell | None = None

    def amount(self, year: int) -> Expr:
        """The amount of a year (from 0), not signed; unknown while it is."""
        return zero_if_empty(self.cells[year]) if self.name else if_number(self.cells[year])

    def write_name(self, sheet: Worksheet) -> None:
        """Write the label again in the row above, where people may change it."""
        if self.name is not None:
            sheet.formula(0, self.name, "text", "soft", row=sheet.row - 1)
