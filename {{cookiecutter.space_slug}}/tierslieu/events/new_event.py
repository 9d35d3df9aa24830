"""A new event from the answers to a few questions: its file, checked before it is written."""

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
#: How an event comes back, by the word that people choose; anything else is a rule of RFC 5545.
REPEATS = ("once", "weekly", "fortnightly", "monthly")
ONCE = REPEATS[0]


@dataclass(frozen=True)
class Written:
    """A file to write, and the first dates that it announces."""

    path: str
    text: str
    dates: tuple[occurrences.Occurrence, ...]


def rule(repeat: str, start: dt.date, until: dt.date | None) -> str | None:
    """The rule of what begins on ``start`` and comes back as ``repeat`` says; None for what takes place once.

    Monthly means the same weekday of the month: the second Thursday, or the last when there may be no fifth.
    """
    day, rank = _WEEKDAYS[start.weekday()], (start.day - 1) // 7 + 1
    rules = {
        "once": None,
        "weekly": f"FREQ=WEEKLY;BYDAY={day}",
        "fortnightly": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}",
        "monthly": f"FREQ=MONTHLY;BYDAY={rank if rank < 5 else -1}{day}",
    }
    found = rules.get(repeat, repeat)
    return f"{found};UNTIL={until:%Y%m%d}" if found and until else found


def compose(space: Space, answers: dict[str, Any], text: str) -> Written:
    """The file of an event with the front matter ``answers``; raises ``Problems`` when they contradict one another."""
    locale = space.identity.language
    taken = {source.slug for source in space.activities if source.locale == locale}
    name = _free(slug(answers["title"]) or answers["format"], taken)
    path = f"content/{locale}/activities/{name}.md"
    meta = {key: answers[key] for key in Activity.model_fields if answers.get(key) not in (None, "", [], ())}
    file = front_matter.write(meta, as_body(text))
    source = Source(path, locale, PurePosixPath(path).stem, _read(file, path), text, 0)
    days_off = DaysOff(space)
    if found := date_problems.errors(space, source, days_off):
        raise Problems(Problem(one.code, one.values, path) for one in found)
    first = source.meta.start
    begin = dt.date(first.year, first.month, first.day)
    shown = occurrences.occurrences_of(space, [source], begin, begin + dt.timedelta(days=366))
    return Written(path, file, tuple(shown[:3]))


def _read(file: str, path: str) -> Activity:
    try:
        return Activity.model_validate(yaml_reader.parse(front_matter.header_of(file)).data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        values = {"key": ".".join(map(str, first["loc"])), "value": str(first["input"])[:80], "detail": first["msg"]}
        raise Problems([Problem("config.invalid", values, path)]) from None


def _free(wanted: str, taken: set[str]) -> str:
    """``wanted``, or with a number behind while another file has that name."""
    return next(
        name for name in (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))) if name not in taken
    )
