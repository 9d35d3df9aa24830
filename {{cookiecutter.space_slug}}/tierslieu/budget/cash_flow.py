"""The financing plan of a year, and the cash of each month.

Each line of the result is paid in its month or, without one, in twelve parts: equal ones or, of what customers pay, by the
months of opening and the coworkers who are there. VAT is counted as paid or recovered in the month of its line.
Depreciation, and what is set aside for free uses, are no cash flow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tierslieu.finance.vat import NOTHING
from tierslieu.model import Space

from .accounts import MONTHS, BudgetLine, Cash, Financing, Kind, monthly_parts, negated, total
from .assets_and_loans import instalments, net_investment

#: What nobody is paid.
_UNPAID: tuple[Kind, ...] = ("depreciation", "solidarity")


def financing(space: Space, key: str, year: int, lines: Sequence[BudgetLine], opening: Decimal | None) -> Financing:
    """The financing of the organisation ``key`` in ``year`` (1 to 3), which opens with ``opening`` euros of cash."""
    budget = space.budget
    loans = [loan for loan in budget.loans if loan.received_by == key]
    bought = [each for each in budget.investments if (each.paid_by, each.year) == (key, year)]
    brought = [each for each in budget.contributions if (each.received_by, each.year) == (key, year)]
    borrowed = [loan for loan in loans if loan.year == year]
    return Financing(
        opening,
        investments=total(net_investment(space, each) for each in bought),
        repaid=tuple(
            total(month.principal for month in months)
            for months in zip(*(instalments(loan, year) for loan in loans), strict=True)
        )
        or (NOTHING,) * MONTHS,
        contributions=total(each.amount for each in brought if not each.current_account),
        current_accounts=total(each.amount for each in brought if each.current_account),
        loans=total(loan.amount for loan in borrowed),
        self_financing=total(line.amounts.ht for line in lines if line.kind not in _UNPAID),
        dated=(
            *((each.month, negated(net_investment(space, each))) for each in bought),
            *((each.month, each.amount) for each in brought),
            *((loan.month, loan.amount) for loan in borrowed),
        ),
        owned=total(each.amount for each in budget.investments if (each.paid_by, each.year) == (key, 0)),
        owed=total(loan.amount for loan in loans if loan.year == 0),
    )


def cash(key: str, opening: Decimal | None, years: Sequence[tuple[Sequence[BudgetLine], Financing]]) -> Cash:
    """The cash of the organisation ``key``, from the lines and the financing of each year.

    A line whose month is after the twelfth is paid in the year that follows; after the last year, it is left out.
    """
    flows: list[list[Decimal | None]] = [[] for _ in range(len(years) * MONTHS)]
    for year, (lines, plan) in enumerate(years):
        for month, amount in _flows(lines, plan):
            if (position := year * MONTHS + month - 1) < len(flows):
                flows[position].append(amount)
    received = tuple(total(amount for amount in month if amount is None or amount > 0) for month in flows)
    paid = tuple(total(amount for amount in month if amount is None or amount < 0) for month in flows)
    return Cash(key, opening, received, paid)


def _flows(lines: Sequence[BudgetLine], plan: Financing) -> Iterator[tuple[int, Decimal | None]]:
    """Each flow of a year with its month, from 1; they add up to the balance of ``plan``."""
    yield from plan.dated
    yield from enumerate(map(negated, plan.repaid), 1)
    for line in lines:
        if line.kind in _UNPAID:
            continue
        if line.month is not None:
            yield line.month, line.amounts.ht
        else:
            yield from enumerate(_parts(line), 1)


def _parts(line: BudgetLine) -> Sequence[Decimal | None]:
    """What is paid of ``line`` in each month."""
    amount, weights = line.amounts.ht, line.weights
    if line.parts is not None:
        return line.parts
    if amount is None:
        return [None] * MONTHS
    known: list[int] = [weight for weight in weights or () if weight is not None]
    return monthly_parts(amount, known if len(known) == MONTHS and any(known) else (1,) * MONTHS)
