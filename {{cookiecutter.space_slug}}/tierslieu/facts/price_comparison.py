"""Which price suits whom, in sentences and visit by visit: ``tierslieu.finance.price_comparison`` in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil

from babel.lists import format_list

from tierslieu.core.money import to_cents
from tierslieu.finance import price_comparison
from tierslieu.finance.price_comparison import PricingOption, Range
from tierslieu.finance.vat import stated
from tierslieu.i18n.formatting import capitalised
from tierslieu.model import Grid
from tierslieu.model.vocabulary import Visits

from .formatter import FactFormatter, Facts, money
from .prices import sold_label

#: The most visits a month that are shown one by one.
SHOWN = 20


def suits(fmt: FactFormatter) -> Facts:
    """For each audience, the options that cost least by number of visits a month, in the grid in force and the next one.

    ``audiences`` is empty when there is nothing to compare. ``next`` of an audience is empty unless the next grid,
    which begins on ``day``, changes something for it. ``options`` are the names of the options that cost least
    somewhere: sentences and rows name them by their place in it.
    """
    prices, keys = fmt.space.prices, list[str]()
    grid, next_grid = prices.grid(fmt.space.today), prices.next_grid(fmt.space.today)
    start = next_grid.start if next_grid else None
    audiences = []
    for audience in ("full", "reduced", "solidarity"):
        now = _units(fmt, grid, audience, keys)
        following = _units(fmt, next_grid, audience, keys) if next_grid else now
        if now or following:
            audiences.append({
                "key": audience,
                "name": fmt.t("price_full" if audience == "full" else f"audience_{audience}"),
                "who": prices.audiences.get(audience) or "",  # type: ignore[call-overload]
                "now": now,
                "changes": following != now,
                "next": following if following != now else [],
            })  # fmt: skip
    return {
        "audiences": audiences,
        "options": [sold_label(fmt, key) for key in keys],
        "start": fmt.date(start, "date") if start else "",
        "day": start.isoformat() if start else "",
        "shown": SHOWN,
        "free": {"now": _free(fmt, grid), "next": _free(fmt, next_grid) if next_grid else ""},
        "with_vat": any(_adds_vat(fmt, key) for key in keys),
        "open_pass": any(key in prices.passes and prices.passes[key].validity_months is None for key in keys),
    }


def _units(fmt: FactFormatter, grid: Grid, audience: str, keys: list[str]) -> list[Facts]:
    """The comparison for each unit of visits; empty when ``audience`` has no price of its own or less than two options.

    ``keys`` gets the options that it does not have yet.
    """
    visit_units = price_comparison.visit_units(fmt.space)
    if "coworking" not in fmt.space.identity.services or not visit_units:
        return []
    options = price_comparison.pricing_options(fmt.space, grid, audience)
    if len(options) < 2 or (audience != "full" and not getattr(grid, audience)):
        return []
    return _on_one_scale([_unit(fmt, options, unit, visits, keys) for unit, visits in visit_units.items()])


def _on_one_scale(units: list[Facts]) -> list[Facts]:
    """``units`` with the ``share`` of each row, a percent of the highest cost of them all."""
    most = max(row["monthly"] for unit in units for row in unit["rows"])
    for unit in units:
        for row in unit["rows"]:
            row["share"] = _percent(row["monthly"], most)
    return units


def _percent(amount: Fraction | Decimal, most: Fraction) -> float:
    return round(float(100 * Fraction(amount) / most), 1) if most else 0


def _unit(fmt: FactFormatter, options: list[PricingOption], unit: str, visits: Visits, keys: list[str]) -> Facts:
    """The ranges in sentences, ``drawn`` or beyond what is shown, then what each number of visits costs, for visits counted in ``unit``.

    A sentence about more visits than are shown says where these end.
    """
    last = price_comparison.most(visits)
    ranges = price_comparison.ranges(options, unit, last)
    keys += dict.fromkeys(option.key for one in ranges for option in one.options if option.key not in keys)
    rows = [_row(fmt, options, unit, times, keys) for times in range(1, min(SHOWN, last) + 1)]
    return {
        "key": unit,
        "name": fmt.t(f"suits_{unit}s"),
        "sentences": [
            {
                "text": _sentence(fmt, unit, one, last),
                "options": _places(one.options, keys),
                "drawn": one.first <= SHOWN,
            }
            for one in ranges
        ],
        "keys": _keys(fmt, [one for one in ranges if one.first <= SHOWN], last, keys),
        "rows": rows,
    }


def _keys(fmt: FactFormatter, ranges: list[Range], last: int, keys: list[str]) -> list[Facts]:
    """For each option that is drawn, those visits a month at which it costs least, and what always costs the same then."""
    lines = []
    for key in dict.fromkeys(one.options[0].key for one in ranges):
        group = [one for one in ranges if one.options[0].key == key]
        spans = list[tuple[int, int]]()
        for one in group:
            if spans and spans[-1][1] == one.first - 1:
                spans[-1] = (spans[-1][0], one.last)
            else:
                spans.append((one.first, one.last))
        shared = [other for other in group[0].options if all(other in one.options for one in group)]
        words = [
            str(first)
            if first == end
            else fmt.t("suits_key_from", first=first)
            if end == last and first > 1
            else fmt.t("suits_key_range", first=first, last=min(end, SHOWN))
            for first, end in spans
        ]
        formulas = format_list([_in_sentence(fmt, one) for one in shared], style="or", locale=fmt.locale)
        text = fmt.t("suits_key", spans=format_list(words, locale=fmt.locale), formulas=formulas)
        lines.append({"option": keys.index(key), "text": capitalised(text), "formulas": capitalised(formulas)})
    return lines


def _places(options: Sequence[PricingOption], keys: list[str]) -> list[int]:
    return [keys.index(option.key) for option in options]


def _sentence(fmt: FactFormatter, unit: str, one: Range, last: int) -> str:
    """Which options cost least in a range."""
    ways = _ways(fmt, unit, one.options)
    if one.last == last:
        if one.first == 1:
            return fmt.t("suits_always", times=fmt.t(f"suits_{unit}s"), ways=ways)
        return fmt.t("suits_from", times=fmt.plural(f"suits_{unit}", one.first), ways=ways)
    if one.first == one.last:
        return fmt.t("suits_once", times=fmt.plural(f"suits_{unit}", one.first), ways=ways)
    times = fmt.plural(f"suits_{unit}", one.last)
    if one.first < SHOWN < one.last:
        return fmt.t("suits_range_beyond", first=one.first, shown=SHOWN, times=times, ways=ways)
    return fmt.t("suits_range", first=one.first, times=times, ways=ways)


def _row(fmt: FactFormatter, options: list[PricingOption], unit: str, times: int, keys: list[str]) -> Facts:
    """What ``times`` visits cost at the least, and one way to pay that: of one cost, by the visit rather than in advance."""
    best = price_comparison.cheapest(options, unit, times)
    way = next((one for one in best if one.uses == 1 == one.takes[unit]), best[0])
    monthly = best[0].monthly(unit, times)
    return {
        "monthly": monthly,
        "amount": _rounded(fmt, monthly),
        "options": _places(best, keys),
        "cost": fmt.t("suits_cost", times=fmt.plural(f"suits_{unit}", times), amount=_rounded(fmt, monthly)),
        "each": fmt.t("suits_each", amount=_rounded(fmt, monthly / times), per=fmt.t(f"per_{unit}")),
        "way": fmt.t("suits_with", way=_way(fmt, "suits_paid", unit, way, times)),
    }


def _ways(fmt: FactFormatter, unit: str, options: Sequence[PricingOption]) -> str:
    """``options`` in a sentence, each with what is to be paid at once; all the same when they are several."""
    ways = [_way(fmt, "suits_way", unit, option) for option in options]
    return fmt.t("suits_same", ways=format_list(ways, style="or", locale=fmt.locale)) if len(ways) > 1 else ways[0]


def _way(fmt: FactFormatter, key: str, unit: str, option: PricingOption, times: int = 0) -> str:
    """An option with what is to be paid at once; where ``times`` visits in a month use more than one pass, how many."""
    passes = ceil(times * option.takes[unit] / option.uses) if option.uses and option.uses > 1 else 0
    return fmt.t(
        f"{key}_{'passes' if passes > 1 else _kind(option)}",
        formula=_in_sentence(fmt, option),
        amount=money(_payment(option, unit), fmt.locale),
        passes=passes,
    )


def _free(fmt: FactFormatter, grid: Grid) -> str:
    """Who pays nothing for which offers of a desk; empty while nobody is named."""
    prices = fmt.space.prices
    who = prices.audiences.get("free")
    offers = [
        sold_label(fmt, key)
        for key in grid.free
        if key in prices.offers and price_comparison.is_desk(prices.offers[key])
    ]
    return fmt.t("suits_free", who=who, offers=format_list(offers, locale=fmt.locale)) if who and offers else ""


def _rounded(fmt: FactFormatter, amount: Fraction) -> str:
    """``amount`` to the cent, said to be about that much when it is not exact."""
    cents = to_cents(amount)
    text = money(cents, fmt.locale)
    return text if cents == amount else fmt.t("suits_about", amount=text)


def _kind(option: PricingOption) -> str:
    """Whether an option is paid once (``flat``), at each ``visit``, or ``ahead`` for several."""
    return "flat" if option.uses is None else "visit" if option.uses == 1 else "ahead"


def _payment(option: PricingOption, unit: str) -> Decimal:
    """Euros to pay at once."""
    return option.price * option.takes[unit] if option.uses == 1 else option.price


def _adds_vat(fmt: FactFormatter, key: str) -> bool:
    """Whether the amounts of the comparison include VAT where those of the grid do not."""
    return fmt.space.prices.basis == "ht" and bool(stated(fmt.space, key, to_cents(Fraction(100))).vat)


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
