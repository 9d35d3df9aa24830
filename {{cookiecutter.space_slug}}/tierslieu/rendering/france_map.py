"""France in outlines: which département a place is in, and where a position falls on the map.

The map is ``france_map.json``, which ``tools/draw_france_map.py`` of the kit draws from open data: one unit is 1.06 km
on the mainland and in Corsica, while each territory overseas has a drawing of its own.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "france_map.json"
# Lambert II étendu: standard parallels, origin, and the ellipsoid GRS 80 (EPSG:27572 but for its own ellipsoid, which
# moves nothing by more than a tenth of a unit).
_PARALLELS, _LATITUDE, _LONGITUDE = (45.8989, 47.6960), 46.8, 2.337229
_RADIUS, _FLATTENING = 6378.137, 1 / 298.257222101


@dataclass(frozen=True)
class Departement:
    """A département (or a territory overseas): ``outline`` is an SVG path; ``region`` the code of its region.

    ``of`` is its name as it follows « département » in French: ``de la Loire``.
    """

    code: str
    name: str
    of: str
    region: str
    outline: str
    corner: tuple[float, float, float, float] | None = None

    @property
    def overseas(self) -> bool:
        return self.corner is not None

    def spot(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a position falls on the drawing that shows this département, in its units."""
        if self.corner is None:
            x, y, per_km = _map()["origin"]
            east, north = lambert(latitude, longitude)
            return x + per_km * east, y - per_km * north
        west, top, across, down = self.corner
        return (longitude - west) * across, (top - latitude) * down

    def holds(self, spot: tuple[float, float]) -> bool:
        """Whether ``spot``, a point of its drawing, lies inside its outline."""
        x, y = spot
        found = False
        for ring in corners(self.outline):
            for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
                if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                    found = not found
        return found


@cache
def _map() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return data


@cache
def departements() -> dict[str, Departement]:
    """Every département by code: ``01`` to ``95`` with ``2A`` and ``2B``, then ``971`` to ``976``."""
    return {
        code: Departement(
            code,
            one["name"],
            one["of"],
            one["region"],
            one["outline"],
            tuple(one["corner"]) if "corner" in one else None,
        )
        for code, one in _map()["departements"].items()
    }


def region(code: str) -> str:
    """The name of a region."""
    return str(_map()["regions"][code])


def whole() -> str:
    """The outline of the mainland and Corsica, coarse, on the drawing of their départements."""
    return str(_map()["whole"])


def of_postal_code(postal_code: str | None) -> Departement | None:
    """The département that a postal code leads to; None for one that leads to none of them."""
    code = postal_code or ""
    # In Corsica the third digit tells: 200 and 201 for the south, 202 and 206 for the north.
    corsica = {"200": "2A", "201": "2A", "202": "2B", "206": "2B"}.get(code[:3])
    known = departements()
    found = _map()["postal_codes"].get(code) or corsica or (code[:3] if code[:3] in known else code[:2])
    return known.get(found)


def corners(outline: str) -> list[list[tuple[float, float]]]:
    """The rings of an outline, corner by corner."""
    rings = []
    for part in outline.split("z")[:-1]:
        numbers = [float(number) for number in re.findall(r"-?\d+", part)]
        x, y = numbers[:2]
        ring = [(x, y)]
        for index in range(2, len(numbers), 2):
            x, y = x + numbers[index], y + numbers[index + 1]
            ring.append((x, y))
        rings.append(ring)
    return rings


def lambert(latitude: float, longitude: float) -> tuple[float, float]:
    """Kilometres east and north of the origin of the map (Lambert II étendu) for degrees (WGS 84)."""
    e = math.sqrt(2 * _FLATTENING - _FLATTENING**2)

    def isometric(phi: float) -> float:
        return math.tan(math.pi / 4 - phi / 2) * math.exp(e * math.atanh(e * math.sin(phi)))

    def narrowing(phi: float) -> float:
        return math.cos(phi) / math.sqrt(1 - (e * math.sin(phi)) ** 2)

    first, second = map(math.radians, _PARALLELS)
    cone = (math.log(narrowing(first)) - math.log(narrowing(second))) / (
        math.log(isometric(first)) - math.log(isometric(second))
    )
    factor = _RADIUS * narrowing(first) / (cone * math.pow(isometric(first), cone))

    def radius(degrees: float) -> float:
        return factor * math.pow(isometric(math.radians(degrees)), cone)

    angle = cone * math.radians(longitude - _LONGITUDE)
    east = radius(latitude) * math.sin(angle)
    return east, radius(_LATITUDE) - radius(latitude) * math.cos(angle)
