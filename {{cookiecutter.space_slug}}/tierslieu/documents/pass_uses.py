"""``passes/numbers.csv``: what happened to each numbered pass and golden ticket, written by hand or in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dateutil.relativedelta import relativedelta

from tierslieu.core.folding import fold_to_ascii
from tierslieu.core.problems import Problem, Problems
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
_FRENCH_DATE = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")


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
    """The lines of the file; None without a file. Raises ``Problems`` with each line that can't be read.

    The separator may be a semicolon, a comma or a tab, and the text UTF-8 or that of older spreadsheets (Windows-1252).
    """
    file = root / PATH
    if not file.is_file():
        return None
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    separator = max(";\t,", key=text.split("\n", 1)[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    columns = _columns(next(rows, []))
    if "number" not in columns or "what" not in columns:
        raise Problems([Problem("passes.columns", {}, PATH, 1)])
    events: list[PassEvent] = []
    problems: list[Problem] = []
    for row in rows:
        cells = {name: row[index].strip() for name, index in columns.items() if index < len(row)}
        if any(cells.values()):
            read = _event(cells, rows.line_num)
            (problems if isinstance(read, Problem) else events).append(read)  # type: ignore[arg-type]
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


def _columns(row: list[str]) -> dict[str, int]:
    names = {word: name for name, words in _COLUMNS.items() for word in words.split()}
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        if name := names.get(_plain(cell)):
            found.setdefault(name, index)
    return found


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]", "", fold_to_ascii(text).lower())


def _event(cells: dict[str, str], line: int) -> PassEvent | Problem:
    number, what = plain_number(cells.get("number", "")), _WHAT.get(_plain(cells.get("what", "")))
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
    if match := _FRENCH_DATE.fullmatch(text):
        return dt.date(int(match[3]), int(match[2]), int(match[1]))
    return dt.date.fromisoformat(text) if text else None
