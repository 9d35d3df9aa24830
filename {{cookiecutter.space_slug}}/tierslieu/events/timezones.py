"""Time zones of other calendars, and their moments in local time of the place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from tierslieu.schedule.recurrence import PARIS


class UnknownZone(ValueError):
    """Raised with the name of a time zone that is neither an IANA name nor a usual one."""


class CalendarZones:
    """The time zones of one calendar; ``aliases`` maps its own names of zones to IANA names."""

    def __init__(self, aliases: Mapping[str, str]):
        self._aliases = aliases
        self._zones: dict[str, dt.tzinfo] = {}

    def zone(self, value: Any) -> dt.tzinfo:
        """The zone of a property; that of the place when it names none. Raises ``UnknownZone``."""
        name = value.params.get("TZID") if hasattr(value, "params") else None
        if name:
            return self._named(str(name))
        moment = getattr(value, "dt", None)  # a list of dates has no such attribute
        return (moment.tzinfo if isinstance(moment, dt.datetime) else None) or PARIS

    def local(self, moment: dt.date, zone: dt.tzinfo) -> dt.date:
        """``moment`` in local time, without a zone; a day stays a day."""
        if not isinstance(moment, dt.datetime):
            return moment
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return aware.astimezone(PARIS).replace(tzinfo=None, microsecond=0)

    def _named(self, name: str) -> dt.tzinfo:
        if name not in self._zones:
            self._zones[name] = _zone(self._aliases.get(name, name))
        return self._zones[name]


def _zone(name: str) -> dt.tzinfo:
    """The zone with the IANA or Windows name ``name``, alone or at the end of a path, or in a list of its towns."""
    plain = name.strip().strip('"')
    if plain.upper() in ("UTC", "GMT", "Z"):
        return dt.UTC
    plain = get_global("windows_zone_mapping").get(plain, plain)
    parts = plain.split("/")
    for start in range(len(parts)):
        candidate = "/".join(parts[start:])
        if candidate in available_timezones():
            return ZoneInfo(candidate)
    if PARIS.key.partition("/")[2] in plain:  # (UTC+01:00) Bruxelles, Copenhague, Madrid, Paris
        return PARIS
    raise UnknownZone(name)
