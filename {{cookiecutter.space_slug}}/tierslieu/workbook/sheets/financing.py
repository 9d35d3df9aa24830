"""The sheet of the financing plan: the uses and the resources of each organisation in a year, and its cash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tierslieu.budget.accounts import MONTHS
from tierslieu.budget.sold_items import is_public
from tierslieu.workbook.writer.expressions import Cell, Expr, brackets, if_, round_, sum_
from tierslieu.workbook.writer.formulas import added, difference, if_number, times_paid, total, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet, Years

from .assumptions import Assumptions
from .assumptions_plans import FundingCells, InvestmentCells
from .loans import LoanRows
from .result_rows import ResultRow
from .results import AccountRows

#: Column, out of print: what is owned or owed on the first day.
_BEFORE = 4
_WIDTHS = (62, 22, 22, 22, 22)
#: The last month of each year, from 0.
YEAR_ENDS = tuple(range(MONTHS - 1, 3 * MONTHS, MONTHS))


@dataclass(frozen=True)
class DebtRows:
    """The loans of an organisation: what is ``due`` at the end of each year, and what self-financing ``left`` once it paid.

    ``covers`` is how many times self-financing pays the principal of each year, ``whole_year`` how many times that of the
    third year pays the one of a year without deferral, or why there is no number. ``checks`` are those of a public body.
    """

    due: Years
    left: Years
    covers: Years
    whole_year: Cell
    checks: Years


@dataclass(frozen=True)
class PlanRows:
    """What an organisation receives and pays apart from its result, and its cash at the end of each year."""

    investments: list[ResultRow]
    repayments: list[ResultRow]
    contributions: list[ResultRow]
    current_accounts: list[ResultRow]
    loans: list[ResultRow]
    closing_cash: Years
    debt: DebtRows | None

    @property
    def flows(self) -> tuple[ResultRow, ...]:
        """All of them."""
        return (*self.investments, *self.repayments, *self.contributions, *self.current_accounts, *self.loans)


def write_financing(
    workbook: Workbook, assumptions: Assumptions, accounts: Sequence[AccountRows], loans: Sequence[LoanRows]
) -> list[PlanRows]:
    """Write the sheet of the financing plan; the rows of each organisation."""
    sheet = workbook.sheet("financing", _WIDTHS)
    sheet.upright()
    labels = workbook.labels("col_what", "year_1", "year_2", "year_3", "col_on_first_day")
    sheet.top(assumptions.missing, labels, (1, 2, 3, _BEFORE), across=sum(_WIDTHS[:_BEFORE]))
    rows = [_write_plan(sheet, assumptions, account, loans) for account in accounts]
    sheet.unprinted(_BEFORE)
    sheet.close()
    return rows


def _write_plan(
    sheet: Worksheet, assumptions: Assumptions, account: AccountRows, schedules: Sequence[LoanRows]
) -> PlanRows:
    key, budget, plans = account.organisation, sheet.space.budget, assumptions.plans
    sheet.section(sheet.organisation_label(key))
    investments = [
        _write_flow(sheet, "investment", investment.label, -1, cells.net, cells)
        for investment, cells in zip(budget.investments, plans.investments, strict=True)
        if investment.paid_by == key
    ]
    loans = [
        (loan, cells, schedule)
        for loan, cells, schedule in zip(budget.loans, plans.loans, schedules, strict=True)
        if loan.received_by == key
    ]
    repayments = [
        replace(
            _write_row(sheet, "repayment", loan.label, -1, rows.yearly(rows.principal), cells.month),
            parts=rows.principal,
        )
        for loan, cells, rows in loans
    ]
    uses = sheet.totals("uses", [flow.cells for flow in (*investments, *repayments)], "total")
    contributions, current_accounts = (
        [
            _write_row(sheet, name, contribution.label, 1, _in_its_year(cells.amount, cells.year), cells.month)
            for contribution, cells in zip(budget.contributions, plans.contributions, strict=True)
            if contribution.received_by == key and contribution.current_account == lent
        ]
        for name, lent in (("contribution", False), ("current_account", True))
    )
    borrowed = [_write_flow(sheet, "loan", loan.label, 1, cells.amount, cells) for loan, cells, _ in loans]
    self_financing = sheet.formula_row(sheet.t("workbook_self_financing"), map(if_number, account.self_financing))
    debt = None
    if repayments:
        principal = [[flow.cells[year] for flow in repayments] for year in range(3)]
        left = [
            when_known([means, *parts], round_(means - sum_(parts), 2))
            for means, parts in zip(account.self_financing, principal, strict=True)
        ]
        cells = sheet.formula_row(sheet.t("workbook_left_after_repayments"), left, "money", "soft")
        aside = [entry.cells for entry in account.entries if entry.kind == "solidarity"]
        if aside:
            kept = [
                when_known([rest, *parts], round_(rest - sum_(parts), 2))
                for rest, parts in zip(cells, zip(*aside, strict=True), strict=True)
            ]
            sheet.formula_row(sheet.t("workbook_left_aside"), kept, "money", "soft")
        covers = [
            _times_covered(sheet, account.self_financing[year], principal[year], [row.left[end] for _, _, row in loans])
            for year, end in enumerate(YEAR_ENDS)
        ]
        shown = sheet.formula_row(sheet.t("workbook_covers"), covers, "hundredth", "soft", "text", "number")
        schedules = [row for _, _, row in loans]
        whole_year = _write_whole_year(sheet, account.self_financing[-1], schedules)
        due = sheet.formula_row(
            sheet.t("workbook_loans_due"),
            [total([row.left[end] for row in schedules]) for end in YEAR_ENDS],
            "money",
            "soft",
        )
        checks: Years = ()
        if is_public(sheet.space, key):
            own = _own_funds(sheet, key, contributions)
            checks = _write_own_resources(sheet, account, own, principal)
        debt = DebtRows(due, cells, shown, whole_year, checks)
    received = [flow.cells for flow in (*contributions, *current_accounts, *borrowed)]
    resources = sheet.totals("resources", [*received, self_financing], "total")
    balance = sheet.formula_row(sheet.t("workbook_balance"), map(difference, resources, uses), "money", "total")
    closing_cash = _write_cash(sheet, assumptions.opening[key], balance)
    return PlanRows(investments, repayments, contributions, current_accounts, borrowed, closing_cash, debt)


def _own_funds(sheet: Worksheet, organisation: str, contributions: Sequence[ResultRow]) -> list[Years]:
    """What is brought to an organisation but investment subsidies: what the main budget gives, and the FCTVA."""
    brought = [
        contribution
        for contribution in sheet.space.budget.contributions
        if contribution.received_by == organisation and not contribution.current_account
    ]
    return [
        row.cells
        for contribution, row in zip(brought, contributions, strict=True)
        if contribution.status is None or contribution.compensates_vat
    ]


def _write_own_resources(
    sheet: Worksheet, account: AccountRows, own: Sequence[Years], principal: Sequence[Sequence[Cell]]
) -> Years:
    """Write the own resources of the investment section, and whether they pay the principal of the year, if any.

    A lender asks that no principal is paid back by a loan or by a subsidy, nor by an operation that loses money: that is
    its result, in which the obligatory depreciation counts.
    """
    means = [
        when_known(cells, round_(sum_(cells), 2))
        for cells in ([account.self_financing[year], *(row[year] for row in own)] for year in range(3))
    ]
    resources = sheet.formula_row(sheet.t("workbook_own_resources"), means, "money", "soft")
    rest = [
        when_known([have, *parts], round_(have - sum_(parts), 2))
        for have, parts in zip(resources, principal, strict=True)
    ]
    sheet.formula_row(sheet.t("workbook_own_resources_left"), rest, "money", "soft")
    paid = []
    for result, have, parts in zip(account.accounting, resources, principal, strict=True):
        enough = if_(have < round_(sum_(parts), 2), sheet.t("no"), sheet.t("yes"))
        answer = if_(result < 0, sheet.t("workbook_own_resources_loss"), enough)
        paid.append(when_known([result, have, *parts], if_(sum_(parts) <= 0, "–", answer)))
    return sheet.formula_row(sheet.t("workbook_own_resources_pay"), paid, "decimal", "soft", "text", "number")


def _write_whole_year(sheet: Worksheet, means: Cell, loans: Sequence[LoanRows]) -> Cell:
    """Write how many times ``means``, of the third year, pay a year of what is then owed: a deferral hides it until then."""
    cells = [cell for row in loans for cell in (row.left[-1], row.whole_year)]
    principal = brackets(added([if_(row.left[-1] > 0, row.whole_year, 0) for row in loans]))
    times = if_(means <= 0, sheet.t("workbook_covers_not"), times_paid(means, principal))
    told = when_known([means, *cells], if_(principal <= 0, sheet.t("workbook_covers_nothing"), times))
    sheet.text(0, sheet.t("workbook_covers_whole_year"), "text", "soft")
    cell = sheet.formula(3, told, "hundredth", "soft", "text", "number")
    sheet.row += 1
    return cell


def _times_covered(sheet: Worksheet, means: Cell, principal: Sequence[Cell], left: Sequence[Cell]) -> Expr:
    """How many times ``means`` pay the ``principal`` of a year, or the words that tell why there is no number.

    Without principal, what is ``left`` to be paid at the end of the year tells a deferral from the absence of a debt.
    """
    none = if_(sum_(left) > 0, sheet.t("workbook_covers_deferred"), sheet.t("workbook_covers_nothing"))
    times = if_(means <= 0, sheet.t("workbook_covers_not"), times_paid(means, brackets(sum_(principal))))
    return when_known([means, *principal, *left], if_(sum_(principal) <= 0, none, times))


def _write_flow(
    sheet: Worksheet, name: str, label: str, sign: int, amount: Cell, cells: InvestmentCells | FundingCells
) -> ResultRow:
    """Write the ``amount`` of an investment or of a loan in its year, and beside it what there is of it on the first day."""
    row = _write_row(sheet, name, label, sign, _in_its_year(amount, cells.year), cells.month)
    before = when_known([cells.year], if_(cells.year.equals(0), if_number(amount), 0))
    return replace(row, before=sheet.formula(_BEFORE, before, "money", "soft", row=sheet.row - 1))


def _write_row(sheet: Worksheet, name: str, label: str, sign: int, amounts: Iterable[Expr], month: Cell) -> ResultRow:
    """Write a line that is received or paid in a ``month`` of its year."""
    label = sheet.t(f"workbook_line_{name}", label=label)
    return ResultRow(label, sign, sheet.formula_row(label, amounts), month=month)


def _write_cash(sheet: Worksheet, opening: Cell, balance: Years) -> Years:
    """Write the cash at the beginning and at the end of each year: a year opens with what the previous one left."""
    opening_row, closing_row = sheet.row, sheet.row + 1
    sheet.text(0, sheet.t("workbook_opening_cash"))
    sheet.row += 1
    sheet.total(sheet.t("workbook_closing_cash"))
    sheet.row += 1
    closing = []
    for column, change in enumerate(balance, 1):
        opening = sheet.formula(column, if_number(opening), "money", row=opening_row)
        opening = sheet.formula(column, total([opening, change]), "money", "total", row=closing_row)
        closing.append(opening)
    return closing


def _in_its_year(amount: Cell, start: Cell) -> list[Expr]:
    """``amount`` in the year that the cell ``start`` holds, 0 in the others."""
    return [when_known([start], if_(start.equals(year), if_number(amount), 0)) for year in (1, 2, 3)]
