"""Calendars to subscribe to (RFC 5545, RFC 7986): of the place, of each activity, format and organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from tierslieu import agenda
from tierslieu.announcing import Announcer
from tierslieu.model import Activity, Source, Space
from tierslieu.problems import Problems
from tierslieu.recurrence import PARIS
from tierslieu.site import addresses

from .content_lines import address, joined, text
from .vevent import Writer

#: The calendar of the place, and the folder of the others.
PATH, FOLDER = "agenda.ics", "agenda"

#: Europe/Paris as it is since 1996, written out so that the bytes don't follow the machine's time-zone files.
_ZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{PARIS.key}",
    *("BEGIN:DAYLIGHT", "DTSTART:19810329T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"),
    *("TZNAME:CEST", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT"),
    *("BEGIN:STANDARD", "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
    *("TZNAME:CET", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD"),
    "END:VTIMEZONE",
)


def of_activity(slug: str) -> str:
    """The path of the calendar of one activity."""
    return f"{FOLDER}/{slug}.ics"


def of_format(key: str) -> str:
    """The path of the calendar of one format."""
    return f"{FOLDER}/formats/{key}.ics"


def of_organisation(key: str) -> str:
    """The path of the calendar of what one organisation hosts."""
    return f"{FOLDER}/organisations/{key}.ics"


def build(space: Space) -> dict[str, bytes]:
    """Every calendar in the main language of the place. Raises ``Problems`` when an activity can't be dated."""
    found = [problem for problem in agenda.problems(space) if problem.level == "error"]
    if found:
        raise Problems(found)
    locale = space.identity.language
    told = Announcer(space, locale)
    sources = agenda.announced(space, locale)
    writer = Writer(space, locale, _pages(space, locale, sources))
    events = {source.path: writer.component(source) for source in sources}
    title = told.words.t("agenda_calendar_name", name=space.identity.name)
    files = {PATH: _calendar(space, locale, title, PATH, events.values())}
    for path, name, members in _parts(space, told, sources):
        title = f"{name} – {space.identity.name}"
        files[path] = _calendar(space, locale, title, path, (events[one.path] for one in members))
    return files


def _parts(
    space: Space, told: Announcer, sources: list[Source[Activity]]
) -> Iterator[tuple[str, str, list[Source[Activity]]]]:
    """The other calendars: path, name, and what each holds."""
    for source in sources:
        yield of_activity(source.slug), source.meta.title, [source]
    for key in space.vocabulary.activity_formats:
        if members := [one for one in sources if one.meta.format == key]:
            yield of_format(key), told.format(members[0]), members
    for key in space.organisations.organisations:
        if members := [one for one in sources if told.host_key(one) == key]:
            yield of_organisation(key), told.host(members[0]), members


def _pages(space: Space, locale: str, sources: Iterable[Source[Activity]]) -> dict[str, str]:
    """The whole address of the page of each activity, by the path of its file; none while that of the site is unknown."""
    root = addresses.root(space)
    known = addresses.of_pages(addresses.pages(space, locale))
    return {one.path: root + addresses.under(addresses.ACTIVITY, known, one) for one in sources if root}


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
        head += [f"URL:{address(website)}", f"SOURCE;VALUE=URI:{address(addresses.root(space) + quote(path))}"]
    return joined([*head, *_ZONE]) + b"".join(events) + b"END:VCALENDAR\r\n"
