"""``passes/numbers.csv``: what happened to each numbered pass and golden ticket, written by hand or in a spreadsheet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dateutil.relativedelta import relativedelta

from tierslieu.core.problems import Problem, Problems
from tierslieu.core.tables import Table, decoded, plain_word, read_day
from tierslieu.model import Pass

from .pass_numbers import FOLDER, plain_number

FILE = "numbers.csv"
PATH = f"{FOLDER}/{FILE}"

What = Literal["sold", "used", "given"]
#: The names of each column, and the words for what happened, in French and in English.
_COLUMNS = {
    "number": "numero number carte card",
    "what": "quoi evenement what event",
    "date": "jour date day",
    "count": "nombre combien usages count uses",
}
_WHAT: dict[str, What] = {
    **dict.fromkeys(("vendu", "vente", "sold"), "sold"),
    **dict.fromkeys(("usage", "utilise", "use", "used"), "used"),
    **dict.fromkeys(("donne", "offert", "given"), "given"),
}


@dataclass(frozen=True)
class PassEvent:
    """What happened to the card or ticket ``number`` (without dashes) on ``day``, ``count`` times."""

    number: str
    what: What
    day: dt.date | None
    count: int


@dataclass(frozen=True)
class PassHistory:
    """What is known of a number: the days of its sale and of its gift, its uses, and the day of the last of them."""

    sold: dt.date | None
    given: dt.date | None
    used: int
    last_use: dt.date | None

    def last_day(self, months: int | None) -> dt.date | None:
        """The last day of a pass that is valid ``months`` from its sale; None while one of them is unknown."""
        return self.sold + relativedelta(months=months, days=-1) if self.sold and months else None

    def left(self, book: Pass) -> int | None:
        """How many uses of ``book`` are left, negative when there were too many; None while its number is unknown."""
        return None if book.uses is None else book.uses - self.used


def read_events(root: Path) -> list[PassEvent] | None:
    """The lines of the file; None without a file. Raises ``Problems`` with each line that can't be read."""
    file = root / PATH
    if not file.is_file():
        return None
    table = Table(decoded(file.read_bytes()), _COLUMNS)
    if "number" not in table.columns or "what" not in table.columns:
        raise Problems([Problem("passes.columns", {}, PATH, 1)])
    events: list[PassEvent] = []
    problems: list[Problem] = []
    for line, cells in table.rows():
        read = _event(cells, line)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            events.append(read)
    if problems:
        raise Problems(problems)
    return events


def history(events: list[PassEvent], number: str) -> PassHistory:
    """What ``events`` say of ``number``."""
    plain = plain_number(number)
    own = [event for event in events if event.number == plain]
    uses = [event for event in own if event.what == "used"]

    def day_of(what: What) -> dt.date | None:
        return next((event.day for event in own if event.what == what and event.day), None)

    days = [event.day for event in uses if event.day]
    return PassHistory(day_of("sold"), day_of("given"), sum(event.count for event in uses), max(days, default=None))


def _event(cells: dict[str, str], line: int) -> PassEvent | Problem:
    number, what = plain_number(cells.get("number", "")), _WHAT.get(plain_word(cells.get("what", "")))
    if number is None:
        return Problem("passes.mistyped", {"number": cells.get("number", "")}, PATH, line)
    if what is None:
        return Problem("passes.what_happened", {"what": cells.get("what", "")}, PATH, line)
    try:
        day, count = _day(cells.get("date", "")), int(cells.get("count") or 1)
    except ValueError:
        return Problem("passes.cell", {"date": cells.get("date", ""), "count": cells.get("count", "")}, PATH, line)
    return PassEvent(number, what, day, count)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(read_day(text)) if text else None
