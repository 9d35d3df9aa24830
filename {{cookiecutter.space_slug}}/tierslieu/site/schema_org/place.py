"""The place and the organisations that run it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tierslieu.core.opening_hours import END_OF_DAY, WEEKDAYS, DatePeriod, DayHours, OpeningHours, SpecialHours, time
from tierslieu.facts import money
from tierslieu.model import Organisation, Space

from .node import Node, node, reference

_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "PublicHolidays")
_DAYS = {day: f"https://schema.org/{name}" for day, name in zip((*WEEKDAYS, "PH"), _DAY_NAMES, strict=True)}
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
        openingHoursSpecification=[*_opening_hours(space.opening_hours, space.today)] if space.opening_hours else None,
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
            form.schema_type if (form := space.vocabulary.legal_form(organisation.legal_form)) else "Organization",
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


def _opening_hours(hours: OpeningHours, today: dt.date) -> Iterator[Node]:
    """A node for the days that share a span, then for each exception.

    Left out: school holidays, for which schema.org has no term, and hours on appointment, which are not open to all.
    """
    days_by_span: dict[tuple[int, int], list[str]] = {}
    public_holidays = {special.when: special.hours for special in hours.specials if special.when == "PH"}
    for day, value in {**hours.week, **public_holidays}.items():
        for span in _spans(value, closed=day == "PH"):
            days_by_span.setdefault(span, []).append(_DAYS[str(day)])
    for span, days in days_by_span.items():
        yield _specification(span, days)
    for special in hours.specials:
        if isinstance(special.when, DatePeriod):
            yield from _exception(special, special.when, today)


def _exception(special: SpecialHours, period: DatePeriod, today: dt.date) -> Iterator[Node]:
    """The hours of a period, at its next dates."""
    dates = [day.isoformat() for day in period.dates(today)]
    for span in _spans(special.hours, closed=True):
        yield _specification(span, [_DAYS[day] for day in special.days], *dates)


def _specification(span: tuple[int, int], days: list[str], first: str | None = None, last: str | None = None) -> Node:
    opens, closes = (_END_OF_DAY if minutes == END_OF_DAY else time(minutes) for minutes in span)
    return node(
        "OpeningHoursSpecification", dayOfWeek=days, opens=opens, closes=closes, validFrom=first, validThrough=last
    )


def _spans(hours: DayHours, *, closed: bool) -> tuple[tuple[int, int], ...]:
    """Opening and closing times; none on appointment. ``closed``: 00:00–00:00 if it is closed, as Google asks."""
    if hours.appointment:
        return ()
    return ((0, 0),) if closed and hours.closed else hours.spans


def _price_range(space: Space, locale: str) -> str | None:
    """From the lowest to the highest full price in force; None if no price is known."""
    prices, services = space.prices, space.identity.services
    in_force = prices.grid(space.today).amounts.items()
    amounts = [amount for key, amount in in_force if amount is not None and prices.service(key) in services]
    if not amounts:
        return None
    return " – ".join(money(amount, locale) for amount in dict.fromkeys((min(amounts), max(amounts))))
