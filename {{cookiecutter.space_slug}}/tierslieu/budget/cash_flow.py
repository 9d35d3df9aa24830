"""The financing plan of a year, and the cash of each month.

Each line of the result is paid in its month or, without one, in twelve equal parts. VAT is counted as paid or recovered
in the month of its line, and what is set aside for free uses as spent. Depreciation is no cash flow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from tierslieu.model import Space

from .accounts import MONTHS, BudgetLine, Cash, Financing, equal_parts, negated, total
from .assets_and_loans import net_investment, repayment


def financing(space: Space, key: str, year: int, lines: Sequence[BudgetLine], opening: Decimal | None) -> Financing:
    """The financing of the organisation ``key`` in ``year`` (1 to 3), which opens with ``opening`` euros of cash."""
    budget = space.budget
    loans = [loan for loan in budget.loans if loan.received_by == key]
    return Financing(
        opening,
        investments=total(
            net_investment(space, investment)
            for investment in budget.investments
            if investment.paid_by == key and investment.year == year
        ),
        repayments=total(repayment(loan, year) for loan in loans),
        contributions=total(
            contribution.amount
            for contribution in budget.contributions
            if contribution.received_by == key and contribution.year == year
        ),
        loans=total(loan.amount for loan in loans if loan.year == year),
        self_financing=total(line.amounts.ht for line in lines if line.kind != "depreciation"),
    )


def cash(key: str, opening: Decimal | None, years: Sequence[tuple[Sequence[BudgetLine], Financing]]) -> Cash:
    """The cash of the organisation ``key``, from the lines and the financing of each year."""
    flows = [flow for lines, plan in years for flow in _flows(lines, plan)]
    return Cash(key, opening, tuple(flows))


def _flows(lines: Sequence[BudgetLine], plan: Financing) -> list[Decimal | None]:
    """The cash flow of each month of a year; they add up to the balance of ``plan``."""
    months: defaultdict[int, list[Decimal | None]] = defaultdict(list)
    months[1] += [negated(plan.investments), plan.contributions, plan.loans]
    months[MONTHS].append(negated(plan.repayments))
    for line in lines:
        if line.kind == "depreciation":
            continue
        amount = line.amounts.ht
        if line.month is not None:
            months[line.month].append(amount)
            continue
        parts = [None] * MONTHS if amount is None else equal_parts(amount, MONTHS)
        for month, part in enumerate(parts, 1):
            months[month].append(part)
    return [total(months[month]) for month in range(1, MONTHS + 1)]
