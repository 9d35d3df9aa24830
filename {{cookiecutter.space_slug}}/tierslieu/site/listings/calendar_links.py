"""Addresses of the calendars and feeds that the exports write."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from tierslieu.exports import atom, ics
from tierslieu.model import Space


@dataclass(frozen=True)
class CalendarLinks:
    """Addresses of the calendar of the place, of the Atom feed of its agenda, and of the other calendars.

    A file that is not exported is None, or absent from the mappings: ``activities`` by the path of the text,
    ``formats`` by the key of the format.
    """

    place: str | None
    feed: str | None
    activities: Mapping[str, str]
    formats: Mapping[str, str]


def calendar_links(space: Space, locale: str, exported: Collection[str]) -> CalendarLinks:
    """The calendars in ``locale`` among ``exported``, the paths of the files of all exports."""
    paths = ics.paths(space, locale)

    def addresses(files: Mapping[str, str]) -> dict[str, str]:
        return {key: quote(path) for key, path in files.items() if path in exported}

    single = addresses({"place": paths.place, "feed": atom.path(space, locale)})
    return CalendarLinks(single.get("place"), single.get("feed"), addresses(paths.activities), addresses(paths.formats))
