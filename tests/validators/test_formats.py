"""Open formats, read by validators of others: presets and a hundred random places, as is and with all facts."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support import calendar_factories, external_validators, random_places
from support.fixtures import NewPlace, SharedFolder
from support.generated_places import TERRITORIES, TODAY, apply_answers, complete_answers, run, territory_answers
from support.paths import SHARED
from support.requirements import require_file, require_program, skip_or_fail

from tierslieu.core import hours_reader, opening_hours
from tierslieu.exports.export_descriptions import describe
from tierslieu.loading.load import load
from tierslieu.model import Space
from tierslieu.schedule import occurrences

pytestmark = [pytest.mark.validators, pytest.mark.slow]

SCHEMAS = SHARED / "schemas"
COUNT = 100


@cache
def random_spaces() -> tuple[Space, ...]:
    return tuple(random_places.place(seed) for seed in range(COUNT))


@pytest.fixture(scope="session")
def presets(shared_folder: SharedFolder, new_place: NewPlace) -> dict[str, Space]:
    """The place of every territory, by name."""

    def make(folder: Path) -> None:
        for territory in TERRITORIES:
            assert (
                apply_answers(new_place(folder / territory.stem), complete_answers(territory_answers(territory))) == 0
            )

    folder = shared_folder("presets", make)
    return {territory.stem: load(folder / territory.stem, TODAY) for territory in TERRITORIES}


@pytest.fixture(scope="session")
def places(presets: dict[str, Space]) -> dict[str, Space]:
    """Every place by its name, as is and then with all the facts that exports require."""
    spaces = {f"preset-{name}": space for name, space in presets.items()}
    spaces |= {space.identity.slug: space for space in random_spaces()}
    return spaces | {f"known-{name}": with_all_facts(name, space) for name, space in spaces.items()}


def with_all_facts(name: str, space: Space) -> Space:
    """The place with every fact, under another short name."""
    informed = random_places.informed(space, random.Random(name))
    return replace(informed, identity=informed.identity.model_copy(update={"slug": f"known-{informed.identity.slug}"}))


Exported = dict[str, dict[str, bytes]]


@pytest.fixture(scope="session")
def exported(places: dict[str, Space]) -> Exported:
    """The exported files of every place, by the name of the place."""
    return {name: random_places.exported(space) for name, space in places.items()}


def write_files(exported: Exported, path: str, folder: Path) -> list[Path]:
    """Write the file at ``path`` of every place that has one to ``folder``."""
    written = []
    for name, files in exported.items():
        if path in files:
            written.append(folder / f"{name}{Path(path).suffix}")
            written[-1].write_bytes(files[path])
    assert len(written) >= COUNT, path
    return written


# --- National file of digital-mediation places ---


@pytest.mark.parametrize("path", ["donnees/mediation-numerique.csv", "donnees/mediation-numerique.json"])
def test_frictionless_accepts_the_national_file(exported: Exported, tmp_path: Path, path: str) -> None:
    schema = require_file(SCHEMAS / "mediation-numerique-1.0.2.json")
    validate = [
        require_program("frictionless", str(Path(sys.executable).parent / "frictionless")),
        "validate",
        "--trusted",
        "--type",
        "table",
        "--schema",
        str(schema),
    ]
    merged = tmp_path / f"all{Path(path).suffix}"
    files = write_files(exported, path, tmp_path)
    if merged.suffix == ".csv":
        header, *_ = files[0].read_bytes().split(b"\r\n")
        merged.write_bytes(
            header + b"\r\n" + b"".join(file.read_bytes().removeprefix(header + b"\r\n") for file in files)
        )
    else:
        merged.write_text(json.dumps([row for file in files for row in json.loads(file.read_bytes())]), "utf-8")
    slugs = [name for name, files_of_place in exported.items() if path in files_of_place]
    assert len(slugs) == len(files)
    result = run([*validate, merged.name], tmp_path)
    assert result.status == 0, result.output
    wrong = tmp_path / f"wrong{merged.suffix}"
    wrong.write_bytes(re.sub(rb"\b20(\d\d-\d\d-\d\d)\b", rb"\1", files[0].read_bytes()))
    assert run([*validate, wrong.name], tmp_path).status != 0


def test_the_library_of_the_national_file_accepts_it(exported: Exported, tmp_path: Path) -> None:
    require_file(external_validators.NODE / "@gouvfr-anct/lieux-de-mediation-numerique")
    files = write_files(exported, "donnees/mediation-numerique.json", tmp_path)
    rows = [row for file in files for row in json.loads(file.read_bytes())]
    (tmp_path / "all.json").write_text(json.dumps(rows), "utf-8")
    script = """
        const { fromSchemaLieuxDeMediationNumerique } = require("@gouvfr-anct/lieux-de-mediation-numerique");
        const refused = [];
        for (const row of JSON.parse(require("fs").readFileSync("all.json"))) {
          try { fromSchemaLieuxDeMediationNumerique([row]); } catch (error) { refused.push([row.id, String(error)]); }
        }
        console.log(JSON.stringify(refused));
    """
    assert external_validators.run_node(script, tmp_path) == []
    (tmp_path / "all.json").write_text(json.dumps([rows[0] | {"services": "Wifi"}]), "utf-8")
    assert len(external_validators.run_node(script, tmp_path)) == 1


# --- JSON with a schema ---


@pytest.mark.parametrize("path, schema, wrong", [
    ("spaceapi.json", "spaceapi-15.json", {"api_compatibility": ["14"]}),
    ("lieu.json", None, {"services": [{"key": "a b", "name": ""}]}),
])  # fmt: skip
def test_json_follows_its_schema(
    exported: Exported, tmp_path: Path, path: str, schema: str | None, wrong: dict[str, Any]
) -> None:
    try:
        import check_jsonschema  # noqa: F401
    except ImportError:
        skip_or_fail("check-jsonschema is not installed")
    own = tmp_path / "schema.json"
    own.write_bytes(next(iter(exported.values()))["lieu.schema.json"])
    validate = [sys.executable, "-m", "check_jsonschema", "--schemafile"]
    validate.append(str(require_file(SCHEMAS / schema) if schema else own))
    files = write_files(exported, path, tmp_path)
    result = run([*validate, *map(str, files)], tmp_path)
    assert result.status == 0, result.output
    files[0].write_text(json.dumps(json.loads(files[0].read_bytes()) | wrong), "utf-8")
    assert run([*validate, str(files[0])], tmp_path).status != 0


# --- Calendars ---

WINDOW = (dt.date(2026, 11, 1), dt.date(2028, 6, 30))


def test_two_readers_of_calendars_find_the_occurrences_of_the_site(
    places: dict[str, Space], exported: Exported
) -> None:
    """One reads with icalendar and expands with python-dateutil, the other is ical."""
    try:
        import ical  # noqa: F401
    except ImportError:
        skip_or_fail("ical is not installed")
    count = 0
    kinds: set[tuple[str, bool]] = set()
    for name, space in places.items():
        if name.startswith("known-"):
            continue  # it has the same activities
        assert [problem.code for problem in occurrences.problems(space) if problem.level == "error"] == [], name
        sessions = occurrences.occurrences(space, space.identity.language, *WINDOW)
        expected = sorted((session.start, session.end) for session in sessions)
        data = exported[name]["agenda.ics"]
        for read in (calendar_factories.by_icalendar, calendar_factories.by_ical):
            assert sorted((start, end) for _, start, end in read(data, *WINDOW)) == expected, (name, read)
        if sessions:
            calendar_factories.assert_valid(data)
        count += len(expected)
        kinds |= {(session.status, session.all_day) for session in sessions}
    assert count > 2000 and len(kinds) == 6


# --- Opening hours ---

DAYS = 35
PEOPLE = (
    "lundi, mardi et jeudi de 9 h à 12 h 30 et de 14 h à 18 h ; fermé en mai",
    "tous les jours sauf dimanche 10h-19h ; fermé du 24 avril au 2 mai ; le 8 mai 10h-12h",
    "du lundi au vendredi 9h-18h ; en mai, du mardi au jeudi 10-12 ; samedi sur rendez-vous",
    "lundi 9h-12h ; mercredi après-midi ; samedi matin et après-midi sur rendez-vous ; en août, le matin",
)
SCRIPT = """
    const OpeningHours = require("opening_hours");
    const { values, hours } = JSON.parse(require("fs").readFileSync("hours.json"));
    const results = values.map((value) => {
      const read = new OpeningHours(value, { address: { country_code: "fr", state: "Auvergne-Rhône-Alpes" } });
      const open = [];
      for (let hour = 0; hour < hours; hour++) open.push(read.getState(new Date(2027, 3, 20, hour, 7)));
      return [read.getWarnings(), read.prettifyValue(), open];
    });
    console.log(JSON.stringify(results));
