"""The agenda as pages: coming weeks, every month, past years, and filters by format, service or price."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import SERVICES, Space

from .activities import ActivityCard, FormatInfo
from .calendar_grid import (
    WEEK,
    AgendaDay,
    AgendaEntry,
    CalendarMonth,
    agenda_entries,
    by_day,
    by_month,
    week_start,
)
from .generated_page import GeneratedPage, PageSlice, paginate, section_page

#: The key of the page of the agenda.
PAGE = "agenda"
#: How many days ahead the page of the agenda goes.
AGENDA_DAYS = 56
#: The most entries on a page, and the most past entries of a filter.
PER_PAGE, MAX_RECALLED = 24, 10


@dataclass(frozen=True)
class MonthPage:
    """A month on one page, or on several if it is full."""

    month: CalendarMonth
    label: str
    name: str
    parts: tuple[PageSlice[AgendaEntry], ...]

    @property
    def address(self) -> str:
        return self.parts[0].address

    @property
    def part_names(self) -> tuple[str, ...]:
        """The days of each part, ``5 – 9``; its number where two parts would have the same."""
        days = [[part.items[index].when.day.day for index in (0, -1)] for part in self.parts]
        names = tuple(" – ".join(map(str, dict.fromkeys(pair))) for pair in days)
        return names if len(set(names)) == len(names) else tuple(str(part.number) for part in self.parts)

    @property
    def kinds(self) -> list[tuple[FormatInfo, int]]:
        """The formats of its sessions by key, with their numbers of sessions; cancelled ones are not counted."""
        entries = [entry for day in self.month.days for entry in day.entries if entry.when.on]
        formats = {entry.event.kind.key: entry.event.kind for entry in entries}
        counts = Counter(entry.event.kind.key for entry in entries)
        return [(formats[key], counts[key]) for key in sorted(counts)]


@dataclass(frozen=True)
class YearPage:
    """The page of a year that has past sessions, with its months."""

    number: int
    address: str
    months: tuple[MonthPage, ...]

    @property
    def count(self) -> int:
        return sum(count for month in self.months for _, count in month.kinds)


@dataclass(frozen=True)
class AgendaFilter:
    """The entries of a format (``kind``), of a ``service``, or free for coworkers; ``recalled`` are past, latest first."""

    key: str
    label: str
    address: str
    kind: FormatInfo | None
    service: str | None
    coming: tuple[AgendaEntry, ...]
    recalled: tuple[AgendaEntry, ...]


@dataclass(frozen=True)
class Programme:
    """What the pages of the agenda show; ``coming`` are the entries of ``AGENDA_DAYS`` from the first one on."""

    coming: tuple[AgendaEntry, ...]
    months: tuple[MonthPage, ...]
    years: tuple[YearPage, ...]
    choices: tuple[AgendaFilter, ...]
    today: dt.date
    first_weekday: int

    @property
    def first_month(self) -> MonthPage:
        """The first month that has a session to come, else the last that had one, else the last."""
        held = [page for page in self.months if page.month.count] or self.months[-1:]
        return next((page for page in held if page.month.last_day >= self.today), held[-1])

    @property
    def coming_months(self) -> tuple[MonthPage, ...]:
        """The current and later months."""
        start = self.today.replace(day=1)
        return tuple(page for page in self.months if page.month.first >= start)

    def weeks_ahead(self, date: dt.date) -> int:
        """How many weeks the week of ``date`` comes after the current one."""
        return (week_start(date, self.first_weekday) - week_start(self.today, self.first_weekday)) // WEEK

    @cached_property
    def of_kind(self) -> dict[str, AgendaFilter]:
        """The filters by format, by the key of the format."""
        return {choice.kind.key: choice for choice in self.choices if choice.kind}

    @property
    def days(self) -> tuple[AgendaDay, ...]:
        """The first coming entries by day, without cancelled ones."""
        return self._first_days(tuple(entry for entry in self.coming if entry.when.on))

    def by_month(self, entries: tuple[AgendaEntry, ...], told: AgendaEntry | None = None) -> tuple[CalendarMonth, ...]:
        """The first coming ``entries``, as many as a page holds, by month; without the one that the page ``told``."""
        return by_month(self._first_days(tuple(entry for entry in entries if entry is not told) or entries))

    @staticmethod
    def rare(months: tuple[CalendarMonth, ...], told: AgendaEntry | None = None) -> frozenset[str]:
        """The addresses of the activities that come once among the entries of ``months`` and the one ``told``.

        None, unless most of the entries are of activities that come back: what is usual is not set apart.
        """
        listed = [entry for month in months for day in month.days for entry in day.entries]
        counts = Counter(entry.event.address for entry in (*listed, *([told] if told else [])))
        once = frozenset(entry.event.address for entry in listed if entry.when.on and counts[entry.event.address] == 1)
        return once if 2 * len(once) < len(listed) else frozenset()

    def _first_days(self, entries: tuple[AgendaEntry, ...]) -> tuple[AgendaDay, ...]:
        return by_day(entries[:PER_PAGE], self.today)


def build_programme(
    space: Space, formatter: LocaleFormatter, addresses: Mapping[str, str], cards: list[ActivityCard]
) -> Programme:
    """The agenda of the activities ``cards``; ``addresses`` are those of the pages by key.

    Without a page of the agenda, there are no pages below it: only ``coming``.
    """
    entries = agenda_entries(cards)
    today, first_weekday = space.today, formatter.locale.first_week_day
    coming = [entry for entry in entries if entry.when.last_day >= today]
    # A place that opens later has as many weeks as one that is open.
    until = max([today, *(entry.when.day for entry in coming[:1])]) + dt.timedelta(days=AGENDA_DAYS)
    soon = tuple(entry for entry in coming if entry.when.day < until)
    agenda_address = addresses.get(PAGE)
    if agenda_address is None:
        return Programme(soon, (), (), (), today, first_weekday)
    month_pages = tuple(_month_page(formatter, agenda_address, month) for month in by_month(by_day(entries)))
    past_years = {entry.when.day.year for entry in entries if entry.when.last_day < today}
    years = tuple(
        YearPage(year, f"{agenda_address}{year}/", tuple(group))
        for year, group in groupby(month_pages, key=lambda page: page.month.first.year)
        if year in past_years
    )
    filters = tuple(_filters(space, formatter, agenda_address, entries))
    return Programme(soon, month_pages, years, filters, today, first_weekday)


def _month_page(formatter: LocaleFormatter, agenda_address: str, month: CalendarMonth) -> MonthPage:
    entries = [entry for day in month.days for entry in day.entries]
    address = f"{agenda_address}{month.first:%Y-%m}/"
    label, name = formatter.date(month.first, "LLLL y"), formatter.date(month.first, "LLLL")
    return MonthPage(month, label, name, paginate(entries, PER_PAGE, address))


def _filters(
    space: Space, formatter: LocaleFormatter, agenda_address: str, entries: list[AgendaEntry]
) -> Iterator[AgendaFilter]:
    """A filter for each format, for each service if there are several, and for activities free for coworkers."""

    def agenda_filter(
        key: str,
        label: str,
        path: str,
        matches: list[AgendaEntry],
        kind: FormatInfo | None = None,
        service: str | None = None,
    ) -> AgendaFilter:
        coming = tuple(entry for entry in matches if entry.when.last_day >= space.today)
        past = [entry for entry in matches if entry.when.last_day < space.today]
        recalled = tuple(reversed(past[-MAX_RECALLED:]))
        return AgendaFilter(key, label, f"{agenda_address}{path}/", kind, service, coming, recalled)

    formats = {entry.event.kind.key: entry.event.kind for entry in entries}
    for key in sorted(formats):
        path = f"{formatter.t('agenda_address_format')}/{key}"
        matches = [entry for entry in entries if entry.event.kind.key == key]
        yield agenda_filter(f"format/{key}", formats[key].label, path, matches, formats[key])
    services = {entry.event.meta.service for entry in entries}
    for service in (service for service in SERVICES if service in services and len(services) > 1):
        path = f"{formatter.t('agenda_address_service')}/{formatter.t(f'agenda_address_{service}')}"
        matches = [entry for entry in entries if entry.event.meta.service == service]
        label = formatter.t(f"service_{service}")
        yield agenda_filter(f"service/{service}", label, path, matches, service=service)
    free = [entry for entry in entries if entry.event.free]
    if free:
        yield agenda_filter("free", formatter.t("activity_free"), formatter.t("agenda_address_free"), free)


def agenda_pages(formatter: LocaleFormatter, programme: Programme) -> Iterator[GeneratedPage]:
    """Every page below that of the agenda."""
    months = programme.months
    for month, before, after in zip(months, (None, *months), (*months[1:], None), strict=False):
        count = month.month.count
        description = formatter.plural("agenda_count", count) if count else formatter.t("agenda_month_off")
        for part in month.parts:
            title = part.title(formatter, formatter.t("agenda_of", what=month.label))
            page_id = (PAGE, f"{month.month.first:%Y-%m}/{part.number}")
            names = {"before": before, "after": after, "month": month, "leaf": part, "days": by_day(part.items)}
            yield section_page("agenda_month", title, description, part.address, page_id, **names)
    for year in programme.years:
        title = formatter.t("agenda_of_year", year=year.number)
        description = formatter.plural("agenda_count", year.count)
        yield section_page("agenda_year", title, description, year.address, (PAGE, str(year.number)), year=year)
    for choice in programme.choices:
        title = formatter.t("agenda_of", what=choice.label)
        description = (choice.kind and choice.kind.purpose) or formatter.t("agenda_of_explained", what=choice.label)
        yield section_page("agenda_choice", title, description, choice.address, (PAGE, choice.key), choice=choice)
