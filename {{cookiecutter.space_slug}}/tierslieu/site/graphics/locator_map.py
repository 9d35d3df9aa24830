"""Where the place is, drawn without anybody's map: its département among those of its region, and France beside.

With a position, a dot shows the place; with a postal code alone, its département is shown and no dot.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.model.identity import Address
from tierslieu.rendering import france_map
from tierslieu.rendering.france_map import Departement

from .svg import BOLD, box, lines_of_text, named, text_width, told, wrap

#: How wide the map is meant to be shown, in pixels, whatever its own units.
_SHOWN = 560
_LETTERS = 22
# How far from its département a place may be shown, in units: postal codes follow roads, not borders.
_NEAR = 25
# Beside the mainland, the territories overseas stand in a row below it: where, and how large.
_INSET, _ROW, _STAMP = (1070.0, 1240.0), 1040.0, 190.0


@dataclass(frozen=True)
class Locator:
    """The map of the place and the small one of France, and the same in words; ``position`` is empty while it is unknown."""

    area: Markup
    france: Markup
    told: str
    position: str


def locator(space: Space, words: LocaleFormatter) -> Locator | None:
    """The map of a place; None while its postal code is unknown, or leads out of the map."""
    address = space.identity.address
    found = france_map.of_postal_code(address.postal_code)
    if found is None:
        return None
    spot = _spot(found, address)
    region = "" if found.overseas else france_map.region(found.region)
    label = "locator_label" if region else "locator_label_alone"
    names = {"departement": found.name, "code": found.code, "region": region}
    return Locator(
        _area(found, spot, address.city or "", words.t(label, **names)),
        _france(found, words.t("locator_france", departement=found.name)),
        _told(words, found, region, address.city),
        _position(words, address) if spot else "",
    )


def _spot(found: Departement, address: Address) -> tuple[float, float] | None:
    """Where the place falls on the map; None while unknown, or where it contradicts the postal code by far."""
    if address.latitude is None or address.longitude is None:
        return None
    x, y = found.spot(address.latitude, address.longitude)
    xs, ys = zip(*(corner for ring in france_map.corners(found.outline) for corner in ring), strict=True)
    near = min(xs) - _NEAR < x < max(xs) + _NEAR and min(ys) - _NEAR < y < max(ys) + _NEAR
    return (x, y) if near else None


def _told(words: LocaleFormatter, found: Departement, region: str, city: str | None) -> str:
    """Where it is, in a sentence."""
    departement = f"{found.name} ({found.code})"
    if region:
        key = "locator_here" if city else "locator_here_no_city"
        return words.t(key, city=city, departement=departement, of=f"{found.of} ({found.code})", region=region)
    return words.t("locator_here_overseas", city=city, departement=departement) if city else f"{departement}."


def _position(words: LocaleFormatter, address: Address) -> str:
    """The position to a ten-thousandth of a degree, that is some ten metres."""
    latitude, longitude = (
        words.number(Decimal(str(round(degrees, 4)))) for degrees in (address.latitude or 0, address.longitude or 0)
    )
    return words.t("locator_position", latitude=latitude, longitude=longitude)


def _area(found: Departement, spot: tuple[float, float] | None, city: str, label: str) -> Markup:
    """The region, the département of the place in it and, at ``spot``, the place with the name of its town."""
    around = [one for one in france_map.departements().values() if one.region == found.region and one is not found]
    corners = [
        corner for one in (found, *around) for ring in france_map.corners(one.outline) for corner in ring
    ] + ([spot] if spot else [])  # fmt: skip
    xs, ys = zip(*corners, strict=True)
    margin = max(max(xs) - min(xs), max(ys) - min(ys)) * 0.03
    left, top = min(xs) - margin, min(ys) - margin
    width, height = max(xs) - left + margin, max(ys) - top + margin
    pixel = max(width, height) / _SHOWN
    parts = [Markup('<path class="land" d="{}"/>').format("".join(one.outline for one in around))] if around else []
    parts.append(Markup('<path class="land-here" d="{}"/>').format(found.outline))
    if spot:
        parts += _dot(spot, pixel, city, left, width)
    return Markup('<svg class="locator-area" viewBox="{} {} {} {}" role="img" aria-label="{}">{}</svg>').format(
        told(left), told(top), told(width), told(height), label, Markup("").join(parts)
    )


def _dot(spot: tuple[float, float], pixel: float, city: str, left: float, width: float) -> list[Markup]:
    """A ring and a dot, with the name of the town on the side where there is more room."""
    (x, y), size = spot, _LETTERS * pixel
    after = x - left < width / 2
    room = (width - (x - left) if after else x - left) - size * 1.4
    parts = [
        Markup('<circle class="ring" cx="{}" cy="{}" r="{}"/>').format(told(x), told(y), told(13 * pixel)),
        Markup('<circle class="dot-here" cx="{}" cy="{}" r="{}"/>').format(told(x), told(y), told(7 * pixel)),
    ]
    if city:
        (line,) = wrap(city, room, size * BOLD, 1)
        away = size if after else -size
        ground = text_width(line, size * BOLD) + size * 0.5
        start = x + away - size * 0.25 if after else x + away - ground + size * 0.25
        label = lines_of_text([line], x + away, y + size * 0.36, size, "town", "start" if after else "end")
        parts.append(named(city, [line], box(start, y - size * 0.75, ground, size * 1.5, "ground"), label))
    return parts


def _france(found: Departement, label: str) -> Markup:
    """All of France: the mainland with Corsica, and the territories overseas in a row, each as large as the others."""
    parts = [Markup('<path class="land" d="{}"/>').format(france_map.whole())]
    if not found.overseas:
        parts.append(Markup('<path class="land-here" d="{}"/>').format(found.outline))
    overseas = [one for one in france_map.departements().values() if one.overseas]
    step = _INSET[0] / len(overseas)
    for number, one in enumerate(overseas):
        scale = _STAMP / 300
        place = f"translate({told(step * number + (step - _STAMP) / 2)} {told(_ROW)}) scale({scale:g})"
        here = "land-here" if one is found else "land"
        parts.append(Markup('<path class="{}" transform="{}" d="{}"/>').format(here, place, one.outline))
    return Markup('<svg class="locator-france" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        told(_INSET[0]), told(_INSET[1]), label, Markup("").join(parts)
    )
