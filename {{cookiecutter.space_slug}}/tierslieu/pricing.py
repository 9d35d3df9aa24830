"""A new dated price grid, written at the end of ``config/prices.yaml`` without touching what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import yaml

from tierslieu import yaml12
from tierslieu.local import rules
from tierslieu.model import Grid, Prices, Space
from tierslieu.model.prices import Unit
from tierslieu.money import LARGEST_PRICE, canonical
from tierslieu.problems import Problem, Problems
from tierslieu.suggest import closest

FILE = "config/prices.yaml"

Amounts = Mapping[str, Decimal | None]


def unit_price(space: Space, unit: Unit) -> Decimal | None:
    """The price today of the first coworking offer sold by ``unit``, in euros; None while unknown."""
    return _unit_price(space.prices, space.prices.grid(space.today).amounts, unit)


def open_grid(text: str, start: dt.date, changes: Mapping[str, Decimal], space: Space) -> str:
    """``text``, the content of ``config/prices.yaml``, with a grid in force from ``start``.

    It holds the amounts of the last grid with ``changes`` (euros, by offer or pass). Every byte of ``text`` is kept.
    Raises ``Problems``: a date not after the last grid's, an unknown offer, an amount or a grid that breaks the rules,
    a file written in a way that can't be added to.
    """
    prices = space.prices
    amounts = {**prices.grids[-1].amounts, **changes}
    found = [*_date_problems(prices, start), *_change_problems(prices, changes)]
    if not found:
        found = [problem for problem in rule_problems(prices, amounts) if problem.level == "error"]
    if found:
        raise Problems(found)
    edited = _insert(text, start, amounts)
    if edited is None or not _adds_only(text, edited, start, amounts):
        raise Problems([Problem("prices.layout", file=FILE)])
    return edited


def rule_problems(prices: Prices, amounts: Amounts) -> list[Problem]:
    """The price rules that a grid of ``amounts`` breaks (errors), and what is unusual in it (warnings)."""
    units: tuple[Unit, ...] = ("half_day", "day", "month")
    half_day, day, month = (_unit_price(prices, amounts, unit) for unit in units)
    faults = list(rules.grid_faults(half_day, day, month, None, None, None))
    for key, book in prices.passes.items():
        faults += rules.grid_faults(None, None, None, book.uses, amounts.get(key), amounts.get(book.unit))
    return [Problem(fault.code, fault.values, FILE, level=fault.level) for fault in faults]


def _unit_price(prices: Prices, amounts: Amounts, unit: Unit) -> Decimal | None:
    offers = (key for key, offer in prices.offers.items() if offer.service == "coworking" and offer.unit == unit)
    return next((amount for key in offers if (amount := amounts.get(key)) is not None), None)


def _date_problems(prices: Prices, start: dt.date) -> Iterator[Problem]:
    dates = [grid.start for grid in prices.grids if grid.start is not None]
    if dates and start <= max(dates):
        yield Problem("prices.date", {"start": start.isoformat(), "last": max(dates).isoformat()}, FILE)


def _change_problems(prices: Prices, changes: Mapping[str, Decimal]) -> Iterator[Problem]:
    known = [*prices.offers, *prices.passes]
    for key, amount in changes.items():
        if key not in known:
            values = {"offer": key, "offers": ", ".join(known), "closest": closest(key, known)}
            yield Problem("prices.offer", values, FILE)
        elif not amount.is_finite() or amount != round(amount, 2) or not 0 < amount <= LARGEST_PRICE:
            yield Problem("prices.amount", {"offer": key, "value": amount, "largest": LARGEST_PRICE}, FILE)


def _insert(text: str, start: dt.date, amounts: Amounts) -> str | None:
    """``text`` with the grid after the last one, in the same indentation; None when there is no list to add to."""
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
    lines = [
        " " * dash + "-" + " " * (key_column - dash - 1) + f"from: {start.isoformat()}",
        " " * key_column + "amounts:",
        *(" " * amount_column + f"{key}: {_value(amount)}".rstrip() for key, amount in amounts.items()),
    ]
    newline = "\r\n" if "\r\n" in text else "\n"
    position = _end_of_item(text, _end(last), dash)
    before = text[:position]
    gap = "" if before.endswith("\n") else newline
    return before + gap + newline.join(lines) + (newline if gap == "" else "") + text[position:]


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


def _adds_only(before: str, after: str, start: dt.date, amounts: Amounts) -> bool:
    """Whether ``after`` reads as ``before`` with this one grid more, and nothing else changed."""
    old, new = yaml12.parse(before), yaml12.parse(after)
    if old.faults or new.faults:
        return False
    *grids, added = new.data["grids"]
    read = Grid.model_validate(added)
    return {**new.data, "grids": grids} == old.data and read.start == start and read.amounts == amounts
