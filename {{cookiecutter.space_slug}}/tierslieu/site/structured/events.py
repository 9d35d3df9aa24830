"""What takes place: each coming date of an activity is an event of its own, as Google wants it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tierslieu.model import Space
from tierslieu.site.view import Event, When

from .node import Node, node
from .place import organisation_id, place_id, postal_address

#: How many coming dates a page tells machines: a weekly series would fill it.
MOST = 6


def events(space: Space, base: str, event: Event, image: str | None) -> list[Node]:
    """The coming dates of an activity; none of an example, which nobody should travel to."""
    if event.meta.example:
        return []
    return [_event(space, base, event, when, image) for when in event.upcoming[:MOST]]


def _event(space: Space, base: str, event: Event, when: When, image: str | None) -> Node:
    meta, url = event.meta, base + event.address
    online, elsewhere = _web(getattr(meta, "online", None)), getattr(when, "place", None)
    here = not online or bool(elsewhere)
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
        eventAttendanceMode=f"https://schema.org/{_attendance(here, online)}",
        location=_locations(space, base, elsewhere, here, online),
        organizer=node(
            "Organization",
            id_=organisation_id(base, key),
            name=str(event.operator["name"] or space.identity.name),
            url=base,
        ),
        maximumAttendeeCapacity=getattr(meta, "capacity", None),
    )


def _status(when: When) -> dict[str, str]:
    status = getattr(when, "status", "confirmed")
    moved_from: dt.date | None = getattr(when, "moved_from", None)
    if status == "cancelled":
        return {"eventStatus": "https://schema.org/EventCancelled"}
    if status == "moved" and moved_from:
        return {
            "eventStatus": "https://schema.org/EventRescheduled",
            "previousStartDate": moved_from.isoformat(),
        }
    return {"eventStatus": "https://schema.org/EventScheduled"}


def _attendance(here: bool, online: str | None) -> str:
    if online:
        return "MixedEventAttendanceMode" if here else "OnlineEventAttendanceMode"
    return "OfflineEventAttendanceMode"


def _locations(space: Space, base: str, elsewhere: str | None, here: bool, online: str | None) -> Any:
    """Where it is: a place whose name alone is known has that name as its address, which Google requires."""
    found = []
    if here and elsewhere:
        found.append(node("Place", name=elsewhere, address=elsewhere))
    elif here:
        address = postal_address(space) or space.identity.territory or space.identity.name
        found.append(node("Place", id_=place_id(base), name=space.identity.name, address=address))
    if online:
        found.append(node("VirtualLocation", url=online))
    return found[0] if len(found) == 1 else found


def _moment(event: Event, when: When, moment: dt.datetime) -> str:
    """With its distance from Greenwich; a day alone when it lasts whole days."""
    if getattr(event.meta, "all_day", False):
        day = when.start.date() if moment == when.start else getattr(when, "last_day", when.end.date())
        return str(day.isoformat())
    return moment.isoformat()


def _web(address: str | None) -> str | None:
    """An address of the web; content can hold any text."""
    return address if address and address.lower().startswith(("https://", "http://")) else None
