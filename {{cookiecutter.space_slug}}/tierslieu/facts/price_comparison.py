"""Which price suits whom, in words and in a table: what ``tierslieu.finance.price_comparison`` computes, told."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from tierslieu.finance import price_comparison as reckoning
from tierslieu.finance.price_comparison import PricingOption, Visit
from tierslieu.model import Grid

from .formatter import FactFormatter, Facts, money
from .prices import sold_label

#: The rhythms for which every formula is shown with what it costs, in visits a month.
_RHYTHMS: dict[Visit, tuple[int, ...]] = {"half_day": (1, 4, 8), "day": (1, 4, 8, 12, 20)}


def suits(tell: FactFormatter) -> Facts:
    """For each audience, what costs least, from when on, and what every formula costs for a few rhythms.

    ``audiences`` is empty where there is nothing to compare. ``next`` says the same thresholds for the next grid, where
    they change. ``unpriced`` names what could not be compared for want of a price.
    """
    prices = tell.space.prices
    grid, after = prices.grid(tell.space.today), prices.next_grid(tell.space.today)
    told = _told(tell, grid)
    later = _told(tell, after) if after else []
    changes = [one for one in later if _thresholds(one) not in map(_thresholds, told)]
    return {
        "audiences": told,
        "next": {
            "start": tell.words.date(after.start, "date") if after and after.start and changes else "",
            "day": after.start.isoformat() if after and after.start and changes else "",
            "audiences": changes,
        },
        "unpriced": _unpriced(tell, grid),
    }


def _told(tell: FactFormatter, grid: Grid) -> list[Facts]:
    found: list[Facts] = []
    if "coworking" not in tell.space.identity.services:
        return found
    for audience in ("full", "reduced", "solidarity"):
        known = reckoning.formulas(tell.space.prices, grid, audience)
        if len(known) > 1 and (audience == "full" or getattr(grid, audience)):
            found.append(
                {
                    "key": audience,
                    "name": tell.t("price_full" if audience == "full" else f"audience_{audience}"),
                    "who": tell.space.prices.audiences.get(audience) or "",  # type: ignore[call-overload]
                    "formulas": [sold_label(tell, one.key) for one in known],
                    "visits": [_visit(tell, known, visit) for visit in reckoning.VISITS],
                }
            )
    return found


def _visit(tell: FactFormatter, known: list[PricingOption], visit: Visit) -> Facts:
    ranges = reckoning.ranges(known, visit)
    first, *others = ranges
    if not others:
        sentences = [tell.t("suits_always", times=tell.t(f"suits_{visit}s"), formula=_named(tell, first.formula))]
    else:
        times = tell.words.plural(f"suits_{visit}", first.last)
        sentences = [tell.t("suits_up_to", times=times, formula=_named(tell, first.formula))]
    for one in others:
        times = tell.words.plural(f"suits_{visit}", one.first)
        sentences.append(tell.t("suits_from", times=times, formula=_named(tell, one.formula)))
    return {
        "key": visit,
        "sentences": sentences,
        "rows": [_row(tell, known, visit, times) for times in _RHYTHMS[visit]],
    }


def _row(tell: FactFormatter, known: list[PricingOption], visit: Visit, times: int) -> Facts:
    best = reckoning.cheapest(known, visit, times)
    return {
        "times": tell.words.plural(f"suits_{visit}", times),
        "costs": [
            {
                "formula": sold_label(tell, one.key),
                "amount": money(_cents(one.monthly(visit, times)), tell.locale),
                "best": one == best,
            }
            for one in known
        ],
    }


def _named(tell: FactFormatter, formula: PricingOption) -> str:
    """A formula in a sentence: "le forfait mensuel", "le carnet de 10 entrées", or its own name between quotes."""
    prices = tell.space.prices
    if formula.key in prices.passes:
        book = prices.passes[formula.key]
        return tell.t("suits_named", label=book.label) if book.label else tell.t("suits_pass", uses=book.uses)
    offer = prices.offers[formula.key]
    if offer.label or offer.thing:
        return tell.t("suits_named", label=sold_label(tell, formula.key))
    return tell.t(f"suits_by_{offer.unit}")


def _thresholds(told: Facts) -> tuple[str, list[list[str]]]:
    return told["key"], [visit["sentences"] for visit in told["visits"]]


def _unpriced(tell: FactFormatter, grid: Grid) -> list[str]:
    """The desks and passes on sale that have no price yet."""
    prices = tell.space.prices
    return [
        sold_label(tell, key)
        for key in (*prices.offers, *prices.passes)
        if prices.service(key) == "coworking"
        and "coworking" in tell.space.identity.services
        and (offer := prices.opened(key))
        and offer.kind == "desk"
        and grid.amounts.get(key) is None
    ]


def _cents(amount: Fraction) -> Decimal:
    """Rounded to the cent, half upwards."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
