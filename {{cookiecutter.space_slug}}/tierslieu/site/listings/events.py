"""What the pages show besides the facts: the agenda, the activities, the news, the menus."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from tierslieu.facts import Facts
from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.i18n.formatting import LocaleFormatter, translated
from tierslieu.model import Activity, News, Page, Source, Space
from tierslieu.rendering import markdown, urls
from tierslieu.schedule import occurrences

#: How far the agenda looks ahead, and how far the page of an activity looks for its next dates.
AGENDA_DAYS, HORIZON_DAYS = 56, 366
#: How many of its next dates an activity shows.
NEXT_DATES = 6
#: How many activities of a kind are listed with it: those to come, else the last ones.
LISTED, LISTED_PAST = 6, 2
#: Colours that tell formats apart, besides their names and icons.
HUES = 4
_BEGINNING = dt.date(2000, 1, 1)


@dataclass(frozen=True)
class SessionTime:
    """One time that something takes place, or that it was announced for and won't."""

    start: dt.datetime
    end: dt.datetime
    hours: str
    status: occurrences.Status
    last_day: dt.date
    moved_from: dt.date | None
    place: str | None

    @property
    def day(self) -> dt.date:
        return self.start.date()

    @property
    def several(self) -> bool:
        """Whether it goes on for several days, which ``hours`` then names."""
        return self.last_day != self.day

    @property
    def on(self) -> bool:
        return self.status != "cancelled"


@dataclass(frozen=True)
class FormatInfo:
    """A kind of activity: what it is called, what tells it from others, what it costs, how to host one."""

    key: str
    label: str
    icon: str | None
    hue: int
    purpose: str
    audience: str
    minutes: int
    free: bool
    price: str | None
    host: str | None
    how_to: Markup | None


@dataclass(frozen=True)
class ActivityCard:
    """An activity as shown: ``upcoming`` holds its next dates, ``before`` those that are over, latest first.

    ``calendar`` is the address of the file that puts it into one's own calendar, where there is one.
    """

    source: Source[Activity]
    address: str
    kind: FormatInfo
    operator: Facts
    upcoming: tuple[SessionTime, ...]
    before: tuple[SessionTime, ...]
    calendar: str | None

    @property
    def meta(self) -> Activity:
        return self.source.meta

    @property
    def next(self) -> SessionTime | None:
        """The next time that it does take place."""
        return next((when for when in self.upcoming if when.on), None)

    @property
    def others(self) -> tuple[SessionTime, ...]:
        """Its dates to come besides the next one."""
        return tuple(when for when in self.upcoming if when is not self.next)

    @property
    def held(self) -> int:
        """How many times it took place."""
        return sum(when.on for when in self.before)

    @property
    def past(self) -> dt.date | None:
        """The day of the last time, once there is no other to come."""
        last = next((when for when in self.before if when.on), None)
        return last.last_day if last and not self.next else None


@dataclass(frozen=True)
class AgendaEntry:
    """A line of the agenda."""

    event: ActivityCard
    when: SessionTime


@dataclass(frozen=True)
class AgendaDay:
    """A day of the agenda on which something takes place."""

    date: dt.date
    entries: tuple[AgendaEntry, ...]


@dataclass(frozen=True)
class FormatGroup:
    """A kind of activity, with the activities of this kind to list: the next ones, else the last ones."""

    kind: FormatInfo
    events: tuple[ActivityCard, ...]


@dataclass(frozen=True)
class NewsItem:
    """A piece of news as listed."""

    source: Source[News]
    address: str

    @property
    def meta(self) -> News:
        return self.source.meta


def kinds(space: Space, locale: str) -> dict[str, FormatInfo]:
    """Every kind of activity by key, in the order of the vocabulary."""
    return {
        key: FormatInfo(
            key=key,
            label=translated(form.label, locale),
            icon=form.icon,
            hue=number % HUES,
            purpose=translated(form.purpose, locale),
            audience=translated(form.audience, locale),
            minutes=form.duration_minutes,
            free=form.free_for_coworkers,
            price=translated(form.price, locale) if form.price else None,
            host=translated(form.host, locale) if form.host else None,
            how_to=markdown.to_html(translated(form.how_to, locale)) if form.how_to else None,
        )
        for number, (key, form) in enumerate(space.vocabulary.activity_formats.items())
    }


