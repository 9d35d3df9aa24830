"""An activity as the components of a calendar: itself, then each of its dates that is moved or cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import takewhile

from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.model import Activity, Moved, Source, Space
from tierslieu.rendering import urls
from tierslieu.schedule.activity_dates import added, beginnings, by_rule, duration, local, moved_to, planned, usual
from tierslieu.schedule.holidays import DaysOff
from tierslieu.schedule.occurrences import uid_of
from tierslieu.schedule.recurrence import PARIS, as_in_calendar

from .ical_lines import address, day, joined, moment, text

#: Days off are written out until the end of this many years after the present one; subscribers read the file again
#: long before.
_YEARS_OF_DAYS_OFF = 2


class Writer:
    """Writes the activities of ``space`` in ``locale``."""

    def __init__(self, space: Space, locale: str):
        self._space = space
        self._told = OccurrenceFormatter(space, locale)
        self._root, self._known = urls.root(space), urls.by_language(space)
        self._days_off = DaysOff(space)
        self._last = dt.date(space.today.year + _YEARS_OF_DAYS_OFF, 12, 31)

    def component(self, source: Source[Activity]) -> bytes:
        """The VEVENTs of an activity whose dates are sound: first itself, then its dates that differ."""
        activity = source.meta
        own = [*self._identity(source), *self._about(source)]
        series = activity.several
        moved = () if series else activity.moved[:1]  # the only date of a single event is itself
        lines = list(self._times(activity, moved[0] if moved else None))
        if series:
            # Dates without a rule: readers differ on whether the first is one of them, unless a rule of one date says so.
            lines += [f"RRULE:{as_in_calendar(activity.rrule or 'FREQ=DAILY;COUNT=1', whole_days=activity.all_day)}"]
            lines += self._added(activity)
            lines += self._left_out(activity)
        off = activity.status == "cancelled" or (not series and bool(activity.cancelled))
        components = [_event([*own, *lines, _status(off), *self._location(activity, moved[0] if moved else None)])]
        if series:
            components += [_event([*own, *lines]) for lines in self._overrides(activity)]
        return joined(line for component in components for line in component)

    def _identity(self, source: Source[Activity]) -> Iterator[str]:
        activity = source.meta
        # The standard wants the moment of the last change. The clock would change the file at every build: without the
        # day on which the file was last changed, it is the beginning of the activity, stable, and moved with its date.
        changed = activity.updated or activity.start
        yield f"UID:{text(uid_of(self._space, source))}"
        yield f"DTSTAMP:{moment(local(changed).replace(tzinfo=PARIS))}"
        if activity.updated:
            yield f"LAST-MODIFIED:{moment(local(activity.updated).replace(tzinfo=PARIS))}"
        yield f"SEQUENCE:{activity.sequence}"

    def _times(self, activity: Activity, one: Moved | None = None) -> Iterator[str]:
        """When it begins and ends: usually, or once moved."""
        span = moved_to(activity, one) if one else usual(activity)
        yield _at("DTSTART", span.start, whole=span.whole_days)
        yield _at("DTEND", span.end, whole=span.whole_days)

    def _added(self, activity: Activity) -> Iterator[str]:
        """The dates besides those of the rule; one that days off would leave out is of the rule already."""
        for begin in sorted(added(activity).values()):
            if not by_rule(activity, begin):
                yield _at("RDATE", begin, whole=activity.all_day)

    def _left_out(self, activity: Activity) -> Iterator[str]:
        """The dates of the series that are left out, as far ahead as days off are written out."""
        if not activity.exceptions and not activity.skip:
            return
        moved = {one.date for one in activity.moved}
        last = max((self._last, *activity.exceptions))
        for begin in takewhile(lambda begin: begin.date() <= last, beginnings(activity)):
            if begin.date() not in moved and self._days_off.left_out(activity, begin.date()):
                yield _at("EXDATE", begin, whole=activity.all_day)

    def _overrides(self, activity: Activity) -> Iterator[list[str]]:
        """Each date that is moved or cancelled, as a component that takes the place of the one in the series."""
        for one in sorted(activity.moved, key=lambda one: one.date):
            replaced = _at("RECURRENCE-ID", planned(activity, one.date), whole=activity.all_day)
            off = activity.status == "cancelled"
            yield [replaced, *self._times(activity, one), _status(off), *self._location(activity, one)]
        for date in sorted(activity.cancelled):
            begin = planned(activity, date)
            yield [
                _at("RECURRENCE-ID", begin, whole=activity.all_day),
                _at("DTSTART", begin, whole=activity.all_day),
                _at("DTEND", begin + duration(activity), whole=activity.all_day),
                _status(True),
                *self._location(activity, None),
            ]

    def _about(self, source: Source[Activity]) -> Iterator[str]:
        activity, told = source.meta, self._told
        host = told.host(source)
        described = [activity.description, "", f"{told.t('activity_host')} {host}", *told.notes(source)]
        yield f"SUMMARY:{text(told.title(source))}"
        yield "DESCRIPTION:" + text("\n".join(described))
        yield "TRANSP:TRANSPARENT"  # to follow an agenda is not to be busy
        contact = self._space.identity.contact
        if contact.email:
            # Not ORGANIZER, which RFC 5545 §3.8.4.3 keeps for meetings with invited people.
            yield f"CONTACT:{text(', '.join(filter(None, (host, contact.email, contact.phone))))}"
        if self._root:
            page = urls.under(urls.ACTIVITY, self._known[source.locale], source)
            yield f"URL:{address(self._root + page)}"
        if activity.online:
            yield f"CONFERENCE;VALUE=URI:{address(activity.online)}"  # RFC 7986 §5.11
        if name := told.format(source):
            yield f"CATEGORIES:{text(name)}"

    def _location(self, activity: Activity, one: Moved | None) -> Iterator[str]:
        if elsewhere := (one and one.place) or activity.place:
            yield f"LOCATION:{text(elsewhere)}"
            return
        yield f"LOCATION:{text(self._told.site)}"
        site = self._space.identity.address
        if site.latitude is not None and site.longitude is not None:
            yield f"GEO:{site.latitude};{site.longitude}"


def _event(lines: list[str]) -> list[str]:
    return ["BEGIN:VEVENT", *lines, "END:VEVENT"]


def _at(name: str, when: dt.datetime, *, whole: bool) -> str:
    return f"{name};VALUE=DATE:{day(when)}" if whole else f"{name};TZID={PARIS.key}:{moment(when)}"


def _status(off: bool) -> str:
    return "STATUS:CANCELLED" if off else "STATUS:CONFIRMED"
