"""The agenda as pages: the coming weeks, each month, each past year, and what a format, a service or a price keeps."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import SERVICES, Space

from . import events
from .calendar_grid import WEEK, CalendarWeek, Month, months, weeks
from .events import ActivityCard, AgendaDay, AgendaEntry, FormatInfo
from .generated_page import GeneratedPage, PageMeta, PageSlice, paginate

#: The page that those of this module are below.
AGENDA = "agenda"
#: How many lines a page of the agenda holds, which keeps it light; and how many past ones are recalled.
PER_PAGE, RECALLED = 24, 10


@dataclass(frozen=True)
class MonthPage:
    """A month that has a page, or several when it is full."""

    month: Month
    label: str
    name: str
    parts: tuple[PageSlice[AgendaEntry], ...]

    @property
    def address(self) -> str:
        return self.parts[0].address

    @property
    def kinds(self) -> list[tuple[FormatInfo, int]]:
        """How many times each kind of activity took place or will, by name."""
        held = [entry for day in self.month.days for entry in day.entries if entry.when.on]
        kinds = {entry.event.kind.key: entry.event.kind for entry in held}
        counts = Counter(entry.event.kind.key for entry in held)
        return [(kinds[key], counts[key]) for key in sorted(counts)]


@dataclass(frozen=True)
class YearPage:
    """A year in which something took place, with its months."""

    number: int
    address: str
    months: tuple[MonthPage, ...]

    @property
    def count(self) -> int:
        return sum(count for month in self.months for _, count in month.kinds)


@dataclass(frozen=True)
class Choice:
    """A part of the agenda with a page of its own: those of a ``kind``, of a service, free for coworkers."""

    key: str
    label: str
    address: str
    kind: FormatInfo | None
    coming: tuple[AgendaEntry, ...]
    recalled: tuple[AgendaEntry, ...]


@dataclass(frozen=True)
class Programme:
    """All that the pages of the agenda show."""

    coming: tuple[AgendaEntry, ...]
    months: tuple[MonthPage, ...]
    years: tuple[YearPage, ...]
    choices: tuple[Choice, ...]
    today: dt.date
    first_weekday: int

    @property
    def this_month(self) -> MonthPage:
        """The month of today, which has a page as soon as any other has."""
        return next(one for one in self.months if one.month.first == self.today.replace(day=1))

    @property
    def coming_months(self) -> tuple[MonthPage, ...]:
        """This month and the next ones in which something is announced."""
        start = self.today.replace(day=1)
        return tuple(one for one in self.months if one.month.first >= start and one.month.days)

    @property
    def this_week(self) -> dt.date:
        return self.today - dt.timedelta(days=(self.today.weekday() - self.first_weekday) % 7)

    @property
    def next_week(self) -> dt.date:
        return self.this_week + WEEK

    @cached_property
    def of_kind(self) -> dict[str, Choice]:
        """The pages of the kinds of activity, by key."""
        return {choice.kind.key: choice for choice in self.choices if choice.kind}

    @property
    def days(self) -> tuple[AgendaDay, ...]:
        """The coming weeks day by day, for a glance at what is next, without what is cancelled."""
        return tuple(self._coming_days(tuple(entry for entry in self.coming if entry.when.on)))

    def weeks(self, entries: tuple[AgendaEntry, ...]) -> tuple[CalendarWeek, ...]:
        """Coming entries by week and day, as many as a page holds."""
        return weeks(self._coming_days(entries), self.first_weekday)

    def by_month(self, entries: tuple[AgendaEntry, ...]) -> tuple[Month, ...]:
        """Coming entries by month and day, as many as a page holds."""
        days = groupby(self._coming_days(entries), key=lambda day: day.date.replace(day=1))
        return tuple(Month(first, tuple(group)) for first, group in days)

    def _coming_days(self, entries: tuple[AgendaEntry, ...]) -> Iterator[AgendaDay]:
        """What is going on stands today."""
        days = groupby(entries[:PER_PAGE], key=lambda entry: max(entry.when.day, self.today))
        return (AgendaDay(date, tuple(group)) for date, group in days)


def programme(space: Space, words: LocaleFormatter, known: Mapping[str, str], found: list[ActivityCard]) -> Programme:
    """What the pages of the agenda show of the activities ``found``; without a page of the agenda, no page below it."""
    every = events.entries(found)
    today, first_weekday = space.today, words.locale.first_week_day
    coming = tuple(entry for entry in every if entry.when.last_day >= today)
    soon = tuple(entry for entry in coming if entry.when.day < today + dt.timedelta(days=events.AGENDA_DAYS))
    page = known.get(AGENDA)
    if page is None:
        return Programme(soon, (), (), (), today, first_weekday)
    last = max((entry.when.day for entry in coming), default=today)
    shown = [_month(words, page, month) for month in months(every, today, max(last, today))] if every else []
    years = tuple(
        YearPage(number, f"{page}{number}/", tuple(group))
        for number, group in groupby(shown, key=lambda one: one.month.first.year)
        if any(entry.when.last_day < today and entry.when.day.year == number for entry in every)
    )
    choices = tuple(_choices(words, page, every, coming, space))
    return Programme(soon, tuple(shown), years, choices, today, first_weekday)


def _month(words: LocaleFormatter, page: str, month: Month) -> MonthPage:
    entries = [entry for day in month.days for entry in day.entries]
    address = f"{page}{month.first:%Y-%m}/"
    label, name = words.date(month.first, "LLLL y"), words.date(month.first, "LLLL")
    return MonthPage(month, label, name, paginate(entries, PER_PAGE, address))


def _choices(
    words: LocaleFormatter, page: str, every: list[AgendaEntry], coming: tuple[AgendaEntry, ...], space: Space
) -> Iterator[Choice]:
    """The choices that leave something out: of each kind, of each service, of what is free for coworkers."""

    def choice(
        key: str, label: str, address: str, kept: Callable[[ActivityCard], bool], kind: FormatInfo | None = None
    ) -> Choice:
        over = [entry for entry in every if entry.when.last_day < space.today and kept(entry.event)]
        recalled = tuple(reversed(over[-RECALLED:]))
        return Choice(key, label, page + address, kind, tuple(one for one in coming if kept(one.event)), recalled)

    def of_kind(key: str) -> Callable[[ActivityCard], bool]:
        return lambda event: event.kind.key == key

    def of_service(name: str) -> Callable[[ActivityCard], bool]:
        return lambda event: event.meta.service == name

    kinds = {entry.event.kind.key: entry.event.kind for entry in every}
    for key in sorted(kinds):
        address = f"{words.t('agenda_address_format')}/{key}/"
        yield choice(f"format/{key}", kinds[key].label, address, of_kind(key), kinds[key])
    served = {entry.event.meta.service for entry in every}
    for service in (name for name in SERVICES if name in served and len(served) > 1):
        address = f"{words.t('agenda_address_service')}/{words.t(f'agenda_address_{service}')}/"
        yield choice(f"service/{service}", words.t(f"service_{service}"), address, of_service(service))
    if "coworking" in space.identity.services and any(kind.free for kind in kinds.values()):
        address = f"{words.t('agenda_address_free')}/"
        yield choice("free", words.t("activity_free"), address, lambda event: event.kind.free)


def pages(words: LocaleFormatter, found: Programme) -> Iterator[GeneratedPage]:
    """Every page below that of the agenda."""
    for number, month in enumerate(found.months):
        around = {
            "before": found.months[number - 1] if number else None,
            "after": found.months[number + 1] if number + 1 < len(found.months) else None,
        }
        for part in month.parts:
            days = tuple(
                AgendaDay(date, tuple(group)) for date, group in groupby(part.items, key=lambda one: one.when.day)
            )
            more = around | {"month": month, "leaf": part, "days": days}
            yield GeneratedPage("agenda_month", _shown(words, month, part), more)
    for year in found.years:
        title = words.t("agenda_of_year", year=year.number)
        thing = (AGENDA, str(year.number))
        shown = PageMeta(title, words.plural("agenda_count", year.count), year.address, AGENDA, thing=thing)
        yield GeneratedPage("agenda_year", shown, {"year": year})
    for choice in found.choices:
        title = words.t("agenda_of", what=choice.label)
        about = choice.kind.purpose if choice.kind else words.t("agenda_of_explained", what=choice.label)
        shown = PageMeta(title, about, choice.address, AGENDA, thing=(AGENDA, choice.key))
        yield GeneratedPage("agenda_choice", shown, {"choice": choice})


def _shown(words: LocaleFormatter, month: MonthPage, part: PageSlice[AgendaEntry]) -> PageMeta:
    title = words.t("agenda_of", what=month.label)
    if part.number > 1:
        title = words.t("part_title", title=title, number=part.number)
    about = words.plural("agenda_count", month.month.count) if month.month.days else words.t("agenda_month_empty")
    return PageMeta(title, about, part.address, AGENDA, thing=(AGENDA, f"{month.month.first:%Y-%m}/{part.number}"))
