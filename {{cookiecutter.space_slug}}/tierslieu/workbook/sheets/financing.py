"""The sheet of the financing plan: the uses and the resources of each organisation in a year, and its cash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tierslieu.budget.accounts import MONTHS
from tierslieu.workbook.writer.expressions import Cell, Expr, brackets, if_, number, or_, round_
from tierslieu.workbook.writer.formulas import column_totals, equal_part, if_number, total, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet, Years

from .assumptions import Assumptions
from .assumptions_plans import LoanCells
from .results import AccountRows

_WIDTHS = (62, 20, 20, 20)


@dataclass(frozen=True)
class Flow:
    """Money received (``sign`` 1) or paid (-1) in one ``month`` of its year, apart from the result."""

    label: str
    sign: int
    month: int
    cells: Years


def write_financing(workbook: Workbook, assumptions: Assumptions, accounts: Sequence[AccountRows]) -> list[list[Flow]]:
    """Write the sheet of the financing plan; the flows of each organisation."""
    sheet = workbook.sheet("financing", _WIDTHS)
    labels = [workbook.t(f"workbook_{name}") for name in ("col_what", "year_1", "year_2", "year_3")]
    sheet.top(assumptions.missing, labels, (1, 2, 3))
    flows = [_write_plan(sheet, assumptions, account) for account in accounts]
    sheet.close()
    return flows


def _write_plan(sheet: Worksheet, assumptions: Assumptions, account: AccountRows) -> list[Flow]:
    key, budget, plans = account.organisation, sheet.workbook.space.budget, assumptions.plans
    sheet.section(sheet.workbook.organisation_label(key))
    paid = [
        _write_flow(sheet, "investment", investment.label, -1, _in_its_year(cells.net, cells.year))
        for investment, cells in zip(budget.investments, plans.investments, strict=True)
        if investment.paid_by == key
    ]
    loans = [(loan, cells) for loan, cells in zip(budget.loans, plans.loans, strict=True) if loan.received_by == key]
    paid += [
        _write_flow(sheet, "repayment", loan.label, -1, [_repaid(cells, year) for year in (1, 2, 3)], MONTHS)
        for loan, cells in loans
    ]
    uses = _write_total(sheet, "uses", [flow.cells for flow in paid])
    received = [
        _write_flow(sheet, "contribution", contribution.label, 1, _in_its_year(cells.amount, cells.year))
        for contribution, cells in zip(budget.contributions, plans.contributions, strict=True)
        if contribution.received_by == key
    ]
    received += [
        _write_flow(sheet, "loan", loan.label, 1, _in_its_year(cells.amount, cells.year)) for loan, cells in loans
    ]
    self_financing = sheet.formula_row(sheet.t("workbook_self_financing"), map(if_number, account.self_financing))
    resources = _write_total(sheet, "resources", [*(flow.cells for flow in received), self_financing])
    pairs = zip(resources, uses, strict=True)
    differences = [when_known(pair, round_(pair[0] - pair[1], 2)) for pair in pairs]
    balance = sheet.formula_row(sheet.t("workbook_balance"), differences, "money", "total")
    _write_cash(sheet, assumptions.opening[key], balance)
    return [*paid, *received]


def _write_flow(sheet: Worksheet, name: str, label: str, sign: int, amounts: Iterable[Expr], month: int = 1) -> Flow:
    label = sheet.t(f"workbook_line_{name}", label=label)
    return Flow(label, sign, month, sheet.formula_row(label, amounts))


def _write_total(sheet: Worksheet, name: str, rows: Sequence[Years]) -> Years:
    return sheet.formula_row(sheet.t(f"workbook_{name}"), column_totals(rows), "money", "total")


def _write_cash(sheet: Worksheet, opening: Cell, balance: Years) -> None:
    """Write the cash at the beginning and at the end of each year: a year opens with what the previous one left."""
    opening_row, closing_row = sheet.row, sheet.row + 1
    sheet.text(0, sheet.t("workbook_opening_cash"))
    sheet.row += 1
    sheet.total(sheet.t("workbook_closing_cash"))
    sheet.row += 1
    for column, change in enumerate(balance, 1):
        opening = sheet.formula(column, if_number(opening), "money", row=opening_row)
        opening = sheet.formula(column, total([opening, change]), "money", "total", row=closing_row)


def _in_its_year(amount: Cell, start: Cell) -> list[Expr]:
    """``amount`` in the year that the cell ``start`` holds, 0 in the others."""
    return [when_known([start], if_(start.equals(year), if_number(amount), 0)) for year in (1, 2, 3)]


def _repaid(loan: LoanCells, year: int) -> Expr:
    """The principal repaid in ``year``: equal parts, from the year after the loan."""
    start, years, current = loan.year, loan.years, number(year)
    part = when_known([loan.amount], equal_part(loan.amount, years, brackets(current - start)))
    return when_known([start, years], if_(or_(current <= start, current > start + years), 0, part))
