"""What stands below the drawing of governance: free uses and common costs, with the threads that lead there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from tierslieu.facts import percent_text
from tierslieu.facts.shares import common_percents
from tierslieu.finance import shares
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space

from .governance_layout import Box, Sizes
from .svg import BOLD, LEADING, box, lines_of_text, named, text_width, thread, wrap


def feet(
    space: Space, words: LocaleFormatter, sizes: Sizes, left: list[Box], right: list[Box], bottom: float
) -> tuple[list[Markup], float]:
    """What stands below ``bottom``, and where the drawing ends."""
    percents = common_percents(space)
    solidarity = space.organisations.solidarity.percent or Decimal(0)
    if shares.COWORKING not in space.identity.services:
        solidarity = Decimal(0)
    if not percents and not solidarity:
        return [], bottom + 2
    size, line, top = sizes.letters, sizes.letters * LEADING, bottom + sizes.letters * 2.4
    middle = sizes.gutter + sizes.services + sizes.gap / 2
    given = [percent_text(solidarity, words.code), words.t("diagram_free_uses")] if solidarity else []
    edge = middle - size / 2 if percents else sizes.width
    start = middle + size / 2 if given else 0
    rows = _shares(words, sizes, right, percents, start)
    free = wrap(given[1], edge - size * 2, size, 6) if given else []
    height = max((len(free) + 2.4) * line, (sum(len(row.lines) for row in rows) + 2.6) * line) + line * 0.4
    parts: list[Markup] = []
    if given:
        source = next(one for one in left if one.key == shares.COWORKING)
        width = max(float(solidarity) / 100 * sizes.whole, 4)
        parts += [
            thread(sizes.gutter, source.top + source.height / 2, sizes.gutter / 2, top, width, "thread gold"),
            box(0, top, edge, height, "cloth cloth-free"),
            lines_of_text([given[0]], edge / 2, top + line * 1.5, size * 1.5, "strong on-cloth"),
            lines_of_text(free, edge / 2, top + line * 2.7, size, "on-cloth"),
        ]
    if rows:
        parts += _costs(words, sizes, rows, start, top, height)
    return parts, top + height


@dataclass(frozen=True)
class _Share:
    """A row of the common costs: the percent of an organisation, and its name in ``lines`` from ``x`` on."""

    house: Box
    percent: Decimal
    text: str
    lines: list[str]
    x: float


def _shares(
    words: LocaleFormatter, sizes: Sizes, right: list[Box], percents: Mapping[str, Decimal], start: float
) -> list[_Share]:
    """Who pays common costs, in the order of the organisations; ``start`` is where their block begins."""
    size = sizes.letters
    payers = [(house, percents[house.key]) for house in right if percents.get(house.key)]
    texts = [percent_text(percent, words.code) for _, percent in payers]
    x = start + size * 1.5 + max((text_width(text, size * BOLD) for text in texts), default=0)
    return [
        _Share(house, percent, text, wrap(house.name, sizes.width - x - size, size, 2), x)
        for (house, percent), text in zip(payers, texts, strict=True)
    ]


def _costs(
    words: LocaleFormatter, sizes: Sizes, rows: list[_Share], start: float, top: float, height: float
) -> Iterator[Markup]:
    """The common costs, with the share of each; the thread of the highest organisation falls outermost."""
    size, line = sizes.letters, sizes.letters * LEADING
    edge = sizes.organisations_at + sizes.organisations
    lane = sizes.width
    for row in rows:
        width = max(float(row.percent) / 100 * sizes.gutter * 0.6, 1.5)
        yield thread(edge, row.house.top + row.house.height / 2, lane - width / 2, top, width, "thread")
        lane -= width + 1
    yield box(start, top, sizes.width - start, height, "cloth cloth-costs")
    yield lines_of_text(
        [words.t("common_costs_title")], start + size, top + line * 1.4, size * 1.15, "strong on-costs", "start"
    )
    y = top + line * 2.7
    for row in rows:
        yield named(
            row.house.name,
            row.lines,
            lines_of_text([row.text], start + size, y, size, "strong on-costs", "start"),
            lines_of_text(row.lines, row.x, y, size, "on-costs", "start"),
        )
        y += line * len(row.lines)
