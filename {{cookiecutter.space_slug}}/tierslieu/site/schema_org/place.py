"""The place and the organisations that run it."""

from __future__ import annotations

import re

from tierslieu.core import opening_hours
from tierslieu.core.opening_hours import WEEKDAYS
from tierslieu.facts import money
from tierslieu.model import Organisation, Space

from .node import Node, node, reference

_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "PublicHolidays")
_DAYS = dict(zip((*WEEKDAYS, "PH"), _DAY_NAMES, strict=True))
#: How Google reads midnight at the end of a day.
_END_OF_DAY = "23:59"


def place_id(base: str) -> str:
    """The ``@id`` of the place, for a site at ``base``."""
    return f"{base}#lieu"


def organisation_id(base: str, key: str) -> str:
    """The ``@id`` of the organisation ``key``."""
    return f"{base}#{key}"


def place(space: Space, base: str, locale: str, image: str | None, map_url: str | None) -> Node:
    """The place: how to come, opening hours and range of prices; ``image`` and ``map_url`` are URLs.

    schema.org has no type for a tiers-lieu: ``LocalBusiness`` is the only type of place with hours and prices.
    """
    identity = space.identity
    contact, address, price_range = identity.contact, identity.address, _price_range(space, locale)
    located = address.latitude is not None and address.longitude is not None
    week = identity.opening_hours and opening_hours.week(identity.opening_hours)
    return node(
        "LocalBusiness",
        id_=place_id(base),
        name=identity.name,
        url=base,
        image=image,
        telephone=contact.phone,
        email=contact.email,
        address=postal_address(space),
        geo=node("GeoCoordinates", latitude=address.latitude, longitude=address.longitude) if located else None,
        hasMap=map_url,
        openingHoursSpecification=_opening_hours(week) if week else None,
        areaServed=identity.territory,
        priceRange=price_range,
        currenciesAccepted="EUR" if price_range else None,
        parentOrganization=[reference(organisation["@id"]) for organisation in organisations(space, base)],
    )


def postal_address(space: Space) -> Node:
    """The address of the place; the country is always known."""
    address = space.identity.address
    return node(
        "PostalAddress",
        streetAddress=address.street,
        postalCode=address.postal_code,
        addressLocality=address.city,
        addressCountry="FR",
    )


def organisations(space: Space, base: str) -> list[Node]:
    """The organisations that run a service and have a name."""
    operators = {space.operator_key(service) for service in space.identity.services}
    return [
        node(
            space.vocabulary.legal_forms[organisation.legal_form].schema_type,
            id_=organisation_id(base, key),
            name=organisation.name,
            address=organisation.address,
            identifier=_identifiers(organisation),
            vatID=organisation.vat.number,
        )
        for key, organisation in space.organisations.organisations.items()
        if key in operators and organisation.name
    ]


def _identifiers(organisation: Organisation) -> list[Node]:
    siren = organisation.siren or (organisation.siret or "")[:9]
    numbers = {"siren": siren, "siret": organisation.siret, "rna": organisation.rna}
    return [node("PropertyValue", propertyID=name.upper(), value=value) for name, value in numbers.items() if value]


def _opening_hours(week: dict[str, str]) -> list[Node]:
    """Opening hours, with a node for the days that share them; schema.org has no term for school holidays."""
    days_by_span: dict[tuple[str, str], list[str]] = {}
    for day, text in week.items():
        if day in _DAYS:
            for span in _spans(day, text):
                days_by_span.setdefault(span, []).append(f"https://schema.org/{_DAYS[day]}")
    return [
        node("OpeningHoursSpecification", dayOfWeek=days, opens=start, closes=end)
        for (start, end), days in days_by_span.items()
    ]


def _spans(day: str, text: str) -> list[tuple[str, str]]:
    """Opening and closing times of a day; none if it is closed, but 00:00–00:00 for public holidays, as Google asks."""
    if text in ("off", "closed"):
        return [("00:00", "00:00")] if day == "PH" else []
    if text == "24/7":
        return [("00:00", _END_OF_DAY)]
    spans = [(start.rjust(5, "0"), end.rjust(5, "0")) for start, end in re.findall(r"([0-9:]+)-([0-9:]+)", text)]
    return [(start, _END_OF_DAY if end == "24:00" else end) for start, end in spans]


def _price_range(space: Space, locale: str) -> str | None:
    """From the lowest to the highest full price in force; None if no price is known."""
    prices, services = space.prices, space.identity.services
    in_force = prices.grid(space.today).amounts.items()
    amounts = [amount for key, amount in in_force if amount is not None and prices.service(key) in services]
    if not amounts:
        return None
    return " – ".join(money(amount, locale) for amount in dict.fromkeys((min(amounts), max(amounts))))
