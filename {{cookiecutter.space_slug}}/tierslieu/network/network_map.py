"""The map of a network in SVG: mainland France and Corsica, overseas territories in a row below, a dot for each place.

Lengths are in SVG user units; on the mainland, a unit is 1.06 km.
"""

from __future__ import annotations

from markupsafe import Markup

from tierslieu.rendering import france_map
from tierslieu.rendering.france_map import Departement

from .listings import PlaceCard

_WIDTH, _HEIGHT = 1070, 1000  # mainland and Corsica
_INSET_TOP, _INSET_SIDE, _INSET_GAP = 1020, 180, 20  # the square of each overseas territory, in a row below
_DOT_RADIUS = 9


def network_map(cards: list[PlaceCard], list_address: str) -> tuple[Markup, int]:
    """The map, and the number of places on it; each dot links to its place in the list at ``list_address``.

    The map is hidden from screen readers and skipped by the keyboard: the list holds the same.
    """
    departements = france_map.departements()
    overseas_codes = [area.code for area in departements.values() if area.overseas]
    columns = {code: index for index, code in enumerate(overseas_codes)}
    points = [(card, point) for card in cards if (point := _point(card, departements, columns)) is not None]
    used = {card.area for card, _ in points} & columns.keys()
    insets = [_inset(departements[code], column) for code, column in columns.items() if code in used]
    mainland = Markup('<path class="land" d="{}"/>').format(france_map.mainland_outline())
    dots = [_dot(card, point, list_address) for card, point in points]
    height = _INSET_TOP + _INSET_SIDE + _INSET_GAP if used else _HEIGHT
    svg = Markup('<svg class="chart" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>')
    return svg.format(_WIDTH, height, Markup("").join([mainland, *insets, *dots])), len(dots)


def _dot(card: PlaceCard, point: tuple[float, float], list_address: str) -> Markup:
    return Markup(
        '<a href="{}#{}" tabindex="-1"><circle cx="{:.0f}" cy="{:.0f}" r="{}"><title>{}</title></circle></a>'
    ).format(list_address, card.anchor, *point, _DOT_RADIUS, card.place.name)


def _point(
    card: PlaceCard, departements: dict[str, Departement], columns: dict[str, int]
) -> tuple[float, float] | None:
    """Where a place is on the map; None if its position is unknown or outside the drawing of its département."""
    position, area = card.place.position, departements.get(card.area)
    if position is None or area is None:
        return None
    x, y = area.point(position.latitude, position.longitude)
    if area.overseas:
        left, top, right, bottom = area.bounds
        if not (left <= x <= right and top <= y <= bottom):
            return None
        scale = _INSET_SIDE / max(right - left, bottom - top)
        return _inset_left(columns[card.area]) + (x - left) * scale, _INSET_TOP + (y - top) * scale
    return (x, y) if 0 <= x <= _WIDTH and 0 <= y <= _HEIGHT else None


def _inset(area: Departement, column: int) -> Markup:
    left, top, right, bottom = area.bounds
    scale = _INSET_SIDE / max(right - left, bottom - top)
    transform = (
        f"translate({_inset_left(column):.0f} {_INSET_TOP}) scale({scale:.4f}) translate({-left:.0f} {-top:.0f})"
    )
    return Markup('<path class="land" transform="{}" d="{}"/>').format(transform, area.outline)


def _inset_left(column: int) -> float:
    return _INSET_GAP / 2 + column * (_INSET_SIDE + _INSET_GAP)
