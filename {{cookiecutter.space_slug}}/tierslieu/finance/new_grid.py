"""Adds a dated price grid to ``config/prices.yaml``, or corrects a future one, and changes nothing else there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tierslieu.core.money import LARGEST_PRICE, canonical
from tierslieu.core.paths import PRICES
from tierslieu.core.problems import Problem, Problems, close_match, closest
from tierslieu.core.yaml_edit import EditableYaml, Inline, UneditableYaml
from tierslieu.model import Grid, Prices, Space

from .grid_rules import GRID_RULES, path_of

#: The keys of a grid that hold the prices of an audience; the first is that of the full prices.
SECTIONS = ("amounts", "reduced", "solidarity")


def open_grid(
    text: str, start: dt.date, changes: Mapping[str, Decimal], space: Space, labels: Mapping[str, str]
) -> str:
    """``text``, the content of ``config/prices.yaml``, with a grid that applies from ``start``.

    It has the prices of the last grid, for every audience, with ``changes`` (euros, by offer or pass: ``day`` is the
    full price, ``reduced.day`` the reduced one); ``labels`` are their names, for messages. If a grid that is not yet in
    force already has that date, ``changes`` are made in it. Every other byte of ``text`` stays. Raises ``Problems``: a
    date in the past or not after that of the last grid, an unknown audience or offer, an amount or a grid that breaks
    the rules, a text that can't be changed so.
    """
    prices = space.prices
    future = future_grid(prices, start, space.today)
    dates = [] if future is not None else list(_date_problems(prices, start, space.today))
    problems = [*dates, *_change_problems(prices, changes, labels)]
    if problems:
        raise Problems(problems)
    grid = _changed(prices.grids[-1 if future is None else future], start, changes)
    problems = [problem for problem in rule_problems(space, grid) if problem.level == "error"]
    if problems:
        raise Problems(problems)
    try:
        file = EditableYaml(text)
        if future is None:
            return file.set(("grids", len(file.data["grids"])), _entry(grid)).text
        for name, amount in changes.items():
            file = _with_price(file, future, path_of(name), amount)
        return file.text
    except UneditableYaml:
        raise Problems([Problem("prices.layout", file=PRICES)]) from None


def future_grid(prices: Prices, start: dt.date, today: dt.date) -> int | None:
    """The index of the grid from ``start`` if it is not yet in force, so that a mistake in it can be corrected."""
    dates = [grid.start for grid in prices.grids]
    return dates.index(start) if start > today and start in dates else None


def _with_price(file: EditableYaml, index: int, path: tuple[str, str], amount: Decimal) -> EditableYaml:
    """``file`` with ``amount`` at ``path`` of a grid."""
    section, key = path
    price = Inline(canonical(amount))
    if file.data["grids"][index].get(section):
        return file.set(("grids", index, section, key), price)
    return file.set(("grids", index, section), {key: price})


def rule_problems(space: Space, grid: Grid) -> list[Problem]:
    """The price rules that ``grid`` breaks (errors), and what is unusual in it (warnings)."""
    findings = (finding for rule in GRID_RULES for finding in rule(space, grid))
    return [Problem(finding.code, finding.values, PRICES, level=finding.level) for finding in findings]


def _date_problems(prices: Prices, start: dt.date, today: dt.date) -> Iterator[Problem]:
    if start < today:
        yield Problem("prices.past", {"start": start, "today": today}, PRICES)
    dates = [grid.start for grid in prices.grids if grid.start is not None]
    if dates and start <= max(dates):
        # What is announced already repeats every price: those of an earlier day would end with it.
        code = "prices.announced" if max(dates) > today else "prices.date"
        yield Problem(code, {"start": start, "last": max(dates)}, PRICES)


def _change_problems(prices: Prices, changes: Mapping[str, Decimal], labels: Mapping[str, str]) -> Iterator[Problem]:
    names = [*prices.offers, *prices.passes]
    accepted = [labels.get(name, name) for name in names]
    audiences = SECTIONS[1:]
    for name, amount in changes.items():
        audience, dot, key = name.rpartition(".")
        if dot and audience not in audiences:
            values = {"audience": audience, "audiences": ", ".join(audiences), "closest": closest(audience, audiences)}
            yield Problem("prices.audience", values, PRICES)
        elif key not in names:
            meant = close_match(key, [*accepted, *names]) or ", ".join(accepted)
            values = {"offer": key, "offers": ", ".join(accepted), "closest": meant}
            yield Problem("prices.offer", values, PRICES)
        elif not amount.is_finite() or amount != round(amount, 2) or not 0 < amount <= LARGEST_PRICE:
            yield Problem("prices.amount", {"offer": name, "value": amount, "largest": LARGEST_PRICE}, PRICES)


def _changed(last: Grid, start: dt.date, changes: Mapping[str, Decimal]) -> Grid:
    """``last`` from ``start`` on, with ``changes``."""
    sections: dict[str, dict[str, Decimal | None]] = {name: dict(getattr(last, name)) for name in SECTIONS}
    for name, amount in changes.items():
        section, key = path_of(name)
        sections[section][key] = amount
    return last.model_copy(update={"start": start, **sections})


def _entry(grid: Grid) -> dict[str, Any]:
    """``grid`` as the file has it; an audience without prices of its own is left out."""
    sections: dict[str, Mapping[str, Decimal | None]] = {name: getattr(grid, name) for name in SECTIONS}
    entry: dict[str, Any] = {"from": grid.start}
    for name, amounts in sections.items():
        if amounts or name == "amounts":
            entry[name] = {
                key: None if amount is None else Inline(canonical(amount)) for key, amount in amounts.items()
            }
    return entry | ({"free": Inline(f"[{', '.join(grid.free)}]")} if grid.free else {})
