"""Draws the map of France of the contact page and of networks: ``tierslieu/rendering/france_map.json``.

It is made from three npm packages, unpacked side by side in a folder:

    npm pack @gouvfr/dsfr-chart@2.0.4 world-atlas@2.0.2 @etalab/decoupage-administratif@6.0.0
    for archive in *.tgz; do mkdir "$archive.d"; tar xzf "$archive" -C "$archive.d" --strip-components 1; done
    python tools/draw_france_map.py FOLDER

- dsfr-chart (MIT, State of France): outlines of the départements of the mainland and Corsica, in Lambert II étendu at
  1.06 km a unit, already simplified; ``ORIGIN`` and ``UNITS_PER_KM`` locate them (fitted on 13,000 municipalities);
- world-atlas (ISC, from Natural Earth, public domain): outlines of the overseas territories and of the whole mainland;
- decoupage-administratif (MIT, data of Insee): names, regions, and the postal codes that do not start with the code
  of their département.

A unit is an SVG user unit.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[Point]

TARGET = Path(__file__).parent.parent / "{{cookiecutter.space_slug}}/tierslieu/rendering/france_map.json"
#: The origin of the projection (46.8° N, 2.337229° E) on the drawing, in units, and the scale.
ORIGIN, UNITS_PER_KM = (498.78, 451.44), 0.9438
#: The drawing shows Corsica closer to the mainland: the shift that restores its position, in units.
CORSICA_SHIFT = (53, -11)
#: The bounding box of each overseas territory: west, south, east, north, in degrees.
OVERSEAS_BOUNDS = {
    "971": (-61.9, 15.7, -60.9, 16.6),
    "972": (-61.3, 14.3, -60.7, 14.95),
    "973": (-54.7, 2.0, -51.5, 5.9),
    "974": (55.1, -21.5, 55.9, -20.8),
    "976": (44.9, -13.1, 45.4, -12.5),
}
#: The longer side of the drawing of an overseas territory, in units.
OVERSEAS_SIDE = 300
#: The words between « département » and its name, by the type of article of Insee (TNCC).
_PREPOSITIONS = ("de ", "d’", "du ", "de la ", "des ", "de l’")
#: In square units: the smallest island to draw, and the smallest triangle of a corner in fine and coarse outlines.
MIN_ISLAND, MIN_CORNER, MIN_COARSE_CORNER = 2.0, 10.0, 40.0


def main(folder: Path) -> None:
    """Read the packages in ``folder`` and write the map."""
    sources = {json.loads(path.read_text())["name"]: path.parent for path in folder.glob("*/package.json")}
    insee = sources["@etalab/decoupage-administratif"] / "data"
    mainland = departements(sources["@gouvfr/dsfr-chart"])
    polygons = list(country_rings(sources["world-atlas"]))
    overseas = {code: overseas_drawing(polygons, bounds) for code, bounds in OVERSEAS_BOUNDS.items()}
    drawn = {}
    for record in json.loads((insee / "departements.json").read_text(encoding="utf-8")):
        code = record["code"]
        if code in mainland:
            drawn[code] = {"outline": path(mainland[code])}
        elif code in overseas:
            drawn[code] = overseas[code]
        else:
            continue
        name = typographic(record["nom"])
        drawn[code] |= {
            "name": name,
            "of": _PREPOSITIONS[record["typeLiaison"]] + name,
            "region": record["region"],
        }
    regions = {
        record["code"]: record["nom"] for record in json.loads((insee / "regions.json").read_text(encoding="utf-8"))
    }
    used_regions = {departement["region"] for departement in drawn.values()}
    france = [[on_map(*point) for point in ring] for ring in polygons if is_inside(ring, (-6, 41, 10, 52))]
    data = {
        "origin": [*ORIGIN, UNITS_PER_KM],
        "whole": path(simplified(ring, MIN_COARSE_CORNER) for ring in france if abs(area(ring)) > 50),
        "regions": {code: typographic(name) for code, name in sorted(regions.items()) if code in used_regions},
        "departements": dict(sorted(drawn.items())),
        "postal_codes": postal_codes(json.loads((insee / "communes.json").read_text(encoding="utf-8"))),
    }
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    TARGET.write_text(text + "\n", encoding="utf-8", newline="\n")


def typographic(name: str) -> str:
    """``name`` with typographic apostrophes."""
    return name.replace("'", "’")


def departements(package: Path) -> dict[str, list[Ring]]:
    """The outlines of the départements of the mainland and Corsica by code, in units."""
    source = (package / "dist/DSFRChart/DSFRChart.js").read_text(encoding="utf-8")
    paths = re.findall(r'class: "FR-(\d\d|2[AB])",\s+style: [^\n]+\s+d: "([^"]+)"', source)
    outlines = {code: [ring for ring in rings(d) if abs(area(ring)) > MIN_ISLAND] for code, d in paths}
    for code in ("2A", "2B"):
        outlines[code] = [[(x + CORSICA_SHIFT[0], y + CORSICA_SHIFT[1]) for x, y in ring] for ring in outlines[code]]
    return outlines


#: The number of arguments of each command of an SVG path.
_ARGUMENTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "a": 7}


def rings(d: str) -> Iterator[Ring]:
    """The corners of the rings of an SVG path; a curve is replaced by a straight line."""
    x = y = 0.0
    ring: Ring = []
    for letter, arguments in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", d):
        command, relative = letter.lower(), letter.islower()
        if command == "z":
            yield ring
            x, y = ring[0]
            ring = []
            continue
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", arguments)]
        for start in range(0, len(numbers), _ARGUMENTS[command]):
            *_, dx, dy = (0.0, *numbers[start : start + _ARGUMENTS[command]])
            if command == "h":
                x = x + dy if relative else dy
            elif command == "v":
                y = y + dy if relative else dy
            else:
                x, y = (x + dx, y + dy) if relative else (dx, dy)
            ring = ring or []
            ring.append((x, y))
    if ring:
        yield ring


def country_rings(package: Path) -> Iterator[Ring]:
    """The outer rings of France in degrees (longitude, latitude), from a file in TopoJSON 1."""
    topology = json.loads((package / "countries-10m.json").read_text())
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]

    def arc(number: int) -> Ring:
        x = y = 0
        points = []
        for dx, dy in topology["arcs"][number if number >= 0 else ~number]:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        return points if number >= 0 else points[::-1]

    (country,) = (
        country
        for country in topology["objects"]["countries"]["geometries"]
        if country["properties"]["name"] == "France"
    )
    for polygon in country["arcs"]:
        yield [point for number in polygon[0] for point in arc(number)[:-1]]


def is_inside(ring: Ring, bounds: tuple[float, float, float, float]) -> bool:
    """Whether ``ring`` lies within ``bounds`` (west, south, east, north)."""
    west, south, east, north = bounds
    return all(west <= x <= east and south <= y <= north for x, y in ring)


def overseas_drawing(polygons: Iterable[Ring], bounds: tuple[float, float, float, float]) -> dict[str, Any]:
    """The drawing of an overseas territory (equirectangular, true to scale at its middle latitude)."""
    territory = [ring for ring in polygons if is_inside(ring, bounds)]
    longitudes, latitudes = zip(*(point for ring in territory for point in ring), strict=True)
    aspect = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
    west, north = min(longitudes), max(latitudes)
    width, height = (max(longitudes) - west) * aspect, north - min(latitudes)
    scale = OVERSEAS_SIDE / max(width, height)
    scaled = [[((x - west) * aspect * scale, (north - y) * scale) for x, y in ring] for ring in territory]
    return {
        "corner": [round(west, 5), round(north, 5), round(aspect * scale, 4), round(scale, 4)],
        "outline": path(simplified(ring, MIN_CORNER) for ring in scaled if abs(area(ring)) > MIN_ISLAND * 20),
    }


def on_map(longitude: float, latitude: float) -> Point:
    """A point of the mainland on the drawing, in units, as ``tierslieu.rendering.france_map`` computes it."""
    sys.path.insert(0, str(TARGET.parents[2]))
    from tierslieu.rendering.france_map import lambert

    east, north = lambert(latitude, longitude)
    return ORIGIN[0] + UNITS_PER_KM * east, ORIGIN[1] - UNITS_PER_KM * north


def area(ring: Ring) -> float:
    """The area of ``ring`` in square units; its sign is the direction of the ring."""
    return sum(a * d - b * c for (a, b), (c, d) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def simplified(ring: Ring, min_corner: float) -> Ring:
    """``ring`` without the corners whose triangle is below ``min_corner``, in square units (Visvalingam–Whyatt)."""
    ring = list(ring)
    while len(ring) > 4:
        sizes = [abs(area([ring[index - 1], point, ring[(index + 1) % len(ring)]])) for index, point in enumerate(ring)]
        least = min(range(len(ring)), key=sizes.__getitem__)
        if sizes[least] >= min_corner:
            break
        del ring[least]
    return ring


def path(outlines: Iterable[Ring]) -> str:
    """Rings as one SVG path, in whole units relative to the previous point."""
    parts = []
    for ring in outlines:
        points = [(round(x), round(y)) for x, y in ring]
        points = [point for previous, point in zip([points[-1], *points], points, strict=False) if previous != point]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
        parts.append(f"M{points[0][0]} {points[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z")
    return "".join(parts).replace(" -", "-")


def postal_codes(communes: list[dict[str, Any]]) -> dict[str, str]:
    """The département of the postal codes that do not start with its code, Corsica excepted."""
    departements_of: dict[str, set[str]] = defaultdict(set)
    for commune in communes:
        for code in commune.get("codesPostaux", ()):
            departements_of[code].add(commune["departement"])
    return {
        code: next(iter(codes))
        for code, codes in sorted(departements_of.items())
        if len(codes) == 1 and not codes & {code[:2], code[:3]} and next(iter(codes)) not in ("2A", "2B")
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
