"""Passes and their golden tickets."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core.finding import Finding
from tierslieu.core.paths import PRICES
from tierslieu.core.rules import UNITS
from tierslieu.model import GoldenTicket, Pass, Space

#: What one use of a pass may last, and what a free try may.
_USES = UNITS[: UNITS.index("week") + 1]
_TRIES = UNITS[: UNITS.index("day") + 1]


def passes_count_uses(space: Space) -> Iterator[Finding]:
    """One use of a pass is an hour, a half-day, a day or a week: a month or a piece can't be ticked off a card."""
    for key, book in space.prices.passes.items():
        offer = space.prices.offers.get(book.unit)
        if offer and offer.unit not in _USES:
            values = {"pass": key, "offer": book.unit, "unit": offer.unit}
            yield Finding("passes.unit", PRICES, ("passes", key, "unit"), values)


def golden_tickets_are_a_try(space: Space) -> Iterator[Finding]:
    """A golden ticket opens a day at most: it is a first try."""
    for key, book, ticket in _tickets(space):
        opens = ticket.opens or book.unit
        offer = space.prices.offers.get(opens)
        # A pass that counts months is told once, by its own rule.
        judged = ticket.opens or (offer and offer.unit in _USES)
        if offer and judged and offer.unit not in _TRIES:
            values = {"pass": key, "offer": opens, "unit": offer.unit}
            yield Finding("passes.ticket_long", PRICES, ("passes", key, "golden_ticket"), values)


def golden_tickets_still_run(space: Space) -> Iterator[Finding]:
    """A golden ticket that ends on a day that has passed is no longer given."""
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
