"""The activities of a place in words, each with its first date and how often it takes place."""

from __future__ import annotations

import datetime as dt

from tierslieu.model import Space
from tierslieu.schedule import occurrences
from tierslieu.schedule.activity_dates import local_time

from .formatter import Facts
from .occurrences import OccurrenceFormatter

#: From the first date of a year to its last: 52 of a week, 12 of the second Thursday of a month.
_YEAR = dt.timedelta(weeks=51)


def programme(space: Space, locale: str) -> list[Facts]:
    """Every activity of the services that are on, by beginning; raises ``Problems`` for dates that can't be read.

    ``first`` is its first date, and ``count`` the number of its dates in the year from there, without those
    that are cancelled: both the same on whatever day they are computed.
    """
    fmt = OccurrenceFormatter(space, locale)
    activities = []
    for source in occurrences.announced(space, locale):
        beginning = local_time(source.meta.start).date()
        dates = occurrences.occurrences_of(space, [source], beginning, beginning + _YEAR)
        held = [occurrence for occurrence in dates if occurrence.status != "cancelled"]
        if held:
            activities.append({
                "title": fmt.title(source),
                "name": source.meta.title,
                "format": fmt.format(source),
                "format_key": source.meta.format,
                "service": source.meta.service,
                "description": source.meta.description or "",
                "price": source.meta.price or "",
                "host": fmt.hosts(source, held[0].start.date()),
                "first": fmt.date(held[0].start.date(), "date"),
                "hours": fmt.hours(held[0]),
                "count": len(held),
                "example": source.meta.example,
            })  # fmt: skip
    return activities
