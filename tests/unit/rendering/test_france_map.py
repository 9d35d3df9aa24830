"""The map of France: every département is there, and a place falls where it is."""

from __future__ import annotations

import csv
import gzip
import json
import math
from pathlib import Path
from xml.etree import ElementTree

import pytest
from support.factories import comptoir, vocabulary
from support.paths import SUPPORT

from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.rendering import france_map
from tierslieu.site.graphics.locator_map import LocatorMap, locator_map

PREFECTURES = list(csv.DictReader((SUPPORT / "prefectures.csv").read_text(encoding="utf-8").splitlines()))
CODES = {f"{number:02}" for number in range(1, 96) if number != 20} | {"2A", "2B", "971", "972", "973", "974", "976"}
#: How far outside a coast, or a river that is a border, an outline without its small bends may leave a town: 3 km on
#: the mainland, where a unit is 1.06 km; one twentieth of the drawing overseas.
SLACK, SLACK_OVERSEAS = 3, 15


def shown(locale: str = "fr", **address: object) -> LocatorMap | None:
    words = LocaleFormatter(locale, vocabulary().locales[locale].strings)
    return locator_map(comptoir(identity={"address": address}), words)


def test_every_departement_has_an_outline_and_a_region() -> None:
    assert set(france_map.departements()) == CODES == {town["code"] for town in PREFECTURES}
    assert len({area.region for area in france_map.departements().values()}) == 18
    for area in france_map.departements().values():
        assert france_map.region(area.region) and area.name and area.of.endswith(area.name)
        assert all(len(ring) > 3 for ring in area.rings)


@pytest.mark.parametrize("town", PREFECTURES, ids=lambda town: town["name"])
def test_a_prefecture_lies_in_its_own_departement_and_in_no_other(town: dict[str, str]) -> None:
    own = france_map.departements()[town["code"]]
    point = own.point(float(town["latitude"]), float(town["longitude"]))
    slack = SLACK_OVERSEAS if own.overseas else SLACK
    assert own.contains(point) or distance(own, point) < slack
    others = [area for area in france_map.departements().values() if not area.overseas and area is not own]
    assert own.overseas or not any(area.contains(point) and distance(area, point) > slack for area in others)


def distance(area: france_map.Departement, point: tuple[float, float]) -> float:
    """From ``point`` to the nearest corner or side of the outline."""
    distances = []
    for ring in area.rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
            length = (bx - ax) ** 2 + (by - ay) ** 2
            along = 0.0 if not length else ((point[0] - ax) * (bx - ax) + (point[1] - ay) * (by - ay)) / length
            along = max(0.0, min(1.0, along))
            distances.append(math.hypot(ax + along * (bx - ax) - point[0], ay + along * (by - ay) - point[1]))
    return min(distances)


def test_a_kilometre_is_a_kilometre() -> None:
    """Roanne and Saint-Étienne are some 71 km apart as the crow flies."""
    loire = france_map.departements()["42"]
    apart = math.dist(loire.point(46.036, 4.069), loire.point(45.434, 4.390))
    assert apart * 1.06 == pytest.approx(71.4, abs=1.5)


@pytest.mark.parametrize(
    ("postal_code", "code"),
    [("42300", "42"), ("01000", "01"), ("20000", "2A"), ("20137", "2A"), ("20200", "2B"), ("20600", "2B"),
     ("97410", "974"), ("97133", None), ("98800", None), ("94390", "91"), ("00000", None), ("", None), (None, None)],
)  # fmt: skip
def test_a_postal_code_leads_to_its_departement(postal_code: str | None, code: str | None) -> None:
    area = france_map.of_postal_code(postal_code)
    assert (area.code if area else None) == code


def test_the_map_is_small() -> None:
    assert (Path(france_map.__file__).parent / "france_map.json").stat().st_size < 150_000


def test_without_a_position_the_departement_is_shown_and_no_dot() -> None:
    found = shown(postal_code="42300", city="Roanne", latitude=None, longitude=None)
    assert found and "land-here" in found.area and "dot-here" not in found.area
    assert found.told == "Roanne est dans le département de la Loire (42), en région Auvergne-Rhône-Alpes."


def test_with_a_position_a_dot_shows_the_place_and_words_say_where() -> None:
    found = shown("en", postal_code="42300", city="Roanne", latitude=46.0360, longitude=4.0690)
    assert found and found.area.count("dot-here") == 1
    assert found.told == "Roanne is in the département Loire (42), region Auvergne-Rhône-Alpes."


def test_a_position_far_from_the_postal_code_is_not_drawn() -> None:
    """Latitude and longitude in each other's place, as happens."""
    found = shown(postal_code="42300", city="Roanne", latitude=4.069, longitude=46.036)
    assert found and "dot-here" not in found.area


def test_an_unknown_postal_code_has_no_map() -> None:
    assert shown(postal_code=None) is None and shown(postal_code="98800") is None


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_map_is_a_drawing_that_a_page_can_hold(code: str) -> None:
    town = next(town for town in PREFECTURES if town["code"] == code)
    postal = {"2A": "20000", "2B": "20200"}.get(code, code.ljust(5, "0"))
    found = shown(postal_code=postal, latitude=float(town["latitude"]), longitude=float(town["longitude"]))
    assert found
    tree = ElementTree.fromstring(found.area)
    left, top, width, height = map(float, tree.attrib["viewBox"].split())
    assert width > 0 and height > 0 and tree.attrib["aria-label"] and "style" not in found.area
    for circle in tree.iter("circle"):
        assert left < float(circle.attrib["cx"]) < left + width and top < float(circle.attrib["cy"]) < top + height
    assert len(gzip.compress(found.area.encode())) < 3072


def test_the_outlines_are_whole_units_as_a_path_wants_them() -> None:
    data = json.loads((Path(france_map.__file__).parent / "france_map.json").read_text(encoding="utf-8"))
    for outline in [data["whole"], *(entry["outline"] for entry in data["departements"].values())]:
        assert set(outline) <= set("Mlz 0123456789-") and outline.startswith("M") and outline.endswith("z")
