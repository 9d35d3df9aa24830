"""The file of a new event, made from the answers to a few questions and checked before it is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from tierslieu.core import front_matter, yaml_reader
from tierslieu.core.folding import slug
from tierslieu.core.problems import Problem, Problems
from tierslieu.model import Activity, Source, Space
from tierslieu.schedule import date_problems, occurrences
from tierslieu.schedule.holidays import DaysOff

from .text_cleaning import as_body

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: The choices of repetition; any other answer is a recurrence rule (RFC 5545).
REPEATS = ("once", "weekly", "fortnightly", "monthly")
ONCE = REPEATS[0]


@dataclass(frozen=True)
class EventFile:
    """A file to write, and its first occurrences."""

    path: str
    text: str
    dates: tuple[occurrences.Occurrence, ...]


def rule(repeat: str, start: dt.date, until: dt.date | None) -> str | None:
    """The recurrence rule of an event that begins on ``start`` and is repeated as ``repeat`` says; None for "once".

    Monthly means on the same weekday of the month: the second Thursday, or the last instead of a fifth one.
    """
    day, rank = _WEEKDAYS[start.weekday()], (start.day - 1) // 7 + 1
    rules = {
        "once": None,
        "weekly": f"FREQ=WEEKLY;BYDAY={day}",
        "fortnightly": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}",
        "monthly": f"FREQ=MONTHLY;BYDAY={rank if rank < 5 else -1}{day}",
    }
    rule_text = rules.get(repeat, repeat)
    return f"{rule_text};UNTIL={until:%Y%m%d}" if rule_text and until else rule_text


def compose(space: Space, answers: dict[str, Any], text: str) -> EventFile:
    """The file of an event with the front matter ``answers``. Raises ``Problems`` when they are not valid."""
    locale = space.identity.language
    taken = {source.slug for source in space.activities if source.locale == locale}
    name = _free_name(slug(answers["title"]) or answers["format"], taken)
    path = f"content/{locale}/activities/{name}.md"
    meta = {key: answers[key] for key in Activity.model_fields if answers.get(key) not in (None, "", [], ())}
    file = front_matter.write(meta, as_body(text))
    source = Source(path, locale, PurePosixPath(path).stem, _validated(file, path), text, 0)
    days_off = DaysOff(space)
    if errors := date_problems.errors(space, source, days_off):
        raise Problems(Problem(error.code, error.values, path) for error in errors)
    first = source.meta.start
    begin = dt.date(first.year, first.month, first.day)
    dates = occurrences.occurrences_of(space, [source], begin, begin + dt.timedelta(days=366))
    return EventFile(path, file, tuple(dates[:3]))


def _validated(file: str, path: str) -> Activity:
    try:
        return Activity.model_validate(yaml_reader.parse(front_matter.header_of(file)).data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        values = {"key": ".".join(map(str, first["loc"])), "value": str(first["input"])[:80], "detail": first["msg"]}
        raise Problems([Problem("config.invalid", values, path)]) from None


def _free_name(wanted: str, taken: set[str]) -> str:
    """``wanted`` or, while a file has that name, with a number behind it."""
    return next(
        name for name in (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))) if name not in taken
    )
