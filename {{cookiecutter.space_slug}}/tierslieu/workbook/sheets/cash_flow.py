"""The sheet of cash: the flow of each month and the cash at its end, for each organisation."""

from __future__ import annotations

from collections.abc import Sequence

from tierslieu.budget.accounts import MONTHS
from tierslieu.workbook.writer.expressions import UNKNOWN, Cell, Expr, count, if_, index, is_number, number, smallest
from tierslieu.workbook.writer.formulas import equal_part, signed, total, when_known
from tierslieu.workbook.writer.worksheet import Worksheet

from .assumptions import Assumptions
from .results import AccountRows, ResultRow

_ALL = 3 * MONTHS


def write_cash(
    results: Worksheet, assumptions: Assumptions, accounts: Sequence[AccountRows], flows: Sequence[Sequence[ResultRow]]
) -> None:
    """Write the sheet of cash and, on the sheet of ``results``, when the cash of each organisation runs out."""
    workbook = results.workbook
    sheet = workbook.sheet("cash", (46, *(12 for _ in range(_ALL))))
    months = [workbook.t("workbook_month", year=month // MONTHS + 1, month=month % MONTHS + 1) for month in range(_ALL)]
    sheet.top(assumptions.missing, [workbook.t("workbook_col_what"), *months], range(1, _ALL + 1))
    sheet.pages_across(3)
    results.section(workbook.t("workbook_runs_out"))
    results.header(workbook.labels("col_what", "col_first_month", "col_then"), (1, 2))
    for account, others in zip(accounts, flows, strict=True):
        balance = _write_organisation(sheet, assumptions.opening[account.organisation], account, others)
        _write_shortage(results, account.organisation, *balance)
    sheet.close()


def _write_organisation(
    sheet: Worksheet, opening: Cell, account: AccountRows, others: Sequence[ResultRow]
) -> tuple[list[Cell], list[Cell]]:
    """Write the flows and the cash of each month; the cash, and the months that end below zero (empty for others)."""
    sheet.section(sheet.organisation_label(account.organisation))
    rows = [_write_entry(sheet, entry) for entry in (*account.entries, *others)]
    flow = sheet.totals("flow", rows, "total", columns=_ALL)
    balance = _write_balance(sheet, opening, flow)
    below = [if_(is_number(cell), if_(cell < 0, month, ""), "") for month, cell in enumerate(balance, 1)]
    return balance, sheet.formula_row(sheet.t("workbook_short"), below, "count", "soft")


def _write_balance(sheet: Worksheet, opening: Cell, flow: Sequence[Cell]) -> list[Cell]:
    """Write the cash at the end of each month: that of the previous month, and the flow."""
    sheet.total(sheet.t("workbook_in_hand"))
    balance = [opening]
    for change in flow:
        balance.append(sheet.formula(change.column, total([balance[-1], change]), "money", "total"))
    sheet.row += 1
    return balance[1:]


def _write_shortage(sheet: Worksheet, organisation: str, balance: list[Cell], short: list[Cell]) -> None:
    sheet.text(0, sheet.organisation_label(organisation))
    never = if_(is_number(balance[-1]), sheet.t("workbook_never"), UNKNOWN)
    month = sheet.formula(1, if_(count(short) > 0, smallest(short), never), "count")
    sheet.formula(2, if_(is_number(month), index(balance, month), ""), "money")
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
