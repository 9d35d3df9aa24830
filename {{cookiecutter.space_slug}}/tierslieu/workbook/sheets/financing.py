"""The sheet of the financing plan: the uses and the resources of each organisation in a year, and its cash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tierslieu.budget.accounts import MONTHS
from tierslieu.budget.sold_items import is_public
from tierslieu.model import Space
from tierslieu.model.budget import Contribution
from tierslieu.workbook.writer.expressions import (
    Cell,
    Condition,
    Expr,
    Operand,
    and_,
    brackets,
    if_,
    is_number,
    max_,
    min_,
    mod,
    number,
    round_,
    sum_,
)
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
#: Column, out of print: the month of the year in which a contribution is given back.
_BACK = 5
_WIDTHS = (62, 22, 22, 22, 22)
#: The life, in years, of what costs nothing: longer than that of anything else.
_NEVER = 999
#: The last month of each year, from 0.
YEAR_ENDS = tuple(range(MONTHS - 1, 3 * MONTHS, MONTHS))


@dataclass(frozen=True)
class DebtRows:
    """The loans of an organisation: what is ``due`` at the end of each year, and what self-financing ``left`` once it paid.

    ``covers`` is how many times self-financing pays the principal of each year, ``whole_year`` how many times that of the
    third year pays the one of a year without deferral, or why there is no number. ``checks`` are those of a public
    body, ``operation`` whether its operation loses nothing.
    ``early`` is whether contributions or current accounts are given back in each year, at the end of which a loan is still
    to be paid back; empty where none is to be given back.
    """

    due: Years
    left: Years
    covers: Years
    whole_year: Cell
    checks: Years
    operation: Years
    early: Sequence[Condition]


@dataclass(frozen=True)
class PlanRows:
    """What an organisation receives and pays apart from its result, and its cash at the end of each year.

    ``given_back`` are contributions that are to be, ``accounts_back`` the current accounts.
    """

    investments: list[ResultRow]
    repayments: list[ResultRow]
    given_back: list[ResultRow]
    accounts_back: list[ResultRow]
    contributions: list[ResultRow]
    current_accounts: list[ResultRow]
    loans: list[ResultRow]
    closing_cash: Years
    debt: DebtRows | None

    @property
    def flows(self) -> tuple[ResultRow, ...]:
        """All of them."""
        paid = (*self.investments, *self.repayments, *self.given_back, *self.accounts_back)
        return (*paid, *self.contributions, *self.current_accounts, *self.loans)


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
    given_back, accounts_back = (
        [
            _write_given_back(sheet, contribution.label, cells.amount, cells.back)
            for contribution, cells in zip(budget.contributions, plans.contributions, strict=True)
            if contribution.received_by == key and contribution.current_account == lent and cells.back
        ]
        for lent in (False, True)
    )
    uses = [flow.cells for flow in (*investments, *repayments, *given_back, *accounts_back)]
    total_uses = sheet.totals("uses", uses, "total")
    contributions, current_accounts = (
        [
            _write_row(sheet, name, contribution.label, 1, in_its_year(cells.amount, cells.year), cells.month)
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
        early: list[Condition] = []
        if back := [flow.cells for flow in (*given_back, *accounts_back)]:
            each = list(zip(*back, strict=True))
            rest = [
                when_known([cell, *paid], round_(cell - sum_(paid), 2)) for cell, paid in zip(cells, each, strict=True)
            ]
            sheet.formula_row(sheet.t("workbook_left_after_all"), rest, "money", "soft")
            owed = [[row.left[end] for _, _, row in loans] for end in YEAR_ENDS]
            early = [
                when_known([*paid, *due], if_(and_(sum_(paid) > 0, sum_(due) > 0), 1, 0)).equals(1)
                for paid, due in zip(each, owed, strict=True)
            ]
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
        whole_year = _write_whole_year(sheet, account.self_financing[-1], schedules, principal[-1])
        due = sheet.formula_row(
            sheet.t("workbook_loans_due"),
            [total([row.left[end] for row in schedules]) for end in YEAR_ENDS],
            "money",
            "soft",
        )
        checks: Years = ()
        operation: Years = ()
        if is_public(sheet.space, key):
            own, granted = _own_funds(sheet, key, contributions)
            lives = [
                if_(cells.amount > 0, cells.life, _NEVER)
                for line, cells in zip(budget.investments, plans.investments, strict=True)
                if line.paid_by == key and cells.life
            ]
            checks, operation = _write_own_resources(sheet, account, own, granted, principal, lives)
        debt = DebtRows(due, cells, shown, whole_year, checks, operation, early)
    received = [flow.cells for flow in (*contributions, *current_accounts, *borrowed)]
    resources = sheet.totals("resources", [*received, self_financing], "total")
    balance = sheet.formula_row(sheet.t("workbook_balance"), map(difference, resources, total_uses), "money", "total")
    closing_cash = _write_cash(sheet, assumptions.opening[key], balance)
    paid = (investments, repayments, given_back, accounts_back)
    return PlanRows(*paid, contributions, current_accounts, borrowed, closing_cash, debt)


def brought_to(space: Space, organisation: str) -> list[Contribution]:
    """What is brought to an organisation, and not lent to it, in the order of ``PlanRows.contributions``."""
    return [
        line for line in space.budget.contributions if line.received_by == organisation and not line.current_account
    ]


def investment_grants(space: Space, organisation: str, plan: PlanRows) -> list[Cell]:
    """The investment subsidies of an organisation, in each year: no part of them goes to the result."""
    return [
        cell
        for line, row in zip(brought_to(space, organisation), plan.contributions, strict=True)
        if line.status is not None
        for cell in row.cells
    ]


def _own_funds(
    sheet: Worksheet, organisation: str, contributions: Sequence[ResultRow]
) -> tuple[list[Years], list[Years]]:
    """What the main budget gives to an organisation, and the FCTVA; then the investment subsidies."""
    own: list[Years] = []
    granted: list[Years] = []
    for contribution, row in zip(brought_to(sheet.space, organisation), contributions, strict=True):
        (own if contribution.status is None or contribution.compensates_vat else granted).append(row.cells)
    return own, granted


def _write_own_resources(
    sheet: Worksheet,
    account: AccountRows,
    own: Sequence[Years],
    granted: Sequence[Years],
    principal: Sequence[Sequence[Cell]],
    lives: Sequence[Expr],
) -> tuple[Years, Years]:
    """Write the own resources of the investment section, whether they pay the principal of the year, if any, and whether the
    operation loses nothing.

    No principal may be paid back by a loan or by a subsidy, and the operation may lose no money: that is
    its result, in which the obligatory depreciation counts. So does a part of the investment subsidies ``granted`` (accounts
    777 and 139), which nobody types here: while there are any, a loss may be none. That part follows the depreciation of what
    they pay for: a loss is one where it is more than the depreciation of the year, or than what was granted over the
    shortest of the ``lives`` of what has a price. Source: Code général des collectivités territoriales, article L. 1612-4.
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
    no, yes = sheet.t("no"), sheet.t("yes")
    paid, balanced = [], []
    for year, (result, have, parts) in enumerate(zip(account.accounting, resources, principal, strict=True), 1):
        enough = if_(have < round_(sum_(parts), 2), no, yes)
        paid.append(when_known([have, *parts], if_(sum_(parts) <= 0, "–", enough)))
        loss: Operand = no
        if received := [cell for cells in granted for cell in cells[:year]]:
            excused = sum_(received) > 0
            if lives:
                worn = sum_([row.cells[year - 1] for row in account.depreciation])
                most = min_(worn, sum_(received) / min_(*lives))
                excused = and_(excused, number(0) - result <= round_(most, 2))
            loss = if_(excused, sheet.t("workbook_operation_before"), no)
        balanced.append(when_known([result], if_(result < 0, loss, yes)))
    checks, operation = (
        sheet.formula_row(sheet.t(f"workbook_{name}"), answers, "decimal", "soft", "text", "number")
        for name, answers in (("own_resources_pay", paid), ("operation_balanced", balanced))
    )
    return checks, operation


