"""Links to what the exports write beside the pages of a language: only to what there is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from tierslieu.exports import atom, ics
from tierslieu.model import Space


@dataclass(frozen=True)
class Calendars:
    """Addresses of calendars and of the feed of the agenda; None, or not in the mapping, for what is not written.

    ``activities`` are by the path of their text, ``formats`` by their short name.
    """

    place: str | None
    feed: str | None
    activities: Mapping[str, str]
    formats: Mapping[str, str]


def calendars(space: Space, locale: str, others: Collection[str]) -> Calendars:
    """What ``others``, the paths of the files of the exports, hold for the agenda in ``locale``."""
    paths = ics.paths(space, locale)

    def written(files: Mapping[str, str]) -> dict[str, str]:
        return {key: quote(path) for key, path in files.items() if path in others}

    single = written({"place": paths.place, "feed": atom.path(space, locale)})
    return Calendars(single.get("place"), single.get("feed"), written(paths.activities), written(paths.formats))
