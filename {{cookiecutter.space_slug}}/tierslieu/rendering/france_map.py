"""France in outlines: the département of a postal code, and where a position is on the map.

The map is ``france_map.json``, which ``tools/draw_france_map.py`` draws from open data: one unit is 1.06 km on the
mainland and in Corsica; each overseas territory has a drawing of its own.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

Point = tuple[float, float]

_FILE = Path(__file__).parent / "france_map.json"
# Lambert II étendu: standard parallels, origin, and the ellipsoid GRS 80. EPSG:27572 has another ellipsoid, which moves
# nothing by more than a tenth of a unit.
_PARALLELS, _LATITUDE, _LONGITUDE = (45.8989, 47.6960), 46.8, 2.337229
_RADIUS, _FLATTENING = 6378.137, 1 / 298.257222101


@dataclass(frozen=True)
class Departement:
    """A département or an overseas territory: ``outline`` is an SVG path, ``region`` the code of its region.

    ``of`` is its name after « département » in French: ``de la Loire``. ``corner`` places an overseas drawing: the west
    and the north of its corner in degrees, and its units per degree.
    """

    code: str
    name: str
    of: str
    region: str
    outline: str
    corner: Sequence[float] | None = None

    @property
    def overseas(self) -> bool:
        return self.corner is not None

    @cached_property
    def rings(self) -> list[list[Point]]:
        """The corners of each ring of the outline."""
        steps = [[float(number) for number in re.findall(r"-?\d+", ring)] for ring in self.outline.split("z")[:-1]]
        return [list(zip(accumulate(ring[::2]), accumulate(ring[1::2]), strict=True)) for ring in steps]

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """The bounding box of the outline: left, top, right, bottom."""
        xs, ys = zip(*(point for ring in self.rings for point in ring), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def point(self, latitude: float, longitude: float) -> Point:
        """A position (degrees, WGS 84) on the drawing that shows this département, in its units."""
        if self.corner is None:
            x, y, per_km = _map()["origin"]
            east, north = lambert(latitude, longitude)
            return x + per_km * east, y - per_km * north
        west, top, across, down = self.corner
        return (longitude - west) * across, (top - latitude) * down

    def contains(self, point: Point) -> bool:
        """Whether ``point`` of its drawing is inside the outline."""
        x, y = point
        inside = False
        for ring in self.rings:
            for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
                if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                    inside = not inside
        return inside


@cache
def _map() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return data


@cache
def departements() -> dict[str, Departement]:
    """All départements by code: ``01`` to ``95`` with ``2A`` and ``2B``, then ``971`` to ``976``."""
    return {code: Departement(code, **entry) for code, entry in _map()["departements"].items()}


def region(code: str) -> str:
    """The name of a region."""
    return str(_map()["regions"][code])


def mainland_outline() -> str:
    """The coarse outline of the mainland and Corsica, on the drawing of their départements."""
    return str(_map()["whole"])


def of_postal_code(postal_code: str | None) -> Departement | None:
    """The département of a postal code, if it has one."""
    code = postal_code or ""
    # Corsica: 200 and 201 are the south, 202 and 206 the north.
    corsica = {"200": "2A", "201": "2A", "202": "2B", "206": "2B"}.get(code[:3])
    exception = _map()["postal_codes"].get(code) or corsica
    return departements().get(exception or (code[:3] if code[:3] in departements() else code[:2]))


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
