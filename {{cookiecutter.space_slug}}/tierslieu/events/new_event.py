"""Composes the file of a new event from the answers to a few questions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import chain, count
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from tierslieu.core import front_matter, yaml_reader
from tierslieu.core.folding import fold, slug
from tierslieu.core.problems import Problem, Problems
from tierslieu.model import Activity, Source, Space
from tierslieu.schedule import occurrences

from .text_cleaning import as_body

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: The recurrences by name; any other is a rule of RFC 5545.
REPEATS = ("once", "weekly", "fortnightly", "monthly")
ONCE = REPEATS[0]


@dataclass(frozen=True)
class EventFile:
    """A file to write, the first day of its event, and its first dates."""

    path: str
    text: str
    first_day: dt.date
    dates: tuple[occurrences.Occurrence, ...]


def rule(repeat: str, start: dt.date, until: dt.date | None) -> str | None:
    """The recurrence rule of an event that begins on ``start``; None for an event that takes place once.

    Monthly means the same weekday of the month: the second Thursday; the last instead of the fifth.
    """
    day, rank = _WEEKDAYS[start.weekday()], (start.day - 1) // 7 + 1
    rules = {
        "once": None,
        "weekly": f"FREQ=WEEKLY;BYDAY={day}",
        "fortnightly": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}",
        "monthly": f"FREQ=MONTHLY;BYDAY={rank if rank < 5 else -1}{day}",
    }
    chosen = rules.get(repeat, repeat)
    return f"{chosen};UNTIL={until:%Y%m%d}" if chosen and until else chosen


def already_announced(space: Space, title: str, day: dt.date) -> Source[Activity] | None:
    """The activity with the same ``title``, whatever its capitals and accents, that has a date on ``day``."""
    for source in space.activities:
        if (
            source.locale == space.identity.language
            and not source.meta.example
            and fold(source.meta.title) == fold(title)
        ):
            try:
                dates = occurrences.occurrences_of(space, [source], day, day)
            except Problems:  # its own dates contradict each other, as ``check`` tells
                continue
            if any(occurrence.status != "cancelled" for occurrence in dates):
                return source
    return None


def compose(space: Space, answers: dict[str, Any], text: str) -> EventFile:
    """The file of an event with the front matter ``answers``. Raises ``Problems`` if they contradict each other."""
    locale = space.identity.language
    folder = f"content/{locale}/activities"
    used_names = {source.slug for source in space.activities if source.locale == locale}
    # An activity that can't be read is none of the place, and is not to be overwritten.
    used_names |= {file.stem for file in (space.root / folder).glob("*.md")}
    base = slug(answers["title"]) or answers["format"]
    names = chain([base], (f"{base}-{number}" for number in count(2)))
    path = f"{folder}/{next(name for name in names if name not in used_names)}.md"
    meta = {key: answers[key] for key in Activity.model_fields if answers.get(key) not in (None, "", [], ())}
    file = front_matter.write(meta, as_body(text))
    try:
        source = activity_source(space, path, file)
    except ValidationError as error:
        key, value = first_error(error)
        raise Problems([Problem("config.invalid", {"key": key, "value": value}, path)]) from None
    start = source.meta.start
    first_day = dt.date(start.year, start.month, start.day)
    dates = occurrences.occurrences_of(space, [source], first_day, first_day + dt.timedelta(days=366))
    return EventFile(path, file, first_day, tuple(dates[:3]))


def activity_source(space: Space, path: str, text: str) -> Source[Activity]:
    """The activity that the file ``text`` would be at ``path``. Raises ``ValidationError``."""
    meta = Activity.model_validate(yaml_reader.parse(front_matter.header_of(text)).data)
    return Source(path, space.identity.language, PurePosixPath(path).stem, meta, "", 0)


def first_error(error: ValidationError) -> tuple[str, str]:
    """The key and the value that pydantic's first error is about."""
    first = error.errors(include_url=False)[0]
    return ".".join(map(str, first["loc"])), str(first["input"])[:80]
