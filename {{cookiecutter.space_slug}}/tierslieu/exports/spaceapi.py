"""``spaceapi.json``: the place in the directories of hackerspaces and shared places (SpaceAPI 14 and 15).

There is no ``state``: a static site does not know whether the door is open, and the standard reads its absence so.
"""

from __future__ import annotations

import json
from typing import Any

from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.prices import sold_label
from tierslieu.model import Space
from tierslieu.rendering import urls
from tierslieu.schedule.recurrence import PARIS

from . import lieu, mediation

PATH = "spaceapi.json"


def build(space: Space) -> dict[str, bytes]:
    """The file."""
    identity, site = space.identity, urls.root(space)
    contact = {"email": identity.contact.email, "phone": mediation.international(identity.contact.phone)}
    told: dict[str, Any] = {
        "api_compatibility": ["14", "15"],
        "space": identity.name,
        "logo": f"{site}static/emblem.svg",
        "url": site,
        "location": _location(space),
        "contact": {name: value for name, value in contact.items() if value},
        "feeds": {"calendar": {"type": "ical", "url": site + lieu.CALENDAR}},
        "membership_plans": _plans(space),
        "linked_spaces": [{"website": site} for site in [identity.lineage.parent_website] if site],
    }
    kept = {name: value for name, value in told.items() if value or name == "contact"}
    return {PATH: (json.dumps(kept, ensure_ascii=False, indent=2) + "\n").encode("utf-8")}


def _location(space: Space) -> dict[str, Any]:
    address = space.identity.address
    town = " ".join(part for part in (address.postal_code, address.city) if part)
    told: dict[str, Any] = {"timezone": PARIS.key, "country_code": "FR"}
    if town:
        told["address"] = ", ".join(part for part in (address.street, town, "France") if part)
    if address.latitude is not None and address.longitude is not None:
        told |= {"lat": address.latitude, "lon": address.longitude}
    return told


def _plans(space: Space) -> list[dict[str, Any]]:
    """What is sold by time, at the full price in force; what a pass costs is not a plan."""
    billing = space.vocabulary.exports["spaceapi"].terms["billing"]
    amounts = space.prices.grid(space.today).amounts
    fmt = FactFormatter(space, space.identity.language, document=False)
    return [
        {
            "name": sold_label(fmt, key),
            "value": float(amount),
            "currency": "EUR",
            "billing_interval": billing[offer.unit],
            "description": fmt.t(f"per_{offer.unit}"),
        }
        for key, offer in space.prices.offers.items()
        if offer.service in space.identity.services
        and offer.unit in billing
        and (amount := amounts.get(key)) is not None
    ]
