"""Recurrence rules (RFC 5545 §3.3.10), read strictly and computed in local time.

Datetimes have no zone, so that 14:00 stays 14:00 on both sides of a change of hour.
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
# The parts that are accepted. BYHOUR and finer are not: the hour is that of the start, and a rule that fires every
# second would fill the page. Ranges are the standard's; python-dateutil accepts more, and loops on INTERVAL=0.
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
_FREQUENCIES = {"BYMONTHDAY": {"DAILY", "MONTHLY", "YEARLY"}, "BYYEARDAY": {"YEARLY"}, "BYWEEKNO": {"YEARLY"}}


def parts(text: str) -> dict[str, str]:
    """The parts of a rule by name, upper case, in the order written.

    Raises ``ValueError`` with the part that can't be read, or that the standard forbids beside the others.
    """
    rule_parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, _, value = (piece.strip() for piece in part.partition("="))
        if name in rule_parts or not re.fullmatch(_PARTS.get(name, r"(?!)"), value, re.ASCII):
            raise ValueError(part.strip())
        if name in _LIMITS and any(abs(int(number)) > _LIMITS[name] for number in value.split(",")):
            raise ValueError(part.strip())
        rule_parts[name] = value
    if "FREQ" not in rule_parts:
        raise ValueError("FREQ")
    _refuse_combinations(rule_parts)
    return rule_parts


def _refuse_combinations(rule_parts: dict[str, str]) -> None:
    frequency = rule_parts["FREQ"]
    if "COUNT" in rule_parts and "UNTIL" in rule_parts:
        raise ValueError(f"COUNT={rule_parts['COUNT']};UNTIL={rule_parts['UNTIL']}")
    for name, allowed in _FREQUENCIES.items():
        if name in rule_parts and frequency not in allowed:
            raise ValueError(f"FREQ={frequency};{name}={rule_parts[name]}")
    numbered = any(character.isdigit() for character in rule_parts.get("BYDAY", ""))
    if numbered and (frequency in {"DAILY", "WEEKLY"} or "BYWEEKNO" in rule_parts):
        raise ValueError(f"FREQ={frequency};BYDAY={rule_parts['BYDAY']}")
    if "BYSETPOS" in rule_parts and not any(name.startswith("BY") and name != "BYSETPOS" for name in rule_parts):
        raise ValueError(f"BYSETPOS={rule_parts['BYSETPOS']}")


def until(value: str) -> dt.datetime:
    """The last moment of a series in local time, of a day alone its last second. Raises ``ValueError`` without any."""
    moment = dt.datetime.fromisoformat(value)
    if len(value) == 8:
        return moment.replace(hour=23, minute=59, second=59)
    try:
        return moment.astimezone(PARIS).replace(tzinfo=None) if moment.tzinfo else moment
    except OverflowError:
        raise ValueError(value) from None


@lru_cache(maxsize=8192)  # one build reads each series several times: pages, calendars, feed
def series(text: str, start: dt.datetime) -> rrule:
    """The local beginnings of a series whose first is at ``start`` (without a zone). Raises ``ValueError``."""
    rule_parts = parts(text)
    if "UNTIL" in rule_parts:
        try:
            rule_parts["UNTIL"] = until(rule_parts["UNTIL"]).strftime("%Y%m%dT%H%M%S").rjust(15, "0")
        except ValueError:
            raise ValueError(f"UNTIL={rule_parts['UNTIL']}") from None
    rule = rrulestr(";".join(f"{name}={value}" for name, value in rule_parts.items()), dtstart=start, cache=True)
    assert isinstance(rule, rrule)  # rrulestr returns a set only for several rules
    return rule


def as_in_calendar(text: str, *, all_day: bool = False) -> str:
    """The rule as RFC 5545 requires it in a calendar: UNTIL is in UTC or, when ``all_day``, a day."""
    rule_parts = parts(text)
    if "UNTIL" in rule_parts:
        moment = until(rule_parts["UNTIL"])
        if all_day:
            rule_parts["UNTIL"] = moment.strftime("%Y%m%d").rjust(8, "0")
        else:
            moment = moment.replace(tzinfo=PARIS).astimezone(dt.UTC)
            rule_parts["UNTIL"] = moment.strftime("%Y%m%dT%H%M%SZ").rjust(16, "0")
    return ";".join(f"{name}={value}" for name, value in rule_parts.items())
