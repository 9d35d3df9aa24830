"""Calendars to subscribe to (RFC 5545, RFC 7986): of the place, of each activity, format and organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from tierslieu.core.problems import Problems
from tierslieu.facts import organisation_name
from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.model import Activity, Source, Space
from tierslieu.rendering import urls
from tierslieu.schedule import occurrences
from tierslieu.schedule.recurrence import PARIS

from .ical_events import EventWriter
from .ical_lines import address, joined, text

#: Europe/Paris since 1996, written out so that the bytes do not depend on the time-zone files of the machine.
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
class CalendarPaths:
    """The paths under ``public/`` of the place's calendar in one language, and of those not empty, by source or key."""

    place: str
    activities: dict[str, str]
    formats: dict[str, str]
    organisations: dict[str, str]


def paths(space: Space, locale: str) -> CalendarPaths:
    """The paths of the calendars in ``locale``."""
    home = unquote(urls.home_address(space, locale))
    folder, sources = f"{home}agenda", occurrences.listed(space, locale)
    formats = {source.meta.format for source in sources} & space.vocabulary.activity_formats.keys()
    fmt = OccurrenceFormatter(space, locale)
    hosts = {key for source in sources for key in _hosts(fmt, source)}
    return CalendarPaths(
        place=f"{home}agenda.ics",
        activities={source.path: f"{folder}/{source.slug}.ics" for source in sources},
        formats={key: f"{folder}/formats/{key}.ics" for key in sorted(formats)},
        organisations={key: f"{folder}/organisations/{key}.ics" for key in sorted(filter(None, hosts))},
    )


def build(space: Space) -> dict[str, bytes]:
    """Every calendar, in each language of the site. Raises ``Problems`` when an activity can't be dated."""
    errors = [problem for problem in occurrences.problems(space) if problem.level == "error"]
    if errors:
        raise Problems(errors)
    return {path: data for locale in space.identity.languages for path, data in _in_language(space, locale)}


def _in_language(space: Space, locale: str) -> Iterator[tuple[str, bytes]]:
    fmt, writer = OccurrenceFormatter(space, locale), EventWriter(space, locale)
    sources, calendar_paths = occurrences.listed(space, locale), paths(space, locale)
    events = {source.path: writer.component(source) for source in sources}
    place_name = fmt.t("agenda_calendar_name", name=space.identity.name)
    yield calendar_paths.place, _calendar(space, locale, place_name, calendar_paths.place, events.values())
    for path, name, members in _partial_calendars(space, fmt, sources, calendar_paths):
        title = f"{name} – {space.identity.name}"
        yield path, _calendar(space, locale, title, path, (events[source.path] for source in members))


def _partial_calendars(
    space: Space, fmt: OccurrenceFormatter, sources: list[Source[Activity]], calendar_paths: CalendarPaths
) -> Iterator[tuple[str, str, list[Source[Activity]]]]:
    """The calendars that hold a part of the agenda: path, name, and the activities of each."""
    for source in sources:
        yield calendar_paths.activities[source.path], source.meta.title, [source]
    for key, path in calendar_paths.formats.items():
        members = [source for source in sources if source.meta.format == key]
        yield path, fmt.format(members[0]), members
    for key, path in calendar_paths.organisations.items():
        yield (
            path,
            organisation_name(space, key, fmt.locale),
            [source for source in sources if key in _hosts(fmt, source)],
        )


def _hosts(fmt: OccurrenceFormatter, source: Source[Activity]) -> set[str]:
    """The organisations that run its dates to come; those of before when there are none."""
    return {key for _, key in fmt.host_keys(source, fmt.first_day(source))}


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
