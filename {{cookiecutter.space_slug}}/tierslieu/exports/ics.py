"""``agenda.ics``: the activities as a calendar to subscribe to (RFC 5545, RFC 7986)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vDDDTypes, vDuration, vRecur, vText, vUri

from tierslieu import agenda
from tierslieu.facts import facts
from tierslieu.facts import words as in_words
from tierslieu.model import Activity, Source, Space
from tierslieu.problems import Problems
from tierslieu.recurrence import PARIS, as_in_calendar

PATH = "agenda.ics"

# What TEXT can't hold (RFC 5545 §3.1), and the line breaks of Unicode, at which some readers cut lines.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


class _Text(vText):
    r"""TEXT that reads back as typed: icalendar's own turns a typed ``\N`` into a line break."""

    def to_ical(self) -> bytes:
        """Escape by RFC 5545 §3.3.11."""
        text = _BREAK.sub("\n", _FORBIDDEN.sub("", self))
        return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", r"\n").encode()


def build(space: Space) -> dict[str, bytes]:
    """The calendar of the place in its main language. Raises ``Problems`` when an activity can't be dated."""
    found = agenda.problems(space)
    if found:
        raise Problems(found)
    locale = space.identity.language
    words = facts(space, locale, document=False)
    calendar = _calendar(space, words)
    for source in agenda.announced(space, locale):
        calendar.add_component(_event(space, source, words))
    return {PATH: calendar.to_ical()}


def _calendar(space: Space, words: dict[str, Any]) -> Calendar:
    calendar = Calendar()
    name = _Text(words["t"]("agenda_calendar_name", name=space.identity.name))
    calendar.add("prodid", _Text(f"-//tierslieu//agenda//{words['locale'].upper()}"))
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # the same for calendars older than RFC 7986
    calendar.add("x-wr-timezone", PARIS.key)
    calendar.add("refresh-interval", vDuration(dt.timedelta(days=1)), parameters={"VALUE": "DURATION"})
    website = space.identity.contact.website
    if website:
        source = re.split(r"[?#]", website)[0].rstrip("/") + "/" + PATH
        calendar.add("url", vUri(website))
        calendar.add("source", vUri(source), parameters={"VALUE": "URI"})
    calendar.add_component(_paris())
    return calendar


def _paris() -> Timezone:
    """Europe/Paris as it is since 1996, written out so that the bytes don't follow the machine's time-zone files."""
    zone = Timezone()
    zone.add("tzid", PARIS.key)
    summer, winter = dt.timedelta(hours=2), dt.timedelta(hours=1)
    for part, label, start, month, before, after in (
        (TimezoneDaylight(), "CEST", dt.datetime(1981, 3, 29, 2), 3, winter, summer),
        (TimezoneStandard(), "CET", dt.datetime(1996, 10, 27, 3), 10, summer, winter),
    ):
        part.add("tzname", label)
        part.add("dtstart", start)
        part.add("rrule", vRecur.from_ical(f"FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU"))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone


def _event(space: Space, source: Source[Activity], words: dict[str, Any]) -> Event:
    activity, t = source.meta, words["t"]
    key = space.responsible("runs", activity.service, activity)
    host = next(one["called"] for one in words["organisations"] if one["key"] == key)
    start, end = (agenda.local(moment).replace(tzinfo=PARIS) for moment in (activity.start, activity.end))
    event = Event()
    event.add("uid", _Text(f"{source.slug}@{space.identity.slug}.lieu"))
    # The standard wants the moment of the last change. The clock would change the file at every build and nothing in
    # the data says when a file was edited, so it is the beginning of the activity: stable, and moved with its date.
    event.add("dtstamp", vDDDTypes(start.astimezone(dt.UTC)))
    event.add("dtstart", vDDDTypes(start))
    event.add("dtend", vDDDTypes(end))
    if activity.rrule:
        event.add("rrule", vRecur.from_ical(as_in_calendar(activity.rrule)))
    event.add("summary", _Text(f"[{t('example')}] {activity.title}" if activity.example else activity.title))
    event.add("description", _Text(f"{activity.description}\n\n{t('activity_host')} {host}"))
    event.add("transp", "TRANSPARENT")  # to follow an agenda is not to be busy
    _add_place(event, space)
    _add_contact(event, space, host)
    kind = space.vocabulary.activity_formats.get(activity.format)
    if kind:
        event.add("categories", _Text(in_words(kind.label, words["locale"])))
    return event


def _add_place(event: Event, space: Space) -> None:
    address = space.identity.address
    town = " ".join(part for part in (address.postal_code, address.city) if part)
    event.add("location", _Text(", ".join(part for part in (space.identity.name, address.street, town) if part)))
    if address.latitude is not None and address.longitude is not None:
        event.add("geo", (address.latitude, address.longitude))


def _add_contact(event: Event, space: Space, host: str) -> None:
    contact = space.identity.contact
    if contact.email:
        # Not ORGANIZER, which RFC 5545 §3.8.4.3 keeps for meetings with invited people.
        event.add("contact", _Text(", ".join(part for part in (host, contact.email, contact.phone) if part)))
    if contact.website:
        event.add("url", vUri(contact.website))
