"""Links to the calendar files that the exports write beside the pages: only to those that exist."""

from __future__ import annotations

from collections.abc import Collection

from tierslieu.exports import atom, ics
from tierslieu.model import Space


def of_place(others: Collection[str]) -> str | None:
    """The calendar of the whole place."""
    return ics.PATH if ics.PATH in others else None


def feed(others: Collection[str]) -> str | None:
    """The feed of what is coming."""
    return atom.PATH if atom.PATH in others else None


def of_activities(space: Space, others: Collection[str]) -> dict[str, str]:
    """The calendar of each activity that has one, by what it is called in every language."""
    main = (source for source in space.activities if source.locale == space.identity.language)
    files = {source.key: ics.of_activity(source.slug) for source in main}
    return {key: file for key, file in files.items() if file in others}


def of_formats(space: Space, others: Collection[str]) -> dict[str, str]:
    """The calendar of each kind of activity that has one."""
    files = {key: ics.of_format(key) for key in space.vocabulary.activity_formats}
    return {key: file for key, file in files.items() if file in others}
