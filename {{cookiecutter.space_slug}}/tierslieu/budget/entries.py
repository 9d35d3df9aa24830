"""Every income and expense of a year, each with the organisation that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tierslieu.core.money import share
from tierslieu.finance import shares as sharing
from tierslieu.finance.shares import COWORKING, Weights
from tierslieu.finance.vat import NOTHING, recovered_percent, taxed
from tierslieu.model import Space
from tierslieu.model.budget import Cost

from .accounts import MONTHS, BudgetLine, Kind, less_taxed, negated, total, untaxed
from .assets_and_loans import depreciation, interest
from .incomes import by_collector, income_lines, stream_income

#: A line and the organisation whose account it is in.
Owned = tuple[str, BudgetLine]


def lines(space: Space, year: int) -> list[Owned]:
    """The lines of ``year`` (1 to 3), in the order in which accounts show them."""
    sold = income_lines(space, year)
    found: list[Owned] = [(sharing.collector(space, line.stream or ""), line) for line in sold]
    found += _shared(space, sold)
    budget = space.budget
    for grant in budget.subsidies:
        amounts = untaxed(grant.amount[year - 1])
        found.append((grant.received_by, BudgetLine("subsidy", amounts, grant.label, month=grant.month)))
    for cost in budget.costs:
        if cost.paid_by is not None:
            found.append((cost.paid_by, _cost(space, "cost", cost, cost.paid_by, cost.amount[year - 1])))
    weights = sharing.common_weights(space, by_collector(space, sold))
    for cost in budget.costs:
        if cost.paid_by is None:
            found += _common(space, cost, cost.amount[year - 1], weights)
    for bought in budget.investments:
        amounts = untaxed(negated(depreciation(space, bought, year)))
        found.append((bought.paid_by, BudgetLine("depreciation", amounts, bought.label)))
    for loan in budget.loans:
        amounts = untaxed(negated(interest(loan, year)))
        found.append((loan.received_by, BudgetLine("interest", amounts, loan.label, month=MONTHS)))
    return found


def aside(space: Space, income: Decimal | None) -> Decimal | None:
    """What coworking ``income`` (euros, excluding VAT) leaves for free uses; None while unknown, nothing of nothing."""
    return income if not income else sharing.set_aside(space, income)


def _shared(space: Space, sold: list[BudgetLine]) -> Iterator[Owned]:
    """What whoever is paid sets aside for free uses, then what goes to the others with whom the stream is shared.

    Streams are shared excluding VAT; VAT that a transfer between organisations may itself bear is not computed.
    """
    for stream in dict.fromkeys(line.stream or "" for line in sold):
        collector = sharing.collector(space, stream)
        left = stream_income(sold, stream).ht
        if stream == COWORKING and space.organisations.solidarity.percent != 0:
            kept = negated(aside(space, left))
            yield collector, BudgetLine("solidarity", untaxed(kept), stream=stream)
            left = total((left, kept))
        shares = sharing.stream_shares(space, stream)
        amounts = dict.fromkeys(shares) if left is None else share(left, shares)
        for key, amount in amounts.items():
            if key != collector:
                yield collector, BudgetLine("transfer", untaxed(negated(amount)), key=key, stream=stream)
                yield key, BudgetLine("transfer", untaxed(amount), key=collector, stream=stream)


def _common(space: Space, cost: Cost, amount: Decimal | None, weights: Weights | None) -> Iterator[Owned]:
    """The part of each organisation in a common cost: shared as paid, then each recovers the VAT that it may."""
    if weights is None or amount is None:
        borne: dict[str, Decimal | None] = dict.fromkeys(
            space.organisations.organisations if weights is None else weights
        )
    else:
        borne = {**share(amount, weights)}
    for key, part in borne.items():
        yield key, _cost(space, "common_cost", cost, key, part)


def _cost(space: Space, kind: Kind, cost: Cost, organisation: str, amount: Decimal | None) -> BudgetLine:
    # Nothing holds no VAT, whatever the regime.
    percent = recovered_percent(space, organisation, cost.vat) if amount != 0 else NOTHING
    return BudgetLine(kind, less_taxed(taxed(amount, "ttc", percent)), cost.label, month=cost.month)
