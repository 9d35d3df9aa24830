"""What takes place, in words of one language: for calendars, feeds, the programme on the door and the newsletter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property

from tierslieu.i18n.formatting import LocaleFormatter, translated
from tierslieu.model import Activity, ActivityFormat, Source, Space
from tierslieu.schedule.occurrences import Occurrence

from . import organisation_name


class OccurrenceFormatter:
    """Tells the activities of ``space`` in ``locale``. What is not known is left out."""

    def __init__(self, space: Space, locale: str):
        self._space = space
        self.words = LocaleFormatter(locale, space.vocabulary.locales[locale].strings)
        self.locale = locale

    def title(self, source: Source[Activity]) -> str:
        """Its title, marked while it is an example."""
        title = source.meta.title
        return f"[{self.words.t('example')}] {title}" if source.meta.example else title

    def hours(self, one: Occurrence) -> str:
        """From when to when; the days are said when there is more than one."""
        if not one.all_day:
            return self.words.span(one.start, one.end)
        if one.start.date() == one.last_day:
            return self.words.t("calendar_all_day")
        days = (self.words.date(day, "day") for day in (one.start.date(), one.last_day))
        return self.words.t("date_range", start=next(days), end=next(days))

    def when(self, one: Occurrence) -> str:
        """The day with its year, and the hours."""
        return f"{self.words.date(one.start.date(), 'full')}, {self.hours(one)}"

    def change(self, one: Occurrence) -> str:
        """What has changed for those who had read about it; empty when nothing has."""
        if one.status == "cancelled":
            return self.words.t("calendar_cancelled")
        if one.moved_from is None:
            return ""
        return self.words.t("calendar_moved", date=self.words.date(one.moved_from, "day"))

    def place(self, one: Occurrence) -> str:
        """Where, when it is not on site; empty when it is."""
        return one.place or ""

    def host(self, source: Source[Activity]) -> str:
        """What to call who runs it."""
        return organisation_name(self._space, self.host_key(source), self.locale)

    def host_key(self, source: Source[Activity]) -> str:
        """The short name of who runs it."""
        return self._space.responsible("runs", source.meta.service, source.meta) or ""

    def form(self, source: Source[Activity]) -> ActivityFormat | None:
        """Its format; None when it has none in the vocabulary."""
        return self._space.vocabulary.activity_formats.get(source.meta.format)

    def format(self, source: Source[Activity]) -> str:
        """The name of its format; empty when it has none in the vocabulary."""
        form = self.form(source)
        return translated(form.label, self.locale) if form else ""

    def period(self, first: dt.date, last: dt.date) -> str:
        """Some days as a heading: ``Du 23 au 29 novembre 2026``."""
        date = self.words.date
        if first == last:
            told = date(first, "full")
        else:
            same_month = (first.year, first.month) == (last.year, last.month)
            pattern = "d" if same_month else "d MMMM" if first.year == last.year else "date"
            told = self.words.t("date_range", start=date(first, pattern), end=date(last, "date"))
        return told[:1].upper() + told[1:]

    def notes(self, source: Source[Activity]) -> Iterator[str]:
        """What else people must know to come: how to book, to follow from afar, how many seats, access."""
        activity, t = source.meta, self.words.t
        if activity.registration:
            yield t("calendar_register", where=activity.registration.removeprefix("mailto:"))
        if activity.online:
            yield t("calendar_online", where=activity.online)
        if activity.capacity:
            yield self.words.plural("calendar_capacity", activity.capacity)
        if activity.accessibility:
            yield activity.accessibility

    @cached_property
    def street(self) -> str:
        """The address of the place on one line; empty while it is unknown."""
        where = self._space.identity.address
        town = " ".join(part for part in (where.postal_code, where.city) if part)
        return ", ".join(part for part in (where.street, town) if part)

    @cached_property
    def site(self) -> str:
        """The name of the place, and its address."""
        return ", ".join(part for part in (self._space.identity.name, self.street) if part)
