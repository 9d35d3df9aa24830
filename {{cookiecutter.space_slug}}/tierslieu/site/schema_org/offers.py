"""What is sold: every price in force, exact, with the days on which it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tierslieu.core.money import canonical
from tierslieu.facts import Facts
from tierslieu.finance.vat import sold
from tierslieu.model import Space

from .node import Node, node, reference
from .place import organisation_id


def offers(space: Space, base: str, rows: list[Facts], audiences: dict[str, Facts], page: str) -> list[Node]:
    """An offer for each price that is known; ``rows`` are the offers and passes as shown, at the address ``page``."""
    prices = space.prices
    grid, after = prices.grid(space.today), prices.next_grid(space.today)
    last = after.start - dt.timedelta(days=1) if after and after.start else None
    labels = {row["key"]: row for row in rows}
    return [
        node(
            "Offer",
            name=_name(labels[key], audiences.get(audience)),
            description=str(audiences[audience]["who"] or "") if audience in audiences else None,
            url=page,
            price=canonical(amount),
            priceCurrency="EUR",
            priceSpecification=node(
                "UnitPriceSpecification",
                price=canonical(amount),
                priceCurrency="EUR",
                unitText=str(labels[key]["unit"]),
                valueAddedTaxIncluded=included,
            ),
            validFrom=grid.start.isoformat() if grid.start else None,
            validThrough=last.isoformat() if last else None,
            seller=_seller(space, base, labels[key]),
            itemOffered=node("Service", name=str(labels[key]["label"])),
        )
        for audience, key, amount, included in _prices(space, labels)
    ]


def _prices(space: Space, on: dict[str, Any]) -> Iterator[tuple[str, str, Decimal, bool]]:
    """Audience, offer or pass, amount as its buyer pays it, and whether VAT is in it."""
    for audience, key, written in space.prices.grid(space.today).prices():
        if written is None or key not in on:
            continue
        ttc = sold(space, key, written).ttc
        yield audience, key, written if ttc is None else ttc, ttc is not None


def _name(row: Facts, audience: Facts | None) -> str:
    return f"{row['label']} – {audience['name']}" if audience else str(row["label"])


def _seller(space: Space, base: str, row: Facts) -> Node | None:
    key = str(row["invoices"]["key"])
    return reference(organisation_id(base, key)) if space.organisation_label(key) else None
