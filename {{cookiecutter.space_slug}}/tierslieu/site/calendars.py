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
    """The calendar file of each activity that has one, by the path of its text."""
    files = {source.path: f"agenda/{source.slug}.ics" for source in space.activities}
    return {path: file for path, file in files.items() if file in others}
