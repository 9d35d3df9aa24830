"""``spaceapi.json``: the place in the directories of hackerspaces and shared places (SpaceAPI 14 and 15).

There is no ``state``: a static site does not know whether the door is open, and the standard reads its absence so.
"""

from __future__ import annotations

from typing import Any

from tierslieu.core.json_bytes import json_bytes
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.prices import sold_label
from tierslieu.model import Space
from tierslieu.rendering import urls
from tierslieu.schedule.recurrence import PARIS

from . import lieu, mediation

PATH = "spaceapi.json"


def build(space: Space) -> dict[str, bytes]:
    """The file."""
    identity, root = space.identity, urls.root(space)
    contact = {"email": identity.contact.email, "phone": mediation.international(identity.contact.phone)}
    record: dict[str, Any] = {
        "api_compatibility": ["14", "15"],
        "space": identity.name,
        "logo": f"{root}static/emblem.svg",
        "url": root,
        "location": _location(space),
        "contact": {name: value for name, value in contact.items() if value},
        "feeds": {"calendar": {"type": "ical", "url": root + lieu.CALENDAR}},
        "membership_plans": _plans(space),
        "linked_spaces": [{"website": website} for website in [identity.lineage.parent_website] if website],
    }
    record = {name: value for name, value in record.items() if value or name == "contact"}
    return {PATH: json_bytes(record)}


def _location(space: Space) -> dict[str, Any]:
    address = space.identity.address
    location: dict[str, Any] = {"timezone": PARIS.key, "country_code": "FR"}
    if address.town:
        location["address"] = f"{address.line}, France"
    if address.latitude is not None and address.longitude is not None:
        location |= {"lat": address.latitude, "lon": address.longitude}
    return location


def _plans(space: Space) -> list[dict[str, Any]]:
    """The offers sold by time, at the full price in force; passes are not plans."""
    units = space.vocabulary.price_units
    amounts = space.prices.grid(space.today).amounts
    fmt = FactFormatter(space, space.identity.language, document=False)
    return [
        {
            "name": sold_label(fmt, key),
            "value": float(amount),
            "currency": "EUR",
            "billing_interval": interval,
            "description": fmt.t(f"per_{offer.unit}"),
        }
        for key, offer in space.prices.offers.items()
        if offer.service in space.identity.services
        and (interval := units[offer.unit].exports.get("spaceapi"))
        and (amount := amounts.get(key)) is not None
    ]
