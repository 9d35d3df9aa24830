"""``lieu.geojson``: the place as one point (RFC 7946), for GoGoCarto, uMap and the like.

GoGoCarto takes ``name``, ``address`` and ``categories`` as they are and keeps the rest as custom data; uMap shows
``name`` and ``description``.
"""

from __future__ import annotations

from typing import Any

from tierslieu.core import opening_hours
from tierslieu.core.json_bytes import json_bytes
from tierslieu.facts.formatter import FactFormatter
from tierslieu.model import Space

PATH = "donnees/lieu.geojson"


def build(space: Space) -> dict[str, bytes]:
    """The file."""
    identity, address = space.identity, space.identity.address
    collection = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": identity.slug,
                "geometry": {"type": "Point", "coordinates": [address.longitude, address.latitude]},
                "properties": _properties(space),
            }
        ],
    }
    return {PATH: json_bytes(collection)}


def _properties(space: Space) -> dict[str, Any]:
    identity, address = space.identity, space.identity.address
    t = FactFormatter(space, identity.language, document=False).t
    place = {
        "streetAddress": address.street,
        "addressLocality": address.city,
        "postalCode": address.postal_code,
        "addressCountry": "FR",
    }
    properties = {
        "name": identity.name,
        "description": identity.summary,
        "address": {name: value for name, value in place.items() if value},
        "email": identity.contact.email,
        "telephone": identity.contact.phone,
        "website": identity.contact.website,
        "openHours": opening_hours.openstreetmap(space.opening_hours) if space.opening_hours else None,
        "categories": [t(f"service_{name}") for name in identity.services],
        "source": identity.name,
        "licence": identity.data_licence,
    }
    return {name: value for name, value in properties.items() if value}
