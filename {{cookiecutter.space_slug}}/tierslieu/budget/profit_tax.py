"""The tax on the profits of an organisation, at the rate that its team gives; without a rate, none is computed.

A loss is deducted from the profits of the years that follow (*report en avant*: CGI, article 209, I). The tax is paid in
the last month of its year, to keep it simple.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from tierslieu.core.money import CENT
from tierslieu.finance.vat import NOTHING
from tierslieu.model import Space

from .accounts import MONTHS, BudgetLine, negated, total, untaxed


def profit_tax_lines(space: Space, organisation: str, years: Sequence[Sequence[BudgetLine]]) -> list[list[BudgetLine]]:
    """The line of the tax of ``organisation`` in each year, from its other lines; no line where no rate is given.

    What is set aside for free uses is no expense of the accounts: it does not lower the tax.
    """
    percent = space.budget.profit_tax.get(organisation)
    if percent is None:
        return [[] for _ in years]
    profits = [total(line.amounts.ht for line in lines if line.kind != "solidarity") for lines in years]
    taxes = _taxes(percent, profits)
    return [[BudgetLine("profit_tax", untaxed(negated(tax)), month=MONTHS)] for tax in taxes]


def _taxes(percent: Decimal, results: Sequence[Decimal | None]) -> list[Decimal | None]:
    """The tax of each year in euros, from the results before tax; None from the first unknown result on."""
    taxes: list[Decimal | None] = []
    losses: Decimal | None = NOTHING
    for result in results:
        if result is None or losses is None:
            losses = None
            taxes.append(None)
            continue
        taxable = max(NOTHING, result - losses)
        losses = max(NOTHING, losses - result)
        taxes.append((taxable * percent / 100).quantize(CENT, ROUND_HALF_UP))
    return taxes
