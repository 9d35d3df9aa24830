"""The missing facts of a budget, each with the file in which to write it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tierslieu.core.paths import BUDGET, ORGANISATIONS, PRICES, SPACE
from tierslieu.core.problems import MissingFact
from tierslieu.finance import shares
from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import lacks_rate
from tierslieu.model import Space
from tierslieu.model.budget import Cost, Investment

from .accounts import INCOMES, BudgetLine, Year
from .incomes import by_collector, income_lines, resident_units, undecided
from .sold_items import buyers, is_company, sellers


def missing_facts(space: Space, years: Sequence[Year]) -> tuple[MissingFact, ...]:
    """The facts that leave some amount of ``years`` unknown, each once."""
    finders = (
        _coworking,
        _people,
        _purchases,
        _prices,
        _other_sales,
        _regimes,
        _rates,
        _solidarity,
        _shares,
        _amounts,
        _opening_cash,
    )
    return tuple(dict.fromkeys(fact for find in finders for fact in find(space, years)))


def _lines(years: Sequence[Year]) -> list[BudgetLine]:
    return [line for year in years for line in year.lines]


def _coworking(space: Space, _: Sequence[Year]) -> Iterator[MissingFact]:
    if undecided(space):
        yield MissingFact("fact_has_coworking", SPACE, ("modules", COWORKING))


def _purchases(space: Space, years: Sequence[Year]) -> Iterator[MissingFact]:
    unknown = any(line.kind == "occasional" and line.paid is None for line in _lines(years))
    if unknown and space.budget.occasional_buys is None:
        yield MissingFact("fact_occasional_buys", BUDGET, ("occasional_buys",))


def _people(space: Space, years: Sequence[Year]) -> Iterator[MissingFact]:
    capacity = space.identity.capacity
    unknown = {line.kind for line in _lines(years) if line.paid is None}
    if not unknown & {"residents", "occasional"}:
        return
    nobody = capacity.residents == 0 and capacity.occasional == 0
    for name in ("residents", "occasional"):
        if getattr(capacity, name) is None or (nobody and years[-1].residents is None):
            yield MissingFact(f"fact_{name}", SPACE, ("capacity", name))
    if capacity.target_coworkers is None:
        yield MissingFact("fact_target_coworkers", SPACE, ("capacity", "target_coworkers"))


def _prices(space: Space, years: Sequence[Year]) -> Iterator[MissingFact]:
    grid = space.prices.grid(space.today)
    # While nobody knows what occasional coworkers buy, nobody knows of which prices they ask.
    kinds = [kind for kind in INCOMES if kind != "occasional" or space.budget.occasional_buys is not None]
    for line in _lines(years):
        if line.kind in kinds and not line.label and line.paid is None and grid.amounts.get(line.key or "") is None:
            detail = line.key or next(iter(resident_units(space)), None)
            path = ("grids", space.prices.grids.index(grid), "amounts", line.key or "")
            yield MissingFact("fact_amount", PRICES, path, detail)


def _other_sales(space: Space, _: Sequence[Year]) -> Iterator[MissingFact]:
    for name, index, sale in space.budget.missing_sales:
        if sale.service in space.identity.services:
            seller = space.responsible("invoices", sale.service)
            yield MissingFact(f"fact_{name}", BUDGET, ("other_sales", index, name), sale.label, seller)


def _regimes(space: Space, years: Sequence[Year]) -> Iterator[MissingFact]:
    for account in (account for year in years for account in year.accounts):
        for line in account.lines:
            if line.paid is not None and line.amounts.vat is None:
                seller = space.responsible("invoices", line.stream) if line.stream else None
                if space.vat_regime(seller or account.organisation) is None:
                    yield _regime(seller or account.organisation)
    concerned = sellers(space) | buyers(space)
    for key in space.organisations.organisations:
        if key in concerned and space.vat_regime(key) is None:
            yield _regime(key)


def _regime(organisation: str) -> MissingFact:
    path = ("organisations", organisation, "vat", "regime")
    return MissingFact("fact_vat_regime", ORGANISATIONS, path, organisation=organisation)


def _rates(space: Space, _: Sequence[Year]) -> Iterator[MissingFact]:
    for section, index, purchase in space.budget.purchases:
        if lacks_rate(space, purchase):
            yield MissingFact("fact_cost_vat", BUDGET, (section, index, "vat"), purchase.label, purchase.paid_by)


def _solidarity(space: Space, years: Sequence[Year]) -> Iterator[MissingFact]:
    unknown = any(line.kind == "solidarity" and line.amounts.ht is None for line in _lines(years))
    if unknown and space.organisations.solidarity.percent is None:
        yield MissingFact("fact_solidarity", ORGANISATIONS, ("solidarity", "percent"))


def _shares(space: Space, years: Sequence[Year]) -> Iterator[MissingFact]:
    """The key of the common costs, unless it depends on incomes for which another fact is missing."""
    for year in years:
        if any(line.kind == "common_cost" for line in year.lines):
            incomes = by_collector(space, income_lines(space, year.number))
            unknown_incomes = space.organisations.common_costs.key == "revenue" and None in incomes.values()
            if not unknown_incomes and shares.common_weights(space, incomes) is None:
                section = "shares" if space.organisations.common_costs.key == "percent" else "measures"
                yield MissingFact("common_costs_title", ORGANISATIONS, ("common_costs", section))


def _amounts(space: Space, _: Sequence[Year]) -> Iterator[MissingFact]:
    for section, index, entry in space.budget.missing_amounts:
        owner = entry.paid_by if isinstance(entry, Cost | Investment) else entry.received_by
        yield MissingFact("fact_amount_or_0", BUDGET, (section, index, "amount"), entry.label, owner)
    for index, subsidy in enumerate(space.budget.subsidies):
        if subsidy.lacks_month:
            path = ("subsidies", index, "month")
            yield MissingFact("fact_payment_month", BUDGET, path, subsidy.label, subsidy.received_by)
    for index, loan in enumerate(space.budget.loans):
        if loan.rate is None:
            yield MissingFact("fact_loan_terms", BUDGET, ("loans", index, "percent"), loan.label, loan.received_by)


def _opening_cash(space: Space, _: Sequence[Year]) -> Iterator[MissingFact]:
    for key in space.organisations.organisations:
        if space.budget.opening_cash.get(key) is None:
            yield MissingFact("fact_opening_cash", BUDGET, ("opening_cash", key), organisation=key)


def missing_tax_rates(space: Space) -> Iterator[MissingFact]:
    """The rate of the tax on profits of each company that has none: no amount is unknown, but results are before tax."""
    for key in space.organisations.organisations:
        if is_company(space, key) and space.budget.profit_tax.get(key) is None:
            yield MissingFact("fact_profit_tax", BUDGET, ("profit_tax", key), organisation=key)
