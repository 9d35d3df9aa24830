"""What an organisation pays before it is paid back, which the cash of the budget does not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tierslieu.core.money import CENT
from tierslieu.finance.vat import NOTHING
from tierslieu.model import Space
from tierslieu.model.budget import Investment

from .accounts import MONTHS, Cash, Year, negated, total
from .assets_and_loans import net_investment
from .premises import common_costs_of_others, only_holder

#: Months after which the VAT of an investment is paid back: a hypothesis, which the workbook changes.
VAT_REFUND_MONTHS = 3


@dataclass(frozen=True)
class Advances:
    """What an organisation advances, in euros; None while unknown.

    ``vat`` is that of its investments at the end of each of the 36 months, from the purchase until it is paid back, and
    ``whole_vat`` all of it; ``common``, of each year, a month of the parts of the others in the common costs, VAT included,
    which the one organisation that holds the premises pays to the suppliers.
    """

    vat: Sequence[Decimal | None]
    whole_vat: Decimal | None
    common: Sequence[Decimal | None]

    def left(self, cash: Cash) -> list[Decimal | None]:
        """The cash at the end of each month while both are advanced."""
        common = [self.common[month // MONTHS] for month in range(len(cash.in_hand))]
        return [total((row[0], *map(negated, row[1:]))) for row in zip(cash.in_hand, self.vat, common, strict=True)]


def advances(
    space: Space, organisation: str, years: Sequence[Year], unrecovered: Sequence[Investment] = ()
) -> Advances:
    """What ``organisation`` advances in ``years``; ``unrecovered`` are the investments that are VAT never paid back."""
    bought = [line for line in space.budget.investments if line.paid_by == organisation and line.year]
    taxes = [
        negated(line.amount) if line in unrecovered else total((line.amount, negated(net_investment(space, line))))
        for line in bought
    ]
    paid = [(line.year - 1) * MONTHS + line.month for line in bought]
    vat = [
        total(
            tax for tax, first in zip(taxes, paid, strict=True) if tax is None or 0 <= month - first < VAT_REFUND_MONTHS
        )
        for month in range(1, len(years) * MONTHS + 1)
    ]
    common: Sequence[Decimal | None] = [NOTHING] * len(years)
    if only_holder(space) == organisation:
        parts = [common_costs_of_others(year, organisation) for year in years]
        common = [None if part is None else (part / MONTHS).quantize(CENT, ROUND_HALF_UP) for part in parts]
    return Advances(vat, total(taxes), common)