"""


def test_two_readers_of_opening_hours_agree_without_a_warning(tmp_path: Path) -> None:
    try:
        from opening_hours import OpeningHours
    except ImportError:
        skip_or_fail("opening-hours-py is not installed")
    generator = random.Random(1)
    written = ["Mo-Fr 09:00-12:30,13:30-18:00; PH off", *(random_places.hours(generator) for _ in range(3 * COUNT))]
    written += [*PEOPLE, *(value.removesuffix("; PH off") + " ; fermé les jours fériés" for value in PEOPLE)]
    assert [value for value in written if hours_reader.faults(value)] == []
    values = [opening_hours.openstreetmap(hours) for value in written if (hours := hours_reader.read(value))]
    (tmp_path / "hours.json").write_text(json.dumps({"values": values, "hours": DAYS * 24}), "utf-8")
    first = dt.datetime(2027, 4, 20, 0, 7)
    moments = [first + dt.timedelta(hours=hour) for hour in range(DAYS * 24)]
    for value, (warnings, pretty, states) in zip(values, external_validators.run_node(SCRIPT, tmp_path), strict=True):
        assert (warnings, pretty) == ([], value)
        second = OpeningHours(value, country="FR")
        if "SH" not in value:  # opening-hours-py knows no school holidays
            assert [second.is_open(moment) for moment in moments] == states, value


@pytest.mark.parametrize("value", ["un lundi sur deux", "Mo-Fr 09:00", "Mo-Fr 25:61-26:00", "Mo 9.30-12:00"])
def test_both_readers_refuse_hours_that_check_refuses(tmp_path: Path, value: str) -> None:
    from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]  # missing in its stub

    assert hours_reader.faults(value)
    with pytest.raises(ParserError):
        OpeningHours(value, country="FR")


# --- Wiki ---


def test_pandoc_reads_no_html_in_wikitext(tmp_path: Path) -> None:
    import pypandoc

    for space in random_spaces()[:20]:
        wiki = random_places.exported(space)["donnees/movilab.wiki"].decode("utf-8")
        html = pypandoc.convert_text(wiki, "html", format="mediawiki")
        assert "<script" not in html and "<img" not in html and "<em>" not in html
        assert "<h2" in html


# --- Missing facts ---


def test_files_that_a_standard_would_refuse_are_not_written(presets: dict[str, Space]) -> None:
    for space in (*presets.values(), *random_spaces()):
        files = random_places.exported(space)
        for export in describe(space):
            assert export.written == (not export.missing)
            assert all((path in files) == export.written for path in export.files), export.key
    by_key = {export.key: export for export in describe(presets["fil-numerique"])}
    assert [fact.name for fact in by_key["mediation"].missing] == ["SIRET ou numéro RNA"]
