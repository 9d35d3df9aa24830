"""The place as data, judged by those who read it: each preset and a hundred generated places, as they are and known."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support import calendar_factories, external_validators, random_places
from support.generated_places import TERRITORIES, TODAY, apply_answers, complete_answers, run, territory_answers
from support.paths import SHARED
from support.requirements import require_file, require_program, skip_or_fail

from tierslieu.core import opening_hours
from tierslieu.exports.export_descriptions import describe
from tierslieu.loading.load import load
from tierslieu.model import Space
from tierslieu.schedule import occurrences

pytestmark = [pytest.mark.validators, pytest.mark.slow]

SCHEMAS = SHARED / "schemas"
HOW_MANY = 100


@cache
def generated_places() -> tuple[Space, ...]:
    return tuple(random_places.place(seed) for seed in range(HOW_MANY))


@pytest.fixture(scope="session")
def presets(shared_folder: Callable[..., Path], new_place: Callable[[Path], Path]) -> dict[str, Space]:
    """Every preset of the kit as it is, by name."""

    def make(folder: Path) -> None:
        for territory in TERRITORIES:
            assert (
                apply_answers(new_place(folder / territory.stem), complete_answers(territory_answers(territory))) == 0
            )

    folder = shared_folder("presets", make)
    return {territory.stem: load(folder / territory.stem, TODAY) for territory in TERRITORIES}


@pytest.fixture(scope="session")
def places(presets: dict[str, Space]) -> dict[str, Space]:
    """Every place by its name: as it is, then with all the facts that exports want."""
    found = {f"preset-{name}": space for name, space in presets.items()}
    found |= {space.identity.slug: space for space in generated_places()}
    return found | {f"known-{name}": known(name, space) for name, space in found.items()}


def known(name: str, space: Space) -> Space:
    """The same under another short name, with every fact."""
    told = random_places.informed(space, random.Random(name))
    return replace(told, identity=told.identity.model_copy(update={"slug": f"known-{told.identity.slug}"}))


@pytest.fixture(scope="session")
def written(places: dict[str, Space]) -> dict[str, dict[str, bytes]]:
    """The files of every place, by the name of the place."""
    return {name: random_places.exported(space) for name, space in places.items()}


def some(written: dict[str, dict[str, bytes]], path: str, folder: Path) -> list[Path]:
    """The files at ``path`` of every place that has one, written down."""
    found = []
    for name, files in written.items():
        if path in files:
            found.append(folder / f"{name}{Path(path).suffix}")
            found[-1].write_bytes(files[path])
    assert len(found) >= HOW_MANY, path
    return found


# --- National file of digital-mediation places ---


@pytest.mark.parametrize("path", ["donnees/mediation-numerique.csv", "donnees/mediation-numerique.json"])
def test_frictionless_accepts_the_national_file(
    written: dict[str, dict[str, bytes]], tmp_path: Path, path: str
) -> None:
    schema = require_file(SCHEMAS / "mediation-numerique-1.0.2.json")
    judge = [
        require_program("frictionless", str(Path(sys.executable).parent / "frictionless")),
        "validate",
        "--trusted",
        "--type",
        "table",
        "--schema",
        str(schema),
    ]
    whole = tmp_path / f"all{Path(path).suffix}"
    files = some(written, path, tmp_path)
    if whole.suffix == ".csv":
        header, *_ = files[0].read_bytes().split(b"\r\n")
        whole.write_bytes(
            header + b"\r\n" + b"".join(file.read_bytes().removeprefix(header + b"\r\n") for file in files)
        )
    else:
        whole.write_text(json.dumps([row for file in files for row in json.loads(file.read_bytes())]), "utf-8")
    slugs = [name for name, built in written.items() if path in built]
    assert len(slugs) == len(files)
    done = run([*judge, whole.name], tmp_path)
    assert done.status == 0, done.output
    wrong = tmp_path / f"wrong{whole.suffix}"
    wrong.write_bytes(re.sub(rb"\b20(\d\d-\d\d-\d\d)\b", rb"\1", files[0].read_bytes()))
    assert run([*judge, wrong.name], tmp_path).status != 0


def test_those_who_collect_accept_the_national_file(written: dict[str, dict[str, bytes]], tmp_path: Path) -> None:
    require_file(external_validators.NODE / "@gouvfr-anct/lieux-de-mediation-numerique")
    files = some(written, "donnees/mediation-numerique.json", tmp_path)
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
    written: dict[str, dict[str, bytes]], tmp_path: Path, path: str, schema: str | None, wrong: dict[str, Any]
) -> None:
    try:
        import check_jsonschema  # noqa: F401
    except ImportError:
        skip_or_fail("check-jsonschema is not installed")
    own = tmp_path / "schema.json"
    own.write_bytes(next(iter(written.values()))["lieu.schema.json"])
    judge = [sys.executable, "-m", "check_jsonschema", "--schemafile"]
    judge.append(str(require_file(SCHEMAS / schema) if schema else own))
    files = some(written, path, tmp_path)
    done = run([*judge, *map(str, files)], tmp_path)
    assert done.status == 0, done.output
    files[0].write_text(json.dumps(json.loads(files[0].read_bytes()) | wrong), "utf-8")
    assert run([*judge, str(files[0])], tmp_path).status != 0


# --- Calendars ---

WINDOW = (dt.date(2026, 11, 1), dt.date(2028, 6, 30))


def test_two_readers_of_calendars_find_the_same_times_as_the_site(
    places: dict[str, Space], written: dict[str, dict[str, bytes]]
) -> None:
    """One reads with icalendar and expands with python-dateutil, the other is ical."""
    try:
        import ical  # noqa: F401
    except ImportError:
        skip_or_fail("ical is not installed")
    count, kinds = 0, set()
    for name, space in places.items():
        if name.startswith("known-"):
            continue  # the same activities
        assert [one.code for one in occurrences.problems(space) if one.level == "error"] == [], name
        told = occurrences.occurrences(space, space.identity.language, *WINDOW)
        expected = sorted((one.start, one.end) for one in told)
        data = written[name]["agenda.ics"]
        for read in (calendar_factories.by_icalendar, calendar_factories.by_ical):
            assert sorted((start, end) for _, start, end in read(data, *WINDOW)) == expected, (name, read)
        if told:
            calendar_factories.is_sound(data)
        count += len(expected)
        kinds |= {(one.status, one.all_day) for one in told}
    assert count > 2000 and len(kinds) == 6


# --- Opening hours ---

DAYS = 35
SCRIPT = """
    const OpeningHours = require("opening_hours");
    const { values, hours } = JSON.parse(require("fs").readFileSync("hours.json"));
    const told = values.map((value) => {
      const read = new OpeningHours(value, { address: { country_code: "fr", state: "Auvergne-Rhône-Alpes" } });
      const open = [];
      for (let hour = 0; hour < hours; hour++) open.push(read.getState(new Date(2027, 3, 20, hour, 7)));
      return [read.getWarnings(), read.prettifyValue(), open];
    });
    console.log(JSON.stringify(told));
