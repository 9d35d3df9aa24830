"""A place with some of its assumptions changed, without touching its files: ``./lieu budget --set``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from tierslieu.core.money import LARGEST_PRICE, parse_amount
from tierslieu.core.problems import Problem, Problems
from tierslieu.model import Space
from tierslieu.model.budget import Amounts, Cost, Subsidy
from tierslieu.model.organisations import Organisations

from .new_grid import rule_problems
from .setting_names import setting_name

#: The counts that can be changed, each with its least and its most.
_COUNTS = {"residents": (0, 100_000), "occasional": (0, 100_000), "target_coworkers": (0, 100_000)}
_MONTHS, _SOLIDARITY, _BUYS = "opening_months", "solidarity", "occasional_buys."
#: The percents of a stream, ``shares.coworking.cooperative``, and of the common costs, ``common_costs.cooperative``.
_SHARES, _COMMON = "shares.", "common_costs."

#: The lines of the budget whose amount can be changed, each by its section and its number from 0: ``costs.0``.
_LINES = ("costs", "subsidies")

Value = int | Decimal
V = TypeVar("V")


@dataclass(frozen=True)
class AssumptionChange:
    """The change of an assumption: its value before (None while unknown, an amount a year for a line), and after."""

    name: str
    before: Value | Amounts | None
    after: Value


@dataclass(frozen=True)
class WhatIf:
    """The changed place, and its changes."""

    space: Space
    changes: tuple[AssumptionChange, ...]


def values(space: Space) -> dict[str, Value | Amounts | None]:
    """The value of each assumption that can be changed, None while unknown; for a line, the amounts of the years.

    People, months, solidarity share, prices, occasional purchases, other shares, then lines.
    """
    capacity, budget, organisations = space.identity.capacity, space.budget, space.organisations
    amounts, bought = space.prices.grid(space.today).amounts, budget.occasional_buys
    sold = (*space.prices.offers, *space.prices.passes)
    found: dict[str, Value | Amounts | None] = {name: getattr(capacity, name) for name in _COUNTS}
    found |= {_MONTHS: budget.opening_months, _SOLIDARITY: organisations.solidarity.percent}
    found |= {key: amounts.get(key) for key in sold}
    found |= {f"{_BUYS}{key}": None if bought is None else bought.get(key, Decimal(0)) for key in sold}
    for stream, entry in organisations.streams.items():
        found |= {f"{_SHARES}{stream}.{key}": percent for key, percent in entry.shares.items()}
    found |= {f"{_COMMON}{key}": percent for key, percent in organisations.common_costs.shares.items()}
    for section in _LINES:
        found |= {f"{section}.{index}": line.amount for index, line in enumerate(getattr(budget, section))}
    return found


def what_if(space: Space, settings: Sequence[str], labels: Mapping[str, str]) -> WhatIf:
    """``space`` with each of ``settings`` (``residents=8``, ``day=16``, ``loyer=500``) applied in turn.

    ``labels`` are those of ``values``, which may be typed instead of these. Prices are full prices of today's grid;
    amounts of lines are those of each year. Raises ``Problems`` for unknown names, invalid values, prices that break the
    rules of a grid, and shares that do not add up to 100.
    """
    problems: list[Problem] = []
    changes: list[AssumptionChange] = []
    trial = space
    for setting in settings:
        try:
            change, trial = _apply(trial, setting, labels)
        except Problems as refusal:
            problems += refusal.problems
        else:
            changes.append(change)
    grid = trial.prices.grid(trial.today)
    violations = rule_problems(trial, grid) if grid != space.prices.grid(space.today) else []
    # Without a file: the prices are in none.
    problems += [Problem(problem.code, problem.values) for problem in violations if problem.level == "error"]
    if trial.organisations != space.organisations:
        problems += _wrong_sums(trial.organisations)
    if problems:
        raise Problems(problems)
    return WhatIf(trial, tuple(changes))


def _apply(space: Space, setting: str, labels: Mapping[str, str]) -> tuple[AssumptionChange, Space]:
    typed, equals, text = (part.strip() for part in setting.partition("="))
    if not equals:
        raise Problems([Problem("whatif.form", {"value": setting})])
    known = {name: labels.get(name, name) for name in values(space)}
    name = setting_name(typed, known)
    if name is None:
        raise Problems([Problem("whatif.name", {"name": typed, "names": "\u00a0; ".join(known.values())})])
    if name in _COUNTS:
        return _count(space, name, text)
    if name == _MONTHS:
        return _months(space, name, text)
    if name == _SOLIDARITY:
        return _solidarity(space, name, text)
    if name.startswith(_BUYS):
        return _buys(space, name, text)
    if name.startswith((_SHARES, _COMMON)):
        return _share(space, name, text)
    section, _, index = name.partition(".")
    if section in _LINES:
        return _line(space, section, int(index), text)
    return _price(space, name, text)


def _count(space: Space, name: str, text: str) -> tuple[AssumptionChange, Space]:
    count = _whole(name, text, *_COUNTS[name])
    capacity = space.identity.capacity
    identity = space.identity.model_copy(update={"capacity": capacity.model_copy(update={name: count})})
    return AssumptionChange(name, getattr(capacity, name), count), replace(space, identity=identity)


def _months(space: Space, name: str, text: str) -> tuple[AssumptionChange, Space]:
    months = _whole(name, text, 1, 12)
    # Nobody says which months: those that are closed are no longer told apart.
    budget = space.budget.model_copy(update={name: months, "closed_months": ()})
    return AssumptionChange(name, space.budget.opening_months, months), replace(space, budget=budget)


def _solidarity(space: Space, name: str, text: str) -> tuple[AssumptionChange, Space]:
    percent = _number(name, text.removesuffix("%"), Decimal(100))
    solidarity = space.organisations.solidarity
    organisations = space.organisations.model_copy(update={name: solidarity.model_copy(update={"percent": percent})})
    return AssumptionChange(name, solidarity.percent, percent), replace(space, organisations=organisations)


def _share(space: Space, name: str, text: str) -> tuple[AssumptionChange, Space]:
    percent = _number(name, text.removesuffix("%"), Decimal(100))
    stream, _, key = name.removeprefix(_SHARES).rpartition(".")
    organisations = space.organisations
    shared = organisations.common_costs if name.startswith(_COMMON) else organisations.streams[stream]
    before = shared.shares[key]
    changed = shared.model_copy(update={"shares": {**shared.shares, key: percent}})
    update: dict[str, object] = {"common_costs": changed}
    if not name.startswith(_COMMON):
        update = {"streams": {**organisations.streams, stream: changed}}
    return AssumptionChange(name, before, percent), replace(
        space, organisations=organisations.model_copy(update=update)
    )


def _wrong_sums(organisations: Organisations) -> list[Problem]:
    """A problem for each group of shares that does not add up to 100."""
    groups = (*(stream.shares for stream in organisations.streams.values()), organisations.common_costs.shares)
    sums = [sum(shares.values()) for shares in groups if shares]
    return [Problem("shares.sum", {"sum": total}) for total in sums if total != 100]


def _buys(space: Space, name: str, text: str) -> tuple[AssumptionChange, Space]:
    key = name.removeprefix(_BUYS)
    quantity = _number(name, text, Decimal(1000))
    bought = space.budget.occasional_buys
    before = None if bought is None else bought.get(key, Decimal(0))
    budget = space.budget.model_copy(update={"occasional_buys": {**(bought or {}), key: quantity}})
    return AssumptionChange(name, before, quantity), replace(space, budget=budget)


def _line(space: Space, section: str, index: int, text: str) -> tuple[AssumptionChange, Space]:
    amount = _read(parse_amount, text)
    lines: list[Cost | Subsidy] = list(getattr(space.budget, section))
    line = lines[index]
    if amount is None:
        raise Problems([Problem("whatif.amount", {"name": line.label, "value": text})])
    lines[index] = line.model_copy(update={"amount": (amount,) * 3})
    budget = space.budget.model_copy(update={section: tuple(lines)})
    return AssumptionChange(f"{section}.{index}", line.amount, amount), replace(space, budget=budget)


def _price(space: Space, name: str, text: str) -> tuple[AssumptionChange, Space]:
    amount = _read(parse_amount, text)
    if amount is None or not 0 < amount <= LARGEST_PRICE:
        raise Problems([Problem("prices.amount", {"offer": name, "value": text, "largest": LARGEST_PRICE})])
    current = space.prices.grid(space.today)
    changed = current.model_copy(update={"amounts": {**current.amounts, name: amount}})
    grids = tuple(changed if grid is current else grid for grid in space.prices.grids)
    prices = space.prices.model_copy(update={"grids": grids})
    return AssumptionChange(name, current.amounts.get(name), amount), replace(space, prices=prices)


def _whole(name: str, text: str, least: int, most: int) -> int:
    count = _read(int, text)
    if count is None or not least <= count <= most:
        raise Problems([Problem("whatif.count", {"name": name, "value": text, "least": least, "most": most})])
    return count


def _number(name: str, text: str, most: Decimal) -> Decimal:
    number = _read(Decimal, text.strip().replace(",", "."))
    if number is None or not number.is_finite() or not 0 <= number <= most:
        raise Problems([Problem("whatif.number", {"name": name, "value": text, "most": most})])
    return number


def _read(parse: Callable[[str], V], text: str) -> V | None:
    try:
        return parse(text)
    except (ValueError, InvalidOperation):
        return None
