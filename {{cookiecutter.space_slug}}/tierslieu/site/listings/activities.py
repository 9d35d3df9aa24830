"""Activities with their sessions, and their formats."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from tierslieu.facts import Facts
from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.i18n.formatting import LocaleFormatter, translated
from tierslieu.model import Activity, Source, Space
from tierslieu.rendering import markdown, urls
from tierslieu.schedule import occurrences

#: How many days ahead sessions are listed.
HORIZON_DAYS = 366
#: The number of coming sessions in the page of an activity.
NEXT_DATES = 6
#: The most activities listed with their format: coming ones, else past ones.
MAX_COMING, MAX_PAST = 3, 2
_UNTIL = re.compile(r"\bUNTIL\s*=\s*(\d+)")
_FIRST_DAY = dt.date(2000, 1, 1)


@dataclass(frozen=True)
class SessionTime(occurrences.Occurrence):
    """One session of an activity; ``hours`` is its time and ``where`` its place, on site too, as texts.

    ``operator`` is the organisation that runs it on that day.
    """

    hours: str = ""
    where: str = ""
    operator: Facts = field(default_factory=dict)

    @property
    def day(self) -> dt.date:
        return self.start.date()

    @property
    def several(self) -> bool:
        """Whether it lasts several days; ``hours`` then includes them."""
        return self.last_day != self.day

    @property
    def on(self) -> bool:
        """Whether it takes place: it is not cancelled."""
        return self.status != "cancelled"


@dataclass(frozen=True)
class FormatInfo:
    """A format of activities, in one language.

    ``minutes`` is its usual duration, ``how_to`` advice for hosts. One without a ``purpose`` is for what is none of the
    others.
    """

    key: str
    label: str
    icon: str | None
    purpose: str | None
    audience: str | None
    minutes: int | None
    free: bool
    host: str | None
    how_to: Markup | None


@dataclass(frozen=True)
class ActivityCard:
    """An activity, its coming sessions, those ``before`` today (latest first), and the address of its calendar file.

    ``host`` names who runs its dates to come;
    ``price`` is what is known of it in words, perhaps nothing; ``gratis`` tells that nobody pays,
    ``free`` that coworkers do not.
    """

    source: Source[Activity]
    address: str
    kind: FormatInfo
    host: str
    price: str
    gratis: bool
    free: bool
    upcoming: tuple[SessionTime, ...]
    before: tuple[SessionTime, ...]
    calendar: str | None
    #: Whether all its coming sessions are listed.
    is_whole: bool = True

    @property
    def meta(self) -> Activity:
        return self.source.meta

    @property
    def next(self) -> SessionTime | None:
        """The next session that is not cancelled."""
        return next((session for session in self.upcoming if session.on), None)

    @property
    def others(self) -> tuple[SessionTime, ...]:
        """The coming sessions other than ``next``."""
        return tuple(session for session in self.upcoming if session is not self.next)

    @property
    def held(self) -> int:
        """The number of past sessions that took place."""
        return sum(session.on for session in self.before)

    @property
    def past(self) -> dt.date | None:
        """The day of the last session; None while there is a next one."""
        last = next((session for session in self.before if session.on), None)
        return last.last_day if last and not self.next else None


@dataclass(frozen=True)
class FormatGroup:
    """A format with its activities: the coming ones, else the last ones."""

    kind: FormatInfo
    events: tuple[ActivityCard, ...]

    @property
    def next_day(self) -> dt.date | None:
        """The day of the next session of its first activity; None without one."""
        return self.events[0].next.day if self.events[0].next else None


def activity_cards(
    space: Space,
    formatter: LocaleFormatter,
    addresses: Mapping[str, Mapping[str, str]],
    organisations: Facts,
    calendars: Mapping[str, str],
) -> list[ActivityCard]:
    """The activities of the services of the place.

    ``addresses`` holds those of the pages of each language by key, ``organisations`` facts by key, ``calendars``
    addresses of calendar files by path of the activity. An activity without a text in the language of ``formatter`` is
    in the main language, with a link to its page there.
    """
    end = space.today + dt.timedelta(days=HORIZON_DAYS)
    upcoming: dict[str, list[SessionTime]] = defaultdict(list)
    before: dict[str, list[SessionTime]] = defaultdict(list)
    occurrence_formatter = OccurrenceFormatter(space, formatter.code)
    sources = occurrences.listed(space, formatter.code)
    for occurrence in occurrences.occurrences_of(space, sources, _FIRST_DAY, end):
        sessions = before if occurrence.last_day < space.today else upcoming
        hours = occurrence_formatter.hours(occurrence)
        where = occurrence_formatter.where(occurrence.source, occurrence)
        operator = organisations[occurrence_formatter.host_key(occurrence.source, occurrence.start.date())]
        session = SessionTime(**vars(occurrence), hours=hours, where=where, operator=operator)
        sessions[occurrence.source.path].append(session)
    formats = _formats(space, formatter.code)
    return [
        ActivityCard(
            source=source,
            address=urls.address_below(urls.ACTIVITY, addresses[source.locale], source),
            kind=formats[source.meta.format],
            host=occurrence_formatter.hosts(source, occurrence_formatter.first_day(source), starts_line=True),
            price=occurrence_formatter.price(source),
            gratis=occurrence_formatter.is_gratis(source),
            free=occurrence_formatter.is_free_for_coworkers(source),
            upcoming=tuple(upcoming[source.path]),
            before=tuple(reversed(before[source.path])),
            calendar=calendars.get(source.path),
            is_whole=_ends_by(source.meta, end),
        )
        for source in sources
    ]


def _ends_by(activity: Activity, day: dt.date) -> bool:
    """Whether a series is known to have no date after ``day``."""
    last = _UNTIL.search((activity.rrule or "UNTIL=0").upper())
    return last is not None and last[1] <= f"{day:%Y%m%d}"


def _formats(space: Space, locale: str) -> dict[str, FormatInfo]:
    """The formats of the vocabulary by key, in its order."""
    return {
        key: FormatInfo(
            key=key,
            label=translated(form.label, locale),
            icon=form.icon,
            purpose=translated(form.purpose, locale) if form.purpose else None,
            audience=translated(form.audience, locale) if form.audience else None,
            minutes=form.duration_minutes,
            free=form.free_for_coworkers and space.coworkers_join_free,
            host=translated(form.host, locale) if form.host else None,
            how_to=markdown.to_html(translated(form.how_to, locale)) if form.how_to else None,
        )
        for key, form in space.vocabulary.activity_formats.items()
    }


def format_groups(cards: list[ActivityCard]) -> tuple[FormatGroup, ...]:
    """The formats that have activities, by their next session, then by key; one without a purpose comes last."""
    by_format: dict[str, list[ActivityCard]] = defaultdict(list)
    for card in cards:
        by_format[card.kind.key].append(card)
    groups = [FormatGroup(cards[0].kind, _latest(cards)) for cards in by_format.values()]
    return tuple(
        sorted(groups, key=lambda group: (not group.kind.purpose, group.next_day or dt.date.max, group.kind.key))
    )


def _latest(cards: list[ActivityCard]) -> tuple[ActivityCard, ...]:
    """The coming activities by start of their next session; if there is none, the last ones."""
    coming = sorted(((session, card) for card in cards if (session := card.next)), key=lambda pair: pair[0].start)
    past = sorted((card for card in cards if not card.next), key=lambda card: card.past or dt.date.max)
    return tuple(card for _, card in coming[:MAX_COMING]) or tuple(past[-MAX_PAST:])
