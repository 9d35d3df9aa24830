"""Price comparison: for a number of visits a month, the pricing options that cost least.

Visits are supposed to be spread evenly over the month. A pass then costs what its uses cost, as long as they are used
up before it ends; else one pass for each period of validity. No mixture of options then costs less than the cheapest
of them. Amounts are exact fractions of euros a month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tierslieu.model import Grid, Offer, Space
from tierslieu.model.vocabulary import Visits

from .vat import stated

#: The days of work of a month.
_DAYS = 22


@dataclass(frozen=True)
class PricingOption:
    """A way to pay: one unit at a time (``uses`` 1), a pass, or a flat price (``uses`` None).

    ``price`` is in euros, as ``pricing_options`` has it: what is paid at once.

    ``takes`` is the number of uses that a visit takes, by the unit in which visits are counted. ``months`` is the
    validity of a pass, None when unlimited or unknown.
    """

    key: str
    price: Decimal
    uses: int | None
    takes: Mapping[str, int]
    months: int | None = None

    def monthly(self, visit: str, times: int) -> Fraction:
        """Euros a month for ``times`` visits, at least one, counted in the unit ``visit``."""
        price = Fraction(self.price)
        if self.uses is None:
            return price
        by_use = price * times * self.takes[visit] / self.uses
        return by_use if self.months is None else max(by_use, price / self.months)


@dataclass(frozen=True)
class Range:
    """From ``first`` to ``last`` visits a month, ``options`` cost least, all the same."""

    options: tuple[PricingOption, ...]
    first: int
    last: int


def visit_units(space: Space) -> dict[str, Visits]:
    """The units in which visits are counted, shortest first, and how."""
    return {key: unit.visits for key, unit in space.vocabulary.price_units.items() if unit.visits}


def is_desk(offer: Offer) -> bool:
    """Whether an offer is time at a desk of coworking."""
    return offer.service == "coworking" and offer.kind == "desk"


def pricing_options(space: Space, grid: Grid, audience: str = "full") -> list[PricingOption]:
    """The options of a coworker at a desk: by the unit, then passes, then flat prices; unpriced ones are left out.

    The amounts of ``audience`` override the full ones, and include VAT as far as it is known. An offer whose unit does
    not say how many of it each kind of visit takes is left out too.
    """
    own = {} if audience == "full" else getattr(grid, audience)
    known = {key: amount for key, amount in {**grid.amounts, **own}.items() if amount is not None}
    amounts = {key: stated(space, key, amount).ttc or amount for key, amount in known.items()}
    units, visits = space.vocabulary.price_units, visit_units(space).keys()
    by_offer = {key: units[offer.unit] for key, offer in space.prices.offers.items() if is_desk(offer)}
    by_visit = {key: unit.per_visit for key, unit in by_offer.items() if unit.per_visit.keys() >= visits}
    options = [PricingOption(key, amounts[key], 1, takes) for key, takes in by_visit.items() if key in amounts]
    options += [
        PricingOption(key, amounts[key], book.uses, by_visit[book.unit], book.validity_months)
        for key, book in space.prices.passes.items()
        if key in amounts and book.uses and book.unit in by_visit and book.service == "coworking"
    ]
    flat = [key for unit in units.values() if unit.flat for key in by_offer if by_offer[key] is unit and key in amounts]
    return options + [PricingOption(key, amounts[key], None, {}) for key in flat]


def most(visits: Visits) -> int:
    """The most visits in a month."""
    return _DAYS * visits.per_day


def cheapest(options: list[PricingOption], visit: str, times: int) -> tuple[PricingOption, ...]:
    """The options that cost least for ``times`` visits a month: several when they cost the same."""
    costs = [option.monthly(visit, times) for option in options]
    return tuple(option for option, cost in zip(options, costs, strict=True) if cost == min(costs))


def ranges(options: list[PricingOption], visit: str, last: int) -> list[Range]:
    """The options that cost least, range by range, from one visit a month to ``last`` visits."""
    result: list[Range] = []
    for times in range(1, last + 1):
        best = cheapest(options, visit, times)
        if result and result[-1].options == best:
            result[-1] = Range(best, result[-1].first, times)
        else:
            result.append(Range(best, times, times))
    return result
