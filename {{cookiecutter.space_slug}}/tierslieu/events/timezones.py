"""Moments of other calendars on the clock of the place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from tierslieu.schedule.recurrence import PARIS


class UnknownZone(ValueError):
    """Raised with a name of time zone that nobody knows."""


class Clocks:
    """Understands the zones of one calendar; ``aliases`` are the names that it gives to known ones itself."""

    def __init__(self, aliases: Mapping[str, str]):
        self._aliases = aliases
        self._known: dict[str, dt.tzinfo] = {}

    def zone(self, value: Any) -> dt.tzinfo:
        """The zone of a property; what has none is on the clock of the place. Raises ``UnknownZone``."""
        name = value.params.get("TZID") if hasattr(value, "params") else None
        if name:
            return self._named(str(name))
        moment = getattr(value, "dt", None)  # a list of dates has none of its own
        return (moment.tzinfo if isinstance(moment, dt.datetime) else None) or PARIS

    def local(self, moment: dt.date, zone: dt.tzinfo) -> dt.date:
        """``moment`` on the clock of the place, without a zone; a day stays a day."""
        if not isinstance(moment, dt.datetime):
            return moment
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return aware.astimezone(PARIS).replace(tzinfo=None, microsecond=0)

    def _named(self, name: str) -> dt.tzinfo:
        if name not in self._known:
            self._known[name] = _zone(self._aliases.get(name, name))
        return self._known[name]


def _zone(name: str) -> dt.tzinfo:
    """The zone called ``name`` by IANA or by Windows, at the end of a path, or by its town in a list of towns."""
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
