"""The directory as open data: a GeoJSON file of the places, a calendar of their events, and a summary in JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from tierslieu.exports.ical_lines import address, joined, moment, text
from tierslieu.model.lieu_json import Description

from .listings import DirectoryEntry, PlaceCard
from .place_descriptions import RefusedDescription

GEOJSON, CALENDAR, SUMMARY = "lieux.geojson", "agenda.ics", "reseau.json"


def geojson(cards: list[PlaceCard]) -> bytes:
    """The places whose position is known, as points (RFC 7946)."""
    features = [_feature(card.place) for card in cards if card.place.position]
    return _json({"type": "FeatureCollection", "features": features})


def _feature(place: Description) -> dict[str, Any]:
    assert place.position is not None
    properties = {
        "name": place.name,
        "description": place.summary,
        "website": place.website,
        **{key: getattr(place.address, key) for key in ("street", "postal_code", "city", "country")},
        "opening_hours": place.opening_hours,
        "services": [service.key for service in place.services],
        "licence": place.licences.data,
    }
    return {
        "type": "Feature",
        "id": place.slug,
        "geometry": {"type": "Point", "coordinates": [place.position.longitude, place.position.latitude]},
        "properties": {name: value for name, value in properties.items() if value},
    }


def summary(name: str, cards: list[PlaceCard], refused: list[RefusedDescription]) -> bytes:
    """The places of the directory and the refused descriptions. The file also marks the folder as a directory."""
    return _json({
        "name": name,
        "places": [{"slug": card.place.slug, "name": card.place.name, "website": card.place.website} for card in cards],
        "refused": [{"where": refusal.where, "why": refusal.code} for refusal in refused],
    })  # fmt: skip


def calendar(name: str, entries: list[DirectoryEntry], language: str) -> bytes:
    """The common agenda (RFC 5545): an event for each entry, with times in UTC."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//tierslieu//network//{language.upper()}"]
    names = [f"NAME:{text(name)}", f"X-WR-CALNAME:{text(name)}"]
    return joined([*head, *names, *(line for entry in entries for line in _event(entry)), "END:VCALENDAR"])


def _event(entry: DirectoryEntry) -> Iterator[str]:
    event, place = entry.event, entry.place
    # The identifier of an event must be the same in every build.
    identity = "\n".join(filter(None, (place.slug, event.title, moment(event.start))))
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(identity.encode()).hexdigest()[:20]}@{place.slug}"
    yield f"DTSTAMP:{moment(event.start)}"
    yield f"DTSTART:{moment(event.start)}"
    yield f"DTEND:{moment(event.end)}"
    yield f"SUMMARY:{text(event.title)}"
    if event.description:
        yield f"DESCRIPTION:{text(event.description)}"
    location = ", ".join(filter(None, (place.name, place.address.street, place.address.city)))
    yield f"LOCATION:{text(location)}"
    if event.status == "cancelled":
        yield "STATUS:CANCELLED"
    if event.page:
        yield f"URL:{address(event.page)}"
    yield "END:VEVENT"


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
