"""The sheet of cash: what each month brings to each organisation, and what is in hand at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierslieu.budget.accounts import MONTHS
from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Expr,
    count,
    if_,
    index,
    is_number,
    number,
    smallest,
)
from tierslieu.workbook.writer.formulas import column_totals, equal_part, signed, total, when_known
from tierslieu.workbook.writer.workbook import Book
from tierslieu.workbook.writer.worksheet import Sheet

from .assumptions import Assumptions
from .financing import Flow
from .results import AccountRows, ResultRow, Results

_ALL = 3 * MONTHS
_WIDTHS = (46, *(12 for _ in range(_ALL)))


@dataclass(frozen=True)
class _CashRows:
    """What is in hand at the end of each month, and the number of each month that ends below zero."""

    hand: list[Cell]
    short: list[Cell]


def write_cash(book: Book, assumptions: Assumptions, results: Results, flows: Sequence[Sequence[Flow]]) -> None:
    """Write the sheet and, on that of results, when the money of each organisation runs out."""
    sheet = book.sheet("cash", _WIDTHS)
    months = [book.t("workbook_month", year=month // MONTHS + 1, month=month % MONTHS + 1) for month in range(_ALL)]
    sheet.top(assumptions.missing, [book.t("workbook_col_what"), *months], range(1, _ALL + 1))
    sheet.pages_across(3)
    results.sheet.section(book.t("workbook_runs_out"))
    results.sheet.header([book.t(f"workbook_{name}") for name in ("col_what", "col_first_month", "col_then")], (1, 2))
    for account, others in zip(results.accounts, flows, strict=True):
        rows = _write_organisation(sheet, assumptions.opening[account.organisation], account, others)
        _write_shortage(results.sheet, account.organisation, rows)
    sheet.close()


def _write_organisation(sheet: Sheet, opening: Cell, account: AccountRows, others: Sequence[Flow]) -> _CashRows:
    sheet.section(sheet.book.called(account.organisation))
    rows = [_write_entry(sheet, entry) for entry in account.entries]
    rows += [_write_entry(sheet, ResultRow(flow.label, flow.sign, flow.cells, month=flow.month)) for flow in others]
    flow = sheet.formula_row(sheet.t("workbook_flow"), column_totals(rows, _ALL), "money", "total")
    hand = _write_hand(sheet, opening, flow)
    below = [if_(is_number(cell), if_(cell < 0, month, ""), "") for month, cell in enumerate(hand, 1)]
    return _CashRows(hand, sheet.formula_row(sheet.t("workbook_short"), below, "count", "soft"))


def _write_hand(sheet: Sheet, opening: Cell, flow: Sequence[Cell]) -> list[Cell]:
    """What is in hand at the end of each month: at its beginning, what the month before it left."""
    sheet.total(sheet.t("workbook_in_hand"))
    hand = [opening]
    for change in flow:
        hand.append(sheet.formula(change.column, total([hand[-1], change]), "money", "total"))
    sheet.row += 1
    return hand[1:]


def _write_shortage(sheet: Sheet, organisation: str, rows: _CashRows) -> None:
    sheet.text(0, sheet.book.called(organisation))
    never = if_(is_number(rows.hand[-1]), sheet.t("workbook_never"), UNKNOWN)
    month = sheet.formula(1, if_(count(rows.short) > 0, smallest(rows.short), never), "count")
    sheet.formula(2, if_(is_number(month), index(rows.hand, month), ""), "money")
    sheet.row += 1


def _write_entry(sheet: Sheet, entry: ResultRow) -> list[Cell]:
    """A line of the account, in its month or in twelve equal parts."""
    months = [(cell, month) for cell in entry.cells for month in range(1, MONTHS + 1)]
    return sheet.formula_row(entry.label, [_amount(entry, cell, month) for cell, month in months])


def _amount(entry: ResultRow, cell: Cell, month: int) -> Expr:
    """What ``month`` has of the amount of a year, ``cell``."""
    whole = when_known([cell], signed(entry.sign, cell))
    part = when_known([cell], signed(entry.sign, equal_part(cell, MONTHS, number(month))))
    if isinstance(entry.month, Cell):
        return if_(is_number(entry.month), if_(entry.month.equals(month), whole, 0), part)
    if entry.month is None:
        return part
    return whole if entry.month == month else number(0)
