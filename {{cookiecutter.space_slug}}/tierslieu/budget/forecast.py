"""The budget itself: three years, then the money they leave in hand."""

from __future__ import annotations

from tierslieu.core.paths import BUDGET, ORGANISATIONS
from tierslieu.finance import shares
from tierslieu.model import Space

from .accounts import YEARS, Account, BudgetLine, Cash, Forecast, Year
from .break_even import break_even
from .cash_flow import cash, financing
from .entries import lines
from .headcount import headcount
from .incomes import income_lines
from .missing_facts import missing


def forecast(space: Space) -> Forecast:
    """The three-year budget. Raises ``Problems`` when a name in it, or a share that it needs, is unknown or wrong."""
    _refuse_unknown(space)
    owned = [lines(space, number) for number in YEARS]
    accounts: dict[int, list[Account]] = {number: [] for number in YEARS}
    in_hand = []
    for key in space.organisations.organisations:
        own = [[line for owner, line in year if owner == key] for year in owned]
        found, money = _organisation(space, key, own)
        in_hand.append(money)
        for number, account in zip(YEARS, found, strict=True):
            accounts[number].append(account)
    years = tuple(
        Year(number, *headcount(space, number), tuple(accounts[number]), break_even(space, (line for _, line in year)))
        for number, year in zip(YEARS, owned, strict=True)
    )
    return Forecast(years, tuple(in_hand), missing(space, years))


def _organisation(space: Space, key: str, own: list[list[BudgetLine]]) -> tuple[list[Account], Cash]:
    """The accounts and the money of an organisation, from its lines in each year; each year opens as one closes."""
    opening = hand = space.budget.opening_cash.get(key)
    accounts = []
    for number, year in zip(YEARS, own, strict=True):
        needs = financing(space, key, number, year, hand)
        accounts.append(Account(key, tuple(year), needs))
        hand = needs.closing_cash
    return accounts, cash(key, opening, [(account.lines, account.financing) for account in accounts])


def _refuse_unknown(space: Space) -> None:
    """Refuse an organisation that does not exist, in the budget or among those that are paid."""
    budget = space.budget
    named = [cost.paid_by for cost in budget.costs if cost.paid_by]
    named += [it.paid_by for it in budget.investments]
    for received in (budget.subsidies, budget.contributions, budget.loans):
        named += [it.received_by for it in received]
    shares.refuse_unknown(space, dict.fromkeys([*named, *budget.opening_cash]), BUDGET)
    for stream in dict.fromkeys(line.stream or "" for line in income_lines(space, 1)):
        paid = [shares.collector(space, stream), *shares.stream_shares(space, stream)]
        shares.refuse_unknown(space, dict.fromkeys(paid), ORGANISATIONS)
