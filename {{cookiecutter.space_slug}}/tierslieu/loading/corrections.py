"""What somebody meant who wrote a value in another form than a file takes: the value to type, where it is certain."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from tierslieu.core.folding import fold, slug
from tierslieu.core.problems import closest
from tierslieu.core.yaml_faults import bare
from tierslieu.events.csv_reader import read_time
from tierslieu.events.text_cleaning import day_of, moment

_NUMBER = re.compile(r"(?<![\d.,-])-?\d[\d \u00a0\u202f]*(?:[.,]\d+)?")
_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
    "decembre",
)  # fmt: skip
_DAY = re.compile(r"(\d{1,2})(?:er)?\s*[/. -]\s*(\d{1,2}|[a-z]+)\.?\s*[/. -]\s*(\d{4})")
_DAY_ALONE = re.compile(r"(?:[a-z]+di |dimanche )?(\d{1,2})(?:er)?[ /.]([a-z]+|\d{1,2})")
_REVERSED_DAY = re.compile(r"(\d{4})[/. -](\d{1,2})[/. -](\d{1,2})")
_ANSWERS = {
    "oui": "oui",
    "o": "oui",
    "vrai": "oui",
    "x": "oui",
    "non": "non",
    "n": "non",
    "faux": "non",
    "aucun": "non",
}

_COMMA = re.compile(r"-?\d+,\d+")

#: An example of what fits each pattern of the model, as it is typed.
EXAMPLES = {
    r"^[a-z0-9][a-z0-9_-]*$": "atelier",
    r"^[a-z0-9][a-z0-9-]*$": "atelier",
    r"^#[0-9a-fA-F]{6}$": '"#2f6f4f"',
    r"^[A-Za-z0-9 .,-]+$": '"M0 0 L20 20"',
    r"^[MmLlHhVvCcSsQqTtAaZz0-9 ,.\n-]+$": '"M4 4 L20 20"',
    r'^[^"\\<>{};]+$': "Atkinson Hyperlegible",
    r"^[^\\<>{};]+$": "Verdana, sans-serif",
    r"^[0-1][0-9]-[0-3][0-9]$": '"07-14"',
    r"^[0-9]{5}$": '"42300"',
    r"^FR[0-9A-Z]{2}[0-9]{9}$": "FR11123456782",
    r"^[0-9]{9}$": '"123456782"',
    r"^[0-9]{14}$": '"12345678200010"',
    r"^W[0-9A-Z]{9}$": "W421000000",
}


def corrected(code: str, value: Any, expected: list[str], pattern: str) -> str | None:
    """``value``, refused with the message ``code``, as it is typed in a file; None when it can't be told.

    ``expected`` are the choices of a choice, and ``pattern`` that of a pattern.
    """
    text = bare(str(value)) if value is not None else ""
    readers: dict[str, Callable[[str], str | None]] = {
        "config.amount": _amount,
        "config.integer": _integer,
        "config.number": _number,
        "config.date": _date,
        "config.datetime": _moment,
        "config.yes_no": lambda text: _ANSWERS.get(fold(text)),
        "config.choice": lambda text: _choice(text, expected),
        "config.pattern": lambda text: _fitting(text, pattern),
        "config.list": lambda text: f"[{text}]" if text and "[" not in text else None,
    }
    return readers[code](text) if code in readers else None


def has_only_a_comma_too_many(value: Any) -> bool:
    """Whether ``value`` is a number with a comma where files take a point."""
    return _COMMA.fullmatch(str(value).strip()) is not None


def _single_number(text: str) -> str | None:
    """The only number of ``text``, with a point; None without a number, or with several."""
    numbers = _NUMBER.findall(text)
    return re.sub(r"\s", "", numbers[0]).replace(",", ".") if len(numbers) == 1 else None


def _amount(text: str) -> str | None:
    number = _single_number(text)
    return number if number and re.fullmatch(r"\d+(?:\.\d{1,2})?", number) else None


def _integer(text: str) -> str | None:
    number = _single_number(text)
    return number if number and re.fullmatch(r"-?\d+", number) else None


def _number(text: str) -> str | None:
    return _single_number(text)


def _day_parts(text: str) -> tuple[int, int, int] | None:
    """The year, the month and the day of ``text``, whether that day exists or not."""
    words = fold(text)
    if match := _DAY.search(words):
        if match[2].isdecimal():
            return int(match[3]), int(match[2]), int(match[1])
        return (int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1])) if match[2] in _MONTHS else None
    match = _REVERSED_DAY.search(words)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def days_of_month(value: Any) -> int | None:
    """How many days the month of ``value`` has, if it is a date beyond its last day; else None."""
    year, month, day = _day_parts(str(value)) or (0, 0, 0)
    if not (year and 1 <= month <= 12):
        return None
    days = calendar.monthrange(year, month)[1]
    return days if day > days else None


def dated(value: Any, first_day: str) -> str | None:
    """The day that ``value`` says, in its year or else in the first that makes it follow ``first_day`` (ISO)."""
    text = str(value)
    if day := _date(text):
        return day
    match, first = _DAY_ALONE.fullmatch(fold(text.strip())), re.match(r"\d{4}", first_day)
    if match is None or first is None:
        return None
    years = (int(first[0]), int(first[0]) + 1)
    days = [_date(f"{match[1]} {match[2]} {year}") for year in years]
    return next((day for day in days if day and day >= first_day[:10]), None)


def _date(text: str) -> str | None:
    parts = _day_parts(text)
    try:
        return day_of(dt.date(*parts)) if parts else None
    except ValueError:
        return None  # a day or a month that does not exist


def _moment(text: str) -> str | None:
    day = _date(text)
    rest = re.sub(r"^.*?\d{4}", "", text) if _DAY.search(fold(text)) else text.strip()[10:]
    try:
        time = read_time(rest.strip(" àT,"))
    except ValueError:
        return None
    return moment(dt.datetime.combine(dt.date.fromisoformat(day), time)) if day else None


def _choice(text: str, expected: list[str]) -> str | None:
    choice = closest(text, expected)
    return choice if choice in expected else None


def _fitting(text: str, pattern: str) -> str | None:
    """``text`` without its spaces, or as a short name, if that fits ``pattern``."""
    for candidate in (re.sub(r"[\s.]", "", text), slug(text)):
        if candidate and re.search(pattern, candidate):
            return f'"{candidate}"' if candidate.isdecimal() else candidate
    return None
