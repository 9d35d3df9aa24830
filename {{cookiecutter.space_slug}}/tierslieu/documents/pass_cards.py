"""Passes to print: A4 sheets of cards with a box for each use, and their golden tickets to detach."""

from __future__ import annotations

import json
from collections.abc import Callable

from tierslieu.core.paths import PRICES
from tierslieu.core.problems import Problem, Problems
from tierslieu.facts import Facts, facts
from tierslieu.look.patterns import emblem_of
from tierslieu.model import Identity, Space
from tierslieu.model.identity import Address

from . import pass_numbers
from .theme import DocumentTheme
from .typst_pdf import typeset

_LAYOUT = "passes.typ"
#: The boxes of a larger pass would be too small to tick.
_MOST_USES = 100
#: Room to write by hand, which passes.typ draws as a line.
_LINE = "____"

_Say = Callable[..., str]


def render(space: Space, printed: pass_numbers.Printed) -> bytes:
    """The cards of ``printed``, a pass of ``space``, as PDF; raises ``Problems``.

    Facts still missing leave room to write them by hand where the holder must know them, and are left out elsewhere.
    """
    known = facts(space, space.identity.language, document=False)
    say: _Say = known["t"]
    book: Facts = next(one for one in known["passes"] if one["key"] == printed.book)
    if book["uses"] > _MOST_USES:
        values = {"pass": printed.book, "uses": book["uses"], "most": _MOST_USES}
        raise Problems([Problem("passes.uses", values, PRICES)])
    ticket: Facts = book["golden_ticket"]
    data = {
        "place": space.identity.name,
        "emblem": emblem_of(space).decode("utf-8", "replace"),
        "card": {
            "label": book["label"],
            "price": _price(book, known["tax_basis"]),
            "uses": book["uses"],
            "rules": _rules(book, space.prices.passes[printed.book].transferable, say),
            "sale": _sale(book, say),
        },
        "ticket": _ticket(ticket, space.identity, say) if ticket else None,
        "numbers": _numbers(space.identity.slug, printed, ticket.get("count", 0)),
    }
    inputs = {
        "title": say("sheet_title", label=book["label"]),
        "place": space.identity.name,
        "language": space.identity.language,
        "page": known["t"]("document_page", page="{page}", total="{total}"),
        "data": json.dumps(data),
    }
    theme = DocumentTheme(space.root)
    return typeset(theme.text(_LAYOUT), inputs, theme, theme.label(_LAYOUT))


def _price(book: Facts, basis: str) -> str:
    """What everybody pays; nothing when some pay less, or while it is unknown."""
    if book["reduced"] or book["solidarity"] or book["free"] or not book["amount"]:
        return ""
    return str(book["ttc"]) if book["ttc"] else f"{book['amount']} {basis}"


def _rules(book: Facts, transferable: bool | None, say: _Say) -> list[str]:
    """What a box is worth, and to whom."""
    rules = [say("sheet_box", unit=book["unit"].lower())]
    if book["also_opens"]:
        rules.append(say("sheet_also_opens", services=", ".join(service["name"] for service in book["also_opens"])))
    if transferable is not None:
        rules.append(say("sheet_transferable") if transferable else say("sheet_personal", line=_LINE))
    return rules


def _sale(book: Facts, say: _Say) -> list[str]:
    """Who sells the pass, and how long it is good from then on."""
    sold = say("sheet_sold", name=book["collects"]["called"], line=_LINE)
    valid = say("sheet_valid", validity=book["validity"]) if book["validity"] else say("sheet_valid_until", date=_LINE)
    return [sold, valid]


def _ticket(ticket: Facts, identity: Identity, say: _Say) -> Facts:
    """What a golden ticket says to somebody who has never seen the place."""
    rules = [say("sheet_ticket_for", whom=ticket["for_whom"].rstrip("."))]
    if ticket["once_per_person"]:
        rules.append(say("sheet_ticket_once"))
    fill = []
    if ticket["validity"]:
        rules.append(say("sheet_ticket_valid", validity=ticket["validity"]))
        fill.append(say("sheet_ticket_sold", line=_LINE))
    if ticket["until"]:
        rules.append(say("sheet_ticket_until", date=ticket["until"]))
    elif not ticket["validity"]:
        fill.append(say("sheet_valid_until", date=_LINE))
    website = (identity.contact.website or "").partition("://")[2].rstrip("/")
    return {
        "title": say("golden_ticket"),
        "opens": ticket["opens"],
        "rules": rules,
        "fill": [*fill, say("sheet_ticket_from", line=_LINE)],
        "where": [line for line in (_address(identity.address), identity.contact.phone or website) if line],
    }


def _address(address: Address) -> str:
    town = " ".join(part for part in (address.postal_code, address.city) if part)
    return ", ".join(part for part in (address.street, town) if part)


def _numbers(place: str, printed: pass_numbers.Printed, tickets: int) -> list[list[str]]:
    """The number of each card, followed by those of its tickets."""
    ranks = range(1, tickets + 1)
    return [
        [
            pass_numbers.card(place, printed, index),
            *(pass_numbers.ticket(place, printed, index, rank) for rank in ranks),
        ]
        for index in range(1, printed.count + 1)
    ]
