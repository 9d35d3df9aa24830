"""Offers: every price in force, with the days on which it applies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from tierslieu.core.money import canonical
from tierslieu.facts import Facts
from tierslieu.finance.vat import sold
from tierslieu.model import Space

from .node import Node, node, reference
from .place import organisation_id


def offers(space: Space, base: str, rows: list[Facts], audiences: dict[str, Facts], page: str) -> list[Node]:
    """An ``Offer`` for each known price.

    ``rows`` are the facts of the offers and passes, ``audiences`` those of the audiences by key; ``page`` is the URL of
    the page that shows the prices.
    """
    prices = space.prices
    grid, next_grid = prices.grid(space.today), prices.next_grid(space.today)
    last_day = next_grid.start - dt.timedelta(days=1) if next_grid and next_grid.start else None
    rows_by_key = {row["key"]: row for row in rows}
    return [
        node(
            "Offer",
            name=_name(rows_by_key[key], audiences.get(audience)),
            description=str(audiences[audience]["who"] or "") if audience in audiences else None,
            url=page,
            price=canonical(amount),
            priceCurrency="EUR",
            priceSpecification=node(
                "UnitPriceSpecification",
                price=canonical(amount),
                priceCurrency="EUR",
                unitText=str(rows_by_key[key]["unit"]),
                valueAddedTaxIncluded=included,
            ),
            validFrom=grid.start.isoformat() if grid.start else None,
            validThrough=last_day.isoformat() if last_day else None,
            seller=_seller(space, base, rows_by_key[key]),
            itemOffered=node("Service", name=str(rows_by_key[key]["label"])),
        )
        for audience, key, amount, included in _prices(space, rows_by_key)
    ]


def _prices(space: Space, rows: dict[str, Facts]) -> Iterator[tuple[str, str, Decimal, bool]]:
    """Audience, offer or pass, the amount that a buyer pays, and whether it includes VAT."""
    for audience, key, amount in space.prices.grid(space.today).prices():
        if amount is None or key not in rows:
            continue
        ttc = sold(space, key, amount).ttc
        yield audience, key, amount if ttc is None else ttc, ttc is not None


def _name(row: Facts, audience: Facts | None) -> str:
    return f"{row['label']} – {audience['name']}" if audience else str(row["label"])


def _seller(space: Space, base: str, row: Facts) -> Node | None:
    key = str(row["invoices"]["key"])
    return reference(organisation_id(base, key)) if space.organisation_label(key) else None
