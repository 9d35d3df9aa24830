"""Passes to print: A4 sheets of cards with a box for each use, and golden tickets to detach."""

from __future__ import annotations

import json
from collections.abc import Callable

from tierslieu.core.paths import PRICES
from tierslieu.core.problems import Problem, Problems
from tierslieu.facts import Facts, facts, phone_text
from tierslieu.look.patterns import golden_pattern, service_pattern
from tierslieu.look.print_colours import print_letters, print_palette
from tierslieu.model import Identity, Space

from . import pass_numbers
from .theme import DocumentTheme
from .typst_pdf import typeset

_TEMPLATE = "passes.typ"
#: The boxes of a larger pass would be too small to tick.
_MOST_USES = 100
#: Room to write by hand, which passes.typ draws as a line.
_LINE = "____"

#: ``t`` of the facts: a text by key, filled with values.
_Translate = Callable[..., str]


def render(space: Space, printed: pass_numbers.PrintedSeries) -> bytes:
    """The cards of ``printed``, a series of a pass of ``space``, as PDF; raises ``Problems``.

    Missing facts leave room to write them by hand where the holder must know them, and are left out elsewhere.
    """
    place_facts = facts(space, space.identity.language, document=False)
    t: _Translate = place_facts["t"]
    book: Facts = next(book for book in place_facts["passes"] if book["key"] == printed.book)
    if not book["uses"]:
        raise Problems([Problem("passes.uses_unknown", {"pass": printed.book}, PRICES)])
    if book["uses"] > _MOST_USES:
        values = {"pass": printed.book, "uses": book["uses"], "most": _MOST_USES}
        raise Problems([Problem("passes.uses", values, PRICES)])
    ticket: Facts = book["golden_ticket"]
    service = space.prices.passes[printed.book].service
    numbers = _numbers(space.identity.slug, printed, ticket.get("count", 0))
    data = {
        "place": space.identity.name,
        "colours": print_palette(space),
        **print_letters(space.look.type.meta),
        "card": {
            "service": service,
            "label": book["label"],
            "price": _price(book),
            "uses": book["uses"],
            "rules": _rules(book, space.prices.passes[printed.book].transferable, t),
            "sale": _sale(book, t),
        },
        "ticket": _ticket(ticket, space.identity, t) if ticket else None,
        "numbers": numbers,
        "cloths": _cloths(space, service, numbers),
    }
    inputs = {
        "title": t("sheet_title", label=book["label"]),
        "place": space.identity.name,
        "language": space.identity.language,
        "data": json.dumps(data),
    }
    theme = DocumentTheme(space.root)
    return typeset(theme.text(_TEMPLATE), inputs, theme, theme.label(_TEMPLATE))


def _price(book: Facts) -> str:
    """What people pay, empty when it is unknown or not the same for everybody."""
    if book["reduced"] or book["solidarity"] or book["free"]:
        return ""
    return str(book["ttc"] or "")


def _rules(book: Facts, transferable: bool | None, t: _Translate) -> list[str]:
    """What a box is worth, and who may use it."""
    rules = [t("sheet_box", unit=book["unit"].lower())]
    if book["also_opens"]:
        rules.append(t("sheet_also_opens", services=", ".join(service["name"] for service in book["also_opens"])))
    if transferable is not None:
        rules.append(t("sheet_transferable") if transferable else t("sheet_personal", line=_LINE))
    return rules


def _sale(book: Facts, t: _Translate) -> list[str]:
    """Who sells the pass, and how long it is valid from then on."""
    seller = t("sheet_sold", name=book["collects"]["called"], line=_LINE)
    validity = t("sheet_valid", validity=book["validity"]) if book["validity"] else t("sheet_valid_until", date=_LINE)
    return [seller, validity]


def _ticket(ticket: Facts, identity: Identity, t: _Translate) -> Facts:
    """The texts of a golden ticket, for somebody who does not know the place."""
    contact = identity.contact
    rules = []
    if ticket["for_whom"]:
        rules.append(t("sheet_ticket_for", whom=ticket["for_whom"].rstrip(".")))
    if ticket["once_per_person"]:
        rules.append(t("sheet_ticket_once"))
    to_fill_in = []
    if ticket["validity"]:
        rules.append(t("sheet_ticket_valid", validity=ticket["validity"]))
        to_fill_in.append(t("sheet_ticket_sold", line=_LINE))
    if ticket["until"]:
        rules.append(t("sheet_ticket_until", date=ticket["until"]))
    elif not ticket["validity"]:
        to_fill_in.append(t("sheet_valid_until", date=_LINE))
    return {
        "title": t("golden_ticket"),
        "gift": t("sheet_ticket_try_of", opens=ticket["opens"].lower()) if ticket["opens"] else t("sheet_ticket_try"),
        "rules": rules,
        "fill": [*to_fill_in, t("sheet_ticket_from", line=_LINE)],
        "used": t("sheet_ticket_used"),
        "where": [line for line in (identity.address.line, phone_text(contact.phone) or contact.short_website) if line],
    }


def _numbers(place: str, printed: pass_numbers.PrintedSeries, tickets: int) -> list[list[str]]:
    """For each card, its number followed by those of its golden tickets."""
    ranks = range(1, tickets + 1)
    return [
        [
            pass_numbers.card(place, printed, index),
            *(pass_numbers.ticket(place, printed, index, rank) for rank in ranks),
        ]
        for index in range(1, printed.count + 1)
    ]


def _cloths(space: Space, service: str, numbers: list[list[str]]) -> dict[str, str]:
    """The shapes of each card and of each ticket, by number: no two have the same, and a number always has its own.

    A card has one shape by four, a ticket two by two, and around them those that are cut off.
    """
    cloths = {}
    for card, *tickets in numbers:
        cloths[card] = service_pattern(card, space.look, service, 3, 6).decode()
        cloths |= {ticket: golden_pattern(ticket, space.look, 4, 4).decode() for ticket in tickets}
    return cloths
