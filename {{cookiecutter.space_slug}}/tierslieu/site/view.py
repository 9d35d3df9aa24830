"""What the pages show besides the facts: the agenda, the activities, the news, the menus."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from tierslieu import agenda
from tierslieu.facts import Facts
from tierslieu.model import Activity, News, Page, Source, Space
from tierslieu.words import Words

from . import addresses

S = TypeVar("S", News, Activity)

#: How far the agenda looks ahead, and how far the page of an activity looks for its next dates.
AGENDA_DAYS, HORIZON_DAYS = 56, 366
#: How many of its next dates an activity shows.
NEXT_DATES = 6


@dataclass(frozen=True)
class When:
    """One time that something takes place."""

    start: dt.datetime
    end: dt.datetime
    hours: str

    @property
    def day(self) -> dt.date:
        return self.start.date()


@dataclass(frozen=True)
class Event:
    """An activity as shown: ``upcoming`` holds its next dates, ``past`` the day of one that is over."""

    source: Source[Activity]
    address: str
    format_label: str
    free: bool
    operator: Facts
    upcoming: tuple[When, ...]
    past: dt.date | None

    @property
    def meta(self) -> Activity:
        return self.source.meta


@dataclass(frozen=True)
class Entry:
    """A line of the agenda."""

    event: Event
    when: When


@dataclass(frozen=True)
class Day:
    """A day of the agenda on which something takes place."""

    date: dt.date
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Format:
    """A kind of activity, with the activities of this kind."""

    key: str
    label: str
    purpose: str
    audience: str
    minutes: int
    free: bool
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Item:
    """A piece of news as listed."""

    source: Source[News]
    address: str

    @property
    def meta(self) -> News:
        return self.source.meta


def events(space: Space, words: Words, known: Mapping[str, Mapping[str, str]], organisations: Facts) -> list[Event]:
    """The activities of the services that are on, with their next dates.

    ``known`` holds the addresses of the pages of each language. What has no text in the language of ``words`` is shown
    in the main one, and its page is there.
    """
    end = space.today + dt.timedelta(days=HORIZON_DAYS)
    upcoming: dict[str, list[When]] = defaultdict(list)
    for locale in _languages(space, words):
        for found in agenda.occurrences(space, locale, space.today, end):
            upcoming[found.source.path].append(When(found.start, found.end, words.span(found.start, found.end)))
    announced = [source for locale in _languages(space, words) for source in agenda.announced(space, locale)]
    return [
        _event(space, words, source, known[source.locale], organisations, upcoming[source.path])
        for source in _translated(announced)
    ]


def _languages(space: Space, words: Words) -> tuple[str, ...]:
    """The language of ``words``, then the main one if it is another."""
    return tuple(dict.fromkeys((words.code, space.identity.language)))


def _translated(sources: Iterable[Source[S]]) -> list[Source[S]]:
    """Each thing once, in the first language that it comes in."""
    return list({source.key: source for source in reversed(list(sources))}.values())[::-1]


def _event(
    space: Space,
    words: Words,
    source: Source[Activity],
    known: Mapping[str, str],
    organisations: Facts,
    dates: list[When],
) -> Event:
    form = space.vocabulary.activity_formats[source.meta.format]
    last = agenda.local(source.meta.end).date()
    return Event(
        source=source,
        address=addresses.under(addresses.ACTIVITY, known, source),
        format_label=localised(form.label, words.code),
        free=form.free_for_coworkers,
        operator=organisations[space.responsible("runs", source.meta.service, source.meta) or ""],
        upcoming=tuple(dates),
        past=last if not dates and last < space.today else None,
    )


def days(space: Space, found: list[Event]) -> tuple[Day, ...]:
    """The agenda of the coming weeks, day by day."""
    end = space.today + dt.timedelta(days=AGENDA_DAYS)
    entries = [Entry(event, when) for event in found for when in event.upcoming if when.day < end]
    entries.sort(key=lambda entry: (entry.when.start, entry.event.source.slug))
    # What began before today and goes on belongs to today.
    return tuple(
        Day(date, tuple(group)) for date, group in groupby(entries, key=lambda entry: max(entry.when.day, space.today))
    )


def formats(space: Space, words: Words, found: list[Event]) -> tuple[Format, ...]:
    """The kinds of activity that the place offers, in the order of the vocabulary."""
    by_format: dict[str, list[Event]] = defaultdict(list)
    for event in found:
        by_format[event.meta.format].append(event)
    return tuple(
        Format(
            key=key,
            label=localised(form.label, words.code),
            purpose=localised(form.purpose, words.code),
            audience=localised(form.audience, words.code),
            minutes=form.duration_minutes,
            free=form.free_for_coworkers,
            events=tuple(by_format[key]),
        )
        for key, form in space.vocabulary.activity_formats.items()
        if by_format[key]
    )


def news(space: Space, words: Words, known: Mapping[str, Mapping[str, str]]) -> list[Item]:
    """The news, latest first; what has no text in the language of ``words`` is shown in the main one, as for events."""
    found = [source for locale in _languages(space, words) for source in space.news if source.locale == locale]
    sources = sorted(_translated(found), key=lambda source: (-source.meta.date.toordinal(), source.slug))
    return [Item(source, addresses.under(addresses.NEWS, known[source.locale], source)) for source in sources]


def menu(sources: list[Source[Page]], place: str) -> tuple[Page, ...]:
    """The pages in the menu (``nav``) or in the footer (``footer``), in order."""
    found = [source.meta for source in sources if getattr(source.meta, place) is not None]
    return tuple(sorted(found, key=lambda page: (getattr(page, place), page.key)))


def localised(texts: Mapping[str, str], locale: str) -> str:
    """A text of the vocabulary in ``locale``, else in its first language."""
    return texts.get(locale) or next(iter(texts.values()))
