"""Offers: every price in force, with the days on which it applies."""

from __future__ import annotations

import datetime as dt

from tierslieu.core.money import canonical
from tierslieu.facts import Facts
from tierslieu.finance.vat import stated
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
    nodes = []
    for name, key, amount in grid.prices():
        if amount is None or key not in rows_by_key:
            continue
        row, audience, taxed = rows_by_key[key], audiences.get(name), stated(space, key, amount)
        price = {"price": canonical(amount if taxed.ttc is None else taxed.ttc), "priceCurrency": "EUR"}
        unit, included = str(row["unit"]), None if taxed.vat is None else True  # None: nothing is known of VAT
        nodes.append(
            node(
                "Offer",
                name=f"{row['label']} – {audience['name']}" if audience else str(row["label"]),
                description=str(audience["who"] or "") if audience else None,
                url=page,
                **price,
                priceSpecification=node(
                    "UnitPriceSpecification", **price, unitText=unit, valueAddedTaxIncluded=included
                ),
                validFrom=grid.start.isoformat() if grid.start else None,
                validThrough=last_day.isoformat() if last_day else None,
                seller=_seller(space, base, row),
                itemOffered=node("Service", name=str(row["label"])),
            )
        )
    return nodes


def _seller(space: Space, base: str, row: Facts) -> Node | None:
    key = str(row["invoices"]["key"])
    return reference(organisation_id(base, key)) if space.organisation_label(key) else None
