"""A new dated price grid, written at the end of ``config/prices.yaml`` without touching what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import yaml

from tierslieu.core import yaml_reader
from tierslieu.core.money import LARGEST_PRICE, canonical
from tierslieu.core.paths import PRICES
from tierslieu.core.problems import Problem, Problems, closest
from tierslieu.model import Grid, Prices, Space

from .grid_rules import GRID_RULES, path_of

#: Where the prices of each audience stand in a grid.
_SECTIONS = ("amounts", "reduced", "solidarity")


def open_grid(text: str, start: dt.date, changes: Mapping[str, Decimal], space: Space) -> str:
    """``text``, the content of ``config/prices.yaml``, with a grid in force from ``start``.

    It holds the prices of the last grid, for every audience, with ``changes`` (euros, by offer or pass: ``day`` is the
    full price, ``reduced.day`` the reduced one). Every byte of ``text`` is kept. Raises ``Problems``: a date that is
    over or not after the last grid's, an unknown audience or offer, an amount or a grid that breaks the rules, a file written in a way
    that can't be added to.
    """
    prices = space.prices
    found = [*_date_problems(prices, start, space.today), *_change_problems(prices, changes)]
    if found:
        raise Problems(found)
    grid = _changed(prices.grids[-1], start, changes)
    found = [problem for problem in rule_problems(prices, grid) if problem.level == "error"]
    if found:
        raise Problems(found)
    edited = _insert(text, grid)
    if edited is None or not _adds_only(text, edited, grid):
        raise Problems([Problem("prices.layout", file=PRICES)])
    return edited


def rule_problems(prices: Prices, grid: Grid) -> list[Problem]:
    """The price rules that ``grid`` breaks (errors), and what is unusual in it (warnings)."""
    findings = (finding for rule in GRID_RULES for finding in rule(prices, grid))
    return [Problem(finding.code, finding.values, PRICES, level=finding.level) for finding in findings]


def _date_problems(prices: Prices, start: dt.date, today: dt.date) -> Iterator[Problem]:
    if start < today:
        yield Problem("prices.past", {"start": start.isoformat(), "today": today.isoformat()}, PRICES)
    dates = [grid.start for grid in prices.grids if grid.start is not None]
    if dates and start <= max(dates):
        yield Problem("prices.date", {"start": start.isoformat(), "last": max(dates).isoformat()}, PRICES)


def _change_problems(prices: Prices, changes: Mapping[str, Decimal]) -> Iterator[Problem]:
    known = [*prices.offers, *prices.passes]
    audiences = _SECTIONS[1:]
    for name, amount in changes.items():
        audience, dot, key = name.rpartition(".")
        if dot and audience not in audiences:
            values = {"audience": audience, "audiences": ", ".join(audiences), "closest": closest(audience, audiences)}
            yield Problem("prices.audience", values, PRICES)
        elif key not in known:
            values = {"offer": key, "offers": ", ".join(known), "closest": closest(key, known)}
            yield Problem("prices.offer", values, PRICES)
        elif not amount.is_finite() or amount != round(amount, 2) or not 0 < amount <= LARGEST_PRICE:
            yield Problem("prices.amount", {"offer": name, "value": amount, "largest": LARGEST_PRICE}, PRICES)


def _changed(last: Grid, start: dt.date, changes: Mapping[str, Decimal]) -> Grid:
    """``last`` from ``start`` on, with ``changes``."""
    sections: dict[str, dict[str, Decimal | None]] = {name: dict(getattr(last, name)) for name in _SECTIONS}
    for name, amount in changes.items():
        section, key = path_of(name)
        sections[section][key] = amount
    return last.model_copy(update={"start": start, **sections})


def _insert(text: str, grid: Grid) -> str | None:
    """``text`` with ``grid`` after the last one, in the same indentation; None when there is no list to add to."""
    try:
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    grids = _child(root, "grids")
    if not isinstance(grids, yaml.SequenceNode) or grids.flow_style or not grids.value:
        return None
    dash, last = grids.start_mark.column, grids.value[-1]
    inner = _child(last, "amounts")
    key_column = dash + 2 if last.flow_style else last.start_mark.column
    block = isinstance(inner, yaml.MappingNode) and not inner.flow_style and not last.flow_style
    amount_column = inner.start_mark.column if block and inner.start_mark.column > key_column else key_column + 2
    first, *others = _lines(grid, " " * key_column, " " * amount_column)
    lines = [" " * dash + "-" + first[dash + 1 :], *others]
    newline = "\r\n" if "\r\n" in text else "\n"
    position = _end_of_item(text, _end(last), dash)
    before = text[:position]
    gap = "" if before.endswith("\n") else newline
    return before + gap + newline.join(lines) + (newline if gap == "" else "") + text[position:]


def _lines(grid: Grid, outer: str, inner: str) -> Iterator[str]:
    """The lines of ``grid``, its keys after ``outer`` and its prices after ``inner``; an audience without any is left out."""
    yield f"{outer}from: {grid.start}"
    for section in _SECTIONS:
        amounts: Mapping[str, Decimal | None] = getattr(grid, section)
        if section == "amounts" or amounts:
            yield f"{outer}{section}:" if amounts else f"{outer}{section}: {{}}"
        for key, amount in amounts.items():
            yield f"{inner}{key}: {_value(amount)}".rstrip()
    if grid.free:
        yield f"{outer}free: [{', '.join(grid.free)}]"


def _child(node: Any, key: str) -> Any:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _end(node: Any) -> int:
    """The index after the last character of ``node``; PyYAML says that a block ends where the next begins."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    leaves = [leaf for pair in node.value for leaf in pair] if isinstance(node, yaml.MappingNode) else node.value
    return max(_end(leaf) for leaf in leaves)


def _end_of_item(text: str, position: int, dash: int) -> int:
    """The beginning of the line after ``position``, past the comments that are indented inside the item."""
    end = _next_line(text, position)
    cursor = end
    while cursor < len(text):
        following = _next_line(text, cursor)
        line = text[cursor:following]
        content = line.lstrip(" ")
        if content.startswith("#") and len(line) - len(content) > dash:
            end = following
        elif content.strip():
            break
        cursor = following
    return end


def _next_line(text: str, position: int) -> int:
    found = text.find("\n", position)
    return len(text) if found < 0 else found + 1


def _value(amount: Decimal | None) -> str:
    return "" if amount is None else canonical(amount)


def _adds_only(before: str, after: str, grid: Grid) -> bool:
    """Whether ``after`` reads as ``before`` with ``grid`` more, and nothing else changed."""
    old, new = yaml_reader.parse(before), yaml_reader.parse(after)
    if old.faults or new.faults:
        return False
    *grids, added = new.data["grids"]
    return {**new.data, "grids": grids} == old.data and Grid.model_validate(added) == grid
