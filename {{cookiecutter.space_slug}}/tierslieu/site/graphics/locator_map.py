"""The locator map: the département of the place in its region, on a stamp.

With a known position, a dot marks the place; with a postal code alone, only its département is highlighted. Lengths are
in SVG user units; on the mainland, a unit is 1.06 km.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.model.identity import Address
from tierslieu.rendering import france_map
from tierslieu.rendering.france_map import Departement, Point

from .svg import drawing, length

#: The width at which the map is shown, in CSS pixels: sizes in pixels depend on it.
_SHOWN_WIDTH = 360
#: How far outside its département a place may be: the areas of postal codes do not follow borders.
_TOLERANCE = 25


@dataclass(frozen=True)
class LocatorMap:
    """The map of the region, and the location as a sentence."""

    area: Markup
    told: str


def locator_map(space: Space, formatter: LocaleFormatter) -> LocatorMap | None:
    """The map of a place; None if its postal code is unknown or in no département."""
    address = space.identity.address
    departement = france_map.of_postal_code(address.postal_code)
    if departement is None:
        return None
    point = _point(departement, address)
    region = "" if departement.overseas else france_map.region(departement.region)
    label = "locator_label" if region else "locator_label_alone"
    names = {"departement": departement.name, "code": departement.code, "region": region}
    return LocatorMap(
        _draw_region(departement, point, formatter.t(label, **names)),
        _sentence(formatter, departement, region, address.city),
    )


def _point(departement: Departement, address: Address) -> Point | None:
    """The place on the map; None if its position is unknown, or too far from the département of its postal code."""
    if address.latitude is None or address.longitude is None:
        return None
    x, y = departement.point(address.latitude, address.longitude)
    left, top, right, bottom = departement.bounds
    is_near = left - _TOLERANCE < x < right + _TOLERANCE and top - _TOLERANCE < y < bottom + _TOLERANCE
    return (x, y) if is_near else None


def _sentence(formatter: LocaleFormatter, departement: Departement, region: str, city: str | None) -> str:
    """The location of the place as a sentence."""
    name = f"{departement.name} ({departement.code})"
    if region:
        key = "locator_here" if city else "locator_here_no_city"
        of = f"{departement.of} ({departement.code})"
        return formatter.t(key, city=city, departement=name, of=of, region=region)
    return formatter.t("locator_here_overseas", city=city, departement=name) if city else f"{name}."


def _draw_region(departement: Departement, point: Point | None, label: str) -> Markup:
    """The départements of the region, with ``departement`` highlighted and a dot for the place at ``point``."""
    areas = [area for area in france_map.departements().values() if area.region == departement.region]
    bounds = [area.bounds for area in areas] + ([(*point, *point)] if point else [])
    lefts, tops, rights, bottoms = zip(*bounds, strict=True)
    margin = max(max(rights) - min(lefts), max(bottoms) - min(tops)) * 0.03
    left, top = min(lefts) - margin, min(tops) - margin
    width, height = max(rights) - left + margin, max(bottoms) - top + margin
    others = "".join(area.outline for area in areas if area is not departement)
    parts = [_land(others, "land")] if others else []
    parts.append(_land(departement.outline, "land-here"))
    if point:
        parts += _draw_dot(point, max(width, height) / _SHOWN_WIDTH)
    return drawing(width, height, "locator-area", label, *parts, left=left, top=top)


def _land(outline: str, classes: str) -> Markup:
    return Markup('<path class="{}" d="{}"/>').format(classes, outline)


def _draw_dot(point: Point, pixel: float) -> list[Markup]:
    """A dot in a ring; ``pixel`` is a CSS pixel in units."""
    circle = Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>')
    return [
        circle.format(classes, length(point[0]), length(point[1]), length(radius * pixel))
        for classes, radius in (("ring", 9), ("dot-here", 5))
    ]
