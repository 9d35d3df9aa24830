"""Opening hours as OpenStreetMap writes them: parsed, checked, and normalised for other programs.

``config/space.yaml`` holds one ``opening_hours`` value (https://wiki.openstreetmap.org/wiki/Key:opening_hours). The
forms that a tiers-lieu needs are parsed: days, ranges of days, hours, public and school holidays, ``off``. Others
(months, weeks, "first Monday") are accepted, unparsed, when all their words belong to the format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: The days of the week, then the holidays with the key of the string that names each.
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
HOLIDAYS = {"PH": "hours_public_holidays", "SH": "hours_school_holidays"}

_DAY = rf"(?:{'|'.join(WEEKDAYS)})"
_ENTRY = rf"(?:{_DAY}(?:\s*-\s*{_DAY})?|{'|'.join(HOLIDAYS)})"
_TIME = r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9]"
_SPAN = rf"{_TIME}\s*-\s*{_TIME}"
_RULE = re.compile(
    rf"(?:(?P<days>{_ENTRY}(?:\s*,\s*{_ENTRY})*)\s*)?(?P<hours>{_SPAN}(?:\s*,\s*{_SPAN})*|24/7|off|closed)?"
)
# The tokens of a value: a comment, a time however it is written, a word, a number, a sign.
_TOKEN = re.compile(r'"[^"]*"|[0-9]{1,2}\s*(?::|[hH.])\s*[0-9]{0,2}(?![0-9])|[^\W\d_]+|[0-9]+|\S')
_TIME_LIKE = re.compile(r"([0-9]{1,2})\s*(:|[hH.])\s*([0-9]{0,2})")
_ALL_DAY = "00:00-24:00"
_MONTHS = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
_WORDS = {
    *WEEKDAYS, *HOLIDAYS, *_MONTHS, "off", "closed", "open", "unknown", "week", "easter", "day", "days", "sunrise",
    "sunset", "dawn", "dusk",
}  # fmt: skip
_SIGNS = set("-,;:+|()[]/")


@dataclass(frozen=True)
class ParseFault:
    """A part of a value that is wrong, and why: ``kind`` is ``word``, ``time``, ``impossible`` or ``rule``."""

    kind: str
    part: str


def week(value: str) -> dict[str, str] | None:
    """The hours by day that ``value`` names; a later rule wins. None when it is empty or not parsed here."""
    hours: dict[str, str] = {}
    for rule in _rules(value):
        match = _RULE.fullmatch(rule)
        if not match or not _possible(match["hours"] or ""):
            return None
        hours.update(dict.fromkeys(_days(match["days"]), _plain_hours(match["hours"] or "24/7")))
    return hours or None


def faults(value: str) -> Iterator[ParseFault]:
    """Each part of ``value`` that is wrong, from left to right."""
    readable = True
    for token in _TOKEN.findall(value):
        kind = _fault_of(token)
        if kind:
            readable = False
            yield ParseFault(kind, token)
    if not readable:
        return
    if not any(character.isalnum() for character in value):
        yield ParseFault("rule", value)
    for rule in _rules(value):
        if _is_plain(rule) and week(rule) is None:
            yield ParseFault("rule", rule)


def tidy(value: str) -> str:
    """``value`` as programs of OpenStreetMap write it: ``Mo-Fr 09:00-18:00; PH off``; as it is if not parsed."""
    if week(value) is None:
        return value
    rules = [_tidy(rule) for rule in _rules(value)]
    return "24/7" if rules == [_ALL_DAY] else "; ".join(rules)


def _tidy(rule: str) -> str:
    match = _RULE.fullmatch(rule)
    assert match
    days = re.sub(r"\s+", "", match["days"] or "")
    hours = _plain_hours(match["hours"] or "24/7")
    # "24/7" is only understood alone.
    return " ".join(filter(None, (days, _ALL_DAY if hours == "24/7" else hours)))


def _plain_hours(text: str) -> str:
    """Hours without spaces, two digits each; ``closed`` is ``off``."""
    hours = re.sub(r"(?<![0-9])([0-9]):", r"0\1:", re.sub(r"\s+", "", text))
    return "off" if hours == "closed" else hours


def _rules(value: str) -> list[str]:
    return [rule for part in value.split(";") if (rule := part.strip())]


def _days(text: str | None) -> list[str]:
    """The days that a rule names; a rule without days is for all of them."""
    if not text:
        return list(WEEKDAYS)
    days: list[str] = []
    for entry in re.split(r"\s*,\s*", text):
        first, _, last = (part.strip() for part in entry.partition("-"))
        if not last:
            days.append(first)
            continue
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
        days += [WEEKDAYS[index % 7] for index in range(start, end + 1 if end >= start else end + 8)]
    return days


def _possible(hours: str) -> bool:
    """Whether no time is after midnight, and no span is empty."""
    if hours == "24/7":
        return True
    times = [int(hour) * 60 + int(minute) for hour, minute in re.findall(r"(\d+):(\d+)", hours)]
    spans = zip(times[::2], times[1::2], strict=True)
    return all(start != end and start < 24 * 60 and end <= 24 * 60 for start, end in spans)


def _fault_of(token: str) -> str | None:
    time = _TIME_LIKE.fullmatch(token)
    if time:
        hour, sign, minute = time.groups()
        if sign != ":" or len(minute) != 2:
            return "time"
        return "impossible" if int(hour) * 60 + int(minute) > 24 * 60 or int(minute) > 59 else None
    if token[0].isalpha():
        return None if token in _WORDS else "word"
    return None if token[0] in '"0123456789' or token in _SIGNS else "word"


def _is_plain(rule: str) -> bool:
    """Whether ``rule`` has only days and hours, so that it must have a form that is parsed here."""
    words = set(re.findall(r"[^\W\d_]+", rule))
    numbers = re.sub(_TIME, "", rule)
    return words <= {*WEEKDAYS, *HOLIDAYS, "off", "closed"} and not re.search(r'[0-9"\[\]+|()]', numbers)
