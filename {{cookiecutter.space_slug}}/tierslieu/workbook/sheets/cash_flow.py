"""The sheet of cash: the flow of each month and the cash at its end, for each organisation."""

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
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet

from .assumptions import Assumptions
from .financing import Flow
from .results import AccountRows, ResultRow, Results

_ALL = 3 * MONTHS
_WIDTHS = (46, *(12 for _ in range(_ALL)))


@dataclass(frozen=True)
class _CashRows:
    """The cash at the end of each month, and the number of each month that ends below zero, an empty text for others."""

    balance: list[Cell]
    short: list[Cell]


def write_cash(workbook: Workbook, assumptions: Assumptions, results: Results, flows: Sequence[Sequence[Flow]]) -> None:
    """Write the sheet of cash and, on the sheet of results, when the cash of each organisation runs out."""
    sheet = workbook.sheet("cash", _WIDTHS)
    months = [workbook.t("workbook_month", year=month // MONTHS + 1, month=month % MONTHS + 1) for month in range(_ALL)]
    sheet.top(assumptions.missing, [workbook.t("workbook_col_what"), *months], range(1, _ALL + 1))
    sheet.pages_across(3)
    results.sheet.section(workbook.t("workbook_runs_out"))
    results.sheet.header(
        [workbook.t(f"workbook_{name}") for name in ("col_what", "col_first_month", "col_then")], (1, 2)
    )
    for account, others in zip(results.accounts, flows, strict=True):
        rows = _write_organisation(sheet, assumptions.opening[account.organisation], account, others)
        _write_shortage(results.sheet, account.organisation, rows)
    sheet.close()


def _write_organisation(sheet: Worksheet, opening: Cell, account: AccountRows, others: Sequence[Flow]) -> _CashRows:
    sheet.section(sheet.workbook.organisation_label(account.organisation))
    rows = [_write_entry(sheet, entry) for entry in account.entries]
    rows += [_write_entry(sheet, ResultRow(flow.label, flow.sign, flow.cells, month=flow.month)) for flow in others]
    flow = sheet.formula_row(sheet.t("workbook_flow"), column_totals(rows, _ALL), "money", "total")
    balance = _write_balance(sheet, opening, flow)
    below = [if_(is_number(cell), if_(cell < 0, month, ""), "") for month, cell in enumerate(balance, 1)]
    return _CashRows(balance, sheet.formula_row(sheet.t("workbook_short"), below, "count", "soft"))


def _write_balance(sheet: Worksheet, opening: Cell, flow: Sequence[Cell]) -> list[Cell]:
    """Write the cash at the end of each month: that of the previous month, and the flow."""
    sheet.total(sheet.t("workbook_in_hand"))
    balance = [opening]
    for change in flow:
        balance.append(sheet.formula(change.column, total([balance[-1], change]), "money", "total"))
    sheet.row += 1
    return balance[1:]


def _write_shortage(sheet: Worksheet, organisation: str, rows: _CashRows) -> None:
    sheet.text(0, sheet.workbook.organisation_label(organisation))
    never = if_(is_number(rows.balance[-1]), sheet.t("workbook_never"), UNKNOWN)
    month = sheet.formula(1, if_(count(rows.short) > 0, smallest(rows.short), never), "count")
    sheet.formula(2, if_(is_number(month), index(rows.balance, month), ""), "money")
    sheet.row += 1


def _write_entry(sheet: Worksheet, entry: ResultRow) -> list[Cell]:
    """Write a line of the account over the 36 months."""
    months = [(cell, month) for cell in entry.cells for month in range(1, MONTHS + 1)]
    return sheet.formula_row(entry.label, [_amount(entry, cell, month) for cell, month in months])


def _amount(entry: ResultRow, cell: Cell, month: int) -> Expr:
    """The part of ``cell``, the amount of a year, in ``month``: all of it in the month of the line, or a twelfth."""
    full = when_known([cell], signed(entry.sign, cell))
    part = when_known([cell], signed(entry.sign, equal_part(cell, MONTHS, month)))
    if isinstance(entry.month, Cell):
        return if_(is_number(entry.month), if_(entry.month.equals(month), full, 0), part)
    if entry.month is None:
        return part
    return full if entry.month == month else number(0)
