"""The incomes and expenses of a year, each with its organisation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from tierslieu.core.money import share
from tierslieu.finance import shares as sharing
from tierslieu.finance.shares import COWORKING, Weights
from tierslieu.finance.vat import NOTHING, planned_percent, taxed
from tierslieu.model import Space
from tierslieu.model.budget import Cost

from .accounts import MONTHS, UNKNOWN, BudgetLine, EachMonth, Kind, negated, negated_taxed, total, untaxed
from .assets_and_loans import depreciation, instalments
from .headcount import AS_EXPECTED, Demand, attendance, open_months
from .incomes import by_collector, income_lines, stream_income, undecided

#: What is paid in each month of a subsidy of which nobody told when it is paid: funders seldom pay by twelfths.
_UNDATED = (None,) * MONTHS

#: The organisation whose account a line is in, and the line.
Entry = tuple[str, BudgetLine]


def entries(space: Space, year: int, demand: Demand = AS_EXPECTED) -> Iterator[Entry]:
    """The lines of ``year`` (1 to 3), in the order in which accounts show them."""
    incomes = income_lines(space, year, demand)
    for line in incomes:
        yield sharing.collector(space, line.stream or ""), line
    for key in space.organisations.organisations if undecided(space) else ():
        yield key, BudgetLine("undecided", UNKNOWN, stream=COWORKING)
    yield from _shared_incomes(space, year, incomes, demand)
    budget = space.budget
    for subsidy in budget.subsidies:
        amounts = untaxed(subsidy.amount[year - 1])
        yield (
            subsidy.received_by,
            BudgetLine(
                "subsidy",
                amounts,
                subsidy.label,
                month=subsidy.month,
                parts=_UNDATED if subsidy.lacks_month and amounts.ht != 0 else None,
                account=subsidy.account,
                asked=subsidy.status == "asked",
                action_percent=subsidy.action_percent,
            ),
        )
    for cost in budget.costs:
        if cost.paid_by is not None:
            yield cost.paid_by, _cost(space, "cost", cost, cost.paid_by, cost.amount[year - 1])
    weights = sharing.common_weights(space, by_collector(space, incomes))
    for cost in budget.costs:
        if cost.paid_by is None:
            yield from _common_cost(space, cost, cost.amount[year - 1], weights)
    for investment in budget.investments:
        if investment.life:
            amounts = untaxed(negated(depreciation(space, investment, year)))
            yield investment.paid_by, BudgetLine("depreciation", amounts, investment.label)
    for loan in budget.loans:
        parts = tuple(negated(month.interest) for month in instalments(loan, year))
        yield loan.received_by, BudgetLine("interest", untaxed(total(parts)), loan.label, parts=parts)


def solidarity_share(space: Space, income: Decimal | None) -> Decimal | None:
    """The part of coworking ``income`` (euros, excluding VAT) set aside for free uses; None while unknown, 0 of 0."""
    if not income:
        return income
    return sharing.set_aside(space, income) if sharing.reserves_free_uses(space) else NOTHING


def _shared_incomes(space: Space, year: int, incomes: list[BudgetLine], demand: Demand) -> Iterator[Entry]:
    """What the organisation that is paid sets aside for free uses, then transfers to those that share the stream.

    Streams are shared excluding VAT, each month in proportion to the coworkers that are there; the VAT of transfers
    themselves is not computed.
    """
    for stream in dict.fromkeys(line.stream or "" for line in incomes):
        collector = sharing.collector(space, stream)
        remainder = stream_income(incomes, stream).ht
        weights = presence(space, year, demand) if stream == COWORKING else _open(space, year, demand)
        if stream == COWORKING and sharing.reserves_free_uses(space):
            aside = negated(solidarity_share(space, remainder))
            yield collector, BudgetLine("solidarity", untaxed(aside), stream=stream, weights=weights)
            remainder = total((remainder, aside))
        shares = sharing.stream_shares(space, stream)
        amounts = dict.fromkeys(shares) if remainder is None else share(remainder, shares)
        for key, amount in amounts.items():
            if key != collector:
                paid = BudgetLine("transfer", untaxed(negated(amount)), key=key, stream=stream, weights=weights)
                yield collector, paid
                yield key, replace(paid, amounts=untaxed(amount), key=collector)


def presence(space: Space, year: int, demand: Demand = AS_EXPECTED) -> EachMonth:
    """The coworkers of each month of ``year``, None while unknown; the months of opening where there are none."""
    everybody = tuple(
        None if residents is None or occasional is None else residents + occasional
        for residents, occasional in zip(*attendance(space, year, demand), strict=True)
    )
    return everybody if any(count != 0 for count in everybody) else _open(space, year, demand)


def _open(space: Space, year: int, demand: Demand) -> EachMonth:
    return open_months(space, demand.months_late(year))


def _common_cost(space: Space, cost: Cost, amount: Decimal | None, weights: Weights | None) -> Iterator[Entry]:
    """The part of each organisation in a common cost: shared as paid, then each recovers the VAT that it may."""
    parts: dict[str, Decimal | None] = dict.fromkeys(space.organisations.organisations if weights is None else weights)
    if weights is not None and amount is not None:
        parts |= share(amount, weights)
    for key, part in parts.items():
        yield key, _cost(space, "common_cost", cost, key, part)


def _cost(space: Space, kind: Kind, cost: Cost, organisation: str, amount: Decimal | None) -> BudgetLine:
    # There is no VAT in 0, even while the regime or the rate is unknown.
    percent = planned_percent(space, organisation, cost.vat) if amount != 0 else NOTHING
    amounts = negated_taxed(taxed(amount, "ttc", percent))
    return BudgetLine(
        kind, amounts, cost.label, month=cost.month, account=cost.account, action_percent=cost.action_percent
    )
