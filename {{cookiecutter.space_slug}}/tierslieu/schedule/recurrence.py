"""Recurrence rules (RFC 5545 §3.3.10), read strictly and kept on the clock of the wall.

A series is computed in local time without a zone, so that 14:00 stays 14:00 on both sides of a change of hour.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

#: The zone of every place: metropolitan France.
PARIS = ZoneInfo("Europe/Paris")

_SIGNED = r"[+-]?[1-9][0-9]{0,2}"
_DAY = r"(?:MO|TU|WE|TH|FR|SA|SU)"
# The parts that an agenda needs. BYHOUR and finer are left out: the hour is that of the start, and a rule that fires
# every second would fill the page. Ranges are the standard's; python-dateutil accepts more, and loops on INTERVAL=0.
_PARTS = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9][0-9]{0,2}",
    "COUNT": r"[1-9][0-9]{0,3}",
    "UNTIL": r"[0-9]{8}(?:T[0-9]{6}Z?)?",
    "BYDAY": rf"(?:[+-]?[1-9][0-9]?)?{_DAY}(?:,(?:[+-]?[1-9][0-9]?)?{_DAY})*",
    "BYMONTHDAY": rf"{_SIGNED}(?:,{_SIGNED})*",
    "BYYEARDAY": rf"{_SIGNED}(?:,{_SIGNED})*",
    "BYWEEKNO": rf"{_SIGNED}(?:,{_SIGNED})*",
    "BYMONTH": r"[1-9][0-9]?(?:,[1-9][0-9]?)*",
    "BYSETPOS": rf"{_SIGNED}(?:,{_SIGNED})*",
    "WKST": _DAY,
}
_LIMITS = {"BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYMONTH": 12, "BYSETPOS": 366}
_FREQUENCIES = {
    "BYMONTHDAY": {"DAILY", "MONTHLY", "YEARLY"},
    "BYYEARDAY": {"YEARLY"},
    "BYWEEKNO": {"YEARLY"},
}


def parts(text: str) -> dict[str, str]:
    """The parts of a rule by name, upper case, in the order written.

    Raises ``ValueError`` with the part that can't be read, or that the standard refuses beside the others.
    """
    found: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, _, value = (piece.strip() for piece in part.partition("="))
        if name in found or not re.fullmatch(_PARTS.get(name, r"(?!)"), value, re.ASCII):
            raise ValueError(part.strip())
        if name in _LIMITS and any(abs(int(number)) > _LIMITS[name] for number in value.split(",")):
            raise ValueError(part.strip())
        found[name] = value
    if "FREQ" not in found:
        raise ValueError("FREQ")
    _refuse_combinations(found)
    return found


def _refuse_combinations(found: dict[str, str]) -> None:
    frequency = found["FREQ"]
    if "COUNT" in found and "UNTIL" in found:
        raise ValueError(f"COUNT={found['COUNT']};UNTIL={found['UNTIL']}")
    for name, allowed in _FREQUENCIES.items():
        if name in found and frequency not in allowed:
            raise ValueError(f"FREQ={frequency};{name}={found[name]}")
    numbered = any(character.isdigit() for character in found.get("BYDAY", ""))
    if numbered and (frequency in {"DAILY", "WEEKLY"} or "BYWEEKNO" in found):
        raise ValueError(f"FREQ={frequency};BYDAY={found['BYDAY']}")
    if "BYSETPOS" in found and not any(name.startswith("BY") and name != "BYSETPOS" for name in found):
        raise ValueError(f"BYSETPOS={found['BYSETPOS']}")


def until(value: str) -> dt.datetime:
    """The last moment of a series, local and without a zone; a date alone means that whole day.

    Raises ``ValueError`` when there is no such moment.
    """
    moment = dt.datetime.fromisoformat(value)
    if len(value) == 8:
        return moment.replace(hour=23, minute=59, second=59)
    try:
        return moment.astimezone(PARIS).replace(tzinfo=None) if moment.tzinfo else moment
    except OverflowError:
        raise ValueError(value) from None


@lru_cache(maxsize=8192)  # an agenda is read several times in one build: pages, calendars, feed
def series(text: str, start: dt.datetime) -> rrule:
    """The local beginnings of a series whose first is at ``start`` (without a zone). Raises ``ValueError``."""
    found = parts(text)
    if "UNTIL" in found:
        try:
            found["UNTIL"] = until(found["UNTIL"]).strftime("%Y%m%dT%H%M%S").rjust(15, "0")
        except ValueError:
            raise ValueError(f"UNTIL={found['UNTIL']}") from None
    rule = rrulestr(";".join(f"{name}={value}" for name, value in found.items()), dtstart=start, cache=True)
    assert isinstance(rule, rrule)  # one rule alone never makes a set
    return rule


def as_in_calendar(text: str, *, whole_days: bool = False) -> str:
    """The rule as RFC 5545 wants it: its last moment is in UTC beside a start with a zone, a day beside a day."""
    found = parts(text)
    if "UNTIL" in found:
        moment = until(found["UNTIL"])
        if whole_days:
            found["UNTIL"] = moment.strftime("%Y%m%d").rjust(8, "0")
        else:
            moment = moment.replace(tzinfo=PARIS).astimezone(dt.UTC)
            found["UNTIL"] = moment.strftime("%Y%m%dT%H%M%SZ").rjust(16, "0")
    return ";".join(f"{name}={value}" for name, value in found.items())
