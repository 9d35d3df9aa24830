"""What tells an activity from all others in the calendars of the world (UID, RFC 5545 §3.8.4.7)."""

from __future__ import annotations

from tierslieu.model import Activity, Source, Space


def uid_of(space: Space, source: Source[Activity]) -> str:
    """The identifier with which it was imported or, if it was written here, one drawn from names that do not change."""
    return source.meta.uid or f"{source.key}@{space.identity.slug}.lieu"
