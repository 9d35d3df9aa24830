"""What the solidarity share of a year pays for, so that an assembly sees where it goes."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from tierslieu.core.money import to_cents
from tierslieu.finance import shares
from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import NOTHING
from tierslieu.model import Space

from .accounts import INCOMES, BudgetLine, FreeUses, total
from .headcount import AS_EXPECTED, Demand
from .incomes import exact_coworking_income


def free_uses(
    space: Space,
    year: int,
    lines: Iterable[BudgetLine],
    carried: Decimal | None = NOTHING,
    demand: Demand = AS_EXPECTED,
) -> FreeUses | None:
    """The use of the solidarity share of the ``lines`` of ``year`` (1 to 3); None where there is none by choice.

    ``carried`` is what the year before left, in euros. Uses are counted before amounts are rounded, as everywhere; their
    value is at most what there is.
    """
    if COWORKING not in space.identity.services or space.organisations.solidarity.percent == 0:
        return None
    sold = total(line.amounts.ht for line in lines if line.stream == COWORKING and line.kind in INCOMES)
    aside = sold if not sold else shares.set_aside(space, sold)
    price, exact_price = shares.solidarity_price(space), shares.exact_solidarity_price(space)
    income = exact_coworking_income(space, year, demand)
    count = None if aside is None or carried is None else shares.free_uses(space, income, Fraction(carried))
    if aside is None or carried is None or exact_price is None or count is None:
        return FreeUses(aside, carried, price, None, None, None)
    value = min(aside + carried, to_cents(count * exact_price))
    return FreeUses(aside, carried, price, count, value, aside + carried - value)
