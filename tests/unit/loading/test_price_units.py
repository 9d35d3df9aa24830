"""A price unit is one file of ``vocabulary/price_units/``: its words, and its place in every computation and export."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support import factories
from support.paths import ENGINE, TEMPLATE

from tierslieu.check.references import price_units_exist
from tierslieu.core import yaml_reader
from tierslieu.core.rules import UnitRules, grid_violations, unit_rules
from tierslieu.exports import EXPORTS
from tierslieu.facts import facts
from tierslieu.generation.vocabulary_files import price_units
from tierslieu.loading.load import load_vocabulary
from tierslieu.loading.source_files import SourceFiles
from tierslieu.model import PriceUnit, Space, Vocabulary

GUIDE = (TEMPLATE / "docs" / "guides" / "ajouter-une-unite-de-prix.md").read_text("utf-8")
UNITS = factories.vocabulary().price_units
LANGUAGES = ("fr", "en")


def with_unit(tmp_path: Path, text: str, **locales: str) -> tuple[Vocabulary, SourceFiles]:
    """The vocabulary of the kit with one more file, and more strings for some languages."""
    shutil.copytree(TEMPLATE / "vocabulary", tmp_path / "vocabulary")
    (tmp_path / "vocabulary/price_units/soiree.yaml").write_text(text, "utf-8")
    for name, strings in locales.items():
        with (tmp_path / f"vocabulary/locales/{name}.yaml").open("a", encoding="utf-8") as file:
            file.write(strings)
    files = SourceFiles(tmp_path)
    return load_vocabulary(files), files


def example() -> str:
    """The file that the guide shows."""
    (text,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    return str(text)


def selling(vocabulary: Vocabulary, unit: str = "soiree", **changes: Any) -> Space:
    """The Comptoir with that vocabulary; it sells a room by ``unit``, the evening, for 25 euros."""
    offers = {"salle": {"service": "coworking", "kind": "room", "unit": unit}}
    grids = [{"amounts": {**factories.PRICES["grids"][0]["amounts"], "salle": "25"}}]
    return replace(factories.comptoir(prices={"offers": offers, "grids": grids}, **changes), vocabulary=vocabulary)


def test_the_units_of_any_such_place_are_there_shortest_first() -> None:
    needed = ["hour", "half_day", "day", "week", "month_nomad", "month", "year", "piece"]
    assert [unit for unit in UNITS if unit in needed] == needed


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_a_unit_has_its_words_in_both_languages(unit: PriceUnit) -> None:
    for texts in (unit.label, unit.per, unit.free):
        assert all(texts.get(language) for language in LANGUAGES)
    for optional in (unit.in_sentence, unit.visits and unit.visits.name, unit.visits and unit.visits.count):
        assert not optional or all(optional.get(language) for language in LANGUAGES)


def test_the_guide_tells_every_key() -> None:
    assert set(re.findall(r"^\| `([a-z_]+)` \|", GUIDE, re.MULTILINE)) == PriceUnit.model_fields.keys()


def test_the_example_of_the_guide_is_all_that_a_unit_needs(tmp_path: Path) -> None:
    vocabulary, files = with_unit(tmp_path, example())
    assert files.problems == []
    assert {*LANGUAGES} & vocabulary.untranslated.keys() == set()
    order = [*vocabulary.price_units]
    assert order.index("hour") < order.index("soiree") < order.index("half_day")
    space = selling(vocabulary, organisations={"solidarity": {"unit": "salle"}})
    assert list(price_units_exist(space)) == []
    told = facts(space, "fr", document=False)
    room = next(offer for offer in told["offers"] if offer["key"] == "salle")
    assert (room["label"], room["unit"]) == ("Salle de réunion, soirée", "la soirée")
    assert told["free_uses"]["uses"] == "1 soirée offerte"
    plans = json.loads(EXPORTS["spaceapi"](space)["spaceapi.json"])["membership_plans"]
    assert {"billing_interval": "other", "description": "la soirée"}.items() <= plans[-1].items()


def test_a_new_place_names_every_unit_in_its_prices(tmp_path: Path) -> None:
    assert {"month_nomad", "month (résident)", "piece (à la pièce)"} <= {*price_units(TEMPLATE, "fr")}
    assert {"month_nomad", "month (of a resident)", "piece"} <= {*price_units(TEMPLATE, "en")}
    vocabulary, _ = with_unit(tmp_path, example())
    assert [unit.partition(" ")[0] for unit in price_units(tmp_path, "fr")] == [*vocabulary.price_units]


def test_a_language_of_the_team_may_say_the_words_itself(tmp_path: Path) -> None:
    text = (
        "label: {en: Evening}\nper: {en: an evening}\nfree: {en: {one: '{count} evening', other: '{count} evenings'}}\n"
    )
    vocabulary, files = with_unit(tmp_path, text, fr='  unit_soiree: "Soirée"\n')
    assert files.problems == []
    french, english = (vocabulary.locales[language].strings for language in LANGUAGES)
    assert (french["unit_soiree"], french["per_soiree"], english["unit_soiree"]) == ("Soirée", "an evening", "Evening")


def test_a_message_that_does_not_exist_is_refused_with_its_line(tmp_path: Path) -> None:
    _, files = with_unit(tmp_path, example() + "messages: {hour: prices.longest}\n")
    (problem,) = files.problems
    assert (problem.code, problem.values["closest"]) == ("reference.unknown", "prices.longer")
    assert (problem.file, problem.line) == ("vocabulary/price_units/soiree.yaml", len(example().splitlines()) + 1)


def test_an_unknown_unit_is_refused_with_the_list_of_those_that_exist() -> None:
    space = selling(factories.vocabulary(), "siecle")
    (finding,) = price_units_exist(space)
    assert (finding.code, finding.path) == ("prices.unit", ("offers", "salle", "unit"))
    assert finding.values["units"] == ", ".join(UNITS)


def test_the_hooks_judge_as_check_does() -> None:
    """The rules that generation reads from the files are those of the model."""
    folder = TEMPLATE / "vocabulary/price_units"
    raw = {path.stem: yaml_reader.parse(path.read_text("utf-8")).data for path in folder.glob("*.yaml")}
    assert unit_rules(raw) == unit_rules({key: unit.model_dump() for key, unit in UNITS.items()})


@pytest.mark.parametrize(
    ("amounts", "codes"),
    [
        ({"day": "15", "month": "15"}, ["prices.month"]),
        ({"month_nomad": "200", "month": "200"}, []),
        ({"month_nomad": "200", "month": "199"}, ["prices.nomad"]),
        ({"hour": "15", "day": "14"}, ["prices.longer"]),
    ],
)
def test_a_longer_unit_costs_more_or_as_much_where_it_may(amounts: Mapping[str, str], codes: list[str]) -> None:
    rules: dict[str, UnitRules] = unit_rules({key: unit.model_dump() for key, unit in UNITS.items()})
    prices = {unit: Decimal(amount) for unit, amount in amounts.items()}
    assert [fault.code for fault in grid_violations(prices, rules, None, None, None) if fault.level == "error"] == codes


def test_no_module_of_the_engine_names_a_unit() -> None:
    """Except what reads the quantities of a budget, and the questionnaire, whose questions and offers are ``half_day``, ``day`` and ``month``."""
    questionnaire = {
        "facts/stress_cases.py", "generation/organisations.py", "generation/questions.py", "lineage/divergence.py",
        "lineage/migrate.py", "model/budget.py", "model/organisations.py",
    }  # fmt: skip
    names = re.compile(r'"(?:half_day|month_nomad|unit_\w+|per_(?:hour|half_day|day|week|month|year|piece))"')
    named = {
        path.relative_to(ENGINE).as_posix() for path in ENGINE.rglob("*.py") if names.search(path.read_text("utf-8"))
    }
    assert named <= questionnaire
