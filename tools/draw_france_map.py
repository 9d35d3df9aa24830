"""Draws the map of France that the locator of the contact page uses: ``tierslieu/rendering/france_map.json``.

Three packages of npm give what is needed, unpacked beside one another in a folder:

    npm pack @gouvfr/dsfr-chart@2.0.4 world-atlas@2.0.2 @etalab/decoupage-administratif@6.0.0
    for archive in *.tgz; do mkdir "$archive.d"; tar xzf "$archive" -C "$archive.d" --strip-components 1; done
    python tools/france.py FOLDER

- dsfr-chart (MIT, State of France): the outlines of the départements of the mainland and Corsica, drawn in Lambert II
  étendu at 1.06 km a unit, already simplified; ``ORIGIN`` and ``PER_KM`` place them (fitted on 13,000 municipalities);
- world-atlas (ISC, from Natural Earth, public domain): the outlines overseas, and that of the whole mainland;
- decoupage-administratif (MIT, data of Insee): names, regions, and the postal codes whose first digits mislead.
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
#: Where the projection's origin (46.8° N, 2.337229° E) falls on the drawing, and its units by kilometre.
ORIGIN, PER_KM = (498.78, 451.44), 0.9438
#: The drawing brings Corsica nearer the mainland: by how much to put it back, in units.
CORSICA = (53, -11)
#: The frame of each territory overseas: west, south, east, north, in degrees.
OVERSEAS = {
    "971": (-61.9, 15.7, -60.9, 16.6),
    "972": (-61.3, 14.3, -60.7, 14.95),
    "973": (-54.7, 2.0, -51.5, 5.9),
    "974": (55.1, -21.5, 55.9, -20.8),
    "976": (44.9, -13.1, 45.4, -12.5),
}
#: How long the longer side of a territory overseas is on its own drawing, in units.
SIDE = 300
#: What stands between « département » and its name, by Insee's kind of article (TNCC).
_OF = ("de ", "d’", "du ", "de la ", "des ", "de l’")
#: An island smaller than this is left out, in square units; a corner that makes a smaller triangle is cut.
SMALLEST, CORNER, COARSE_CORNER = 2.0, 10.0, 40.0


def main(folder: Path) -> None:
    """Read the packages in ``folder`` and write the map."""
    sources = {json.loads(path.read_text())["name"]: path.parent for path in folder.glob("*/package.json")}
    names = sources["@etalab/decoupage-administratif"] / "data"
    metropole = departements(sources["@gouvfr/dsfr-chart"])
    polygons = list(france(sources["world-atlas"]))
    overseas = {code: island(polygons, frame) for code, frame in OVERSEAS.items()}
    found = {}
    for one in json.loads((names / "departements.json").read_text(encoding="utf-8")):
        if one["code"] in metropole:
            found[one["code"]] = {"outline": path(metropole[one["code"]])}
        elif one["code"] in overseas:
            found[one["code"]] = overseas[one["code"]]
        else:
            continue
        name = typographic(one["nom"])
        found[one["code"]] |= {"name": name, "of": _OF[one["typeLiaison"]] + name, "region": one["region"]}
    regions = {one["code"]: one["nom"] for one in json.loads((names / "regions.json").read_text(encoding="utf-8"))}
    used = {one["region"] for one in found.values()}
    whole = [[on_map(*point) for point in ring] for ring in polygons if inside(ring, (-6, 41, 10, 52))]
    data = {
        "origin": [*ORIGIN, PER_KM],
        "whole": path(simplified(ring, COARSE_CORNER) for ring in whole if abs(area(ring)) > 50),
        "regions": {code: typographic(name) for code, name in sorted(regions.items()) if code in used},
        "departements": dict(sorted(found.items())),
        "postal_codes": postal_codes(json.loads((names / "communes.json").read_text(encoding="utf-8"))),
    }
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    TARGET.write_text(text + "\n", encoding="utf-8", newline="\n")


def typographic(name: str) -> str:
    """``name`` with the apostrophe that French printing wants."""
    return name.replace("'", "’")


def departements(package: Path) -> dict[str, list[Ring]]:
    """The outlines of the mainland and Corsica by code, as the drawing has them."""
    source = (package / "dist/DSFRChart/DSFRChart.js").read_text(encoding="utf-8")
    drawn = re.findall(r'class: "FR-(\d\d|2[AB])",\s+style: [^\n]+\s+d: "([^"]+)"', source)
    found = {code: [ring for ring in rings(d) if abs(area(ring)) > SMALLEST] for code, d in drawn}
    for code in ("2A", "2B"):
        found[code] = [[(x + CORSICA[0], y + CORSICA[1]) for x, y in ring] for ring in found[code]]
    return found


_TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "a": 7}


def rings(d: str) -> Iterator[Ring]:
    """The corners of an SVG path; a curve goes straight to its end."""
    x = y = 0.0
    ring: Ring = []
    for letter, rest in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", d):
        kind, relative = letter.lower(), letter.islower()
        if kind == "z":
            yield ring
            x, y = ring[0]
            ring = []
            continue
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)]
        for start in range(0, len(numbers), _TAKES[kind]):
            *_, dx, dy = (0.0, *numbers[start : start + _TAKES[kind]])
            if kind == "h":
                x = x + dy if relative else dy
            elif kind == "v":
                y = y + dy if relative else dy
            else:
                x, y = (x + dx, y + dy) if relative else (dx, dy)
            ring = ring or []
            ring.append((x, y))
    if ring:
        yield ring


def france(package: Path) -> Iterator[Ring]:
    """Every outer ring of France in degrees (longitude, latitude), from its topology (topojson 1)."""
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
        one for one in topology["objects"]["countries"]["geometries"] if one["properties"]["name"] == "France"
    )
    for polygon in country["arcs"]:
        yield [point for number in polygon[0] for point in arc(number)[:-1]]


def inside(ring: Ring, frame: tuple[float, float, float, float]) -> bool:
    """Whether ``ring`` lies in ``frame`` (west, south, east, north)."""
    west, south, east, north = frame
    return all(west <= x <= east and south <= y <= north for x, y in ring)


def island(polygons: Iterable[Ring], frame: tuple[float, float, float, float]) -> dict[str, Any]:
    """A territory overseas on its own drawing: degrees made square at its middle."""
    found = [ring for ring in polygons if inside(ring, frame)]
    longitudes, latitudes = zip(*(point for ring in found for point in ring), strict=True)
    squeeze = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
    west, north = min(longitudes), max(latitudes)
    width, height = (max(longitudes) - west) * squeeze, north - min(latitudes)
    scale = SIDE / max(width, height)
    drawn = [[((x - west) * squeeze * scale, (north - y) * scale) for x, y in ring] for ring in found]
    return {
        "corner": [round(west, 5), round(north, 5), round(squeeze * scale, 4), round(scale, 4)],
        "outline": path(simplified(ring, CORNER) for ring in drawn if abs(area(ring)) > SMALLEST * 20),
    }


def on_map(longitude: float, latitude: float) -> Point:
    """Where a point of the mainland falls on the drawing; the same as ``tierslieu.rendering.france_map`` computes."""
    sys.path.insert(0, str(TARGET.parents[2]))
    from tierslieu.rendering.france_map import lambert

    east, north = lambert(latitude, longitude)
    return ORIGIN[0] + PER_KM * east, ORIGIN[1] - PER_KM * north


def area(ring: Ring) -> float:
    """The area of ``ring``, in square units; its sign tells which way it turns."""
    return sum(a * d - b * c for (a, b), (c, d) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def simplified(ring: Ring, corner: float) -> Ring:
    """``ring`` without the corners that make the smallest triangles (Visvalingam)."""
    ring = list(ring)
    while len(ring) > 4:
        sizes = [abs(area([ring[index - 1], point, ring[(index + 1) % len(ring)]])) for index, point in enumerate(ring)]
        least = min(range(len(ring)), key=sizes.__getitem__)
        if sizes[least] >= corner:
            break
        del ring[least]
    return ring


def path(outlines: Iterable[Ring]) -> str:
    """Rings as one SVG path in whole units, each step told from the one before."""
    parts = []
    for ring in outlines:
        points = [(round(x), round(y)) for x, y in ring]
        points = [point for before, point in zip([points[-1], *points], points, strict=False) if before != point]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
        parts.append(f"M{points[0][0]} {points[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z")
    return "".join(parts).replace(" -", "-")


def postal_codes(communes: list[dict[str, Any]]) -> dict[str, str]:
    """The postal codes whose municipalities are all in another département than their first digits say."""
    found: dict[str, set[str]] = defaultdict(set)
    for commune in communes:
        for code in commune.get("codesPostaux", ()):
            found[code].add(commune["departement"])
    return {
        code: next(iter(places))
        for code, places in sorted(found.items())
        if len(places) == 1 and not places & {code[:2], code[:3]} and next(iter(places)) not in ("2A", "2B")
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
