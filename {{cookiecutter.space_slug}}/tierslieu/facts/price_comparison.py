"""Which price suits whom, in sentences and in a table: ``tierslieu.finance.price_comparison`` in words."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list

from tierslieu.core.money import to_cents
from tierslieu.finance import price_comparison
from tierslieu.finance.price_comparison import PricingOption
from tierslieu.model import Grid
from tierslieu.model.vocabulary import Visits

from .formatter import FactFormatter, Facts, money
from .prices import sold_label


def suits(fmt: FactFormatter) -> Facts:
    """For each audience, the options that cost least by number of visits, and a table of what every option costs.

    ``audiences`` is empty when there is nothing to compare. ``next`` holds the audiences whose thresholds change with
    the next grid.
    """
    prices = fmt.space.prices
    grid, next_grid = prices.grid(fmt.space.today), prices.next_grid(fmt.space.today)
    audiences = _audiences(fmt, grid)
    thresholds = [_thresholds(audience) for audience in audiences]
    next_audiences = _audiences(fmt, next_grid) if next_grid else []
    changes = [audience for audience in next_audiences if _thresholds(audience) not in thresholds]
    start = next_grid.start if next_grid and changes else None
    return {
        "audiences": audiences,
        "next": {
            "start": fmt.date(start, "date") if start else "",
            "day": start.isoformat() if start else "",
            "audiences": changes,
        },
    }


def _audiences(fmt: FactFormatter, grid: Grid) -> list[Facts]:
    if "coworking" not in fmt.space.identity.services:
        return []
    visit_units = price_comparison.visit_units(fmt.space)
    audiences: list[Facts] = []
    for audience in ("full", "reduced", "solidarity"):
        options = price_comparison.pricing_options(fmt.space, grid, audience) if visit_units else []
        if len(options) > 1 and (audience == "full" or getattr(grid, audience)):
            audiences.append({
                "key": audience,
                "name": fmt.t("price_full" if audience == "full" else f"audience_{audience}"),
                "who": fmt.space.prices.audiences.get(audience) or "",  # type: ignore[call-overload]
                "formulas": [sold_label(fmt, option.key) for option in options],
                "visits": [_visits(fmt, options, unit, visits) for unit, visits in visit_units.items()],
            })  # fmt: skip
    return audiences


def _visits(fmt: FactFormatter, options: list[PricingOption], unit: str, visits: Visits) -> Facts:
    """The thresholds in sentences, then the rows of the table, for visits counted in ``unit``."""
    first, *others = price_comparison.ranges(options, unit, price_comparison.most(visits))
    if not others:
        sentences = [_sentence(fmt, "suits_always", fmt.t(f"suits_{unit}s"), first.options)]
    else:
        sentences = [_sentence(fmt, "suits_up_to", fmt.plural(f"suits_{unit}", first.last), first.options)]
    for other in others:
        sentences.append(_sentence(fmt, "suits_from", fmt.plural(f"suits_{unit}", other.first), other.options))
    return {"key": unit, "sentences": sentences, "rows": [_row(fmt, options, unit, times) for times in visits.shown]}


def _sentence(fmt: FactFormatter, key: str, times: str, options: Sequence[PricingOption]) -> str:
    """That ``options`` cost least for ``times``: all the same when they are several."""
    formula = format_list([_in_sentence(fmt, option) for option in options], locale=fmt.locale)
    return fmt.t(key if len(options) == 1 else f"{key}_same", times=times, formula=formula)


def _row(fmt: FactFormatter, options: list[PricingOption], unit: str, times: int) -> Facts:
    best = price_comparison.cheapest(options, unit, times)
    return {
        "times": fmt.plural(f"suits_{unit}", times),
        "costs": [
            {
                "formula": sold_label(fmt, option.key),
                "amount": money(to_cents(option.monthly(unit, times)), fmt.locale),
                "best": option in best,
            }
            for option in options
        ],
    }


def _in_sentence(fmt: FactFormatter, option: PricingOption) -> str:
    """An option in a sentence: "le forfait mensuel", "le carnet de 10 entrées", or its own name between quotes."""
    prices = fmt.space.prices
    if option.key in prices.passes:
        book = prices.passes[option.key]
        return fmt.t("suits_named", label=book.label) if book.label else fmt.t("suits_pass", uses=book.uses)
    offer = prices.offers[option.key]
    if offer.label or offer.thing or not fmt.space.vocabulary.price_units[offer.unit].in_sentence:
        return fmt.t("suits_named", label=sold_label(fmt, option.key))
    return fmt.t(f"suits_by_{offer.unit}")


def _thresholds(audience: Facts) -> tuple[str, list[list[str]]]:
    return audience["key"], [visit["sentences"] for visit in audience["visits"]]
