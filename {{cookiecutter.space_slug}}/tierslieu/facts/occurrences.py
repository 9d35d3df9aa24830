"""Occurrences of activities in words of one language: for calendars, feeds, posters and the newsletter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property

from tierslieu.i18n.formatting import LocaleFormatter, capitalised, translated
from tierslieu.model import Activity, ActivityFormat, Source, Space
from tierslieu.schedule.activity_dates import beginnings, local_time
from tierslieu.schedule.occurrences import Occurrence

from .formatter import organisation_heading, organisation_name


class OccurrenceFormatter:
    """Writes the activities of ``space`` in the language ``locale``; facts that are unknown are left out."""

    def __init__(self, space: Space, locale: str):
        self._space = space
        self.locale = locale
        self.formatter = LocaleFormatter(locale, space.vocabulary.locales[locale].strings)
        self.t = self.formatter.t
        self.date = self.formatter.date
        self.plural = self.formatter.plural

    def title(self, source: Source[Activity]) -> str:
        """Its title, marked while it is an example."""
        title = source.meta.title
        return f"[{self.t('example')}] {title}" if source.meta.example else title

    def hours(self, occurrence: Occurrence) -> str:
        """From when to when; with the days when there is more than one."""
        if not occurrence.all_day:
            return self.formatter.span(occurrence.start, occurrence.end)
        first_day = occurrence.start.date()
        if first_day == occurrence.last_day:
            return self.t("calendar_all_day")
        return self.t("date_range", start=self.date(first_day, "day"), end=self.date(occurrence.last_day, "day"))

    def when(self, occurrence: Occurrence) -> str:
        """The day with its year, and the hours."""
        return f"{self.date(occurrence.start.date(), 'full')}, {self.hours(occurrence)}"

    def change(self, occurrence: Occurrence) -> str:
        """That it is cancelled, with its reason, or the day from which it was moved; empty when neither."""
        if occurrence.status == "cancelled":
            return self.cancelled(occurrence.reason)
        if occurrence.moved_from is None:
            return ""
        return self.t("calendar_moved", date=self.date(occurrence.moved_from, "day"))

    def cancelled(self, reason: str) -> str:
        """That something is cancelled, and why where that is known."""
        return self.t("calendar_cancelled_why", reason=reason) if reason else self.t("calendar_cancelled")

    def place(self, occurrence: Occurrence) -> str:
        """Where, when it is not on site; empty when it is."""
        return occurrence.place or ""

    def where(self, source: Source[Activity], occurrence: Occurrence | None) -> str:
        """Where it takes place, on site too; without ``occurrence``, where the activity usually does."""
        return (occurrence.place if occurrence else source.meta.place) or self._space.identity.name

    def price(self, source: Source[Activity]) -> str:
        """The price that the team wrote and, unless nobody pays, that coworkers join free; empty when neither."""
        price = source.meta.price or ""
        if not self.is_free_for_coworkers(source) or self.is_gratis(source):
            return price
        return self.t("activity_price_free", price=price or self.t("activity_price_unknown"))

    def is_free_for_coworkers(self, source: Source[Activity]) -> bool:
        """Whether coworkers take part free; not where digital mediation, which nobody's desk pays for, has a price."""
        form, meta = self.form(source), source.meta
        is_sold = meta.service == "mediation" and any(character.isdigit() for character in meta.price or "")
        return form is not None and form.free_for_coworkers and self._space.coworkers_join_free and not is_sold

    def is_gratis(self, source: Source[Activity]) -> bool:
        """Whether the team wrote that nobody pays."""
        return (source.meta.price or "").casefold().startswith(self.t("price_free").casefold())

    def host(self, source: Source[Activity], day: dt.date) -> str:
        """What to call the organisation that runs it on ``day``."""
        return organisation_name(self._space, self.host_key(source, day), self.locale)

    def host_key(self, source: Source[Activity], day: dt.date) -> str:
        """The short name of the organisation that runs it on ``day``."""
        return self._space.on(day).responsible("runs", source.meta.service, source.meta) or ""

    def hosts(self, source: Source[Activity], first: dt.date, *, starts_line: bool = False) -> str:
        """What to call the organisation that runs its dates from ``first`` on, and those that take them over later."""
        (_, key), *later = self.host_keys(source, first)
        told = (organisation_heading if starts_line else organisation_name)(self._space, key, self.locale)
        for day, key in later:
            after = organisation_name(self._space, key, self.locale)
            told = self.t("host_then", before=told, date=self.date(day, "date"), after=after)
        return told

    def host_keys(self, source: Source[Activity], first: dt.date) -> list[tuple[dt.date, str]]:
        """The short name of each organisation that runs dates from ``first`` on, with its first day."""
        keys = [(first, self.host_key(source, first))]
        for change in self._space.organisations.changes:
            key = self.host_key(source, change.start)
            if (
                change.start > first
                and key != keys[-1][1]
                and next(beginnings(source.meta, local_time(change.start)), None)
            ):
                keys.append((change.start, key))
        return keys

    def first_day(self, source: Source[Activity]) -> dt.date:
        """The day of its next date; of its first when it has none to come."""
        coming = next(beginnings(source.meta, local_time(self._space.today)), None)
        return (coming or local_time(source.meta.start)).date()

    def form(self, source: Source[Activity]) -> ActivityFormat | None:
        """Its format; None when the vocabulary does not have it."""
        return self._space.vocabulary.activity_formats.get(source.meta.format)

    def format(self, source: Source[Activity]) -> str:
        """The name of its format; empty when the vocabulary does not have it."""
        form = self.form(source)
        return translated(form.label, self.locale) if form else ""

    def period(self, first: dt.date, last: dt.date) -> str:
        """Some days as a heading: ``Du 23 au 29 novembre 2026``."""
        if first == last:
            text = self.date(first, "full")
        else:
            same_month = (first.year, first.month) == (last.year, last.month)
            pattern = "d" if same_month else "d MMMM" if first.year == last.year else "date"
            text = self.t("date_range", start=self.date(first, pattern), end=self.date(last, "date"))
        return capitalised(text)

    def notes(self, source: Source[Activity]) -> Iterator[str]:
        """What else people need to know: how to book, where to follow online, how many seats, access."""
        activity = source.meta
        if activity.registration:
            yield self.t("calendar_register", where=activity.registration.removeprefix("mailto:"))
        if activity.online:
            yield self.t("calendar_online", where=activity.online)
        if activity.capacity:
            yield self.plural("calendar_capacity", activity.capacity)
        if activity.accessibility:
            yield activity.accessibility

    @property
    def street(self) -> str:
        """The address of the place on one line; empty while it is unknown."""
        return self._space.identity.address.line

    @cached_property
    def site(self) -> str:
        """The name of the place, and its address."""
        return ", ".join(part for part in (self._space.identity.name, self.street) if part)
