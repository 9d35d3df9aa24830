"""Links to the calendar files that the exports write beside the pages: only those that exist."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tierslieu.model import Space

#: The calendar of the whole place.
_PLACE = "agenda.ics"


def of_place(others: Collection[str]) -> str | None:
    """The calendar of the whole place."""
    return _PLACE if _PLACE in others else None


def of_events(space: Space, others: Collection[str]) -> Mapping[str, str]:
    """The file of each activity, by short name."""
    locale = space.identity.language
    files = {source.slug: f"agenda/{source.slug}.ics" for source in space.activities if source.locale == locale}
    return {slug: path for slug, path in files.items() if path in others}