"""


def test_two_readers_of_opening_hours_agree_without_a_warning(tmp_path: Path) -> None:
    try:
        from opening_hours import OpeningHours
    except ImportError:
        skip_or_fail("opening-hours-py is not installed")
    chance = random.Random(1)
    typed = ["Mo-Fr 09:00-12:30,13:30-18:00; PH off", *(random_places.hours(chance) for _ in range(3 * HOW_MANY))]
    assert [value for value in typed if [*opening_hours.faults(value)] or opening_hours.week(value) is None] == []
    values = [opening_hours.tidy(value) for value in typed]
    (tmp_path / "hours.json").write_text(json.dumps({"values": values, "hours": DAYS * 24}), "utf-8")
    first = dt.datetime(2027, 4, 20, 0, 7)
    moments = [first + dt.timedelta(hours=hour) for hour in range(DAYS * 24)]
    for value, (warnings, pretty, states) in zip(values, external_validators.run_node(SCRIPT, tmp_path), strict=True):
        assert (warnings, pretty) == ([], value)
        second = OpeningHours(value, country="FR")
        if "SH" not in value:  # opening-hours-py knows no school holidays
            assert [second.is_open(moment) for moment in moments] == states, value


@pytest.mark.parametrize("value", ["Lu-Ve 9h-12h", "Mo-Fr 09:00", "Mo-Fr 25:61-26:00", "lundi 09:00-12:00"])
def test_hours_that_check_refuses_are_refused_by_both(tmp_path: Path, value: str) -> None:
    from opening_hours import OpeningHours, ParserError

    assert [*opening_hours.faults(value)]
    with pytest.raises(ParserError):
        OpeningHours(value, country="FR")


# --- Wiki ---


def test_a_reader_of_wikitext_shows_names_as_typed(tmp_path: Path) -> None:
    import pypandoc

    for space in generated_places()[:20]:
        wiki = random_places.exported(space)["donnees/movilab.wiki"].decode("utf-8")
        html = pypandoc.convert_text(wiki, "html", format="mediawiki")
        assert "<script" not in html and "<img" not in html and "<em>" not in html
        assert "<h2" in html


# --- What is not known is not written ---


def test_what_a_standard_would_refuse_is_not_written(presets: dict[str, Space]) -> None:
    for space in (*presets.values(), *generated_places()):
        files = random_places.exported(space)
        for told in describe(space):
            assert told.written == (not told.missing)
            assert all((path in files) == told.written for path in told.files), told.key
    told = {one.key: one for one in describe(presets["fil-numerique"])}
    assert [one.name for one in told["mediation"].missing] == ["SIRET ou numéro RNA"]
