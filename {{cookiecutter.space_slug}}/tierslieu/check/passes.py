"""The units and validity of passes and of their golden tickets."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core.finding import Finding
from tierslieu.core.paths import PRICES
from tierslieu.model import GoldenTicket, Pass, PriceUnit, Space


def passes_count_uses(space: Space) -> Iterator[Finding]:
    """A use of a pass opens an offer whose unit can be ticked off: ``pass_use`` of vocabulary/price_units/."""
    units = [name for name, unit in space.vocabulary.price_units.items() if unit.pass_use]
    for key, book in space.prices.passes.items():
        unit = _unit(space, book.unit)
        if unit and not unit.pass_use:
            values = {"pass": key, "offer": book.unit, "unit": space.prices.offers[book.unit].unit}
            values["units"] = ", ".join(units)
            yield Finding("passes.unit", PRICES, ("passes", key, "unit"), values)


def golden_tickets_are_a_try(space: Space) -> Iterator[Finding]:
    """A golden ticket opens an offer short enough for a try: ``first_try`` of vocabulary/price_units/."""
    units = [name for name, unit in space.vocabulary.price_units.items() if unit.first_try]
    for key, book, ticket in _tickets(space):
        opens = ticket.opens or book.unit
        unit = _unit(space, opens)
        # ``passes_count_uses`` already reports a pass whose own unit can't be a use.
        if unit and not unit.first_try and (ticket.opens or unit.pass_use):
            values = {"pass": key, "offer": opens, "unit": space.prices.offers[opens].unit, "units": ", ".join(units)}
            yield Finding("passes.ticket_long", PRICES, ("passes", key, "golden_ticket"), values)


def _unit(space: Space, key: str) -> PriceUnit | None:
    """The unit of an offer; None when either is unknown."""
    offer = space.prices.offers.get(key)
    return space.vocabulary.price_units.get(offer.unit) if offer else None


def golden_tickets_still_run(space: Space) -> Iterator[Finding]:
    """The last day of a golden ticket is not past."""
    for key, _, ticket in _tickets(space):
        if ticket.until and ticket.until < space.today:
            values = {"pass": key, "until": ticket.until.isoformat()}
            yield Finding("passes.ticket_past", PRICES, ("passes", key, "golden_ticket", "until"), values, "warning")


def golden_tickets_end_with_their_pass(space: Space) -> Iterator[Finding]:
    """A golden ticket is not valid for longer than the pass it comes with."""
    for key, book, ticket in _tickets(space):
        if ticket.validity_months and book.validity_months and ticket.validity_months > book.validity_months:
            values = {"pass": key, "ticket": ticket.validity_months, "months": book.validity_months}
            path = ("passes", key, "golden_ticket", "validity_months")
            yield Finding("passes.ticket_outlives", PRICES, path, values, "warning")


def _tickets(space: Space) -> Iterator[tuple[str, Pass, GoldenTicket]]:
    for key, book in space.prices.passes.items():
        if book.golden_ticket:
            yield key, book, book.golden_ticket
