"""What may be chosen in a form comes from the place, with words; no name is asked for that could be chosen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.config_fields import all_fields
from support.paths import TEMPLATE

from tierslieu.editor.choices import FREE, SOURCES, Choices
from tierslieu.editor.form_fields import Control

_CHOSEN = {Control.CHOICE, Control.CHOICES, Control.TABLE, Control.NAMED}

SPACE = """\
language: fr
other_languages: [en]
modules: {coworking: oui}
areas:
  - {key: atelier, name: {fr: L’atelier, en: The workshop}}
  - {key: cour, name: La cour}
"""
ORGANISATIONS = """\
organisations:
  fil: {name: Coopérative du Fil}
  amis:
agreements:
  bail: {kind: occupation, organisation: fil, object: le local}
"""
PRICES = """\
offers:
  day: {service: coworking, unit: day}
  atelier: {service: coworking, kind: room, thing: atelier, unit: hour}
  cle: {service: coworking, unit: month, label: La clé}
passes:
  dix: {service: coworking, unit: day, uses: 10}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    for name, text in (("space", SPACE), ("organisations", ORGANISATIONS), ("prices", PRICES)):
        (tmp_path / "config" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "register").mkdir()
    (tmp_path / "register/2027-01.yaml").write_text("receipts: []\n", encoding="utf-8")
    for folder in ("vocabulary", "governance", "theme/palettes", "theme/typefaces", "theme/motifs"):
        shutil.copytree(TEMPLATE / folder, tmp_path / folder)
    return tmp_path


def test_the_usual_legal_forms_come_first(root: Path) -> None:
    forms = list(words(root, "Organisation", "legal_form") or ())
    assert forms[:2] == ["association-loi-1901", "scic"]
    assert forms.index("association-droit-local") > forms.index("commune")  # whatever a fork adds comes last


def test_an_entry_bears_its_name_and_its_short_name_where_others_bear_it_too(root: Path) -> None:
    assert Choices(root, "fr").entry_name("organisations", "fil") == "Coopérative du Fil"
    path = root / "config/organisations.yaml"
    path.write_text(path.read_text("utf-8").replace("amis:", "amis: {name: Coopérative du Fil}", 1), "utf-8")
    assert Choices(root, "fr").entry_name("organisations", "amis") == "Coopérative du Fil (amis)"


def words(root: Path, model: str, key: str, language: str = "fr") -> dict[str, str] | None:
    choices = Choices(root, language)
    return next(
        choices.of(owner, one) for owner, one in all_fields(language) if (owner.__name__, one.key) == (model, key)
    )


def test_a_revenue_names_what_it_sells_where_there_are_several_kinds(root: Path) -> None:
    assert words(root, "Receipt", "stream") == {"coworking": "Coworking (postes, salles)"}
    assert words(root, "Correction", "stream") == {"coworking": "Coworking"}


def test_every_name_can_be_chosen_or_is_declared_free() -> None:
    named = {(model.__name__, one.key): one for model, one in all_fields()}
    unknown = [
        place
        for place, one in named.items()
        if one.control in _CHOSEN and not one.names and place not in SOURCES and place not in FREE
    ]
    assert unknown == []
    assert [place for place in (*SOURCES, *FREE) if place not in named] == [] and not set(SOURCES) & set(FREE)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_name_has_words_in_the_language(root: Path, language: str) -> None:
    choices = Choices(root, language)
    for model, one in all_fields(language):
        names = choices.of(model, one)
        if one.names or SOURCES.get((model.__name__, one.key), "organisations") != "organisations":
            assert names and not [name for name, word in names.items() if word in ("", name)], (model, one.key)


def test_the_words_of_a_closed_list_are_those_of_its_names() -> None:
    for _, one in all_fields():
        assert not one.texts.choices or list(one.texts.choices) == list(one.names)


def test_a_form_reads_each_file_of_words_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def parse(choices: Choices, file: str) -> dict[str, str]:
        read.append(file)
        return {}

    monkeypatch.setattr(Choices, "_yaml", parse)
    choices = Choices(root, "fr")
    assert [choices.language_name(code) for code in ("fr", "en", "fr")] == ["fr", "en", "fr"]
    assert sorted(read) == sorted(f"vocabulary/locales/{path.name}" for path in (root / "vocabulary/locales").iterdir())


def test_names_are_those_of_the_place(root: Path) -> None:
    assert words(root, "Service", "operator") == {"fil": "Coopérative du Fil", "amis": "amis"}
    assert words(root, "Offer", "thing", "en") == {"atelier": "The workshop", "cour": "La cour"}
    sold = {
        "day": "Journée",
        "atelier": "Salle de réunion, atelier, Heure",
        "cle": "La clé",
        "dix": "Carnet de 10 entrées",
    }
    assert words(root, "Sale", "offer") == sold
    units = list(words(root, "Offer", "unit") or ())
    assert units[0] == "hour" and units.index("half_day") < units.index("day") < units.index("month")
    assert {"occupation", "grant", "mediator"} <= set(words(root, "Agreement", "kind") or ())
    assert words(root, "Area", "key") is None
    assert Choices(root, "en").languages == ("fr", "en")


@pytest.mark.parametrize("text", ["", "- 1\n", "organisations: [a]\n", "organisations: {a: [1]}\n", "a: [\n"])
def test_a_file_with_faults_gives_what_it_can(root: Path, text: str) -> None:
    (root / "config/organisations.yaml").write_text(text, encoding="utf-8")
    assert words(root, "Service", "operator") in ({}, {"a": "a"})
