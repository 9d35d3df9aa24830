"""The place as data: what each file says, and what is left out. Those who read them judge in ``validators/``."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import factories, random_places

from tierslieu import exports
from tierslieu.exports.export_descriptions import describe
from tierslieu.exports.mediation import international
from tierslieu.exports.movilab import plain
from tierslieu.model import Space
from tierslieu.model.lieu_json import Description

KNOWN = {
    "summary": "Un lieu d’exemple.",
    "address": {"latitude": 45.43, "longitude": 4.39},
    "opening_hours": "Mo-Fr 9:00-12:30, 13:30-18:00;PH closed",
    "mediation": {"services": ["acces-materiel", "outils-du-quotidien"], "fees": ["gratuit"]},
}
NUMBERED = {"organisations": {"association": {"siret": "12345678200010"}}}


def complete(**changes: Any) -> Space:
    """The Comptoir with all that exports want."""
    identity = factories.merge(KNOWN, changes.pop("identity", {}))
    return factories.comptoir(
        identity=identity, organisations=factories.merge(NUMBERED, changes.pop("organisations", {})), **changes
    )


def missing(space: Space) -> dict[str, list[str]]:
    return {
        description.key: [want.name for want in description.missing]
        for description in describe(space)
        if description.missing
    }


def test_the_point_of_geojson_is_longitude_then_latitude() -> None:
    (feature,) = json.loads(random_places.exported(complete())["donnees/lieu.geojson"])["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [4.39, 45.43]}


# --- Honesty ---


def test_everything_is_written_when_everything_is_known() -> None:
    assert missing(complete()) == {}
    files = random_places.exported(complete())
    assert {path for description in describe(complete()) for path in description.files} == files.keys()


@pytest.mark.parametrize("changes, formats, names", [
    ({"organisations": {"organisations": {"association": {"siret": None}}}}, {"mediation"}, ["SIRET ou numéro RNA"]),
    ({"organisations": {"organisations": {"association": {"siret": None, "legal_form": "scic"}}}}, {"mediation"}, ["SIRET"]),
    ({"identity": {"address": {"latitude": None, "longitude": None}}}, {"geojson"}, ["latitude", "longitude"]),
    ({"identity": {"contact": {"website": None}}}, {"spaceapi"}, ["adresse du site"]),
    ({"identity": {"address": {"street": None}}}, {"mediation", "openstreetmap", "navigateur", "directories"}, ["numéro et rue"]),
    ({"identity": {"contact": {"email": None}}}, {"navigateur", "directories"}, ["adresse électronique"]),
    ({"identity": {"summary": None}}, {"navigateur"}, ["la présentation du lieu, en une phrase"]),
    ({"identity": {"address": {"city": "Ville [x]"}}}, {"mediation"}, ["commune, sans signe que la carte nationale refuse"]),
])  # fmt: skip
def test_a_format_that_would_be_refused_is_not_written(
    changes: dict[str, Any], formats: set[str], names: list[str]
) -> None:
    space = complete(**changes)
    assert missing(space) == dict.fromkeys(formats, names)
    files = random_places.exported(space)
    assert {
        description.key for description in describe(space) if not any(path in files for path in description.files)
    } == formats


def test_formats_of_services_that_are_off_do_not_concern_the_place() -> None:
    off = {"modules": {"coworking": "non", "mediation": "non"}}
    keys = {description.key for description in describe(complete(identity=off))}
    assert keys & {"mediation", "directories"} == set()
    assert not any(
        "annuaires" in path or "mediation" in path for path in random_places.exported(complete(identity=off))
    )


def test_a_team_takes_a_format_away_with_its_file() -> None:
    space = complete()
    kept = {key: description for key, description in space.vocabulary.exports.items() if key != "spaceapi"}
    without = replace(space, vocabulary=replace(space.vocabulary, exports=kept))
    assert "spaceapi.json" not in random_places.exported(without)
    assert "spaceapi" not in [description.key for description in describe(without)]


def test_every_format_is_described_in_each_language() -> None:
    assert factories.vocabulary().exports.keys() == {description.key for description in exports.FORMATS}
    for locale in factories.vocabulary().locales:
        for description in describe(complete(), locale):
            assert description.title and description.audience and description.taken_by and description.licence
            assert description.source is None or description.source.startswith("https://")
    french, english = (describe(complete(), locale) for locale in ("fr", "en"))
    assert [description.key for description in french] == [description.key for description in english]
    assert {description.audience for description in french} & {description.audience for description in english} == set()


@pytest.mark.long
@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_no_place_makes_an_export_fail(seed: int) -> None:
    space = random_places.place(seed)
    files = random_places.exported(space)
    assert random_places.exported(space) == files
    assert not any(b"None" in data for path, data in files.items() if "schema" not in path)


# --- What they say ---


def test_the_national_file_has_the_exact_words() -> None:
    (row,) = csv.DictReader(
        io.StringIO(random_places.exported(complete())["donnees/mediation-numerique.csv"].decode("utf-8"))
    )
    assert row["pivot"] == "12345678200010"
    assert row["services"] == "Accès internet et matériel informatique|Maîtrise des outils numériques du quotidien"
    assert row["horaires"] == "Mo-Fr 09:00-12:30,13:30-18:00; PH off"
    assert row["typologie"] == "TIERS_LIEUX"
    assert row["structure_parente"] == "Association d’exemple"


@pytest.mark.parametrize("typed, expected", [
    ("04 77 00 00 00", "+33477000000"), ("+33 (0)4 77 00 00 00", "+33477000000"), ("04.77.00.00.00", "+33477000000"),
    ("+262 262 00 00 00", "+262262000000"), ("+44 20 7946 0000", None), ("12", None), (None, None),
])  # fmt: skip
def test_telephones_are_international_or_left_out(typed: str | None, expected: str | None) -> None:
    assert international(typed) == expected


@pytest.mark.parametrize("street, number, name", [
    ("12 bis, rue de l’Exemple", "12 bis", "rue de l’Exemple"), ("1B rue X", "1B", "rue X"),
    ("Lieu-dit Le Bourg", None, "Lieu-dit Le Bourg"), ("3–5 quai X", None, "3–5 quai X"),
])  # fmt: skip
def test_a_mapper_is_given_the_number_and_the_street(street: str, number: str | None, name: str) -> None:
    text = random_places.exported(complete(identity={"address": {"street": street}}))[
        "donnees/openstreetmap.txt"
    ].decode("utf-8")
    tags = dict(line.split("=", 1) for line in text.splitlines())
    assert (tags.get("addr:housenumber"), tags["addr:street"]) == (number, name)
    assert tags["amenity"] == "coworking_space"


YES, NO = {"step_free": "oui"}, {"step_free": "non"}
ROOMS, TOILET = {"step_free_rooms": "oui"}, {"accessible_toilet": "oui"}


@pytest.mark.parametrize("access, expected", [
    (YES | ROOMS | TOILET, "yes"), (YES | ROOMS | TOILET | {"door_width_cm": 90}, "yes"),
    (YES | {"step_free_rooms": "non"}, "limited"), (YES | ROOMS | {"accessible_toilet": "non"}, "limited"),
    # Nobody has looked everywhere, the step may be 3 cm or 30, a wheelchair may not pass the door.
    ({}, None), (YES, None), (YES | ROOMS, None), (YES | TOILET, None), (NO | ROOMS | TOILET, None), (NO, None),
    (YES | ROOMS | TOILET | {"door_width_cm": 70}, None), (YES | {"step_free_rooms": "non", "door_width_cm": 60}, None),
])  # fmt: skip
def test_wheelchairs_are_told_yes_or_limited_only_where_facts_say_so(
    access: dict[str, object], expected: str | None
) -> None:
    assert tags_of(access=access).get("wheelchair") == expected


def tags_of(**identity: object) -> dict[str, str]:
    text = random_places.exported(complete(identity=identity))["donnees/openstreetmap.txt"].decode("utf-8")
    return dict(line.split("=", 1) for line in text.splitlines())


def test_what_is_known_of_access_is_told_in_words_too() -> None:
    facts = NO | TOILET | {"parking": "non", "door_width_cm": 83, "hearing_loop": "non", "details": "Sonnez."}
    tags = tags_of(access=facts)
    assert tags["wheelchair:description:fr"] == (
        "Toilettes accessibles en fauteuil; porte la plus étroite : 83 cm; "
        "pas de : entrée de plain-pied ou par une rampe, place de stationnement réservée. Sonnez."
    )
    assert (tags["toilets:wheelchair"], tags["hearing_loop"]) == ("yes", "no")
    assert tags_of(access=NO | {"details": "Sonnez. " * 40})["wheelchair:description:fr"].startswith("Pas de")
    assert not {"wheelchair:description:fr", "toilets:wheelchair", "hearing_loop"} & tags_of().keys()


def test_the_internet_is_told_where_digital_mediation_offers_it() -> None:
    assert tags_of(mediation={"services": ["acces-materiel"]})["internet_access"] == "yes"
    assert "internet_access" not in tags_of(mediation={"services": ["materiel-solidaire"]})
    assert "internet_access" not in tags_of(modules={"mediation": "non"}, mediation={"services": ["acces-materiel"]})


def test_a_tag_is_one_line() -> None:
    text = random_places.exported(complete(identity={"name": "Deux\nlignes=x"}))["donnees/openstreetmap.txt"].decode(
        "utf-8"
    )
    assert text.startswith("name=Deux lignes=x\n")


def test_spaceapi_never_says_whether_the_door_is_open() -> None:
    record = json.loads(random_places.exported(complete())["spaceapi.json"])
    assert "state" not in record
    assert [plan["value"] for plan in record["membership_plans"]] == [9, 15, 280]


def test_wikitext_shows_what_was_typed() -> None:
    assert plain("L’Atelier, 2 rue X") == "L’Atelier, 2 rue X"
    assert plain("'''a''' [[b]] <c> & {{d}}") == "<nowiki>'''a''' [[b]] &lt;c&gt; &amp; {{d}}</nowiki>"
    assert plain("</nowiki>") == "<nowiki>&lt;/nowiki&gt;</nowiki>"


def test_sheets_hold_no_empty_line_of_facts() -> None:
    text = random_places.exported(complete(identity={"contact": {"phone": None}}))[
        "donnees/annuaires-coworking.txt"
    ].decode("utf-8")
    assert "Téléphone" not in text
    assert "9 €" in text.replace("\u00a0", " ")


# --- lieu.json ---


@pytest.mark.parametrize(
    ("vat", "is_known"),
    [
        ({}, False),
        ({"regime": "organisme-non-lucratif"}, False),
        ({"regime": "organisme-non-lucratif", "mention": "Exonération confirmée"}, True),
        ({"regime": "assujettie"}, True),
    ],
)
def test_lieu_json_has_a_basis_once_the_vat_of_its_sellers_is_sure(vat: dict[str, str], is_known: bool) -> None:
    association = {"association": {"legal_form": "association-loi-1901", "vat": vat}}
    sellers = {"organisations": association, "services": {"coworking": {"operator": "association"}}}
    prices = json.loads(exports.EXPORTS["lieu"](factories.comptoir(organisations=sellers))["lieu.json"])["prices"]
    assert ("basis" in prices) is is_known and prices["offers"]


def test_lieu_json_follows_its_own_model_and_leaves_examples_out() -> None:
    activities = (
        factories.activity("real", rrule="FREQ=WEEKLY;COUNT=2"),
        factories.activity("example", example="oui"),
        factories.activity("later", start="2028-01-14 14:00", end="2028-01-14 16:00"),
    )
    data = random_places.exported(complete(activities=activities))["lieu.json"]
    place = Description.model_validate_json(data)
    assert place.model_dump(mode="json", exclude_none=True) | {"$schema": "lieu.schema.json"} == json.loads(data)
    assert [event.start.date().isoformat() for event in place.events] == ["2027-01-14", "2027-01-21"]
    assert place.events[0].page == "https://exemple.fr/activities/real/"
    assert place.mediation is not None
    assert place.mediation.words["frais_a_charge"] == ("Gratuit",)
