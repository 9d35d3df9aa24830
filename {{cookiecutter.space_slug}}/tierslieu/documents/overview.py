"""The head of the dashboard: what stops the place, what is to be filled in, its money and its next dates, each in a few words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import zip_longest

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from tierslieu import budget
from tierslieu.budget.accounts import MONTHS
from tierslieu.check import RULES
from tierslieu.core.finding import Finding
from tierslieu.core.paths import BUDGET, ORGANISATIONS, PRICES, SPACE
from tierslieu.facts import money, organisation_name
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.facts.prices import sold_label
from tierslieu.i18n import messages
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.schedule import occurrences

from . import cash_thread

#: The code of a fact that is missing, and the most that are named.
_MISSING_FACT, _MOST_NAMED = "blank.fact", 7
#: Where the path of a fact about something that is sold tells what it is, by its first key.
_SOLD_AT = {"passes": 1, "grids": 3}
#: The code of what the tax office or an accountant is asked, not the place.
_TAX = "tax.non_profit"
#: How far ahead dates are looked for.
_AHEAD = dt.timedelta(days=366)


@dataclass(frozen=True)
class Stop:
    """What stops the place, what is to be done, and how; ``is_cash`` if the chart of the cash shows it."""

    text: str
    do: str
    how: str
    is_cash: bool


@dataclass(frozen=True)
class MissingFacts:
    """The facts that a file of ``config/`` lacks: by name, each with whose it is, empty for the place."""

    file: str
    title: str
    names: Sequence[tuple[str, str]]
    #: Whether the money of the place waits for them, and nothing of it is known before.
    holds_money: bool = False

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.names)

    @property
    def by_name(self) -> list[tuple[str, list[str]]]:
        """Each name once, with all whose it is."""
        owners: dict[str, list[str]] = {}
        for name, owner in self.names:
            owners.setdefault(name, []).extend([owner] if owner else [])
        return [*owners.items()]


@dataclass(frozen=True)
class Money:
    """The result of the place in each year that is known, as text; the ``least`` cash, ``lowest`` for whose and when, and drawn, all empty while unknown.

    ``missing`` counts the facts without which they are unknown.
    """

    results: Sequence[tuple[str, str]]
    least: str
    lowest: str
    missing: int
    drawing: Markup
    #: The organisations, each with a sample of its thread.
    threads: Sequence[tuple[Markup, str]]
    #: Whether a grant is drawn.
    has_grants: bool


@dataclass(frozen=True)
class NextDate:
    """A day to come, and what is on it; ``hours`` and ``service`` are empty unless it is an activity."""

    day: dt.date
    date: str
    weekday: str
    month: str
    text: str
    hours: str
    service: str
    #: Whether it came with the kit, to be replaced.
    example: bool


@dataclass(frozen=True)
class Overview:
    """What the team sees first."""

    stops: Sequence[Stop]
    missing: Sequence[MissingFacts]
    #: The first facts to write, some of each file: by name, with whose they are or else the title of their file.
    first: Sequence[tuple[str, str]]
    #: The others.
    left: Sequence[MissingFacts]
    money: Money
    dates: Sequence[NextDate]

    @property
    def money_is_to_write(self) -> bool:
        """Whether all that can be told of the money is that its facts are to be written."""
        return any(part.holds_money for part in self.missing)


def overview(space: Space) -> Overview:
    """The overview of ``space``; raises ``Problems``."""
    locale = space.identity.language
    fmt = LocaleFormatter(locale, space.vocabulary.locales[locale].strings)
    findings = [finding for rule in RULES for finding in rule(space)]
    forecast = budget.forecast(space)
    shown = _money(space, fmt, forecast)
    missing = [
        replace(part, holds_money=part.file == BUDGET and not shown.results and not shown.lowest)
        for part in _missing(space, fmt, findings)
    ]
    first = _first(missing)
    return Overview(
        list(_stops(space, fmt, forecast, findings)),
        missing,
        [(name, owner or part.title) for part, name, owner in first],
        list(_left(missing, {(part.file, name, owner) for part, name, owner in first})),
        shown,
        _next_dates(space, fmt),
    )


def _stops(
    space: Space, fmt: LocaleFormatter, forecast: budget.Forecast, findings: Sequence[Finding]
) -> Iterator[Stop]:
    for cash in forecast.cash:
        if cash.shortage:
            name, month = organisation_name(space, cash.organisation, fmt.code), _month(fmt, cash.shortage.month)
            text = fmt.t("overview_shortage", name=name, month=month, amount=money(cash.shortage.amount, fmt.code))
            yield Stop(text, fmt.t("overview_unblock"), fmt.t("overview_unblock_cash"), is_cash=True)
    language = messages.supported_language(fmt.code)
    for finding in findings:
        if finding.level == "warning":
            text = messages.text(language, finding.code, **finding.values)
            is_tax = finding.code == _TAX
            do = fmt.t("overview_ask" if is_tax else "overview_check")
            yield Stop(text, do, fmt.t("overview_ask_tax" if is_tax else "overview_where_note"), is_cash=False)


def _missing(space: Space, fmt: LocaleFormatter, findings: Sequence[Finding]) -> Iterator[MissingFacts]:
    titles = {SPACE: "place", ORGANISATIONS: "organisations", PRICES: "prices", BUDGET: "budget"}
    for file, title in titles.items():
        own = [finding for finding in findings if finding.code == _MISSING_FACT and finding.file == file]
        names = dict.fromkeys(_fact_name(space, fmt, finding) for finding in own)
        if own:
            yield MissingFacts(file, fmt.t(f"overview_{title}"), [*names])


def _first(missing: Sequence[MissingFacts]) -> list[tuple[MissingFacts, str, str]]:
    """The first fact of each file, then the second of each."""
    rounds = zip_longest(*([(part, *fact) for fact in part.names] for part in missing))
    return [fact for facts in rounds for fact in facts if fact][:_MOST_NAMED]


def _left(missing: Sequence[MissingFacts], first: Collection[tuple[str, str, str]]) -> Iterator[MissingFacts]:
    """All but the ``first`` facts."""
    for part in missing:
        if names := [fact for fact in part.names if (part.file, *fact) not in first]:
            yield replace(part, names=names)


def _fact_name(space: Space, fmt: LocaleFormatter, finding: Finding) -> tuple[str, str]:
    """The name of a missing fact, and whose it is unless it is the place's."""
    label, path = fmt.t(finding.values["label"]), finding.path
    owner = finding.values.get("entry", "")
    if len(path) > 1 and path[0] == "organisations":
        owner = organisation_name(space, str(path[1]), fmt.code)
    if path[0] in _SOLD_AT:
        owner = sold_label(FactFormatter(space, fmt.code, document=True), str(path[_SOLD_AT[path[0]]]))
    return label, owner


