"""The facts that a budget waits for, each with the file in which to write it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tierslieu.core.paths import BUDGET, ORGANISATIONS, PRICES, SPACE
from tierslieu.core.problems import MissingFact
from tierslieu.finance import shares
from tierslieu.finance.vat import recovered_percent
from tierslieu.model import Space

from .accounts import INCOMES, BudgetLine, Year
from .incomes import by_collector, income_lines, resident_units


def missing(space: Space, years: Sequence[Year]) -> tuple[MissingFact, ...]:
    """Only the facts that some figure waits for, each once."""
    found = [
        *_people(space, years),
        *_prices(space, years),
        *_regimes(space, years),
        *_solidarity(space, years),
        *_shares(space, years),
        *_amounts(space),
        *_opening_cash(space),
    ]
    return tuple(dict.fromkeys(found))


def _lines(years: Sequence[Year]) -> list[BudgetLine]:
    return [line for year in years for line in year.lines]


def _people(space: Space, years: Sequence[Year]) -> Iterator[MissingFact]:
    capacity = space.identity.capacity
    unknown = {line.kind for line in _lines(years) if line.paid is None}
    if not unknown & {"residents", "occasional"}:
        return
    nobody = capacity.residents == 0 and capacity.occasional == 0
    for name in ("residents", "occasional"):
        if getattr(capacity, name) is None or (nobody and years[-1].residents is None):
            yield MissingFact(f"fact_{name}", SPACE)
    if capacity.target_coworkers is None:
        yield MissingFact("fact_target_coworkers", SPACE)


def _prices(space: Space, years: Sequence[Year]) -> Iterator[MissingFact]:
    amounts = space.prices.grid(space.today).amounts
    for line in _lines(years):
        if line.kind in INCOMES and line.paid is None and amounts.get(line.key or "") is None:
            yield MissingFact("fact_amount", PRICES, detail=line.key or next(iter(resident_units(space)), None))


def _regimes(space: Space, years: Sequence[Year]) -> Iterator[MissingFact]:
    for account in (account for year in years for account in year.accounts):
        for line in account.lines:
            if line.paid is not None and line.amounts.vat is None:
                seller = space.responsible("invoices", line.stream) if line.stream else None
                yield MissingFact("fact_vat_regime", ORGANISATIONS, organisation=seller or account.organisation)
    for bought in space.budget.investments:
        if bought.amount is not None and recovered_percent(space, bought.paid_by, bought.vat) is None:
            yield MissingFact("fact_vat_regime", ORGANISATIONS, organisation=bought.paid_by)


def _solidarity(space: Space, years: Sequence[Year]) -> Iterator[MissingFact]:
    waits = any(line.kind == "solidarity" and line.amounts.ht is None for line in _lines(years))
    if waits and space.organisations.solidarity.percent is None:
        yield MissingFact("fact_solidarity", ORGANISATIONS)


def _shares(space: Space, years: Sequence[Year]) -> Iterator[MissingFact]:
    """The key of the common costs, unless it only waits for incomes that other facts will make known."""
    for year in years:
        if any(line.kind == "common_cost" for line in year.lines):
            incomes = by_collector(space, income_lines(space, year.number))
            waits = space.organisations.common_costs.key == "revenue" and None in incomes.values()
            if not waits and shares.common_weights(space, incomes) is None:
                yield MissingFact("common_costs_title", ORGANISATIONS)


def _amounts(space: Space) -> Iterator[MissingFact]:
    budget = space.budget
    labels = [grant.label for grant in budget.subsidies if None in grant.amount]
    labels += [cost.label for cost in budget.costs if None in cost.amount]
    labels += [bought.label for bought in budget.investments if bought.amount is None]
    labels += [brought.label for brought in budget.contributions if brought.amount is None]
    labels += [loan.label for loan in budget.loans if loan.amount is None]
    for label in labels:
        yield MissingFact("fact_amount", BUDGET, detail=label)


def _opening_cash(space: Space) -> Iterator[MissingFact]:
    for key in space.organisations.organisations:
        if space.budget.opening_cash.get(key) is None:
            yield MissingFact("fact_opening_cash", BUDGET, organisation=key)
