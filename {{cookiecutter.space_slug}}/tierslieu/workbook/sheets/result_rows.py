"""A line of the account of an organisation, which the sheets of results, of financing and of cash show."""

from __future__ import annotations

from dataclasses import dataclass

from tierslieu.budget.accounts import Kind
from tierslieu.workbook.writer.expressions import Cell
from tierslieu.workbook.writer.worksheet import Years


@dataclass(frozen=True)
class ResultRow:
    """A line of an account: an income (``sign`` 1) or an expense (-1), whose ``cells`` are not negative.

    ``kind`` is that of the line of a budget; None apart from the result. ``paid`` is shown while VAT is unknown.
    ``month`` is when it is paid: a cell, which may be empty, or a number; None, or while the cell is empty: a twelfth
    each month.
    """

    label: str
    sign: int
    cells: Years
    paid: Years | None = None
    month: Cell | int | None = None
    kind: Kind | None = None