def _money(space: Space, fmt: LocaleFormatter, forecast: budget.Forecast) -> Money:
    results = [
        (fmt.t(f"workbook_year_{year.number}"), _rounded(year.result, fmt))
        for year in forecast.years
        if year.result is not None
    ]
    lowest = [(cash.lowest, cash.organisation) for cash in forecast.cash if cash.lowest]
    least = lowest_at = ""
    if lowest and len(lowest) == len(forecast.cash):
        (month, amount), key = min(lowest, key=lambda pair: pair[0][1])
        name = organisation_name(space, key, fmt.code)
        least, lowest_at = _rounded(amount, fmt), f"{name}, {_month(fmt, month)}"
    names = [organisation_name(space, cash.organisation, fmt.code) for cash in forecast.cash]
    runs = {space.operator_key(service): service for service in reversed(space.identity.services)}
    services = [runs.get(cash.organisation, "") for cash in forecast.cash]
    grants = cash_thread.grant_months(space, forecast)
    drawing = cash_thread.draw(fmt, forecast, services, grants, names)
    styles = cash_thread.line_styles(forecast)
    samples = [(cash_thread.sample(*thread), name) for *thread, name in zip(styles, services, names, strict=True)]
    return Money(results, least, lowest_at, len(forecast.missing), drawing, samples if drawing else [], any(grants))


def _rounded(amount: Decimal, fmt: LocaleFormatter) -> str:
    """An amount that is planned, in whole euros: nobody knows its cents."""
    return money(amount.quantize(Decimal(1), ROUND_HALF_UP), fmt.code)


def _month(fmt: LocaleFormatter, number: int) -> str:
    """The month (1 to 36) ``number``: its year, and its place there."""
    year, month = divmod(number - 1, MONTHS)
    return fmt.t("overview_month", year=year + 1, month=month + 1)


def _next_dates(space: Space, fmt: LocaleFormatter) -> list[NextDate]:
    """The next days of activities, each once, of prices and of agreements."""
    last = space.today + _AHEAD
    events = OccurrenceFormatter(space, fmt.code)
    days: list[tuple[dt.date, str, str, str, bool]] = []
    named: set[str] = set()
    for occurrence in occurrences.occurrences_of(space, occurrences.announced(space, fmt.code), space.today, last):
        if occurrence.status != "cancelled" and occurrence.source.path not in named:
            named.add(occurrence.source.path)
            hours = events.hours(occurrence).replace(" – ", "\u00a0–\u2060\u00a0")
            meta = occurrence.source.meta
            days.append(
                (max(space.today, occurrence.start.date()), meta.title, hours, meta.service or "", meta.example)
            )
    coming = space.prices.next_grid(space.today)
    if coming and coming.start:
        days.append((coming.start, fmt.t("overview_new_prices"), "", "", False))
    if change := space.organisations.next_change(space.today):
        days.append((change.start, fmt.t("next_rules_begin"), "", "", False))
    days += ((day, text, "", "", False) for day, text in _agreement_days(space, fmt))
    soon = sorted((day for day in days if space.today <= day[0] <= last), key=lambda day: day[0])
    return [
        NextDate(
            day, fmt.date(day, "full"), fmt.date(day, "EEEE"), fmt.date(day, "LLLL y"), text, hours, service, example
        )
        for day, text, hours, service, example in soon
    ]


def _agreement_days(space: Space, fmt: LocaleFormatter) -> Iterator[tuple[dt.date, str]]:
    """The first and the last day of each agreement that says what it is about, or with whom."""
    for agreement in space.organisations.agreements.values():
        name = agreement.object or agreement.other.name
        if agreement.start and name:
            yield agreement.start, fmt.t("overview_agreement_begins", name=name)
            if agreement.months:
                last_day = agreement.start + relativedelta(months=agreement.months, days=-1)
                yield last_day, fmt.t("overview_agreement_ends", name=name)
