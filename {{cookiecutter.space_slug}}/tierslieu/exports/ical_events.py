"""VEVENT components: the activity itself, then one for each of its dates that is moved or cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import takewhile

from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.model import Activity, Moved, Source, Space
from tierslieu.rendering import urls
from tierslieu.schedule.activity_dates import (
    added_beginnings,
    beginnings,
    duration,
    is_by_rule,
    local_time,
    moved_span,
    planned_beginning,
    usual_span,
)
from tierslieu.schedule.holidays import DaysOff
from tierslieu.schedule.occurrences import uid_of
from tierslieu.schedule.recurrence import PARIS, as_in_calendar

from .ical_lines import address, day, joined, moment, text

#: Days off are written out until the end of this many years after the present one; subscribers download the file
#: again long before.
_YEARS_OF_DAYS_OFF = 2


class EventWriter:
    """Writes the activities of ``space`` in ``locale`` as VEVENT components."""

    def __init__(self, space: Space, locale: str):
        self._space = space
        self._fmt = OccurrenceFormatter(space, locale)
        self._root, self._addresses = urls.root(space), urls.addresses_by_language(space)
        self._days_off = DaysOff(space)
        self._last = dt.date(space.today.year + _YEARS_OF_DAYS_OFF, 12, 31)

    def component(self, source: Source[Activity]) -> bytes:
        """The VEVENTs of an activity whose dates are valid: first itself, then its dates that differ."""
        activity = source.meta
        identity = list(self._identity(source))
        series = activity.several
        moved = activity.moved[0] if activity.moved and not series else None  # the only date of a single event
        lines = list(self._times(activity, moved))
        if series:
            # Readers differ on whether DTSTART counts beside RDATE alone; a rule of one date settles it.
            lines += [f"RRULE:{as_in_calendar(activity.rrule or 'FREQ=DAILY;COUNT=1', all_day=activity.all_day)}"]
            lines += self._added(activity)
            lines += self._left_out(activity)
        cancelled = activity.status == "cancelled" or (not series and bool(activity.cancelled))
        reason = activity.reason(None if series else local_time(activity.start).date()) if cancelled else ""
        about = list(self._about(source, reason))
        components = [_event([*identity, *about, *lines, _status(cancelled), *self._location(activity, moved)])]
        if series:
            for reason, lines in self._overrides(activity):
                components.append(_event([*identity, *self._about(source, reason), *lines]))
        return joined(line for component in components for line in component)

    def _identity(self, source: Source[Activity]) -> Iterator[str]:
        activity = source.meta
        # DTSTAMP is the moment of the last change (RFC 5545 §3.8.7.2). The clock would change the file at every build:
        # without a known day of change, the beginning of the activity is used, which changes only with its date.
        changed = activity.updated or activity.start
        yield f"UID:{text(uid_of(self._space, source))}"
        yield f"DTSTAMP:{moment(local_time(changed).replace(tzinfo=PARIS))}"
        if activity.updated:
            yield f"LAST-MODIFIED:{moment(local_time(activity.updated).replace(tzinfo=PARIS))}"
        yield f"SEQUENCE:{activity.sequence}"

    def _times(self, activity: Activity, moved: Moved | None = None) -> Iterator[str]:
        """Its usual beginning and end, or those of the date ``moved``."""
        span = moved_span(activity, moved) if moved else usual_span(activity)
        yield _at("DTSTART", span.start, all_day=span.all_day)
        yield _at("DTEND", span.end, all_day=span.all_day)

    def _added(self, activity: Activity) -> Iterator[str]:
        """The added dates that the rule does not give; those that days off would leave out are already in the rule."""
        for begin in sorted(added_beginnings(activity).values()):
            if not is_by_rule(activity, begin):
                yield _at("RDATE", begin, all_day=activity.all_day)

    def _left_out(self, activity: Activity) -> Iterator[str]:
        """The dates of the series that are left out, as far ahead as days off are written out."""
        if not activity.exceptions and not activity.skip:
            return
        moved = {entry.date for entry in activity.moved}
        last = max((self._last, *activity.exceptions))
        for begin in takewhile(lambda begin: begin.date() <= last, beginnings(activity)):
            if begin.date() not in moved and self._days_off.left_out(activity, begin.date()):
                yield _at("EXDATE", begin, all_day=activity.all_day)

    def _overrides(self, activity: Activity) -> Iterator[tuple[str, list[str]]]:
        """The lines of each moved or cancelled date, which replaces the one in the series, after why it is cancelled."""
        is_off = activity.status == "cancelled"
        for moved in sorted(activity.moved, key=lambda entry: entry.date):
            lines = [
                _at("RECURRENCE-ID", planned_beginning(activity, moved.date), all_day=activity.all_day),
                *self._times(activity, moved),
                _status(is_off),
                *self._location(activity, moved),
            ]
            yield activity.reason(moved.date) if is_off else "", lines
        for date in sorted(activity.cancelled):
            begin = planned_beginning(activity, date)
            lines = [
                _at("RECURRENCE-ID", begin, all_day=activity.all_day),
                _at("DTSTART", begin, all_day=activity.all_day),
                _at("DTEND", begin + duration(activity), all_day=activity.all_day),
                _status(True),
                *self._location(activity, None),
            ]
            yield activity.reason(date), lines

    def _about(self, source: Source[Activity], reason: str) -> Iterator[str]:
        """What it is; where it is cancelled, first the ``reason``, if it is known."""
        activity, fmt = source.meta, self._fmt
        host = fmt.hosts(source, local_time(activity.start).date())
        sentence = [activity.description, ""] if activity.description else []
        if reason:
            sentence = [fmt.cancelled(reason), "", *sentence]
        description = [*sentence, f"{fmt.t('activity_host')} {host}", *fmt.notes(source)]
        yield f"SUMMARY:{text(fmt.title(source))}"
        yield "DESCRIPTION:" + text("\n".join(description))
        yield "TRANSP:TRANSPARENT"  # to follow an agenda is not to be busy
        contact = self._space.identity.contact
        if contact.email:
            # Not ORGANIZER, which RFC 5545 §3.8.4.3 keeps for meetings with invited people.
            yield f"CONTACT:{text(', '.join(filter(None, (host, contact.email, contact.phone))))}"
        if self._root:
            page = urls.address_below(urls.ACTIVITY, self._addresses[source.locale], source)
            yield f"URL:{address(self._root + page)}"
        if activity.online:
            yield f"CONFERENCE;VALUE=URI:{address(activity.online)}"  # RFC 7986 §5.11
        if name := fmt.format(source):
            yield f"CATEGORIES:{text(name)}"

    def _location(self, activity: Activity, moved: Moved | None) -> Iterator[str]:
        if elsewhere := (moved and moved.place) or activity.place:
            yield f"LOCATION:{text(elsewhere)}"
            return
        yield f"LOCATION:{text(self._fmt.site)}"
        site = self._space.identity.address
        if site.latitude is not None and site.longitude is not None:
            yield f"GEO:{site.latitude};{site.longitude}"


def _event(lines: list[str]) -> list[str]:
    return ["BEGIN:VEVENT", *lines, "END:VEVENT"]


def _at(name: str, value: dt.datetime, *, all_day: bool) -> str:
    return f"{name};VALUE=DATE:{day(value)}" if all_day else f"{name};TZID={PARIS.key}:{moment(value)}"


def _status(cancelled: bool) -> str:
    return "STATUS:CANCELLED" if cancelled else "STATUS:CONFIRMED"
