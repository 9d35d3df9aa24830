"""The grids of ``config/prices.yaml`` together: their dates, offers and audiences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tierslieu.core.finding import Finding
from tierslieu.core.paths import PRICES, SPACE
from tierslieu.model import Space


def grids_follow_one_another(space: Space) -> Iterator[Finding]:
    """Each grid begins after the previous one; only the first may have no date."""
    for index, (previous, grid) in enumerate(pairwise(space.prices.grids), 1):
        if grid.start is None or (previous.start is not None and grid.start <= previous.start):
            yield Finding("prices.order", PRICES, ("grids", index, "from"))


def coming_prices_do_not_fall(space: Space) -> Iterator[Finding]:
    """A lower price in a grid to come is often one that was corrected in today's grid alone."""
    for index, (previous, grid) in enumerate(pairwise(space.prices.grids), 1):
        if grid.start is None or grid.start <= space.today:
            continue
        for key, amount in grid.amounts.items():
            before = previous.amounts.get(key)
            if before is not None and amount is not None and amount < before:
                values = {"offer": key, "before": before, "amount": amount, "date": grid.start}
                yield Finding("prices.falls", PRICES, ("grids", index, "amounts", key), values, "warning")


def offers_have_an_amount(space: Space) -> Iterator[Finding]:
    """Every offer and pass has a line in a grid; not reported while a line is misspelt (names nothing sold)."""
    sold = {**space.prices.offers, **space.prices.passes}
    priced = {key for grid in space.prices.grids for key in grid.amounts}
    if priced <= sold.keys():
        for key in sold:
            if key not in priced:
                section = "offers" if key in space.prices.offers else "passes"
                yield Finding("prices.no_amount", PRICES, (section, key), {"offer": key})


def audiences_are_described(space: Space) -> Iterator[Finding]:
    """Every audience that pays less, or nothing, is described in words."""
    for audience, path in _used(space).items():
        if audience not in space.prices.audiences:
            yield Finding("prices.audience_unknown", PRICES, path, {"audience": audience}, "warning")


def audiences_are_used(space: Space) -> Iterator[Finding]:
    """An audience that is described has a price of its own in some grid."""
    used = _used(space)
    for audience, description in space.prices.audiences.items():
        if description and audience not in used:
            yield Finding("prices.audience_unused", PRICES, ("audiences", audience), {"audience": audience}, "warning")


def prices_are_in_french(space: Space) -> Iterator[Finding]:
    """A site that announces prices does so in French: other languages may stand beside.

    Source: loi n° 94-665 du 4 août 1994, article 2 (French is mandatory in offers of goods and services).
    """
    prices, services = space.prices, space.identity.services
    amounts = prices.grid(space.today).amounts
    announced = any(amount is not None and prices.service(key) in services for key, amount in amounts.items())
    if announced and "fr" not in space.identity.languages:
        values = {"languages": ", ".join([*space.identity.other_languages, "fr"])}
        yield Finding("prices.not_in_french", SPACE, ("other_languages",), values, "warning")


def _used(space: Space) -> dict[str, tuple[str | int, ...]]:
    """The audiences that have prices of their own, each with its path in the first grid that has some."""
    paths: dict[str, tuple[str | int, ...]] = {}
    for index, grid in enumerate(space.prices.grids):
        for audience, prices in (("reduced", grid.reduced), ("solidarity", grid.solidarity), ("free", grid.free)):
            if prices:
                paths.setdefault(audience, ("grids", index, audience))
    return paths
