"""What the solidarity share of a year pays for, so that an assembly sees where it goes."""

from __future__ import annotations

from collections.abc import Iterable

from tierslieu.core.money import to_cents
from tierslieu.finance import shares
from tierslieu.finance.shares import COWORKING
from tierslieu.model import Space

from .accounts import BudgetLine, FreeUses, negated, total
from .incomes import exact_coworking_income


def free_uses(space: Space, year: int, lines: Iterable[BudgetLine]) -> FreeUses | None:
    """The use of what the ``lines`` of ``year`` (1 to 3) set aside; None where nothing is set aside by choice.

    Uses are counted before amounts are rounded, as everywhere; their value is at most what is set aside.
    """
    if COWORKING not in space.identity.services or space.organisations.solidarity.percent == 0:
        return None
    aside = negated(total(line.amounts.ht for line in lines if line.kind == "solidarity"))
    price, exact_price = shares.solidarity_price(space), shares.exact_solidarity_price(space)
    count = None if aside is None else shares.free_uses(space, exact_coworking_income(space, year))
    if aside is None or exact_price is None or count is None:
        return FreeUses(aside, price, None, None, None)
    value = min(aside, to_cents(count * exact_price))
    return FreeUses(aside, price, count, value, aside - value)
