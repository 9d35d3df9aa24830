"""What takes place: each coming date of an activity is an event of its own, as Google wants it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tierslieu.model import Space
from tierslieu.site.listings.events import ActivityCard, SessionTime

from .node import Node, node
from .place import organisation_id, place_id, postal_address

#: How many coming dates a page tells machines: a weekly series would fill it.
MOST = 6


def events(space: Space, base: str, event: ActivityCard, image: str | None) -> list[Node]:
    """The coming dates of an activity; none of an example, which nobody should travel to."""
    if event.meta.example:
        return []
    return [_event(space, base, event, when, image) for when in event.upcoming[:MOST]]


def _event(space: Space, base: str, event: ActivityCard, when: SessionTime, image: str | None) -> Node:
    meta, url = event.meta, base + event.address
    online, elsewhere = _web(meta.online), when.place
    key = str(event.operator["key"])
    return node(
        space.vocabulary.activity_formats[meta.format].schema_type,
        id_=f"{url}#{when.start:%Y-%m-%d}",
        name=meta.title,
        description=meta.description,
        url=url,
        image=image,
        inLanguage=event.source.locale,
        startDate=_moment(event, when, when.start),
        endDate=_moment(event, when, when.end),
        **_status(when),
        eventAttendanceMode=f"https://schema.org/{_attendance(online)}",
        location=_locations(space, base, elsewhere, online),
        organizer=node(
            "Organization",
            id_=organisation_id(base, key),
            name=str(event.operator["name"] or space.identity.name),
            url=base,
        ),
        maximumAttendeeCapacity=meta.capacity,
    )


def _status(when: SessionTime) -> dict[str, str]:
    if when.status == "cancelled":
        return {"eventStatus": "https://schema.org/EventCancelled"}
    if when.status == "moved" and when.moved_from:
        return {
            "eventStatus": "https://schema.org/EventRescheduled",
            "previousStartDate": when.moved_from.isoformat(),
        }
    return {"eventStatus": "https://schema.org/EventScheduled"}


def _attendance(online: str | None) -> str:
    return "MixedEventAttendanceMode" if online else "OfflineEventAttendanceMode"


def _locations(space: Space, base: str, elsewhere: str | None, online: str | None) -> Any:
    """Where it is, and from where one may follow it; a place of which only the name is known has it as its address too,
    which Google requires.
    """
    if elsewhere:
        place = node("Place", name=elsewhere, address=elsewhere)
    else:
        known = postal_address(space) if space.identity.address.city else None
        address = known or space.identity.territory or space.identity.name
        place = node("Place", id_=place_id(base), name=space.identity.name, address=address)
    return [place, node("VirtualLocation", url=online)] if online else place


def _moment(event: ActivityCard, when: SessionTime, moment: dt.datetime) -> str:
    """With its distance from Greenwich; a day alone when it lasts whole days."""
    if event.meta.all_day:
        return (when.day if moment == when.start else when.last_day).isoformat()
    return moment.isoformat()


def _web(address: str | None) -> str | None:
    """An address of the web; content can hold any text."""
    return address if address and address.lower().startswith(("https://", "http://")) else None
