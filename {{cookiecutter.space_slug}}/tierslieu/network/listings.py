"""What the pages of the directory show: places by service and by département, coming events, the map."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import SERVICES
from tierslieu.model.lieu_json import Description, Event
from tierslieu.rendering import france_map
from tierslieu.schedule.recurrence import PARIS

#: How many coming times the agenda shows, whatever places announce.
MOST_EVENTS = 1000
#: The group of places whose postal code leads to no département.
ELSEWHERE = "ailleurs"


@dataclass(frozen=True)
class Card:
    """A place as listed."""

    place: Description
    area: str

    @property
    def anchor(self) -> str:
        """The name of its place in the whole list."""
        return f"lieu-{self.place.slug}"


@dataclass(frozen=True)
class Group:
    """The places that share something: a service or a département."""

    key: str
    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class DirectoryEntry:
    """One coming time of the agenda, and the place where it is."""

    event: Event
    place: Description

    @property
    def start(self) -> dt.datetime:
        """On the clock of Paris."""
        return self.event.start.astimezone(PARIS)

    @property
    def end(self) -> dt.datetime:
        """On the clock of Paris."""
        return self.event.end.astimezone(PARIS)


@dataclass(frozen=True)
class DirectoryDay:
    """A day of the common agenda."""

    date: dt.date
    entries: tuple[DirectoryEntry, ...]


def cards(places: Iterable[Description]) -> list[Card]:
    """Every place with the code of its département."""
    return [Card(place, _area(place)) for place in places]


def by_area(found: list[Card], words: LocaleFormatter) -> list[Group]:
    """The départements that have a place, by code; those that lead nowhere last."""
    groups: dict[str, list[Card]] = defaultdict(list)
    for card in found:
        groups[card.area].append(card)
    known = france_map.departements()
    return [
        Group(code, f"{known[code].name} ({code})" if code in known else words.t("network_elsewhere"), tuple(group))
        for code, group in sorted(groups.items(), key=lambda pair: (pair[0] == ELSEWHERE, pair[0]))
    ]


def by_service(found: list[Card], words: LocaleFormatter) -> list[Group]:
    """The services that a place offers, most offered first; those that the kit doesn't know are named by a place.

    Their keys are folders: a prefix keeps apart what a system may hold for itself, such as ``con``.
    """
    groups: dict[str, list[Card]] = defaultdict(list)
    names: dict[str, str] = {}
    for card in found:
        for service in {one.key: one for one in card.place.services}.values():
            groups[service.key.lower()].append(card)
            names.setdefault(service.key.lower(), service.name)
    return [
        Group(key if key in SERVICES else f"autre-{key}", words.strings.get(f"service_{key}", names[key]), tuple(group))
        for key, group in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def coming(places: Iterable[Description], today: dt.date) -> list[DirectoryEntry]:
    """What is not over on ``today``, by beginning; events that end before they begin are left out."""
    entries = [
        DirectoryEntry(event, place)
        for place in places
        for event in place.events
        if event.end >= event.start and event.end.astimezone(PARIS).date() >= today
    ]
    entries.sort(key=lambda entry: (entry.start, entry.place.slug, entry.event.title))
    return entries[:MOST_EVENTS]


def days(entries: Iterable[DirectoryEntry], today: dt.date) -> tuple[DirectoryDay, ...]:
    """The agenda day by day; what began before today belongs to today."""
    dated = groupby(entries, key=lambda entry: max(entry.start.date(), today))
    return tuple(DirectoryDay(date, tuple(group)) for date, group in dated)


def followed(address: str | None) -> str | None:
    """``address`` as a link; None for one that carries a name or a password, as ``https://good.fr@bad.fr`` seems to lie."""
    return None if address and "@" in re.split(r"[/?#]", address.partition("://")[2], maxsplit=1)[0] else address


def _area(place: Description) -> str:
    """The code of the département that the postal code or, failing that, the position leads to."""
    found = france_map.of_postal_code(place.address.postal_code) if place.address.country == "FR" else None
    if found is None and place.position is not None:
        latitude, longitude = place.position.latitude, place.position.longitude
        known = france_map.departements().values()
        found = next((one for one in known if one.holds(one.spot(latitude, longitude))), None)
    return found.code if found else ELSEWHERE