def _write_whole_year(sheet: Worksheet, means: Cell, loans: Sequence[LoanRows], paid: Sequence[Cell]) -> Cell:
    """Write how many times ``means``, of the third year, pay the last year of what is then owed.

    Equal instalments pay back more principal each year; what the third one ``paid`` counts where it is more.
    """
    cells = [*(cell for row in loans for cell in (row.left[-1], row.last_year)), *paid]
    principal = brackets(added([if_(row.left[-1] > 0, row.last_year, 0) for row in loans]))
    times = if_(means <= 0, sheet.t("workbook_covers_not"), times_paid(means, brackets(max_(principal, sum_(paid)))))
    nothing = and_(principal <= 0, sum_(paid) <= 0)  # a loan that ends with the third year is owed no more
    told = when_known([means, *cells], if_(nothing, sheet.t("workbook_covers_nothing"), times))
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
    row = _write_row(sheet, name, label, sign, in_its_year(amount, cells.year), cells.month)
    before = when_known([cells.year], if_(cells.year.equals(0), if_number(amount), 0))
    return replace(row, before=sheet.formula(_BEFORE, before, "money", "soft", row=sheet.row - 1))


def _write_given_back(sheet: Worksheet, label: str, amount: Cell, back: Cell) -> ResultRow:
    """Write what is given back of a contribution, all of it in the month ``back`` (1 to 36); 0 while that is empty."""
    amounts = [
        if_(is_number(back), if_(and_(back > end - MONTHS, back <= end), if_number(amount), 0), 0)
        for end in (MONTHS, 2 * MONTHS, 3 * MONTHS)
    ]
    label = sheet.t("workbook_line_given_back", label=label)
    cells = sheet.formula_row(label, amounts)
    of_year = if_(is_number(back), mod(back - 1, MONTHS) + 1, "")
    return ResultRow(label, -1, cells, month=sheet.formula(_BACK, of_year, "count", "soft", row=sheet.row - 1))


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


def in_its_year(amount: Cell, start: Cell) -> list[Expr]:
    """``amount`` in the year that the cell ``start`` holds, 0 in the others."""
    return [when_known([start], if_(start.equals(year), if_number(amount), 0)) for year in (1, 2, 3)]
