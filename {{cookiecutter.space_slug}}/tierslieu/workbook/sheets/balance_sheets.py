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
from .financing import YEAR_ENDS, PlanRows
from .result_rows import ResultRow
from .results import AccountRows


@dataclass(frozen=True)
class EquityRow:
    """The equity of an organisation at the end of each year, and the share capital of a company.

    ``kept`` is the equity without what is to be given back under conditions, where there is some.
    """

    organisation: str
    equity: Years
    capital: Years
    kept: Years


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
    if company:
        sheet.formula_row(sheet.t("workbook_capital_before"), [if_number(company.paid)] * 3, "money", "soft")
    public = is_public(sheet.space, account.organisation)
    kept = "endowments_kept" if public else "contributions_kept"
    contributions = _so_far(sheet, kept, plan.contributions, told=opening)
    if recoverable := _recoverable(sheet.space, account.organisation, plan):
        given_back = _so_far(sheet, "recoverable_kept", recoverable)
    results = sheet.formula_row(sheet.t("workbook_results_so_far"), _sums([account.accounting]))
    # What members owe to a company is an asset: the capital that it stands for is equity, as in the accounts.
    promised = [sheet.formula_row(sheet.t("workbook_capital_promised"), uncalled)] if uncalled else []
    equity = sheet.totals("equity", [funds, contributions, *promised, results], "total")
    kept_funds: Years = ()
    if recoverable:
        own_alone = map(difference, equity, given_back)
        kept_funds = sheet.formula_row(sheet.t("workbook_equity_kept"), own_alone, "money", "soft")
    lent = [_so_far(sheet, "current_accounts_due", plan.current_accounts)] if plan.current_accounts else []
    loans = _so_far(sheet, "loans_due", plan.loans, plan.repayments, told=opening, before=owed)
    overdraft = sheet.formula_row(
        sheet.t("workbook_overdraft_public" if public else "workbook_overdraft"),
        _positive_part(plan.closing_cash, -1),
    )
    liabilities = sheet.totals("liabilities", [equity, *lent, loans, overdraft], "total")
    years = map(_years_of_self_financing, loans, account.self_financing, [sheet.t("workbook_never")] * 3)
    sheet.formula_row(sheet.t("workbook_debt_years"), years, "decimal", "soft")
    parts = [
        when_known([own, owned], if_(owned <= 0, "–", round_(own / owned, 3)))
        for own, owned in zip(equity, assets, strict=True)
    ]
    sheet.formula_row(sheet.t("workbook_equity_part"), parts, "tenth_percent", "soft")
    if uncalled:
        rest = [
            when_known(
                [own, owned, owed],
                if_(owned - owed <= 0, "–", round_(brackets(own - owed) / brackets(owned - owed), 3)),
            )
            for own, owned, owed in zip(equity, assets, uncalled, strict=True)
        ]
        sheet.formula_row(sheet.t("workbook_equity_part_paid"), rest, "tenth_percent", "soft")
    if months.advances:
        advanced = [months.advances.advanced[end] for end in YEAR_ENDS]
        sheet.formula_row(sheet.t("workbook_advanced_due"), map(if_number, advanced), "money", "soft")
    _write_checks(sheet, map(difference, assets, liabilities), "check_sides")
    _write_checks(sheet, map(difference, [months.balance[end] for end in YEAR_ENDS], plan.closing_cash), "check_cash")
    capital = _write_capital(sheet, account.organisation, plan, company) if company else ()
    return EquityRow(account.organisation, equity, capital, kept_funds)


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
    brought = [
        contribution
        for contribution in space.budget.contributions
        if contribution.received_by == organisation and not contribution.current_account
    ]
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


def _years_of_self_financing(due: Cell, self_financing: Cell, never: str) -> Expr:
    """How many years of self-financing pay what is due of the loans; ``never`` where there is none."""
    years = if_(self_financing <= 0, never, round_(due / self_financing, 1))
    return when_known([due], if_(due.equals(0), 0, when_known([self_financing], years)))


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
