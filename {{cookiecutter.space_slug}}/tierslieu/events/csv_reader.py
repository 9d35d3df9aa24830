"""Reads a table (CSV) as events to import."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tierslieu.core.folding import fold_to_ascii
from tierslieu.core.problems import Problem

from .imported import ImportedEvent, Reading
from .text_cleaning import moment, one_line, plain, sentence

#: The names that a column may have, in French, in English, and in the exports of Google and Outlook, without accents,
#: spaces and capitals.
_COLUMNS = {
    "title": "titre title nom intitule objet subject name summary evenement event",
    "date": "date jour debut datededebut commencele startdate start begin debutle jourdedebut",
    "from": "heure heuredebut heurededebut starttime de commencea horaire",
    "last": "datedefin finle enddate fin end jourdefin terminele",
    "to": "heurefin heuredefin endtime a terminea",
    "whole": "journeeentiere alldayevent allday touteslajournee toutelajournee",
    "rrule": "repetition recurrence rrule",
    "place": "lieu place location adresse ou",
    "description": "description texte resume details",
    "format": "format type categorie categories category",
    "service": "service",
    "capacity": "places capacite capacity jauge",
    "registration": "inscription registration reservation lien url",
    "uid": "uid identifiant id",
    "status": "statut status etat",
}
_NAMES = {name: key for key, names in _COLUMNS.items() for name in names.split()}
_TIME = re.compile(r"(\d{1,2})\s*(?:h|:|\.)?\s*(\d{2})?(?::\d{2})?\s*(am|pm)?", re.IGNORECASE)
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YES = {"oui", "yes", "true", "vrai", "1", "x"}
_CANCELLED = {"annule", "annulee", "cancelled", "canceled"}
_HOUR = dt.timedelta(hours=1)


def read(text: str, file: str) -> Reading:
    """The events of a table separated by semicolons, tabs or commas; days stand before months. Never raises."""
    reading = Reading()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    line = 1
    columns: dict[str, int] = {}
    american = False
    for row in _safely(rows, reading, file):
        first, line = line, rows.line_num + 1
        if not any(cell.strip() for cell in row):
            continue
        if not columns:
            columns = _header(row, reading, file, first)
            american = "startdate" in {_plain(cell) for cell in row}  # the export of a web calendar, in English
            if "title" not in columns or "date" not in columns:
                reading.problems.append(
                    Problem("import.columns", {"columns": ", ".join(map(one_line, row))}, file, first)
                )
                return reading
            continue
        if row[0].lstrip().startswith("#"):
            reading.problems.append(Problem("import.comment", {}, file, first, "warning"))
            continue
        cells = {key: row[index].strip() for key, index in columns.items() if index < len(row)}
        try:
            reading.events.append(_event(cells, first, american))
        except ValueError as error:
            values = {"title": one_line(cells.get("title", "")) or "–", "value": str(error)}
            reading.problems.append(Problem("import.cell", values, file, first))
    if not columns:
        reading.problems.append(Problem("import.columns", {"columns": "–"}, file, 1))
    return reading


def _safely(rows: Any, reading: Reading, file: str) -> Iterator[list[str]]:
    """The rows, up to the first that can't be read."""
    try:
        yield from rows
    except csv.Error as error:
        reading.problems.append(Problem("import.table", {"detail": str(error)}, file, rows.line_num))


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(";\t,", key=first.count)


def _header(row: list[str], reading: Reading, file: str, line: int) -> dict[str, int]:
    """The index of the column of each key; unknown columns are reported."""
    columns: dict[str, int] = {}
    for index, cell in enumerate(row):
        key = _NAMES.get(_plain(cell))
        if key and key not in columns:
            columns[key] = index
        elif cell.strip():
            reading.problems.append(Problem("import.column", {"column": one_line(cell)}, file, line, "warning"))
    return columns


def _event(cells: Mapping[str, str], line: int, american: bool) -> ImportedEvent:
    """The event of a row. Raises ``ValueError`` with the cell that can't be read."""
    title = one_line(cells.get("title", ""))
    if not title:
        raise ValueError("–")
    start, end = _span(cells, american)
    text = plain(cells.get("description", ""))
    meta: dict[str, Any] = {"title": title, "start": moment(start), "end": moment(end)}
    meta["description"] = sentence(text) or title
    meta |= {key: one_line(cells[key]) for key in ("rrule", "place", "service", "registration") if cells.get(key)}
    if cells.get("capacity"):
        meta["capacity"] = _read(int, cells["capacity"])
    if _plain(cells.get("status", "")) in _CANCELLED:
        meta["status"] = "cancelled"
    uid = one_line(cells.get("uid", "")) or _generated_uid(title, start)
    return ImportedEvent(uid, line, meta | {"uid": uid}, text, f"{cells.get('format', '')} {title}")


def _span(cells: Mapping[str, str], american: bool) -> tuple[dt.date, dt.date]:
    """The beginning and the end: hours may be in columns of their own, or after the dates."""
    day, hour = _moment(cells.get("date", ""), american)
    hour = read_time(cells["from"]) if cells.get("from") else hour
    last, last_hour = _moment(cells["last"], american) if cells.get("last") else (day, None)
    last_hour = read_time(cells["to"]) if cells.get("to") else last_hour
    if hour is None or _plain(cells.get("whole", "")) in _YES:
        return day, last
    start = dt.datetime.combine(day, hour)
    if last_hour is None:
        return start, start + _HOUR
    return start, dt.datetime.combine(last, last_hour)


def _moment(cell: str, american: bool) -> tuple[dt.date, dt.time | None]:
    """A day such as ``2027-01-14`` or ``14/01/2027``, and the hour after it, if any."""
    text = cell.strip()
    if re.match(r"\d{4}-\d{2}-\d{2}", text):
        day, rest = _read(dt.date.fromisoformat, text[:10]), text[10:].lstrip("T ")
    elif match := _DATE.match(text):
        first, second, year = map(int, match.groups())
        month, number = (first, second) if american else (second, first)
        day, rest = _read(lambda _: dt.date(year, month, number), text), text[match.end() :].strip()
    else:
        raise ValueError(cell)
    return day, read_time(rest) if rest else None


def read_time(cell: str) -> dt.time:
    """An hour such as ``14:00``, ``14h``, ``14 h 30`` or ``2:00 PM``. Raises ``ValueError`` with ``cell``."""
    match = _TIME.fullmatch(cell.strip())
    if not match:
        raise ValueError(cell)
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise ValueError(cell)
    return dt.time(hour, minute)


def _read(read: Callable[[str], Any], cell: str) -> Any:
    try:
        return read(cell)
    except ValueError:
        raise ValueError(cell) from None


def _plain(text: str) -> str:
    """``text`` without accents, spaces, punctuation and capitals."""
    return re.sub(r"[^a-z0-9]", "", fold_to_ascii(text))


def _generated_uid(title: str, start: dt.date) -> str:
    """A UID for a row without one, made from its title and its beginning."""
    return "import-" + hashlib.sha256(f"{title} {start}".encode()).hexdigest()[:16]
