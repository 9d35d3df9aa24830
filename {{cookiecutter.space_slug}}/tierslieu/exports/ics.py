"""Calendars to subscribe to (RFC 5545, RFC 7986): of the place, of each activity, format and organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from tierslieu.core.problems import Problems
from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.model import Activity, Source, Space
from tierslieu.rendering import urls
from tierslieu.schedule import occurrences
from tierslieu.schedule.recurrence import PARIS

from .ical_events import Writer
from .ical_lines import address, joined, text

#: Europe/Paris as it is since 1996, written out so that the bytes don't follow the machine's time-zone files.
_ZONE = joined(
    (
        "BEGIN:VTIMEZONE",
        f"TZID:{PARIS.key}",
        *("BEGIN:DAYLIGHT", "DTSTART:19810329T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"),
        *("TZNAME:CEST", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT"),
        *("BEGIN:STANDARD", "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
        *("TZNAME:CET", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD"),
        "END:VTIMEZONE",
    )
)


@dataclass(frozen=True)
class Paths:
    """Where the calendars of one language are, under ``public/``: only those that hold something, and the place's own.

    ``activities`` are by the path of their file, ``formats`` and ``organisations`` by their short name.
    """

    place: str
    activities: dict[str, str]
    formats: dict[str, str]
    organisations: dict[str, str]


def paths(space: Space, locale: str) -> Paths:
    """The paths of the calendars in ``locale``, from the root of the site."""
    home = unquote(urls.home_of(space, locale))
    folder, sources = f"{home}agenda", occurrences.shown(space, locale)
    formats = {one.meta.format for one in sources} & space.vocabulary.activity_formats.keys()
    hosts = {space.responsible("runs", one.meta.service, one.meta) for one in sources}
    return Paths(
        place=f"{home}agenda.ics",
        activities={one.path: f"{folder}/{one.slug}.ics" for one in sources},
        formats={key: f"{folder}/formats/{key}.ics" for key in sorted(formats)},
        organisations={key: f"{folder}/organisations/{key}.ics" for key in sorted(filter(None, hosts))},
    )


def build(space: Space) -> dict[str, bytes]:
    """Every calendar, in each language of the site. Raises ``Problems`` when an activity can't be dated."""
    found = [problem for problem in occurrences.problems(space) if problem.level == "error"]
    if found:
        raise Problems(found)
    return {path: data for locale in space.identity.languages for path, data in _in_language(space, locale)}


def _in_language(space: Space, locale: str) -> Iterator[tuple[str, bytes]]:
    told, sources, where = OccurrenceFormatter(space, locale), occurrences.shown(space, locale), paths(space, locale)
    writer = Writer(space, locale)
    events = {source.path: writer.component(source) for source in sources}
    everything = told.t("agenda_calendar_name", name=space.identity.name)
    yield where.place, _calendar(space, locale, everything, where.place, events.values())
    for path, name, members in _parts(told, sources, where):
        title = f"{name} – {space.identity.name}"
        yield path, _calendar(space, locale, title, path, (events[one.path] for one in members))


def _parts(
    told: OccurrenceFormatter, sources: list[Source[Activity]], where: Paths
) -> Iterator[tuple[str, str, list[Source[Activity]]]]:
    """The calendars that hold a part of the agenda: path, name, and what each holds."""
    for source in sources:
        yield where.activities[source.path], source.meta.title, [source]
    for key, path in where.formats.items():
        members = [one for one in sources if one.meta.format == key]
        yield path, told.format(members[0]), members
    for key, path in where.organisations.items():
        members = [one for one in sources if told.host_key(one) == key]
        yield path, told.host(members[0]), members


def _calendar(space: Space, locale: str, name: str, path: str, events: Iterable[bytes]) -> bytes:
    head = [
        "BEGIN:VCALENDAR",
        f"PRODID:-//tierslieu//agenda//{locale.upper()}",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",  # the same for calendars older than RFC 7986
        f"X-WR-TIMEZONE:{PARIS.key}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    ]
    if website := space.identity.contact.website:
        head += [f"URL:{address(website)}", f"SOURCE;VALUE=URI:{address(urls.root(space) + quote(path))}"]
    return b"".join((joined(head), _ZONE, *events, b"END:VCALENDAR\r\n"))
