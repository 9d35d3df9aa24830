"""The lines of the engine's budget, in the order in which the sheets need them."""

from __future__ import annotations

from decimal import Decimal

from tierslieu.budget import BudgetLine, Forecast
from tierslieu.budget.accounts import Kind, negated
from tierslieu.finance.vat import NOTHING, Taxed

#: The same line in years 1 to 3.
Three = tuple[BudgetLine, BudgetLine, BudgetLine]


class Lines:
    """The lines of ``forecast``, by organisation and kind."""

    def __init__(self, forecast: Forecast):
        years = [{account.organisation: account.lines for account in year.accounts} for year in forecast.years]
        self._left: dict[tuple[str, Kind], list[Three]] = {}
        for organisation in years[0]:
            for first, second, third in zip(*(year[organisation] for year in years), strict=True):
                self._left.setdefault((organisation, first.kind), []).append((first, second, third))

    def next(self, organisation: str, kind: Kind) -> Three:
        """The next line of its kind; one of nothing where the engine has none, because nothing is counted on."""
        left = self._left.get((organisation, kind))
        return left.pop(0) if left else (_nothing(kind), _nothing(kind), _nothing(kind))


def _nothing(kind: Kind) -> BudgetLine:
    return BudgetLine(kind, Taxed(NOTHING, NOTHING, NOTHING))


def borne(lines: Three) -> tuple[Decimal | None, ...]:
    """What expenses cost, as positive amounts, once VAT has come back."""
    return tuple(negated(line.amounts.ht) for line in lines)
