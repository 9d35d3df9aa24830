"""Events: each coming session of an activity is an ``Event`` of its own, as Google requires."""

from __future__ import annotations

import datetime as dt

from tierslieu.model import Space
from tierslieu.site.listings.activities import ActivityCard, SessionTime

from .node import Node, node
from .place import organisation_id, place_id, postal_address

#: The most sessions of an activity in its page: a weekly series has dozens.
MAX_SESSIONS = 6
_STATUSES = {"confirmed": "EventScheduled", "moved": "EventRescheduled", "cancelled": "EventCancelled"}


def events(space: Space, base: str, event: ActivityCard, image: str | None) -> list[Node]:
    """The coming sessions of an activity, as ``Event``; none of a sample activity, which does not take place."""
    if event.meta.example:
        return []
    return [_event(space, base, event, session, image) for session in event.upcoming[:MAX_SESSIONS]]


def _event(space: Space, base: str, event: ActivityCard, session: SessionTime, image: str | None) -> Node:
    meta, url = event.meta, base + event.address
    online = _http_url(meta.online)
    name = str(session.operator["name"] or space.identity.name)
    return node(
        space.vocabulary.activity_formats[meta.format].schema_type,
        id_=f"{url}#{session.start:%Y-%m-%d}",
        name=meta.title,
        description=meta.description,
        url=url,
        image=image,
        inLanguage=event.source.locale,
        startDate=_date(event, session, session.start),
        endDate=_date(event, session, session.end),
        eventStatus=f"https://schema.org/{_STATUSES[session.status]}",
        previousStartDate=session.moved_from.isoformat() if session.status == "moved" and session.moved_from else None,
        eventAttendanceMode=f"https://schema.org/{'Mixed' if online else 'Offline'}EventAttendanceMode",
        location=_location(space, base, session.place, online),
        organizer=node("Organization", id_=organisation_id(base, str(session.operator["key"])), name=name, url=base),
        maximumAttendeeCapacity=meta.capacity,
    )


def _location(space: Space, base: str, elsewhere: str | None, online: str | None) -> Node | list[Node]:
    """The place of a session (``elsewhere``, or the tiers-lieu) and its URL if it can be followed ``online``.

    Google requires an address: where none is known, the name stands for it.
    """
    if elsewhere:
        place = node("Place", name=elsewhere, address=elsewhere)
    else:
        postal = postal_address(space) if space.identity.address.city else None
        address = postal or space.identity.territory or space.identity.name
        place = node("Place", id_=place_id(base), name=space.identity.name, address=address)
    return [place, node("VirtualLocation", url=online)] if online else place


def _date(event: ActivityCard, session: SessionTime, moment: dt.datetime) -> str:
    """``moment``, the start or the end of ``session``, in ISO 8601 with its UTC offset; all-day events have no time."""
    if event.meta.all_day:
        return (session.day if moment == session.start else session.last_day).isoformat()
    return moment.isoformat()


def _http_url(address: str | None) -> str | None:
    """``address`` if it is a URL of the web, else None: the field may hold any text."""
    return address if address and address.lower().startswith(("https://", "http://")) else None
