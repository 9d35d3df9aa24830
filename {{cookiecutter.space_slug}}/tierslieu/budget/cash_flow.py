"""The money in hand, month by month, and where the money of a year comes from and goes to.

Each line of the result comes or goes in its month or, when it has none, in twelve equal parts. VAT is taken as handed
over, or back, in the month of its line; what is set aside for free uses, as spent. Depreciation moves no money.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from tierslieu.model import Space

from .accounts import MONTHS, BudgetLine, Cash, Financing, negated, parts, total
from .assets_and_loans import net_investment, repayment


def financing(space: Space, key: str, year: int, lines: Sequence[BudgetLine], opening: Decimal | None) -> Financing:
    """The needs and means of an organisation in ``year`` (1 to 3), with ``opening`` euros in hand on its first day."""
    budget = space.budget
    return Financing(
        opening,
        investments=total(
            net_investment(space, it) for it in budget.investments if it.paid_by == key and it.year == year
        ),
        repayments=total(repayment(it, year) for it in budget.loans if it.received_by == key),
        contributions=total(it.amount for it in budget.contributions if it.received_by == key and it.year == year),
        loans=total(it.amount for it in budget.loans if it.received_by == key and it.year == year),
        self_financing=total(line.amounts.ht for line in lines if line.kind != "depreciation"),
    )


def cash(key: str, opening: Decimal | None, years: Sequence[tuple[Sequence[BudgetLine], Financing]]) -> Cash:
    """The 36 months of an organisation, from the lines and the financing of each of its years."""
    flows = [flow for lines, needs in years for flow in _flows(lines, needs)]
    return Cash(key, opening, tuple(flows))


def _flows(lines: Sequence[BudgetLine], needs: Financing) -> list[Decimal | None]:
    """What each month of a year brings: together, exactly the balance of the year."""
    months: defaultdict[int, list[Decimal | None]] = defaultdict(list)
    months[1] += [negated(needs.investments), needs.contributions, needs.loans]
    months[MONTHS].append(negated(needs.repayments))
    for line in lines:
        if line.kind == "depreciation":
            continue
        amount = line.amounts.ht
        if line.month is not None:
            months[line.month].append(amount)
            continue
        spread = [None] * MONTHS if amount is None else parts(amount, MONTHS)
        for month, part in enumerate(spread, 1):
            months[month].append(part)
    return [total(months[month]) for month in range(1, MONTHS + 1)]
