"""The sheet of the balance sheets: what each organisation owns and owes at the end of each year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tierslieu.budget.sold_items import is_public
from tierslieu.model import Space
from tierslieu.model.budget import Contribution
from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Condition,
    Expr,
    brackets,
    if_,
    is_number,
    number,
    round_,
    sum_,
)
from tierslieu.workbook.writer.formulas import difference, if_number, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet, Years

from .assumptions import Assumptions
from .assumptions_plans import CapitalCells
from .cash_flow import CashRow
from .financing import YEAR_ENDS, PlanRows, brought_to
from .result_rows import ResultRow
from .results import AccountRows


@dataclass(frozen=True)
class EquityRow:
    """The equity of an organisation at the end of each year, and the share capital of a company.

    ``kept`` is the equity without what is to be given back under conditions, where there is some. ``lost`` is what a company
    has lost of its capital before the first day, negative; ``subscribed``, the cell of its capital, which may be empty. ``part`` is the equity as a part of the balance sheet, both
    without the capital that is not paid,
    ``debt_years`` in how many years of self-financing the loans and the overdraft are paid back. ``unexplained`` is whether
    an organisation that is to be created has more on its first day than its capital; None of one that exists, which may
    have reserves.
    """

    organisation: str
    equity: Years
    capital: Years
    kept: Years
    lost: Cell | None
    subscribed: Cell | None
    part: Years
    debt_years: Years
    unexplained: Condition | None


def write_balance_sheets(
    workbook: Workbook,
    assumptions: Assumptions,
    accounts: Sequence[AccountRows],
    plans: Sequence[PlanRows],
    cash: Sequence[CashRow],
) -> list[EquityRow]:
    """Write the sheet of the balance sheets; the equity of each organisation."""
    sheet = workbook.sheet("balance_sheets", (62, 20, 20, 20))
    sheet.upright()
    sheet.top(assumptions.missing, workbook.labels("col_what", "end_1", "end_2", "end_3"), (1, 2, 3))
    rows = [
        _write_balance_sheet(sheet, assumptions, account, plan, row)
        for account, plan, row in zip(accounts, plans, cash, strict=True)
    ]
    sheet.close()
    return rows


def _write_balance_sheet(
    sheet: Worksheet, assumptions: Assumptions, account: AccountRows, plan: PlanRows, months: CashRow
) -> EquityRow:
    sheet.section(sheet.organisation_label(account.organisation))
    opening = assumptions.opening[account.organisation]
    company = assumptions.plans.capital.get(account.organisation)
    owned, owed = ([row.before for row in rows if row.before] for rows in (plan.investments, plan.loans))
    fixed_assets = _so_far(sheet, "fixed_assets", plan.investments, account.depreciation, before=owned)
    cash = sheet.formula_row(sheet.t("workbook_cash_owned"), _positive_part(plan.closing_cash, 1))
    uncalled = _write_uncalled(sheet, account.organisation, plan, company) if company else ()
    assets = sheet.totals("assets", [fixed_assets, *([uncalled] if uncalled else []), cash], "total")
    own = sum_([opening, *owned])
    funds = sheet.formula_row(
        sheet.t("workbook_opening_equity"),
        [when_known([opening, *owned, *owed], round_(own - sum_(owed) if owed else own, 2))] * 3,
    )
    lost = None
    if company:
        paid = sheet.formula_row(sheet.t("workbook_capital_before"), [if_number(company.paid)] * 3, "money", "soft")
        left = [
            when_known([own_then, before], if_(own_then < before, round_(own_then - before, 2), 0))
            for own_then, before in zip(funds, paid, strict=True)
        ]
        lost = sheet.formula_row(sheet.t("workbook_lost_before"), left, "money", "soft")[0]
    public = is_public(sheet.space, account.organisation)
    kept = "endowments_kept" if public else "contributions_kept"
    contributions = _so_far(sheet, kept, plan.contributions, plan.given_back, told=opening)
    if recoverable := _recoverable(sheet.space, account.organisation, plan):
        given_back = _so_far(sheet, "recoverable_kept", recoverable, plan.given_back)
    results = sheet.formula_row(sheet.t("workbook_results_so_far"), _sums([account.accounting]))
    # What members owe to a company is an asset: the capital that it stands for is equity, as in the accounts.
    promised = [sheet.formula_row(sheet.t("workbook_capital_promised"), uncalled)] if uncalled else []
    equity = sheet.totals("equity", [funds, contributions, *promised, results], "total")
    kept_funds: Years = ()
    if recoverable:
        own_alone = map(difference, equity, given_back)
        kept_funds = sheet.formula_row(sheet.t("workbook_equity_kept"), own_alone, "money", "soft")
    accounts = plan.current_accounts
    lent = [_so_far(sheet, "current_accounts_due", accounts, plan.accounts_back)] if accounts else []
    loans = _so_far(sheet, "loans_due", plan.loans, plan.repayments, told=opening, before=owed)
    overdraft = sheet.formula_row(
        sheet.t("workbook_overdraft_public" if public else "workbook_overdraft"),
        _positive_part(plan.closing_cash, -1),
    )
    liabilities = sheet.totals("liabilities", [equity, *lent, loans, overdraft], "total")
    years = map(_years_of_self_financing, loans, overdraft, account.self_financing, [sheet.t("workbook_never")] * 3)
    debt_years = sheet.formula_row(sheet.t(debt_years_label(plan)), years, "decimal", "soft")
    parts = [
        when_known([own, owned], if_(owned <= 0, "–", round_(own / owned, 3)))
        for own, owned in zip(equity, assets, strict=True)
    ]
    part = sheet.formula_row(sheet.t("workbook_equity_part"), parts, "tenth_percent", "soft")
    if uncalled:
        rest = [
            when_known(
                [own, owned, owed],
                if_(owned - owed <= 0, "–", round_(brackets(own - owed) / brackets(owned - owed), 3)),
            )
            for own, owned, owed in zip(equity, assets, uncalled, strict=True)
        ]
        part = sheet.formula_row(sheet.t("workbook_equity_part_paid"), rest, "tenth_percent", "soft")
    if months.advances:
        advanced = [months.advances.advanced[end] for end in YEAR_ENDS]
        sheet.formula_row(sheet.t("workbook_advanced_due"), map(if_number, advanced), "money", "soft")
    _write_checks(sheet, map(difference, assets, liabilities), "check_sides")
    _write_checks(sheet, map(difference, [months.balance[end] for end in YEAR_ENDS], plan.closing_cash), "check_cash")
    capital = _write_capital(sheet, account.organisation, plan, company) if company else ()
    return EquityRow(
        account.organisation,
        equity,
        capital,
        kept_funds,
        lost,
        company.subscribed if company else None,
        part,
        debt_years,
        _unexplained(sheet.space, account.organisation, funds[0], company),
    )


def _unexplained(space: Space, organisation: str, funds: Cell, company: CapitalCells | None) -> Condition | None:
    """Whether an organisation that is to be created has ``funds`` on its first day that nobody paid as its capital."""
    if space.organisations.organisations[organisation].stage != "to_create":
        return None
    paid = sum_([company.paid]) if company else number(0)
    return when_known([funds], if_(funds > paid, 1, 0)).equals(1)


def _write_checks(sheet: Worksheet, gaps: Iterable[Expr], name: str) -> None:
    """Write how far apart are two amounts that should be equal: a wrong number may stand in one sheet alone."""
    sheet.formula_row(sheet.t(f"workbook_{name}"), gaps, "money", "soft")


def _positive_part(cells: Years, sign: int) -> Iterator[Expr]:
    """What is above zero (``sign`` 1) or below it (-1) of each amount, not signed."""
    for cell in cells:
        part = if_(cell > 0, cell, 0) if sign > 0 else if_(cell < 0, number(0) - cell, 0)
        yield when_known([cell], part)


def _recoverable(space: Space, organisation: str, plan: PlanRows) -> list[ResultRow]:
    """The contributions that are to be given back under conditions."""
    return [row for contribution, row in _kept(space, organisation, plan) if contribution.recoverable]


def _kept(space: Space, organisation: str, plan: PlanRows) -> Iterator[tuple[Contribution, ResultRow]]:
    """The contributions that are own funds, and their rows."""
    brought = brought_to(space, organisation)
    return zip(brought, plan.contributions, strict=True)


def _from_members(space: Space, organisation: str, plan: PlanRows) -> list[Years]:
    """What members bring to the share capital in each year."""
    return [
        row.cells
        for contribution, row in _kept(space, organisation, plan)
        if contribution.status is None and not contribution.recoverable
    ]


def _write_uncalled(sheet: Worksheet, organisation: str, plan: PlanRows, capital: CapitalCells) -> Years:
    """Write what is subscribed of the share capital of a company, and not paid yet, at the end of each year."""
    members = _from_members(sheet.space, organisation, plan)
    amounts = []
    for year in range(1, 4):
        cells = [capital.paid, *(cell for row in members for cell in row[:year])]
        left = round_(capital.subscribed - sum_(cells), 2)
        owed = when_known(cells, if_(sum_(cells) < capital.subscribed, left, 0))
        amounts.append(if_(is_number(capital.subscribed), owed, 0))
    return sheet.formula_row(sheet.t("workbook_capital_uncalled"), amounts)


def _write_capital(sheet: Worksheet, organisation: str, plan: PlanRows, capital: CapitalCells) -> Years:
    """Write the share capital of a company at the end of each year: that which it has, and what its members bring.

    It is what they have subscribed, where that is more. Unknown where nobody brings any to one that is to be created.
    """
    members = _from_members(sheet.space, organisation, plan)
    if not members and sheet.space.organisations.organisations[organisation].stage == "to_create":
        return sheet.formula_row(sheet.t("workbook_share_capital"), [UNKNOWN] * 3, "soft")
    amounts = []
    for year in range(1, 4):
        cells = [capital.paid, *(cell for row in members for cell in row[:year])]
        paid = round_(sum_(cells), 2)
        subscribed = if_(is_number(capital.subscribed), capital.subscribed, 0)
        amounts.append(when_known(cells, if_(paid < subscribed, subscribed, paid)))
    return sheet.formula_row(sheet.t("workbook_share_capital"), amounts, "soft")


def debt_years_label(plan: PlanRows) -> str:
    """The label of the years that debts take: it tells where current accounts, which it does not count, may be owed too."""
    return "workbook_debt_years_bare" if plan.current_accounts else "workbook_debt_years"


def _years_of_self_financing(loans: Cell, overdraft: Cell, self_financing: Cell, never: str) -> Expr:
    """How many years of self-financing pay what is due of the loans and to the bank; ``never`` where there is none."""
    due = brackets(loans + overdraft)
    years = if_(self_financing <= 0, never, round_(due / self_financing, 1))
    return when_known([loans, overdraft], if_(due.equals(0), 0, when_known([self_financing], years)))


def _so_far(
    sheet: Worksheet,
    name: str,
    added: Sequence[ResultRow],
    taken: Sequence[ResultRow] = (),
    told: Cell | None = None,
    before: Sequence[Cell] = (),
) -> Years:
    """Write what ``added``, less what was ``taken``, comes to at the end of each year, with what there was ``before``.

    Without any line, that is unknown while the cell ``told`` is empty: nobody has filled in the financing.
    """
    amounts = list(_sums([row.cells for row in added], [row.cells for row in taken], before))
    if told is not None and not added:
        amounts = [when_known([told], amount) for amount in amounts]
    return sheet.formula_row(sheet.t(f"workbook_{name}"), amounts)


def _sums(added: Sequence[Years], taken: Sequence[Years] = (), before: Sequence[Cell] = ()) -> Iterator[Expr]:
    for year in range(1, 4):
        plus, minus = ([cell for row in rows for cell in row[:year]] for rows in (added, taken))
        plus = [*before, *plus]
        if not plus and not minus:
            yield number(0)
            continue
        amount = sum_(plus) if plus else number(0)
        yield when_known([*plus, *minus], round_(amount - sum_(minus) if minus else amount, 2))
