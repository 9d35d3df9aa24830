"""Moments of other time zones on the clock of the place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from tierslieu.schedule.recurrence import PARIS


class UnknownZone(ValueError):
    """A time zone whose name, the argument, is not known."""


class CalendarZones:
    """The time zones of a calendar; ``aliases`` maps its own names to IANA names."""

    def __init__(self, aliases: Mapping[str, str]):
        self._aliases = aliases

    def zone(self, value: Any) -> dt.tzinfo:
        """The time zone of a property, by default that of the place. Raises ``UnknownZone``."""
        name = value.params.get("TZID") if hasattr(value, "params") else None
        if name:
            return _zone(self._aliases.get(str(name), str(name)))
        moment = getattr(value, "dt", None)  # absent from a list of dates
        return (moment.tzinfo if isinstance(moment, dt.datetime) else None) or PARIS

    def local(self, moment: dt.date, zone: dt.tzinfo) -> dt.date:
        """``moment``, in ``zone`` unless it has its own, as a local time without a zone; a day is left as it is."""
        if not isinstance(moment, dt.datetime):
            return moment
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return aware.astimezone(PARIS).replace(tzinfo=None, microsecond=0)


@cache
def _zone(name: str) -> dt.tzinfo:
    """The zone with a name of IANA or Windows, which a path may precede, or with Paris in a list of towns."""
    unquoted = name.strip().strip('"')
    if unquoted.upper() in ("UTC", "GMT", "Z"):
        return dt.UTC
    iana = get_global("windows_zone_mapping").get(unquoted, unquoted)
    parts = iana.split("/")
    for start in range(len(parts)):
        candidate = "/".join(parts[start:])
        if candidate in available_timezones():
            return ZoneInfo(candidate)
    if PARIS.key.partition("/")[2] in iana:  # (UTC+01:00) Bruxelles, Copenhague, Madrid, Paris
        return PARIS
    raise UnknownZone(name)
