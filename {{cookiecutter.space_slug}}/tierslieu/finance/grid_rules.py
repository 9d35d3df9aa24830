"""The rules of a price grid: ``check`` applies them to every grid of the place, ``price`` to a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import wraps

from tierslieu.core import rules
from tierslieu.core.finding import Finding
from tierslieu.core.money import LARGEST_PRICE
from tierslieu.core.paths import PRICES
from tierslieu.core.rules import UnitPrice, UnitRules
from tierslieu.model import Grid, Space

GridRule = Callable[[Space, Grid], Iterator[Finding]]

#: The comparable prices of one thing in a grid: audience, kind of thing, and price by unit.
_Thing = tuple[str, str, list[UnitPrice]]


def path_of(name: str) -> tuple[str, str]:
    """The path in its grid of the price ``day`` (full) or ``reduced.day``."""
    section, _, key = name.rpartition(".")
    return (section or "amounts", key)


def longer_costs_more(space: Space, grid: Grid) -> Iterator[Finding]:
    """For one thing and audience, a longer unit costs more. Source: docs/explications/prix.md."""
    units = _unit_rules(space)
    for _, _, priced in _things(space, grid, units):
        for fault in rules.order_violations(priced, units):
            yield Finding(fault.code, PRICES, path_of(fault.values["longer"]), fault.values)


def ratios_are_usual(space: Space, grid: Grid) -> Iterator[Finding]:
    """The ratios of full prices are within ``usual_ratios`` of units. Source: docs/explications/prix.md."""
    units = _unit_rules(space)
    for audience, kind, priced in _things(space, grid, units):
        for fault in rules.ratio_violations(kind, priced, units) if audience == "full" else ():
            yield Finding(fault.code, PRICES, path_of(fault.values["name"]), fault.values, fault.level)


def passes_save_money(space: Space, grid: Grid) -> Iterator[Finding]:
    """A pass costs less than its uses, by a usual part at full price. Source: docs/explications/prix.md."""
    amounts = {(audience, key): amount for audience, key, amount in grid.prices()}
    for audience, key, price in grid.prices():
        book = space.prices.passes.get(key)
        unit = amounts.get((audience, book.unit)) if book else None
        if book and book.uses and price and unit:
            for fault in rules.pass_violations(book.uses, price, unit, _name(audience, key)):
                if audience == "full" or fault.level == "error":
                    yield Finding(fault.code, PRICES, path_of(_name(audience, key)), fault.values, fault.level)


def reduced_costs_less(space: Space, grid: Grid) -> Iterator[Finding]:
    """A reduced price is below the full one."""
    yield from _not_below("reduced", grid.reduced, grid.amounts)


def solidarity_costs_least(space: Space, grid: Grid) -> Iterator[Finding]:
    """A solidarity price is below the reduced one or, without one, below the full one."""
    yield from _not_below("solidarity", grid.solidarity, {**grid.amounts, **grid.reduced})


def free_is_not_also_reduced(space: Space, grid: Grid) -> Iterator[Finding]:
    """A free offer has another price only for an audience that is described in other words."""
    audiences = space.prices.audiences
    free = audiences.get("free")
    for audience, key, amount in grid.prices():
        description = audiences.get(audience)  # type: ignore[call-overload]
        if audience != "full" and key in grid.free and not (free and description and free != description):
            values = {"offer": key, "audience": audience, "amount": amount}
            yield Finding("prices.free", PRICES, (audience, key), values)


def amounts_are_positive(space: Space, grid: Grid) -> Iterator[Finding]:
    """A price is more than 0 and at most ``LARGEST_PRICE``; what is free is listed under ``free``."""
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


def for_every_grid(grid_rule: GridRule) -> Callable[[Space], Iterator[Finding]]:
    """``grid_rule`` as a rule of a whole space."""

    @wraps(grid_rule)
    def rule(space: Space) -> Iterator[Finding]:
        for index, grid in enumerate(space.prices.grids):
            for finding in grid_rule(space, grid):
                yield replace(finding, path=("grids", index, *finding.path))

    return rule


def _unit_rules(space: Space) -> dict[str, UnitRules]:
    return rules.unit_rules({key: unit.model_dump() for key, unit in space.vocabulary.price_units.items()})


def _things(space: Space, grid: Grid, units: Mapping[str, UnitRules]) -> Iterator[_Thing]:
    """The prices to compare: those by the time that one audience pays for one thing of one kind in one service."""
    things: dict[tuple[str, str, str, str | None], list[UnitPrice]] = {}
    for audience, key, amount in grid.prices():
        offer = space.prices.offers.get(key)
        if offer and offer.unit in units and amount:
            thing = (audience, offer.kind, offer.service, offer.thing)
            things.setdefault(thing, []).append(UnitPrice(offer.unit, _name(audience, key), amount))
    for (audience, kind, _, _), priced in things.items():
        yield audience, kind, priced


def _name(audience: str, key: str) -> str:
    """The name of a price in ``./lieu price --set``."""
    return key if audience == "full" else f"{audience}.{key}"


def _not_below(audience: str, lower: dict[str, Decimal], higher: dict[str, Decimal | None]) -> Iterator[Finding]:
    for key, amount in lower.items():
        other = higher.get(key)
        if other is not None and amount >= other:
            values = {"offer": key, "amount": amount, "other": other}
            yield Finding(f"prices.{audience}", PRICES, (audience, key), values)
