"""The sheet of cash: the flow of each month and the cash at its end, for each organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierslieu.budget.accounts import MONTHS
from tierslieu.workbook.writer.expressions import Cell, Expr, Number, Operand, if_, is_number, months_after, number
from tierslieu.workbook.writer.formulas import equal_part, signed, total, weighted_part, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet

from .assumptions import Assumptions
from .attendance import months_sheet
from .result_rows import ResultRow
from .results import AccountRows

_ALL = 3 * MONTHS


@dataclass(frozen=True)
class CashRow:
    """The cash of an organisation at the end of each month, and the number of each month that ends below zero."""

    organisation: str
    balance: list[Cell]
    short: list[Cell]


def write_cash(
    workbook: Workbook,
    assumptions: Assumptions,
    accounts: Sequence[AccountRows],
    flows: Sequence[Sequence[ResultRow]],
) -> list[CashRow]:
    """Write the sheet of cash."""
    sheet = months_sheet(workbook, assumptions, "cash")
    rows = [
        _write_organisation(sheet, assumptions.opening[account.organisation], account, others)
        for account, others in zip(accounts, flows, strict=True)
    ]
    sheet.close()
    return rows


def month_title(first_day: Cell, number: Number, label: Operand) -> Expr:
    """The month that begins so many months after the ``first_day``; ``label`` while that is not known."""
    return if_(is_number(first_day), months_after(first_day, number), label)


def _write_organisation(sheet: Worksheet, opening: Cell, account: AccountRows, others: Sequence[ResultRow]) -> CashRow:
    """Write the flows and the cash of each month."""
    sheet.section(sheet.organisation_label(account.organisation))
    paid = [entry for entry in account.entries if entry.kind != "solidarity"]
    rows = [_write_entry(sheet, entry) for entry in (*paid, *others)]
    flow = sheet.totals("flow", rows, "total", columns=_ALL)
    balance = _write_balance(sheet, opening, flow)
    below = [if_(is_number(cell), if_(cell < 0, month, ""), "") for month, cell in enumerate(balance, 1)]
    short = sheet.formula_row(sheet.t("workbook_short"), below, "count", "soft")
    return CashRow(account.organisation, balance, short)


def _write_balance(sheet: Worksheet, opening: Cell, flow: Sequence[Cell]) -> list[Cell]:
    """Write the cash at the end of each month: that of the previous month, and the flow."""
    sheet.total(sheet.t("workbook_in_hand"))
    balance = [opening]
    for change in flow:
        balance.append(sheet.formula(change.column, total([balance[-1], change]), "money", "total"))
    sheet.row += 1
    return balance[1:]


def _write_entry(sheet: Worksheet, entry: ResultRow) -> list[Cell]:
    """Write a line of the account over the 36 months."""
    cells = sheet.formula_row(entry.label, [_amount(entry, month) for month in range(_ALL)])
    entry.write_name(sheet)
    return cells


def _amount(entry: ResultRow, month: int) -> Expr:
    """What is paid in ``month`` (from 0, of 36): all of the year in the month of the line, or a part of it."""
    year, position = month // MONTHS, month % MONTHS + 1
    if entry.parts is not None:
        return when_known([entry.parts[month]], signed(entry.sign, entry.parts[month]))
    cell = entry.cells[year]
    weights = entry.weights[year * MONTHS : (year + 1) * MONTHS] if entry.weights else None
    if entry.name:
        amount = entry.amount(year)
        full, part = (signed(entry.sign, share) for share in (amount, equal_part(amount, MONTHS, position)))
    else:
        share = weighted_part(cell, weights, position) if weights else equal_part(cell, MONTHS, position)
        full, part = (when_known([cell], signed(entry.sign, amount)) for amount in (cell, share))
    if isinstance(entry.month, Cell):
        return if_(is_number(entry.month), if_(entry.month.equals(position), full, 0), part)
    if entry.month is None:
        return part
    return full if entry.month == position else number(0)
