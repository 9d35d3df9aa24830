"""``annuaires-coworking.txt``: the facts that directories of coworking spaces ask for, to be copied by hand."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.facts import money, opening_hours
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.prices import sold_label
from tierslieu.model import Space

from .text_sheet import sheet

PATH = "donnees/annuaires-coworking.txt"

_SERVICE = "coworking"


def build(space: Space) -> dict[str, bytes]:
    """The sheet."""
    identity, address = space.identity, space.identity.address
    fmt = FactFormatter(space, identity.language, document=False)
    t = fmt.t
    rows: list[tuple[str, object]] = [
        (t("copy_name"), identity.name),
        (t("copy_summary"), identity.summary),
        (t("address"), f"{address.street}, {address.postal_code} {address.city}"),
        (t("phone"), identity.contact.phone),
        (t("email"), identity.contact.email),
        (t("copy_website"), identity.contact.website),
        (t("opening_hours"), space.opening_hours and opening_hours.text(space.opening_hours, fmt.formatter)),
        (t("copy_desks"), identity.capacity.desks),
        *_prices(fmt),
    ]
    return {PATH: sheet(t("copy_title_directories", name=identity.name), t("copy_usage_directories"), rows)}


def _prices(fmt: FactFormatter) -> Iterator[tuple[str, str]]:
    """The name of each offer and pass, and its full price."""
    prices = fmt.space.prices
    amounts = prices.grid(fmt.space.today).amounts
    for key in (*prices.offers, *prices.passes):
        amount = amounts.get(key)
        if prices.service(key) == _SERVICE and amount is not None:
            yield sold_label(fmt, key), money(amount, fmt.locale)
