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

from .new_grid import rule_problems
from .setting_names import setting_name

#: The counts that can be changed, each with its least and its most.
_COUNTS = {"residents": (0, 100_000), "occasional": (0, 100_000), "target_coworkers": (0, 100_000)}
_MONTHS, _SOLIDARITY, _BUYS = "opening_months", "solidarity", "occasional_buys."

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


def names(space: Space) -> tuple[str, ...]:
    """The assumptions that can be changed: people, months, solidarity share, prices, occasional purchases, lines."""
    sold = (*space.prices.offers, *space.prices.passes)
    lines = (f"{section}.{index}" for section in _LINES for index in range(len(getattr(space.budget, section))))
    return (*_COUNTS, _MONTHS, _SOLIDARITY, *sold, *(f"{_BUYS}{key}" for key in sold), *lines)


def what_if(space: Space, settings: Sequence[str], labels: Mapping[str, str]) -> WhatIf:
    """``space`` with each of ``settings`` (``residents=8``, ``day=16``, ``loyer=500``) applied in turn.

    ``labels`` are those of ``names``, which may be typed instead of these. Prices are full prices of today's grid;
    amounts of lines are those of each year. Raises ``Problems`` for unknown names, invalid values, and prices that
    break the rules of a grid.
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
    if problems:
        raise Problems(problems)
    return WhatIf(trial, tuple(changes))


def _apply(space: Space, setting: str, labels: Mapping[str, str]) -> tuple[AssumptionChange, Space]:
    typed, equals, text = (part.strip() for part in setting.partition("="))
    if not equals:
        raise Problems([Problem("whatif.form", {"value": setting})])
    known = {name: labels.get(name, name) for name in names(space)}
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
