"""The three-year budget and the cash of each month."""

from __future__ import annotations

from decimal import Decimal

from tierslieu.core.paths import BUDGET, ORGANISATIONS
from tierslieu.finance import shares
from tierslieu.finance.shares import reserves_free_uses
from tierslieu.finance.vat import NOTHING
from tierslieu.model import Space

from .accounts import YEARS, Account, BudgetLine, Forecast, FreeUses, Year
from .break_even import break_even, own_break_even
from .cash_flow import cash, financing
from .entries import entries
from .free_uses import free_uses
from .headcount import AS_EXPECTED, Demand, headcount
from .incomes import income_lines
from .missing_facts import missing_facts
from .profit_tax import profit_tax_lines


def forecast(space: Space, demand: Demand = AS_EXPECTED) -> Forecast:
    """The three-year budget, with another ``demand`` than expected if one is given.

    Raises ``Problems`` for an unknown name in it, or for shares that it needs and are wrong.
    """
    _refuse_unknown(space)
    entries_by_year = [list(entries(space, number, demand)) for number in YEARS]
    accounts_by_organisation, cash_by_organisation = [], []
    for key in space.organisations.organisations:
        lines = [[line for organisation, line in year if organisation == key] for year in entries_by_year]
        accounts = _accounts(space, key, lines)
        accounts_by_organisation.append(accounts)
        years_of_cash = [(account.lines, account.financing) for account in accounts]
        cash_by_organisation.append(cash(key, space.budget.opening_cash.get(key), years_of_cash))
    accounts_by_year = zip(*accounts_by_organisation, strict=True)
    lines_by_year = [[line for _, line in year] for year in entries_by_year]
    uses_by_year = _free_uses(space, lines_by_year, demand)
    years = tuple(
        Year(number, *headcount(space, number), accounts, break_even(space, number, lines), uses)
        for number, accounts, lines, uses in zip(YEARS, accounts_by_year, lines_by_year, uses_by_year, strict=True)
    )
    return Forecast(years, tuple(cash_by_organisation), missing_facts(space, years))


def _accounts(space: Space, key: str, years: list[list[BudgetLine]]) -> list[Account]:
    """The account of an organisation in each year, from its lines; a year opens with the cash that the last one left."""
    accounts, opening = [], space.budget.opening_cash.get(key)
    for number, lines, tax in zip(YEARS, years, profit_tax_lines(space, key, years), strict=True):
        break_even_point = own_break_even(space, key, number, lines)
        lines = [*lines, *tax]
        plan = financing(space, key, number, lines, opening)
        accounts.append(Account(key, tuple(lines), plan, break_even_point))
        opening = plan.closing_cash
    return accounts


def _free_uses(space: Space, years: list[list[BudgetLine]], demand: Demand) -> list[FreeUses | None]:
    """The free uses of each year, from its lines; what a year leaves is carried to the next one, if it was set aside."""
    uses: list[FreeUses | None] = []
    carried: Decimal | None = NOTHING
    for number, lines in zip(YEARS, years, strict=True):
        uses.append(free_uses(space, number, lines, carried, demand))
        carried = uses[-1].left if uses[-1] and reserves_free_uses(space) else NOTHING
    return uses


def _refuse_unknown(space: Space) -> None:
    """Raise ``Problems`` for an organisation that does not exist, in the budget or among those that are paid."""
    budget = space.budget
    organisations = [cost.paid_by for cost in budget.costs if cost.paid_by]
    organisations += [investment.paid_by for investment in budget.investments]
    for receipts in (budget.subsidies, budget.contributions, budget.loans):
        organisations += [receipt.received_by for receipt in receipts]
    shares.refuse_unknown(space, dict.fromkeys([*organisations, *budget.opening_cash, *budget.profit_tax]), BUDGET)
    for stream in dict.fromkeys(line.stream or "" for line in income_lines(space, 1)):
        receivers = [shares.collector(space, stream), *shares.stream_shares(space, stream)]
        shares.refuse_unknown(space, dict.fromkeys(receivers), ORGANISATIONS)
