"""The sheet of the financing plan: what each organisation needs money for in a year, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tierslieu.budget.accounts import MONTHS
from tierslieu.workbook.writer.expressions import Cell, Expr, brackets, if_, number, or_, round_
from tierslieu.workbook.writer.formulas import column_totals, equal_part, if_number, total, when_known
from tierslieu.workbook.writer.workbook import Book
from tierslieu.workbook.writer.worksheet import Sheet, Years

from .assumptions import Assumptions
from .assumptions_plans import Lent
from .results import AccountRows

_WIDTHS = (62, 20, 20, 20)


@dataclass(frozen=True)
class Flow:
    """Money that comes (``sign`` 1) or goes (-1) in one ``month`` of its year, and makes no result."""

    label: str
    sign: int
    month: int
    cells: Years


def write_financing(book: Book, assumptions: Assumptions, accounts: Sequence[AccountRows]) -> list[list[Flow]]:
    """Write the sheet; gives, of each organisation, what comes and goes besides its result."""
    sheet = book.sheet("financing", _WIDTHS)
    labels = [book.t(f"workbook_{name}") for name in ("col_what", "year_1", "year_2", "year_3")]
    sheet.top(assumptions.missing, labels, (1, 2, 3))
    flows = [_write_plan(sheet, assumptions, account) for account in accounts]
    sheet.close()
    return flows


def _write_plan(sheet: Sheet, assumptions: Assumptions, account: AccountRows) -> list[Flow]:
    key, budget, plans = account.organisation, sheet.book.space.budget, assumptions.plans
    investments = zip(budget.investments, plans.investments, strict=True)
    contributions = zip(budget.contributions, plans.contributions, strict=True)
    loans = [(loan, lent) for loan, lent in zip(budget.loans, plans.loans, strict=True) if loan.received_by == key]
    sheet.section(sheet.book.called(key))
    bought = [
        _write_flow(sheet, "investment", investment.label, -1, _in_its_year(cells.net, cells.year))
        for investment, cells in investments
        if investment.paid_by == key
    ]
    repaid = [
        _write_flow(sheet, "repayment", loan.label, -1, [_repaid(lent, year) for year in (1, 2, 3)], MONTHS)
        for loan, lent in loans
    ]
    uses = _write_total(sheet, "uses", [flow.cells for flow in (*bought, *repaid)])
    brought = [
        _write_flow(sheet, "contribution", contribution.label, 1, _in_its_year(cells.amount, cells.year))
        for contribution, cells in contributions
        if contribution.received_by == key
    ]
    lent = [_write_flow(sheet, "loan", loan.label, 1, _in_its_year(cells.amount, cells.year)) for loan, cells in loans]
    own = sheet.formula_row(sheet.t("workbook_self_financing"), map(if_number, account.self_financing))
    resources = _write_total(sheet, "resources", [*(flow.cells for flow in (*brought, *lent)), own])
    pairs = zip(resources, uses, strict=True)
    differences = [when_known(pair, round_(pair[0] - pair[1], 2)) for pair in pairs]
    balance = sheet.formula_row(sheet.t("workbook_balance"), differences, "money", "total")
    _write_cash(sheet, assumptions.opening[key], balance)
    return [*bought, *repaid, *brought, *lent]


def _write_flow(sheet: Sheet, name: str, about: str, sign: int, amounts: Iterable[Expr], month: int = 1) -> Flow:
    label = sheet.t(f"workbook_line_{name}", label=about)
    return Flow(label, sign, month, sheet.formula_row(label, amounts))


def _write_total(sheet: Sheet, name: str, rows: Sequence[Years]) -> Years:
    return sheet.formula_row(sheet.t(f"workbook_{name}"), column_totals(rows), "money", "total")


def _write_cash(sheet: Sheet, opening: Cell, balance: Years) -> None:
    """Each year opens with what the one before it left."""
    opening_row, closing_row = sheet.row, sheet.row + 1
    sheet.text(0, sheet.t("workbook_opening_cash"))
    sheet.row += 1
    sheet.total(sheet.t("workbook_closing_cash"))
    sheet.row += 1
    for column, change in enumerate(balance, 1):
        opening = sheet.formula(column, if_number(opening), "money", row=opening_row)
        opening = sheet.formula(column, total([opening, change]), "money", "total", row=closing_row)


def _in_its_year(amount: Cell, start: Cell) -> list[Expr]:
    """``amount`` in the year that ``start`` tells, nothing in the others."""
    return [when_known([start], if_(start.equals(year), if_number(amount), 0)) for year in (1, 2, 3)]


def _repaid(loan: Lent, year: int) -> Expr:
    """Equal parts of a loan, from the year after it."""
    start, years, now = loan.year, loan.years, number(year)
    part = when_known([loan.amount], equal_part(loan.amount, years, brackets(now - start)))
    return when_known([start, years], if_(or_(now <= start, now > start + years), 0, part))
