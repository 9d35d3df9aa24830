"""``openstreetmap.txt``: tags that a mapper pastes into an editor; nothing is sent to OpenStreetMap."""

from __future__ import annotations

import re

from tierslieu import opening
from tierslieu.model import Space

from . import mediation
from .sheet import line

PATH = "donnees/openstreetmap.txt"
#: The longest value of a tag (https://wiki.openstreetmap.org/wiki/API_v0.6).
LONGEST = 255
_HOUSE = re.compile(r"([0-9]+(?:\s?(?:bis|ter|quater|[A-Za-z]))?),?\s+(.+)")


def build(space: Space) -> dict[str, bytes]:
    """The file, one ``key=value`` a line."""
    pairs = [(key, line(value)) for key, value in tags(space).items() if value]
    text = "".join(f"{key}={value}\n" for key, value in pairs if len(value) <= LONGEST)
    return {PATH: text.encode("utf-8")}


def tags(space: Space) -> dict[str, str | None]:
    """Every tag by key; None where the fact is unknown."""
    identity, address = space.identity, space.identity.address
    kinds = space.vocabulary.exports["openstreetmap"].terms
    first = identity.services[0] if identity.services else ""
    operator = space.operator(first)
    house = _HOUSE.fullmatch(address.street or "")
    return {
        "name": identity.name,
        **kinds.get(first, {}),
        "operator": operator.name if operator else None,
        "ref:FR:SIRET": operator.siret if operator else None,
        "addr:housenumber": house[1] if house else None,
        "addr:street": house[2] if house else address.street,
        "addr:postcode": address.postal_code,
        "addr:city": address.city,
        "opening_hours": identity.opening_hours and opening.tidy(identity.opening_hours),
        "website": identity.contact.website,
        "email": identity.contact.email,
        "phone": mediation.international(identity.contact.phone),
        "description": identity.summary,
    }
