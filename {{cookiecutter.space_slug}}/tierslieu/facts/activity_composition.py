"""The composition of an activity: its words and its drawing, the same on its poster and its social image."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from tierslieu.look.patterns import composition
from tierslieu.model import Activity, Source, Space
from tierslieu.schedule import occurrences
from tierslieu.schedule.activity_dates import local_time
from tierslieu.schedule.occurrences import Occurrence

from .occurrences import OccurrenceFormatter

#: The shapes of the drawing across and down: beside the words where there is width, above them where there is height.
_BESIDE, _ABOVE = (3, 4), (9, 4)

#: The most pictures in a language: each takes a tenth of a second and 100 kB.
_MOST_PICTURES = 24


def activity_composition(
    space: Space, fmt: OccurrenceFormatter, source: Source[Activity], occurrence: Occurrence | None
) -> dict[str, Any]:
    """What ``theme/pictures/composition.typ`` sets, as JSON values; unknown facts and, without one, the date are empty."""
    activity, kind = source.meta, fmt.form(source)
    seed, icon = f"{space.identity.slug} {source.key}", kind.icon if kind and kind.icon else ""
    beside, above = (
        composition(seed, space.look, icon, activity.service, *shapes).decode() for shapes in (_BESIDE, _ABOVE)
    )
    return {
        "beside": beside,
        "above": above,
        "title": activity.title,
        "example": fmt.t("example") if activity.example else "",
        "format": fmt.format(source),
        "service": activity.service,
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
    parts = {"weekday": "EEEE", "number": "d", "month": "MMMM", "day": "day"}
    return {
        **{name: fmt.date(day, pattern) for name, pattern in parts.items()},
        "hours": fmt.hours(occurrence),
        "change": fmt.change(occurrence),
    }
