"""The result of each organisation over three years, from the prices, the people and ``config/budget.yaml``.

People grow in a straight line from those of today (year 1) to those hoped for (year 3), in whole persons and in
today's proportion of residents. Prices, costs and subsidies stay those of today. An unknown amount is never taken for
zero: its line has no amount, and the result that would need it says that it is incomplete.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tierslieu.model import Space
from tierslieu.money import share
from tierslieu.pricing import unit_price
from tierslieu.problems import Problems
from tierslieu.split import common_shares, set_aside, unknown_organisation

YEARS = (1, 2, 3)
Kind = Literal["residents", "occasional", "solidarity", "subsidy", "cost", "common_cost"]
#: People in a year: residents, then occasional coworkers; None while unknown.
People = tuple[int | None, int | None]

_SPACE, _ORGANISATIONS = "config/space.yaml", "config/organisations.yaml"
_PRICES, _BUDGET = "config/prices.yaml", "config/budget.yaml"


@dataclass(frozen=True)
class Missing:
    """A fact still unknown: ``what`` is a key of a locale's strings, ``detail`` says which one where several exist."""

    what: str
    detail: str | None
    file: str


@dataclass(frozen=True)
class Line:
    """An income (positive) or an expense (negative) of a year, in euros; None while unknown."""

    kind: Kind
    label: str | None
    amount: Decimal | None


@dataclass(frozen=True)
class Account:
    """The year of one organisation."""

    organisation: str
    lines: tuple[Line, ...]

    @property
    def result(self) -> Decimal:
        """Incomes less expenses, as far as they are known, in euros."""
        return sum((line.amount for line in self.lines if line.amount is not None), Decimal("0.00"))

    @property
    def complete(self) -> bool:
        """Whether ``result`` waits for no unknown amount."""
        return all(line.amount is not None for line in self.lines)


@dataclass(frozen=True)
class Year:
    """A year of the place: its people, and the account of each organisation in the order of their file."""

    number: int
    residents: int | None
    occasional: int | None
    accounts: tuple[Account, ...]

    @property
    def result(self) -> Decimal:
        """That of all the organisations together."""
        return sum((account.result for account in self.accounts), Decimal("0.00"))

    @property
    def complete(self) -> bool:
        """Whether the account of every organisation is."""
        return all(account.complete for account in self.accounts)


@dataclass(frozen=True)
class Forecast:
    """Three years, and the facts to find before they can all be trusted."""

    years: tuple[Year, ...]
    missing: tuple[Missing, ...]


def forecast(space: Space) -> Forecast:
    """The three-year budget. Raises ``Problems`` when it names an unknown organisation."""
    named = [cost.paid_by for cost in space.budget.costs] + [grant.received_by for grant in space.budget.subsidies]
    known = space.organisations.organisations
    unknown = dict.fromkeys(key for key in named if key is not None and key not in known)
    if unknown:
        raise Problems(unknown_organisation(space, key, _BUDGET) for key in unknown)
    years = tuple(_year(space, number) for number in YEARS)
    return Forecast(years, tuple(_missing(space, years)))


def people(space: Space, year: int) -> People:
    """Residents and occasional coworkers in ``year`` (1 to 3), in whole persons."""
    capacity = space.identity.capacity
    residents, occasional, target = capacity.residents, capacity.occasional, capacity.target_coworkers
    if year == 1:
        return residents, occasional
    if residents is None or occasional is None or target is None:
        return None, None
    today = residents + occasional
    total = _round(today * (3 - year) + target * (year - 1), 2)
    if not today:
        # From nobody there is no proportion to keep.
        return (0, 0) if not total else (None, None)
    then = _round(total * residents, today)
    return then, total - then


def _round(numerator: int, denominator: int) -> int:
    """The nearest whole number, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def _year(space: Space, number: int) -> Year:
    residents, occasional = people(space, number)
    coworking = list(_coworking(space, residents, occasional))
    shares = common_shares(space)
    accounts = []
    for key in space.organisations.organisations:
        lines = list(coworking) if space.operator_key("coworking") == key and coworking else []
        lines += [Line("subsidy", it.label, it.amount) for it in space.budget.subsidies if it.received_by == key]
        lines += [Line("cost", it.label, _less(it.amount)) for it in space.budget.costs if it.paid_by == key]
        for cost in space.budget.costs:
            if cost.paid_by is None and (shares is None or key in shares):
                part = None if shares is None or cost.amount is None else share(cost.amount, shares)[key]
                lines.append(Line("common_cost", cost.label, _less(part)))
        accounts.append(Account(key, tuple(lines)))
    return Year(number, residents, occasional, tuple(accounts))


def _coworking(space: Space, residents: int | None, occasional: int | None) -> Iterator[Line]:
    if "coworking" not in space.identity.services:
        return
    months = space.budget.opening_months
    half_days = space.budget.half_days_per_occasional * months
    monthly = _times(unit_price(space, "month"), residents, months)
    now_and_then = _times(unit_price(space, "half_day"), occasional, half_days)
    yield Line("residents", None, monthly)
    yield Line("occasional", None, now_and_then)
    if space.organisations.solidarity.percent != 0:
        income = None if monthly is None or now_and_then is None else monthly + now_and_then
        yield Line("solidarity", None, _less(None if income is None else set_aside(space, income)))


def _times(price: Decimal | None, count: int | None, times: int) -> Decimal | None:
    """A product in which zero needs no other factor to be known."""
    if count == 0 or times == 0:
        return Decimal("0.00")
    return None if price is None or count is None else price * count * times


def _less(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else Decimal(0) - amount


def _missing(space: Space, years: tuple[Year, ...]) -> Iterator[Missing]:
    """Only the facts that some line of ``years`` waits for."""
    lines = [line for year in years for account in year.accounts for line in account.lines]
    unknown = {line.kind for line in lines if line.amount is None}
    if unknown & {"residents", "occasional"}:
        yield from _missing_coworking(space, years)
    if "solidarity" in unknown and space.organisations.solidarity.percent is None:
        yield Missing("fact_solidarity", None, _ORGANISATIONS)
    for grant in space.budget.subsidies:
        if grant.amount is None:
            yield Missing("fact_amount", grant.label, _BUDGET)
    for cost in space.budget.costs:
        if cost.amount is None:
            yield Missing("fact_amount", cost.label, _BUDGET)
    if "common_cost" in unknown and common_shares(space) is None:
        yield Missing("common_costs_title", None, _ORGANISATIONS)


def _missing_coworking(space: Space, years: tuple[Year, ...]) -> Iterator[Missing]:
    capacity = space.identity.capacity
    nobody = capacity.residents == 0 and capacity.occasional == 0
    for name in ("residents", "occasional"):
        if getattr(capacity, name) is None or (nobody and years[-1].residents is None):
            yield Missing(f"fact_{name}", None, _SPACE)
    if capacity.target_coworkers is None:
        yield Missing("fact_target_coworkers", None, _SPACE)
    if any(year.residents != 0 for year in years) and unit_price(space, "month") is None:
        yield Missing("fact_amount", "month", _PRICES)
    half_days = space.budget.half_days_per_occasional
    if half_days and any(year.occasional != 0 for year in years) and unit_price(space, "half_day") is None:
        yield Missing("fact_amount", "half_day", _PRICES)
