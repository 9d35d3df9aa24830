"""The composition of an activity: its words and its drawing, the same on its poster, its social image and its card of the site."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from tierslieu.i18n.formatting import capitalised
from tierslieu.look.patterns import composition
from tierslieu.model import Activity, Source, Space
from tierslieu.schedule import occurrences
from tierslieu.schedule.activity_dates import local_time
from tierslieu.schedule.occurrences import Occurrence

from .occurrences import OccurrenceFormatter

#: The most pictures in a language: each takes a tenth of a second and 100 kB.
_MOST_PICTURES = 24


def activity_composition(
    space: Space, fmt: OccurrenceFormatter, source: Source[Activity], occurrence: Occurrence | None
) -> dict[str, Any]:
    """What ``theme/pictures/composition.typ`` sets, as JSON values; unknown facts and, without one, the date are empty.

    So is the format that its title names.
    """
    activity, kind, label = source.meta, fmt.form(source), fmt.format(source)
    icon = kind.icon if kind and kind.icon else ""
    return {
        "drawing": composition(space.identity.slug, source.key, space.look, icon, activity.colour).decode(),
        "icon": icon,
        "title": activity.title,
        "example": fmt.t("example") if activity.example else "",
        "format": label if label != activity.title else "",
        "service": activity.colour,
        "line": activity.description or "",
        "price": fmt.price(source),
        "date": activity_date(fmt, occurrence) if occurrence else {},
        "where": fmt.where(source, occurrence),
    }


def picture_path(space: Space, source: Source[Activity]) -> str:
    """The path, in ``public/``, of the picture of an activity for social networks and letters."""
    folder = "activities" if source.locale == space.identity.language else f"activities/{source.locale}"
    return f"static/{folder}/{source.slug}.png"


def pictured_activities(space: Space, locale: str) -> Iterator[Source[Activity]]:
    """The activities that get this picture: the first that are not over, by beginning."""
    coming = (
        source
        for source in occurrences.announced(space, locale)
        if source.meta.several or local_time(source.meta.end).date() >= space.today
    )
    return islice(coming, _MOST_PICTURES)


def activity_date(fmt: OccurrenceFormatter, occurrence: Occurrence) -> dict[str, str]:
    """A date in the parts that a poster shows apart, and ``day``, all of it but the year."""
    day = occurrence.start.date()
    parts = {"number": "d", "month": "MMMM", "day": "day"}
    return {
        **{name: fmt.date(day, pattern) for name, pattern in parts.items()},
        "weekday": capitalised(fmt.date(day, "EEEE")),
        "hours": fmt.hours(occurrence),
        "change": fmt.change(occurrence),
    }
