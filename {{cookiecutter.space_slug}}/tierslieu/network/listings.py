"""What the pages of the directory list: places by service and by département, and coming events by day."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import SERVICES
from tierslieu.model.lieu_json import Description, LieuEvent
from tierslieu.rendering import france_map
from tierslieu.schedule.recurrence import PARIS

#: The most events in the common agenda.
MAX_EVENTS = 1000
#: The key of the places that are in no known département.
ELSEWHERE = "ailleurs"


@dataclass(frozen=True)
class PlaceCard:
    """A place as listed; ``area`` is the code of its département, or ``ELSEWHERE``."""

    place: Description
    area: str

    @property
    def anchor(self) -> str:
        """The ``id`` of its element in the list of all places."""
        return f"lieu-{self.place.slug}"


@dataclass(frozen=True)
class PlaceGroup:
    """The places of a service or of a département; ``key`` is the folder of its page."""

    key: str
    name: str
    cards: tuple[PlaceCard, ...]


@dataclass(frozen=True)
class DirectoryEntry:
    """An event of the common agenda, in the time zone of Paris, and the place that announces it."""

    event: LieuEvent
    place: Description

    @property
    def start(self) -> dt.datetime:
        return self.event.start.astimezone(PARIS)

    @property
    def end(self) -> dt.datetime:
        return self.event.end.astimezone(PARIS)


@dataclass(frozen=True)
class DirectoryDay:
    """A day of the common agenda."""

    date: dt.date
    entries: tuple[DirectoryEntry, ...]


def place_cards(places: Iterable[Description]) -> list[PlaceCard]:
    """A card for each place."""
    return [PlaceCard(place, _area(place)) for place in places]


def by_area(cards: list[PlaceCard], formatter: LocaleFormatter) -> list[PlaceGroup]:
    """The départements that have a place, by code; ``ELSEWHERE`` last."""
    groups: dict[str, list[PlaceCard]] = defaultdict(list)
    for card in cards:
        groups[card.area].append(card)
    names = {code: f"{area.name} ({code})" for code, area in france_map.departements().items()}
    return [
        PlaceGroup(code, names.get(code) or formatter.t("network_elsewhere"), tuple(group))
        for code, group in sorted(groups.items(), key=lambda pair: (pair[0] == ELSEWHERE, pair[0]))
    ]


def by_service(cards: list[PlaceCard], formatter: LocaleFormatter) -> list[PlaceGroup]:
    """The services that a place offers, most frequent first; a service unknown to the kit bears the name a place gives.

    A key names a folder: a prefix keeps those of unknown services apart from reserved file names, such as ``con``.
    """
    groups: dict[str, list[PlaceCard]] = defaultdict(list)
    names: dict[str, str] = {}
    for card in cards:
        for service in {service.key: service for service in card.place.services}.values():
            groups[service.key.lower()].append(card)
            names.setdefault(service.key.lower(), service.name)
    folders = {key: key if key in SERVICES else f"autre-{key}" for key in groups}
    return [
        PlaceGroup(folders[key], formatter.strings.get(f"service_{key}", names[key]), tuple(group))
        for key, group in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def upcoming_entries(places: Iterable[Description], today: dt.date) -> list[DirectoryEntry]:
    """The events that are not over on ``today``, by start; those that end before they start are left out."""
    entries = [
        DirectoryEntry(event, place)
        for place in places
        for event in place.events
        if event.end >= event.start and event.end.astimezone(PARIS).date() >= today
    ]
    entries.sort(key=lambda entry: (entry.start, entry.place.slug, entry.event.title))
    return entries[:MAX_EVENTS]


def by_day(entries: Iterable[DirectoryEntry], today: dt.date) -> tuple[DirectoryDay, ...]:
    """Sorted entries day by day; those that started before ``today`` stand under ``today``."""
    groups = groupby(entries, key=lambda entry: max(entry.start.date(), today))
    return tuple(DirectoryDay(date, tuple(group)) for date, group in groups)


def safe_link(address: str | None) -> str | None:
    """``address``, or None if it holds a user name: ``https://good.fr@bad.fr`` leads to ``bad.fr``."""
    return None if address and "@" in re.split(r"[/?#]", address.partition("://")[2], maxsplit=1)[0] else address


def _area(place: Description) -> str:
    """The code of the département of its postal code or, failing that, of its position."""
    area = france_map.of_postal_code(place.address.postal_code) if place.address.country == "FR" else None
    if area is None and place.position is not None:
        latitude, longitude = place.position.latitude, place.position.longitude
        departements = france_map.departements().values()
        area = next((area for area in departements if area.contains(area.point(latitude, longitude))), None)
    return area.code if area else ELSEWHERE