def events(
    space: Space,
    words: LocaleFormatter,
    known: Mapping[str, Mapping[str, str]],
    organisations: Facts,
    calendars: Mapping[str, str],
) -> list[ActivityCard]:
    """The activities of the services that are on, with their dates; ``calendars`` holds their files by path.

    ``known`` holds the addresses of the pages of each language. What has no text in the language of ``words`` is shown
    in the main one, and its page is there.
    """
    end = space.today + dt.timedelta(days=HORIZON_DAYS)
    upcoming: dict[str, list[SessionTime]] = defaultdict(list)
    before: dict[str, list[SessionTime]] = defaultdict(list)
    told = OccurrenceFormatter(space, words.code)
    sources = occurrences.shown(space, words.code)
    for found in occurrences.occurrences_of(space, sources, _BEGINNING, end):
        dates = before if found.last_day < space.today else upcoming
        dates[found.source.path].append(_when(told, found))
    kind_of = kinds(space, words.code)
    return [
        ActivityCard(
            source=source,
            address=urls.under(urls.ACTIVITY, known[source.locale], source),
            kind=kind_of[source.meta.format],
            operator=organisations[space.responsible("runs", source.meta.service, source.meta) or ""],
            upcoming=tuple(upcoming[source.path]),
            before=tuple(reversed(before[source.path])),
            calendar=calendars.get(source.path),
        )
        for source in sources
    ]


def _languages(space: Space, words: LocaleFormatter) -> tuple[str, ...]:
    """The language of ``words``, then the main one if it is another."""
    return tuple(dict.fromkeys((words.code, space.identity.language)))


def _translated(sources: Iterable[Source[News]]) -> list[Source[News]]:
    """Each piece of news once, in the first language that it comes in."""
    return list({source.key: source for source in reversed(list(sources))}.values())[::-1]


def _when(told: OccurrenceFormatter, found: occurrences.Occurrence) -> SessionTime:
    hours = told.hours(found)
    return SessionTime(found.start, found.end, hours, found.status, found.last_day, found.moved_from, found.place)


def entries(found: list[ActivityCard]) -> list[AgendaEntry]:
    """Everything that takes place, past and to come, by beginning then file name."""
    every = [AgendaEntry(event, when) for event in found for when in (*event.before, *event.upcoming)]
    return sorted(every, key=lambda entry: (entry.when.start, entry.event.source.slug))


def formats(found: list[ActivityCard]) -> tuple[FormatGroup, ...]:
    """The kinds of activity that the place offers, in the order of the vocabulary."""
    by_kind: dict[str, list[ActivityCard]] = defaultdict(list)
    for event in found:
        by_kind[event.kind.key].append(event)
    return tuple(FormatGroup(by_kind[key][0].kind, _listed(by_kind[key])) for key in sorted(by_kind))


def _listed(found: list[ActivityCard]) -> tuple[ActivityCard, ...]:
    coming = sorted((event for event in found if event.next), key=lambda event: event.next.start)  # type: ignore[union-attr]
    over = sorted((event for event in found if not event.next), key=lambda event: event.past or dt.date.max)
    return tuple(coming[:LISTED] or over[-LISTED_PAST:])


def news(space: Space, words: LocaleFormatter, known: Mapping[str, Mapping[str, str]]) -> list[NewsItem]:
    """The news, latest first; what has no text in the language of ``words`` is shown in the main one, as for events."""
    found = [source for locale in _languages(space, words) for source in space.news if source.locale == locale]
    sources = sorted(_translated(found), key=lambda source: (-source.meta.date.toordinal(), source.slug))
    return [NewsItem(source, urls.under(urls.NEWS, known[source.locale], source)) for source in sources]


def menu(sources: list[Source[Page]], place: str) -> tuple[Page, ...]:
    """The pages in the menu (``nav``) or in the footer (``footer``), in order."""
    found = [source.meta for source in sources if getattr(source.meta, place) is not None]
    return tuple(sorted(found, key=lambda page: (getattr(page, place), page.key)))
