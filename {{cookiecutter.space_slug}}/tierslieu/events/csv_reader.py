"""Reads tables (CSV) of events."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tierslieu.core.folding import fold_to_ascii
from tierslieu.core.tables import separator_of

from .imported import ImportedEvent, Reading, derived_uid
from .text_cleaning import moment, one_line, plain, sentence

#: The names of each column, in French, in English, and in the exports of Google and Outlook.
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
    """The events of a table with any separator; in dates, the day comes first. Never raises."""
    reading = Reading(file)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    next_line = 1
    columns: dict[str, int] = {}
    month_first = False
    for row in _rows_until_error(rows, reading):
        line, next_line = next_line, rows.line_num + 1
        if not any(cell.strip() for cell in row):
            continue
        if not columns:
            columns = _columns(row, reading, line)
            month_first = "startdate" in map(_plain, row)  # the export of a web calendar, in English
            if "title" not in columns or "date" not in columns:
                reading.report("import.columns", line, columns=", ".join(map(one_line, row)))
                return reading
            continue
        if row[0].lstrip().startswith("#"):
            reading.report("import.comment", line, warning=True)
            continue
        cells = {key: row[index].strip() for key, index in columns.items() if index < len(row)}
        try:
            reading.events.append(_event(cells, line, month_first))
        except ValueError as error:
            reading.report("import.cell", line, title=one_line(cells.get("title", "")) or "–", value=str(error))
    if not columns:
        reading.report("import.columns", 1, columns="–")
    return reading


def _rows_until_error(rows: Any, reading: Reading) -> Iterator[list[str]]:
    try:
        yield from rows
    except csv.Error:
        reading.report("import.table", rows.line_num)


def _columns(row: list[str], reading: Reading, line: int) -> dict[str, int]:
    """The number of each known column; warns of the others."""
    columns: dict[str, int] = {}
    for index, cell in enumerate(row):
        key = _NAMES.get(_plain(cell))
        if key and key not in columns:
            columns[key] = index
        elif cell.strip():
            reading.report("import.column", line, warning=True, column=one_line(cell))
    return columns


def _event(cells: Mapping[str, str], line: int, month_first: bool) -> ImportedEvent:
    """The event of a row. Raises ``ValueError`` with the cell that can't be read."""
    title = one_line(cells.get("title", ""))
    if not title:
        raise ValueError("–")
    start, end = _span(cells, month_first)
    text = plain(cells.get("description", ""))
    meta: dict[str, Any] = {"title": title, "start": moment(start), "end": moment(end)}
    meta["description"] = sentence(text) or title
    meta |= {key: one_line(cells[key]) for key in ("rrule", "place", "service", "registration") if cells.get(key)}
    if cells.get("capacity"):
        meta["capacity"] = _read(int, cells["capacity"])
    if _plain(cells.get("status", "")) in _CANCELLED:
        meta["status"] = "cancelled"
    uid = one_line(cells.get("uid", "")) or derived_uid(f"{title} {start}")
    return ImportedEvent(uid, line, meta | {"uid": uid}, text, f"{cells.get('format', '')} {title}")


def _span(cells: Mapping[str, str], month_first: bool) -> tuple[dt.date, dt.date]:
    """Start and end; times are in columns of their own, or follow the dates."""
    day, start_time = _moment(cells.get("date", ""), month_first)
    start_time = read_time(cells["from"]) if cells.get("from") else start_time
    last_day, end_time = _moment(cells["last"], month_first) if cells.get("last") else (day, None)
    end_time = read_time(cells["to"]) if cells.get("to") else end_time
    if start_time is None or _plain(cells.get("whole", "")) in _YES:
        return day, last_day
    start = dt.datetime.combine(day, start_time)
    return start, start + _HOUR if end_time is None else dt.datetime.combine(last_day, end_time)


def _moment(cell: str, month_first: bool) -> tuple[dt.date, dt.time | None]:
    """A date, ``2027-01-14`` or ``14/01/2027``, and the time that may follow it."""
    text = cell.strip()
    if re.match(r"\d{4}-\d{2}-\d{2}", text):
        day, rest = _read(dt.date.fromisoformat, text[:10]), text[10:].lstrip("T ")
    elif match := _DATE.match(text):
        first, second, year = map(int, match.groups())
        month, number = (first, second) if month_first else (second, first)
        day, rest = _read(lambda _: dt.date(year, month, number), text), text[match.end() :].strip()
    else:
        raise ValueError(cell)
    return day, read_time(rest) if rest else None


def read_time(cell: str) -> dt.time:
    """A time of day: ``14:00``, ``14h``, ``14 h 30``, ``2:00 PM``. Raises ``ValueError``."""
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
    """``read(cell)``; its ``ValueError`` bears the cell alone."""
    try:
        return read(cell)
    except ValueError:
        raise ValueError(cell) from None


def _plain(text: str) -> str:
    """``text`` in ``a-z`` and ``0-9``, for comparisons."""
    return re.sub(r"[^a-z0-9]", "", fold_to_ascii(text))
