"""Price comparison: for a number of visits a month, the pricing option that costs least.

Visits are supposed to be spread evenly over the month. A pass then costs what its uses cost, as long as they are used
up before it ends; else one pass for each period of validity. Amounts are exact fractions of euros a month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from tierslieu.model import Grid, Prices

Visit = Literal["half_day", "day"]
VISITS: tuple[Visit, ...] = ("half_day", "day")
#: The days of work of a month, the most that anybody comes.
DAYS = 22
#: How many units of each offer a visit takes; what is sold by another unit can't be compared by visits.
_UNITS_PER_VISIT: Mapping[str, Mapping[Visit, int]] = {
    "half_day": {"half_day": 1, "day": 2},
    "day": {"half_day": 1, "day": 1},
}
#: Paid once, for as many visits of the month as one likes.
_FLAT_UNITS = ("month_nomad", "month")


@dataclass(frozen=True)
class PricingOption:
    """A way to pay: one unit at a time (``uses`` 1), a pass, or the month (``uses`` None). ``price`` is in euros.

    ``takes`` is the number of uses that a visit takes. ``months`` is the validity of a pass, None when unlimited or
    unknown.
    """

    key: str
    price: Decimal
    uses: int | None
    takes: Mapping[Visit, int]
    months: int | None = None

    def monthly(self, visit: Visit, times: int) -> Fraction:
        """Euros a month for ``times`` visits, one or more."""
        price = Fraction(self.price)
        if self.uses is None:
            return price
        by_use = price * times * self.takes[visit] / self.uses
        return by_use if self.months is None else max(by_use, price / self.months)


@dataclass(frozen=True)
class Range:
    """From ``first`` to ``last`` visits a month, ``option`` costs least."""

    option: PricingOption
    first: int
    last: int


def pricing_options(prices: Prices, grid: Grid, audience: str = "full") -> list[PricingOption]:
    """The options of a coworker at a desk: by the unit, then passes, then by the month; unpriced ones are left out.

    The amounts of ``audience`` override the full ones.
    """
    own = {} if audience == "full" else getattr(grid, audience)
    amounts = {key: amount for key, amount in {**grid.amounts, **own}.items() if amount is not None}
    desks = {
        key: offer for key, offer in prices.offers.items() if offer.service == "coworking" and offer.kind == "desk"
    }
    options = [
        PricingOption(key, amounts[key], 1, _UNITS_PER_VISIT[offer.unit])
        for key, offer in desks.items()
        if key in amounts and offer.unit in _UNITS_PER_VISIT
    ]
    for key, book in prices.passes.items():
        offer = desks.get(book.unit)
        if key in amounts and offer and offer.unit in _UNITS_PER_VISIT and book.service == "coworking":
            options.append(
                PricingOption(key, amounts[key], book.uses, _UNITS_PER_VISIT[offer.unit], book.validity_months)
            )
    flat = [key for unit in _FLAT_UNITS for key, offer in desks.items() if offer.unit == unit and key in amounts]
    return options + [PricingOption(key, amounts[key], None, {}) for key in flat]


def most(visit: Visit) -> int:
    """The most visits in a month."""
    return DAYS * (2 if visit == "half_day" else 1)


def cheapest(options: list[PricingOption], visit: Visit, times: int) -> PricingOption:
    """The option that costs least for ``times`` visits a month; the first of those that cost the same."""
    return min(options, key=lambda option: option.monthly(visit, times))


def ranges(options: list[PricingOption], visit: Visit) -> list[Range]:
    """The option that costs least, range by range, from one visit a month to as many as the month allows."""
    result: list[Range] = []
    for times in range(1, most(visit) + 1):
        best = cheapest(options, visit, times)
        if result and result[-1].option == best:
            result[-1] = Range(best, result[-1].first, times)
        else:
            result.append(Range(best, times, times))
    return result
