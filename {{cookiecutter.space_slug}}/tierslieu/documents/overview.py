"""The head of the dashboard: what stops the place, what is to be filled in, its money and its next dates, each in a few words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from tierslieu import budget
from tierslieu.budget.accounts import MONTHS
from tierslieu.check import RULES
from tierslieu.core.finding import Finding
from tierslieu.core.paths import BUDGET, ORGANISATIONS, PRICES, SPACE
from tierslieu.facts import money, organisation_name
from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.i18n import messages
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.schedule import occurrences

from . import cash_thread

#: The code of a fact that is missing, and the most that are named of each file.
_MISSING_FACT, _MOST_NAMED = "blank.fact", 5
#: How far ahead dates are looked for.
_AHEAD = dt.timedelta(days=366)


@dataclass(frozen=True)
class MissingFacts:
    """The facts that a file of ``config/`` lacks: how many, and the first of them by name."""

    file: str
    title: str
    count: int
    names: Sequence[str]

    @property
    def others(self) -> int:
        """How many are not named."""
        return self.count - len(self.names)


@dataclass(frozen=True)
class Money:
    """The result of the place in each year, as text; the least cash in a sentence, and drawn, both empty while unknown.

    ``missing`` counts the facts without which they are unknown.
    """

    results: Sequence[tuple[str, str]]
    lowest: str
    missing: int
    drawing: Markup
    #: The organisations, each with a sample of its thread.
    threads: Sequence[tuple[Markup, str]]


@dataclass(frozen=True)
class NextDate:
    """A day to come, and what is on it; ``service`` is empty unless it is an activity."""

    day: dt.date
    date: str
    weekday: str
    month: str
    text: str
    service: str
    #: Whether it came with the kit, to be replaced.
    example: bool

    @property
    def month_order(self) -> tuple[int, int]:
        """Its month among others."""
        return self.day.year, self.day.month


@dataclass(frozen=True)
class Overview:
    """What the team sees first."""

    stops: Sequence[str]
    missing: Sequence[MissingFacts]
    money: Money
    dates: Sequence[NextDate]


def overview(space: Space) -> Overview:
    """The overview of ``space``; raises ``Problems``."""
    locale = space.identity.language
    fmt = LocaleFormatter(locale, space.vocabulary.locales[locale].strings)
    findings = [finding for rule in RULES for finding in rule(space)]
    forecast = budget.forecast(space)
    return Overview(
        list(_stops(space, fmt, forecast, findings)),
        list(_missing(space, fmt, findings)),
        _money(space, fmt, forecast),
        _next_dates(space, fmt),
    )


def _stops(space: Space, fmt: LocaleFormatter, forecast: budget.Forecast, findings: Sequence[Finding]) -> Iterator[str]:
    for cash in forecast.cash:
        if cash.shortage:
            name, month = organisation_name(space, cash.organisation, fmt.code), _month(fmt, cash.shortage.month)
            yield fmt.t("overview_shortage", name=name, month=month, amount=money(cash.shortage.amount, fmt.code))
    language = messages.supported_language(fmt.code)
    for finding in findings:
        if finding.level == "warning":
            yield messages.text(language, finding.code, **finding.values)


def _missing(space: Space, fmt: LocaleFormatter, findings: Sequence[Finding]) -> Iterator[MissingFacts]:
    titles = {SPACE: "place", ORGANISATIONS: "organisations", PRICES: "prices", BUDGET: "budget"}
    for file, title in titles.items():
        own = [finding for finding in findings if finding.code == _MISSING_FACT and finding.file == file]
        names = dict.fromkeys(_fact_name(space, fmt, finding) for finding in own)
        if own:
            yield MissingFacts(file, fmt.t(f"overview_{title}"), len(names), [*names][:_MOST_NAMED])


def _fact_name(space: Space, fmt: LocaleFormatter, finding: Finding) -> str:
    """The name of a missing fact, and whose it is unless it is the place's."""
    label, path = fmt.t(finding.values["label"]), finding.path
    owner = finding.values.get("entry", "")
    if len(path) > 1 and path[0] == "organisations":
        owner = organisation_name(space, str(path[1]), fmt.code)
    return f"{label} ({owner})" if owner else label


def _money(space: Space, fmt: LocaleFormatter, forecast: budget.Forecast) -> Money:
    results = [
        (fmt.t(f"workbook_year_{year.number}"), "?" if year.result is None else _rounded(year.result, fmt))
        for year in forecast.years
    ]
    lowest = [(cash.lowest, cash.organisation) for cash in forecast.cash if cash.lowest]
    sentence = ""
    if lowest and len(lowest) == len(forecast.cash):
        (month, amount), key = min(lowest, key=lambda pair: pair[0][1])
        name = organisation_name(space, key, fmt.code)
        sentence = fmt.t("overview_lowest", amount=_rounded(amount, fmt), name=name, month=_month(fmt, month))
    names = [organisation_name(space, cash.organisation, fmt.code) for cash in forecast.cash]
    runs = {space.operator_key(service): service for service in reversed(space.identity.services)}
    services = [runs.get(cash.organisation, "") for cash in forecast.cash]
    drawing = cash_thread.draw(fmt, forecast, names, services)
    samples = [(cash_thread.sample(index, services[index]), name) for index, name in enumerate(names)]
    return Money(results, sentence, len(forecast.missing), drawing, samples if drawing else [])


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
    days: list[tuple[dt.date, str, str, bool]] = []
    named: set[str] = set()
    for occurrence in occurrences.occurrences_of(space, occurrences.announced(space, fmt.code), space.today, last):
        if occurrence.status != "cancelled" and occurrence.source.path not in named:
            named.add(occurrence.source.path)
            hours = events.hours(occurrence).replace(" – ", "\u00a0–\u2060\u00a0")
            text = f"{occurrence.source.meta.title}, {hours}"
            meta = occurrence.source.meta
            days.append((max(space.today, occurrence.start.date()), text, meta.service, meta.example))
    coming = space.prices.next_grid(space.today)
    if coming and coming.start:
        days.append((coming.start, fmt.t("overview_new_prices"), "", False))
    if change := space.organisations.next_change(space.today):
        days.append((change.start, fmt.t("next_rules_begin"), "", False))
    days += ((day, text, "", False) for day, text in _agreement_days(space, fmt))
    soon = sorted((day for day in days if space.today <= day[0] <= last), key=lambda day: day[0])
    return [
        NextDate(day, fmt.date(day, "full"), fmt.date(day, "EEEE"), fmt.date(day, "LLLL y"), text, service, example)
        for day, text, service, example in soon
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
