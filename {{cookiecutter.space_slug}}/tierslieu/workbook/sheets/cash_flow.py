"""The sheet of cash: the flow of each month and the cash at its end, for each organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierslieu.budget.accounts import MONTHS
from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Expr,
    brackets,
    count,
    if_,
    is_number,
    number,
    round_,
    sum_,
)
from tierslieu.workbook.writer.formulas import cents, signed, total, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet

from .assumptions import Assumptions
from .attendance import months_sheet
from .cash_advances import AdvanceRows, write_advances
from .costs import Costs
from .result_rows import ResultRow
from .results import AccountRows

_ALL = 3 * MONTHS
#: Columns, out of print: of each year, the amount of a line in whole cents, and the weight of its months.
CENTS, WEIGHT, DUE = (_ALL + 2 + 3 * step for step in range(3))


@dataclass(frozen=True)
class CashRow:
    """The cash of an organisation at the end of each month, and the number of each month that ends below zero.

    ``lines`` are those of its account that are paid, each with what it is in each month, signed. ``advances`` are the rows
    of what it may advance besides.
    """

    organisation: str
    balance: list[Cell]
    short: list[Cell]
    lines: list[tuple[ResultRow, list[Cell]]]
    advances: AdvanceRows | None = None


def write_cash(
    workbook: Workbook,
    assumptions: Assumptions,
    costs: Costs,
    accounts: Sequence[AccountRows],
    flows: Sequence[Sequence[ResultRow]],
) -> list[CashRow]:
    """Write the sheet of cash."""
    sheet = months_sheet(workbook, assumptions, "cash")
    rows = [
        _write_organisation(sheet, assumptions, costs, account, others)
        for account, others in zip(accounts, flows, strict=True)
    ]
    sheet.workings(CENTS, DUE)
    sheet.close()
    return rows


def _write_organisation(
    sheet: Worksheet, assumptions: Assumptions, costs: Costs, account: AccountRows, others: Sequence[ResultRow]
) -> CashRow:
    """Write the flows and the cash of each month."""
    sheet.section(sheet.organisation_label(account.organisation))
    paid = [entry for entry in account.entries if entry.kind != "solidarity"]
    rows = [write_entry(sheet, entry) for entry in (*paid, *others)]
    flow = sheet.totals("flow", rows, "total", columns=_ALL, known=assumptions.in_bounds)
    balance = _write_balance(sheet, assumptions.opening[account.organisation], flow)
    below = [if_(is_number(cell), if_(cell < 0, month, ""), "") for month, cell in enumerate(balance, 1)]
    short = sheet.formula_row(sheet.t("workbook_short"), below, "count", "soft")
    advances = write_advances(sheet, assumptions, costs, account.organisation, balance)
    sheet.keep_section()
    return CashRow(account.organisation, balance, short, list(zip((*paid, *others), rows, strict=True)), advances)


def _write_balance(sheet: Worksheet, opening: Cell, flow: Sequence[Cell]) -> list[Cell]:
    """Write the cash at the end of each month: that of the previous month, and the flow."""
    sheet.total(sheet.t("workbook_in_hand"))
    balance = [opening]
    for change in flow:
        balance.append(sheet.formula(change.column, total([balance[-1], change]), "money", "total"))
    sheet.row += 1
    return balance[1:]


@dataclass(frozen=True)
class _Workings:
    """What the months of a line are made of, beside them: so that each of their formulas is short.

    ``cents`` are the amounts of the years. ``weight`` are the weights of a year together: 0 while one is unknown. ``due`` is
    the month in which a line is paid, copied; None for a line without any.
    """

    cents: list[Cell]
    weight: list[Cell]
    due: Cell | None


def write_entry(sheet: Worksheet, entry: ResultRow) -> list[Cell]:
    """Write a line of the account over the 36 months."""
    workings = None if entry.parts is not None else _write_workings(sheet, entry)
    cells = sheet.formula_row(entry.label, [_amount(entry, workings, month) for month in range(_ALL)])
    entry.write_name(sheet)
    return cells


def _write_workings(sheet: Worksheet, entry: ResultRow) -> _Workings:
    amounts = [
        cents(entry.amount(year)) if entry.name else when_known([cell], cents(cell))
        for year, cell in enumerate(entry.cells)
    ]
    in_cents = sheet.formulas(CENTS, amounts, "number", "soft")
    weight: list[Cell] = []
    for year in range(3) if entry.weights else ():
        weights = _of_year(entry, year)
        usable = if_(count(weights).equals(len(weights)), sum_(weights), 0)
        weight.append(sheet.formula(WEIGHT + year, usable, "number", "soft"))
    due = entry.month
    if isinstance(due, Cell):
        due = sheet.formula(DUE, if_(is_number(due), due, ""), "count", "soft")
    return _Workings(in_cents, weight, due if isinstance(due, Cell) else None)


def _of_year(entry: ResultRow, year: int) -> Sequence[Cell]:
    assert entry.weights is not None, "a line in proportion to weights"
    return entry.weights[year * MONTHS : (year + 1) * MONTHS]


def _difference(amounts: Sequence[Expr]) -> Expr:
    """The last of ``amounts``, less the one before it, if any, both rounded."""
    rounded_amounts = [round_(amount, 0) for amount in amounts]
    return rounded_amounts[-1] - rounded_amounts[0] if len(amounts) > 1 else rounded_amounts[0]


def _amount(entry: ResultRow, workings: _Workings | None, month: int) -> Expr:
    """What is paid in ``month`` (from 0, of 36): all of the year in the month of the line, or a part of it."""
    year, position = month // MONTHS, month % MONTHS + 1
    if workings is None:
        assert entry.parts is not None, "a line whose months are known apart"
        return when_known([entry.parts[month]], signed(entry.sign, entry.parts[month]))
    amount = workings.cents[year]
    full = when_known([amount], signed(entry.sign, amount) / 100)
    # What the first months have together is rounded, not each part, as in ``budget.accounts.monthly_parts``.
    share = _difference([amount * end / MONTHS for end in (position - 1, position)])
    if workings.weight:
        weights, whole = _of_year(entry, year), workings.weight[year]
        ends = [amount * sum_(weights[:end]) / whole for end in (position - 1, position) if end]
        share = if_(whole > 0, _difference(ends), share)
    part = when_known([amount], signed(entry.sign, brackets(share)) / 100)
    if workings.due is not None:
        # Nobody knows when a grant is paid of which the month is not typed: funders seldom pay by twelfths.
        undated = if_(amount.equals(0), 0, UNKNOWN) if entry.kind == "subsidy" else part
        return if_(is_number(workings.due), if_(workings.due.equals(position), full, 0), undated)
    if entry.month is None:
        return part
    return full if entry.month == position else number(0)
