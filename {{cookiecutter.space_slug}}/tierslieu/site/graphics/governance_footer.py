"""The bottom of the governance drawing: free uses and common costs, with the threads that lead to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup

from tierslieu.facts import percent_text
from tierslieu.facts.shares import common_percents
from tierslieu.finance import shares
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space

from .governance_layout import Boxes, GovernanceBox, GovernanceLayout
from .svg import BOLD, LINE_HEIGHT, rect, text_lines, text_width, thread, with_tooltip, wrap


def draw_footer(
    space: Space,
    formatter: LocaleFormatter,
    layout: GovernanceLayout,
    services: Boxes,
    organisations: Boxes,
    bottom: float,
) -> tuple[list[Markup], float]:
    """The elements below ``bottom``, where the boxes end, and the height of the drawing."""
    percents = common_percents(space)
    coworking = next((service for service in services if service.key == shares.COWORKING), None)
    solidarity = space.organisations.solidarity.percent if coworking else None
    if not percents and not solidarity:
        return [], bottom + 2
    size, line = layout.font_size, layout.font_size * LINE_HEIGHT
    top = bottom + size * 2.4
    middle = layout.gutter + layout.services_width + layout.gap / 2
    free_uses_right = middle - size / 2 if percents else layout.width
    costs_left = middle + size / 2 if solidarity else 0
    rows = _cost_shares(formatter.code, layout, organisations, percents, costs_left)
    free_uses = wrap(formatter.t("diagram_free_uses"), free_uses_right - size * 2, size, 6) if solidarity else []
    height = max((len(free_uses) + 2.4) * line, (sum(len(row.lines) for row in rows) + 2.6) * line) + line * 0.4
    parts: list[Markup] = []
    if coworking and solidarity:
        width = max(float(solidarity) / 100 * layout.full_ribbon, 4)
        percent, x = percent_text(solidarity, formatter.code), free_uses_right / 2
        parts += [
            thread(layout.gutter, coworking.middle, layout.gutter / 2, top, width, "thread gold"),
            rect(0, top, free_uses_right, height, "cloth cloth-free"),
            text_lines([percent], x, top + line * 1.5, size * 1.5, "strong on-cloth"),
            text_lines(free_uses, x, top + line * 2.7, size, "on-cloth"),
        ]
    if rows:
        parts += _draw_costs(formatter, layout, rows, costs_left, top, height)
    return parts, top + height


class _CostShare(NamedTuple):
    """An organisation that bears common costs: its percent as number and text, and its name in ``lines`` from ``x``."""

    organisation: GovernanceBox
    percent: Decimal
    text: str
    lines: list[str]
    x: float


def _cost_shares(
    locale: str, layout: GovernanceLayout, organisations: Boxes, percents: Mapping[str, Decimal], left: float
) -> list[_CostShare]:
    """The organisations that bear common costs, for a block that starts at ``left``."""
    size = layout.font_size
    texts = {box.key: percent_text(percents[box.key], locale) for box in organisations if percents.get(box.key)}
    x = left + size * 1.5 + max((text_width(text, size * BOLD) for text in texts.values()), default=0)
    return [
        _CostShare(box, percents[box.key], texts[box.key], wrap(box.name, layout.width - x - size, size, 2), x)
        for box in organisations
        if box.key in texts
    ]


def _draw_costs(
    formatter: LocaleFormatter, layout: GovernanceLayout, rows: list[_CostShare], left: float, top: float, height: float
) -> Iterator[Markup]:
    """The block of common costs, and a thread from each organisation; that of the topmost one is the outermost."""
    size, line = layout.font_size, layout.font_size * LINE_HEIGHT
    x = layout.organisations_left + layout.organisations_width
    lane = layout.width
    spacing = min(12, layout.lanes / 2 / len(rows))
    for row in rows:
        width = max(float(row.percent) / 100 * layout.lanes / 4, 2)
        yield thread(x, row.organisation.middle, lane - width / 2, top, width, "thread")
        yield text_lines([row.text], x + 6, row.organisation.middle - width / 2 - 6, size, "strong", "start")
        lane -= width + spacing
    yield rect(left, top, layout.width - left, height, "cloth cloth-costs")
    title = formatter.t("common_costs_title")
    yield text_lines([title], left + size, top + line * 1.4, size * 1.15, "strong on-costs", "start")
    y = top + line * 2.7
    for row in rows:
        yield with_tooltip(
            row.organisation.name,
            row.lines,
            text_lines([row.text], left + size, y, size, "strong on-costs", "start"),
            text_lines(row.lines, row.x, y, size, "on-costs", "start"),
        )
        y += line * len(row.lines)
