"""The rules by which a stream and the common costs are shared on each day of a month."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TypeVar

from tierslieu import budget
from tierslieu.finance import shares
from tierslieu.finance.vat import charged_percent
from tierslieu.model import Model, Space


class StreamRule(Model):
    """How a stream is shared from the day ``start`` on: VAT, then what is set aside for free uses, then the shares.

    Percents; ``vat`` is None while the regime of the ``seller`` is unknown, ``solidarity`` while it is not decided.
    """

    start: dt.date
    collector: str
    seller: str
    vat: Decimal | None
    solidarity: Decimal | None
    shares: dict[str, Decimal]


class CostRule(Model):
    """How common costs are shared from the day ``start`` on: the ``key``, and the weight of each organisation.

    ``weights`` is empty while unknown.
    """

    start: dt.date
    key: str
    weights: dict[str, Decimal]


R = TypeVar("R", StreamRule, CostRule)


def first_day(month: str) -> dt.date:
    """The first day of a ``month`` such as ``2027-01``."""
    return dt.date.fromisoformat(f"{month}-01")


def last_day(month: str) -> dt.date:
    """The last day of a ``month`` such as ``2027-01``."""
    first = first_day(month)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def default_rate(space: Space, stream: str) -> str | None:
    """The VAT rate of the offers of ``stream``; the normal one if it has none, None if they differ."""
    rates = {offer.vat for offer in space.prices.offers.values() if offer.service == stream} or {"normal"}
    return rates.pop() if len(rates) == 1 else None


def stream_rules(space: Space, month: str, stream: str, rate: str) -> tuple[StreamRule, ...]:
    """The rules of ``stream`` in ``month``, oldest first; one unless they change in the middle of it.

    Raises ``Problems`` when shares don't add up to 100, or nobody is paid.
    """
    return _changing(_boundaries(space, month), lambda day: _stream_rule(space.on(day), stream, rate))


def cost_rules(space: Space, month: str) -> tuple[CostRule, ...]:
    """The rules of the common costs in ``month``, oldest first; raises ``Problems`` as ``stream_rules`` does."""
    return _changing(_boundaries(space, month), lambda day: _cost_rule(space.on(day)))


def rule_on(rules: tuple[R, ...], day: dt.date | None) -> R | None:
    """The rule of ``day``; without a day, the only rule, or None where there are several."""
    if day is None:
        return rules[0] if len(rules) == 1 else None
    return next(rule for rule in reversed(rules) if rule.start <= day or rule is rules[0])


def _stream_rule(space: Space, stream: str, rate: str) -> StreamRule:
    collector = shares.collector(space, stream)
    seller = space.responsible("invoices", stream) or collector
    solidarity = space.organisations.solidarity.percent if stream == shares.COWORKING else Decimal(0)
    percent = charged_percent(space, seller, rate)
    parts = shares.stream_shares(space, stream)
    return StreamRule(
        start=space.today, collector=collector, seller=seller, vat=percent, solidarity=solidarity, shares=parts
    )


def _cost_rule(space: Space) -> CostRule:
    key = space.organisations.common_costs.key
    weights = shares.common_weights(space, budget.incomes(space, 1) if key == "revenue" else {})
    return CostRule(start=space.today, key=key, weights=weights or {})


def _boundaries(space: Space, month: str) -> Iterator[dt.date]:
    """The days of ``month`` from which another rule may hold, the first day among them."""
    first, last = first_day(month), last_day(month)
    organisations = space.dated_organisations or space.organisations
    days = {change.start for change in organisations.changes}
    days |= {dated.start for rate in space.vocabulary.vat_rates.values() for dated in rate.rates if dated.start}
    yield first
    yield from sorted(day for day in days if first < day <= last)


def _changing(days: Iterator[dt.date], rule_of: Callable[[dt.date], R]) -> tuple[R, ...]:
    """The rules of ``days``, without those that repeat the one before."""
    rules: list[R] = []
    for rule in map(rule_of, days):
        if not rules or rule != rules[-1].model_copy(update={"start": rule.start}):
            rules.append(rule)
    return tuple(rules)
