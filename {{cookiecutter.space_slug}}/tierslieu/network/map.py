"""The map of a network, drawn without anybody's map: France, a dot a place, the territories overseas in a row below."""

from __future__ import annotations

from markupsafe import Markup

from tierslieu.rendering import france_map
from tierslieu.rendering.france_map import Departement

from .listings import Card

# The drawing of the mainland, then a row of stamps below it, one for each territory overseas.
_WIDTH, _HEIGHT, _ROW, _STAMP = 1070, 1000, 1020, 180
_DOT = 9


def chart(cards: list[Card], prefix: str) -> tuple[Markup, int]:
    """The map as an SVG, and how many places it holds. Each dot leads to its place in the list, under ``prefix``.

    The list beside it says the same: the map is hidden from screen readers and left out of the order of the keyboard.
    """
    known = france_map.departements()
    overseas = {one.code: index for index, one in enumerate(one for one in known.values() if one.overseas)}
    spots = [(card, spot) for card in cards if (spot := _spot(card, known, overseas)) is not None]
    used = {card.area for card, _ in spots} & overseas.keys()
    stamps = [_stamp(known[code], index) for code, index in overseas.items() if code in used]
    parts = [Markup('<path class="land" d="{}"/>').format(france_map.whole()), *stamps]
    dots = [_dot(card, spot, prefix) for card, spot in spots]
    height = _ROW + _STAMP + 20 if used else _HEIGHT
    svg = Markup('<svg class="chart" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>')
    return svg.format(_WIDTH, height, Markup("").join([*parts, *dots])), len(dots)


def _dot(card: Card, spot: tuple[float, float], prefix: str) -> Markup:
    return Markup(
        '<a href="{}#{}" tabindex="-1"><circle cx="{:.0f}" cy="{:.0f}" r="{}"><title>{}</title></circle></a>'
    ).format(prefix, card.anchor, *spot, _DOT, card.place.name)


def _spot(card: Card, known: dict[str, Departement], overseas: dict[str, int]) -> tuple[float, float] | None:
    """Where a place is drawn; None for one that has no position, or whose position is not in France."""
    position, area = card.place.position, known.get(card.area)
    if position is None or area is None:
        return None
    x, y = area.spot(position.latitude, position.longitude)
    if area.overseas:
        left, top, right, bottom = _frame(area)
        if not (left <= x <= right and top <= y <= bottom):
            return None
        scale = _STAMP / max(right - left, bottom - top)
        return _left(overseas[card.area]) + (x - left) * scale, _ROW + (y - top) * scale
    return (x, y) if 0 <= x <= _WIDTH and 0 <= y <= _HEIGHT else None


def _stamp(area: Departement, index: int) -> Markup:
    left, top, right, bottom = _frame(area)
    scale = _STAMP / max(right - left, bottom - top)
    move = f"translate({_left(index):.0f} {_ROW}) scale({scale:.4f}) translate({-left:.0f} {-top:.0f})"
    return Markup('<path class="land" transform="{}" d="{}"/>').format(move, area.outline)


def _left(index: int) -> float:
    return 10 + index * (_STAMP + 20)


def _frame(area: Departement) -> tuple[float, float, float, float]:
    xs, ys = zip(*(corner for ring in france_map.corners(area.outline) for corner in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)
