"""Rules that a price grid must follow, whoever writes it: ``check`` tries them on every grid, ``price`` on a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import wraps

from tierslieu.core import rules
from tierslieu.core.finding import Finding
from tierslieu.core.money import LARGEST_PRICE
from tierslieu.core.paths import PRICES
from tierslieu.core.rules import Priced
from tierslieu.model import Grid, Prices, Space

GridRule = Callable[[Prices, Grid], Iterator[Finding]]

#: What a grid says of one thing that is sold by several units: its audience, its kind, and its prices.
_Thing = tuple[str, str, list[Priced]]


def path_of(name: str) -> tuple[str, str]:
    """Where the price ``day`` (full) or ``reduced.day`` stands in its grid."""
    section, _, key = name.rpartition(".")
    return (section or "amounts", key)


def longer_costs_more(prices: Prices, grid: Grid) -> Iterator[Finding]:
    """What is longer costs more, of one thing and for one audience, and a resident pays no less than a nomad.

    Source: docs/explications/prix.md.
    """
    for _, _, priced in _things(prices, grid):
        for fault in rules.time_faults(priced):
            yield Finding(fault.code, PRICES, path_of(fault.values["longer"]), fault.values)


def ratios_are_usual(prices: Prices, grid: Grid) -> Iterator[Finding]:
    """Half-day to day, month to day, and half-day or day to hour of a room, stay within what published grids show.

    Source: docs/explications/prix.md.
    """
    for audience, kind, priced in _things(prices, grid):
        for fault in rules.ratio_faults(kind, priced) if audience == "full" else ():
            yield Finding(fault.code, PRICES, path_of(fault.values["name"]), fault.values, fault.level)


def passes_save_money(prices: Prices, grid: Grid) -> Iterator[Finding]:
    """A pass costs less than its uses one by one, and the full price saves a usual part of it.

    Source: docs/explications/prix.md.
    """
    amounts = {(audience, key): amount for audience, key, amount in grid.prices()}
    for audience, key, price in grid.prices():
        book = prices.passes.get(key)
        unit = amounts.get((audience, book.unit)) if book else None
        if book and price and unit:
            for fault in rules.pass_faults(book.uses, price, unit, _name(audience, key)):
                if audience == "full" or fault.level == "error":
                    yield Finding(fault.code, PRICES, path_of(_name(audience, key)), fault.values, fault.level)


def reduced_costs_less(prices: Prices, grid: Grid) -> Iterator[Finding]:
    """A reduced price is below the full one."""
    yield from _dearer("reduced", grid.reduced, grid.amounts)


def solidarity_costs_least(prices: Prices, grid: Grid) -> Iterator[Finding]:
    """A solidarity price is below the reduced one or, where there is none, below the full one."""
    yield from _dearer("solidarity", grid.solidarity, {**grid.amounts, **grid.reduced})


def free_is_not_also_reduced(prices: Prices, grid: Grid) -> Iterator[Finding]:
    """What is free has a reduced price too only if each is for other people, described in other words."""
    free = prices.audiences.get("free")
    for audience, key, amount in grid.prices():
        told = prices.audiences.get(audience)  # type: ignore[call-overload]
        if audience != "full" and key in grid.free and not (free and told and free != told):
            values = {"offer": key, "audience": audience, "amount": amount}
            yield Finding("prices.free", PRICES, (audience, key), values)


def amounts_are_positive(prices: Prices, grid: Grid) -> Iterator[Finding]:
    """A price is more than nothing and not a slip of the keyboard; what is free is under ``free``."""
    for audience, key, amount in grid.prices():
        if amount is not None and not 0 < amount <= LARGEST_PRICE:
            values = {"value": amount, "largest": LARGEST_PRICE}
            yield Finding("answer.amount_range", PRICES, path_of(_name(audience, key)), values)


GRID_RULES: tuple[GridRule, ...] = (
    longer_costs_more,
    ratios_are_usual,
    passes_save_money,
    reduced_costs_less,
    solidarity_costs_least,
    free_is_not_also_reduced,
    amounts_are_positive,
)


def of_every_grid(judge: GridRule) -> Callable[[Space], Iterator[Finding]]:
    """``judge`` as a rule of a whole space."""

    @wraps(judge)
    def rule(space: Space) -> Iterator[Finding]:
        for index, grid in enumerate(space.prices.grids):
            for finding in judge(space.prices, grid):
                yield replace(finding, path=("grids", index, *finding.path))

    return rule


def _things(prices: Prices, grid: Grid) -> Iterator[_Thing]:
    """The prices to compare: those that one audience pays for one thing of one kind in one service."""
    found: dict[tuple[str, str, str, str | None], list[Priced]] = {}
    for audience, key, amount in grid.prices():
        offer = prices.offers.get(key)
        if offer and offer.unit in rules.UNITS and amount:
            thing = (audience, offer.kind, offer.service, offer.thing)
            found.setdefault(thing, []).append(Priced(offer.unit, _name(audience, key), amount))
    for (audience, kind, _, _), priced in found.items():
        yield audience, kind, priced


def _name(audience: str, key: str) -> str:
    """A price as ``./lieu price --set`` names it."""
    return key if audience == "full" else f"{audience}.{key}"


def _dearer(audience: str, lower: dict[str, Decimal], higher: dict[str, Decimal | None]) -> Iterator[Finding]:
    for key, amount in lower.items():
        other = higher.get(key)
        if other is not None and amount >= other:
            values = {"offer": key, "amount": amount, "other": other}
            yield Finding(f"prices.{audience}", PRICES, (audience, key), values)
