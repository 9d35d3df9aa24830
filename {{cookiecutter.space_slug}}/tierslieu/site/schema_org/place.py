"""The place and the organisations that run it."""

from __future__ import annotations

import re
from typing import Any

from tierslieu.core import opening_hours
from tierslieu.core.opening_hours import WEEKDAYS
from tierslieu.facts import money
from tierslieu.model import Space

from .node import Node, node, reference

_DAYS = dict(
    zip(
        WEEKDAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True
    )
) | {"PH": "PublicHolidays"}  # fmt: skip
#: Midnight at the end of a day, as Google reads it.
_LAST_MINUTE = "23:59"


def place_id(base: str) -> str:
    """What the place is called in data, for a site at ``base``."""
    return f"{base}#lieu"


def organisation_id(base: str, key: str) -> str:
    """What an organisation is called in data."""
    return f"{base}#{key}"


def place(space: Space, base: str, locale: str, image: str | None, map_url: str | None) -> Node:
    """The place, with all that is known of how to come and what it costs.

    schema.org has no type for a tiers-lieu: ``LocalBusiness`` is the only place that has hours and sells something.
    """
    identity = space.identity
    contact, address = identity.contact, identity.address
    known = identity.opening_hours and opening_hours.week(identity.opening_hours)
    return node(
        "LocalBusiness",
        id_=place_id(base),
        name=identity.name,
        url=base,
        image=image,
        telephone=contact.phone,
        email=contact.email,
        address=postal_address(space),
        geo=node("GeoCoordinates", latitude=address.latitude, longitude=address.longitude)
        if address.latitude is not None and address.longitude is not None
        else None,
        hasMap=map_url,
        openingHoursSpecification=_opening(known) if known else None,
        areaServed=identity.territory,
        priceRange=_price_range(space, locale),
        currenciesAccepted="EUR" if _price_range(space, locale) else None,
        parentOrganization=[reference(one["@id"]) for one in organisations(space, base)],
    )


def postal_address(space: Space) -> Node:
    """Where the place is, as far as it is known: at least the country."""
    address = space.identity.address
    return node(
        "PostalAddress",
        streetAddress=address.street,
        postalCode=address.postal_code,
        addressLocality=address.city,
        addressCountry="FR",
    )


def organisations(space: Space, base: str) -> list[Node]:
    """Those that run a service and have a name."""
    run = {space.operator_key(service) for service in space.identity.services}
    named = {key: one for key, one in space.organisations.organisations.items() if key in run and one.name}
    return [
        node(
            space.vocabulary.legal_forms[one.legal_form].schema_type,
            id_=organisation_id(base, key),
            name=one.name,
            address=one.address,
            identifier=_identifiers(siren=one.siren or (one.siret or "")[:9], siret=one.siret, rna=one.rna),
            vatID=one.vat.number,
        )
        for key, one in named.items()
    ]


def _identifiers(**numbers: str | None) -> list[Node]:
    return [node("PropertyValue", propertyID=name.upper(), value=value) for name, value in numbers.items() if value]


def _opening(week: dict[str, str]) -> list[Node]:
    """The hours, days with the same ones together; school holidays have no word in schema.org."""
    days: dict[tuple[str, str], list[str]] = {}
    for day, text in week.items():
        if day in _DAYS:
            for span in _spans(day, text):
                days.setdefault(span, []).append(_DAYS[day])
    return [
        node("OpeningHoursSpecification", dayOfWeek=[f"https://schema.org/{day}" for day in named], opens=start, closes=end)
        for (start, end), named in days.items()
    ]  # fmt: skip


def _spans(day: str, text: str) -> list[tuple[str, str]]:
    """Beginnings and ends; a holiday on which the place is closed says so, any other closed day is left out."""
    if text in ("off", "closed"):
        return [("00:00", "00:00")] if day == "PH" else []
    if text == "24/7":
        return [("00:00", _LAST_MINUTE)]
    found = [(start.rjust(5, "0"), end.rjust(5, "0")) for start, end in re.findall(r"([0-9:]+)-([0-9:]+)", text)]
    return [(start, _LAST_MINUTE if end == "24:00" else end) for start, end in found]


def _price_range(space: Space, locale: str) -> str | None:
    """From the lowest to the highest full price in force."""
    prices, on = space.prices, space.identity.services
    amounts: list[Any] = [
        amount
        for key, amount in prices.grid(space.today).amounts.items()
        if amount is not None and prices.service(key) in on
    ]
    if not amounts:
        return None
    return " – ".join(money(amount, locale) for amount in dict.fromkeys((min(amounts), max(amounts))))
