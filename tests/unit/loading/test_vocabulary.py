"""The law that places share: every file can be read, says where it comes from, and stands in the documentation."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import TEMPLATE

from tierslieu.core import yaml_reader
from tierslieu.core.inheritance import inherited
from tierslieu.loading.source_files import SourceFiles
from tierslieu.model import ActivityFormat, GovernanceModel, LegalForm, Mark, VatRate, VatRegime
from tierslieu.model.vocabulary import Limits, Provision

REFERENCE = (TEMPLATE / "docs" / "reference" / "formes-juridiques.md").read_text("utf-8")
GUIDE = (TEMPLATE / "docs" / "guides" / "ajouter-une-forme-juridique.md").read_text("utf-8")

FILES = SourceFiles(TEMPLATE)
FORMS = FILES.vocabulary("legal_forms", LegalForm)
MARKS = FILES.vocabulary("marks", Mark)
REGIMES = FILES.vocabulary("vat_regimes", VatRegime)
RATES = FILES.vocabulary("vat_rates", VatRate)
MODELS = FILES.vocabulary("governance_models", GovernanceModel)

RAW = {
    path.stem: yaml_reader.parse(path.read_text("utf-8")).data
    for path in (TEMPLATE / "vocabulary" / "legal_forms").glob("*.yaml")
}
VARIANTS = {name: data["extends"] for name, data in RAW.items() if "extends" in data}

LANGUAGES = ("fr", "en")
DAYS = st.dates(dt.date(2014, 1, 1), dt.date(2040, 12, 31))
YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


def provisions(form: LegalForm) -> tuple[Provision, ...]:
    return (*form.decisions, *form.capital, *form.votes, *form.reserves)


# --- What every file must say ---


def test_every_file_of_law_can_be_read() -> None:
    folders = ("legal_forms", "marks", "vat_regimes", "vat_rates")
    written = {path.stem for folder in folders for path in (TEMPLATE / "vocabulary" / folder).iterdir()}
    assert FILES.problems == []
    assert {*FORMS, *MARKS, *REGIMES, *RATES} == written


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_has_its_names_in_both_languages_and_who_acts_for_it(form: LegalForm) -> None:
    assert all(form.label.get(language) and form.article.get(language) for language in LANGUAGES)
    assert form.organs.keys() == {"assembly", "executive"}
    assert form.representative


@pytest.mark.parametrize("name", FORMS)
def test_names_of_forms_are_told_apart(name: str) -> None:
    """A variant that inherits the name of its parent could not be chosen in a list."""
    for language in LANGUAGES:
        assert [key for key, form in FORMS.items() if form.label[language] == FORMS[name].label[language]] == [name]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_has_dated_sources_and_the_day_of_its_law(form: LegalForm) -> None:
    assert any(YEAR.search(source) for source in form.sources)
    assert form.law_as_of
    assert provisions(form)
    assert form.documents


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_rule_names_a_law_or_a_page_that_was_read(form: LegalForm) -> None:
    known = re.compile(r"https?://|\b(?:Loi|Décret|Arrêté|Code|Droit local)\b", re.IGNORECASE)
    documents = (document.source for document in form.documents)
    sources = [*(provision.source for provision in provisions(form)), *documents]
    assert [source for source in sources if not known.search(source)] == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_what_was_not_read_is_left_open(form: LegalForm) -> None:
    """The admission and the mark go together, save where only the number of the article is missing."""
    admits = re.compile(r"(?<!numéro d’article )non lue?\b|n’a pas été (?:lu|vérifié)")
    assert [one.rule for one in provisions(form) if admits.search(one.source) and not one.open] == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_each_limit_has_its_source(form: LegalForm) -> None:
    blank = Limits.model_validate({})
    measured = {name for name in Limits.model_fields if getattr(form.limits, name) != getattr(blank, name)}
    assert measured - {"sources"} == form.limits.sources.keys()


def test_vat_regimes_forms_and_marks_that_are_named_exist() -> None:
    assert {regime for form in FORMS.values() for regime in form.vat_regimes} == REGIMES.keys()
    assert {form for mark in MARKS.values() for form in mark.forms} <= FORMS.keys()
    assert {role.legal_form for model in MODELS.values() for role in model.roles.values()} <= FORMS.keys()


def test_a_public_body_alone_can_be_outside_vat_and_a_company_cannot_be_a_non_profit_body() -> None:
    outside = {name for name, form in FORMS.items() if "hors-champ-public" in form.vat_regimes}
    assert outside == {name for name, form in FORMS.items() if form.public}
    companies = {name for name, form in FORMS.items() if form.capital and not form.public}
    assert [name for name in companies if "organisme-non-lucratif" in FORMS[name].vat_regimes] == []


def test_only_an_association_of_the_law_of_1901_has_an_rna_number() -> None:
    assert [name for name, form in FORMS.items() if "rna" in form.identifiers] == ["association-loi-1901"]


def test_french_spaces_do_not_break() -> None:
    loose = re.compile(r"«[ ]|\S[ ][:;!?»%€](?=[\s\"').,]|$)|n°[ ]")
    pages = [
        *(path for folder in ("legal_forms", "marks", "vat_regimes", "vat_rates")
          for path in (TEMPLATE / "vocabulary" / folder).iterdir()),
        *(TEMPLATE / "docs" / f"{page}.md" for page in
          ("reference/formes-juridiques", "guides/ajouter-une-forme-juridique", "explications/droit-et-tva")),
    ]  # fmt: skip
    found = [(page.name, line) for page in pages for line in page.read_text("utf-8").splitlines() if loose.search(line)]
    assert found == []


# --- Variants ---


def test_what_a_form_extends_exists() -> None:
    assert set(VARIANTS.values()) <= FORMS.keys()


@pytest.mark.parametrize(("name", "parent"), VARIANTS.items(), ids=VARIANTS)
def test_a_variant_is_bound_by_the_law_of_its_family(name: str, parent: str) -> None:
    variant, family = FORMS[name], FORMS[parent]
    for field in ("limits", "votes", "reserves", "documents", "identifiers", "non_profit", "public", "vat_regimes"):
        assert getattr(variant, field) == getattr(family, field), field
    assert {one.rule for one in family.capital} <= {one.rule for one in variant.capital}
    assert variant.sources == family.sources


@pytest.mark.parametrize(("name", "parent"), VARIANTS.items(), ids=VARIANTS)
def test_a_variant_settles_what_its_family_leaves_to_the_form_of_company(name: str, parent: str) -> None:
    left = "dépend de la forme de société"
    assert len(FORMS[name].decisions) == len(FORMS[parent].decisions)
    assert [one.rule for one in provisions(FORMS[name]) if left in one.rule] == []
    assert FORMS[name].organs != FORMS[parent].organs


def test_a_variant_says_only_what_differs() -> None:
    same = [
        (name, key)
        for name, parent in VARIANTS.items()
        for key, value in RAW[name].items()
        if value == RAW[parent].get(key)
    ]
    assert same == []


def test_figures_of_cooperatives_are_those_of_the_law() -> None:
    scic, scop = (
        FORMS[name].limits.model_dump(exclude_defaults=True, exclude={"sources"}) for name in ("scic", "scop")
    )
    assert scic == {
        "required_categories": (("beneficiaries",), ("employees", "producers")),
        "categories": 3,
        "colleges": 3,
        "college_votes": (10, 50),
        "capital_most": {"local_authorities": 50},
        "reserves_least": Decimal("57.5"),
    }
    assert scop == {"capital_least": {"employees": 51}, "votes_least": {"employees": 65}}


# --- VAT, day by day ---


def in_force(entries: Any, day: dt.date) -> Any:
    """The last entry that has begun, found the long way round."""
    found = None
    for entry in entries:
        if (entry.start or dt.date.min) <= day:
            found = entry
    return found


@pytest.mark.parametrize("entries", [
    *(regime.mentions for regime in REGIMES.values()),
    *(regime.thresholds for regime in REGIMES.values()),
    *(rate.rates for rate in RATES.values()),
])  # fmt: skip
def test_dated_entries_are_in_order(entries: Any) -> None:
    starts = [entry.start or dt.date.min for entry in entries]
    assert starts == sorted(set(starts))


@pytest.mark.parametrize("name", REGIMES)
@given(day=DAYS)
def test_the_mention_and_the_threshold_of_any_day_are_found(name: str, day: dt.date) -> None:
    regime = REGIMES[name]
    assert regime.mention(day) == in_force(regime.mentions, day)
    assert regime.threshold(day) == in_force(regime.thresholds, day)


@pytest.mark.parametrize("name", RATES)
@given(day=DAYS)
def test_the_rate_of_any_day_is_found(name: str, day: dt.date) -> None:
    assert RATES[name].percent(day) == in_force(RATES[name].rates, day).percent


def test_invoices_in_franchise_always_have_words_or_say_what_was_looked_for() -> None:
    franchise = REGIMES["franchise-en-base"]
    old = "TVA non applicable, art. 293 B du CGI"
    for day in (dt.date(2020, 1, 1), dt.date(2026, 8, 31), dt.date(2026, 9, 1), dt.date(2027, 12, 31)):
        mention = franchise.mention(day)
        assert mention and mention.text == old
    later = franchise.mention(dt.date(2028, 1, 1))
    assert later and later.text is None and "cherchée, non trouvée" in later.source


@pytest.mark.parametrize(("regime", "day", "amount"), [
    ("franchise-en-base", dt.date(2024, 6, 30), 36800),
    ("franchise-en-base", dt.date(2026, 11, 24), 37500),
    ("organisme-non-lucratif", dt.date(2024, 6, 30), 78596),
    ("organisme-non-lucratif", dt.date(2025, 12, 31), 80011),
])  # fmt: skip
def test_thresholds_are_those_of_their_year(regime: str, day: dt.date, amount: int) -> None:
    threshold = REGIMES[regime].threshold(day)
    assert threshold and threshold.amount == amount and not threshold.open


def test_a_regime_that_charges_no_vat_recovers_none_and_says_what_is_uncertain() -> None:
    assert [name for name, regime in REGIMES.items() if regime.recovers and not regime.charges] == []
    assert [name for name, regime in REGIMES.items() if not regime.open] == []


# --- One file is enough ---


def place_with(folder: Path, files: Mapping[str, str]) -> SourceFiles:
    """A place whose forms are those of the kit and ``files``, by name."""
    shutil.copytree(TEMPLATE / "vocabulary" / "legal_forms", folder / "vocabulary" / "legal_forms")
    for name, text in files.items():
        (folder / "vocabulary" / "legal_forms" / f"{name}.yaml").write_text(text, "utf-8")
    return SourceFiles(folder)


def test_the_examples_of_the_guide_make_forms(tmp_path: Path) -> None:
    names = re.findall(r"Créez `vocabulary/legal_forms/([a-z-]+)\.yaml`", GUIDE)
    files = place_with(tmp_path, dict(zip(names, re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL), strict=True)))
    forms = files.vocabulary("legal_forms", LegalForm)
    assert files.problems == []
    assert forms.keys() == FORMS.keys() | set(names)
    assert forms["syndicat-mixte"].public and forms["syndicat-mixte"].representative == "présidente ou président"
    assert forms["syndicat-mixte"].votes == FORMS["regie-publique"].votes
    assert set(forms["fondation"].vat_regimes) <= REGIMES.keys()


def test_a_variant_of_a_variant_is_read_from_the_place(tmp_path: Path) -> None:
    files = place_with(tmp_path, {"scic-lieu": 'extends: scic-sas\nrepresentative: "coprésidence"\n'})
    form = files.vocabulary("legal_forms", LegalForm)["scic-lieu"]
    assert files.problems == []
    assert form.representative == "coprésidence"
    assert (form.organs, form.limits) == (FORMS["scic-sas"].organs, FORMS["scic"].limits)


def test_a_variant_of_an_unknown_form_says_what_it_lacks(tmp_path: Path) -> None:
    files = place_with(tmp_path, {"scic-lieu": "extends: scic-sass\n"})
    forms = files.vocabulary("legal_forms", LegalForm)
    assert "scic-lieu" not in forms
    assert {problem.file for problem in files.problems} == {"vocabulary/legal_forms/scic-lieu.yaml"}


# --- Formats of activity ---

FORMATS = FILES.vocabulary("activity_formats", ActivityFormat)
FORMAT_GUIDE = (TEMPLATE / "docs" / "guides" / "ajouter-un-format.md").read_text("utf-8")


def test_the_formats_of_any_such_place_are_there() -> None:
    assert FORMATS.keys() >= {
        "aperocamp", "assemblee-generale", "atelier-numerique", "barcamp", "conference", "cowocamp", "formation",
        "papycamp", "permanence-aide", "portes-ouvertes", "repair-cafe",
    }  # fmt: skip


#: Those that say what they are for; another says nothing of what takes place.
DEFINED = {name: form for name, form in FORMATS.items() if form.purpose}


@pytest.mark.parametrize("name", ["atelier", "autre"])
def test_two_formats_are_for_what_is_none_of_the_others(name: str) -> None:
    assert FORMATS.keys() - DEFINED.keys() == {"atelier", "autre"}
    assert FORMATS[name].model_dump(exclude_defaults=True).keys() == {"label", "icon"}


@pytest.mark.parametrize("form", DEFINED.values(), ids=DEFINED)
def test_a_format_tells_its_host_what_to_do_in_both_languages(form: ActivityFormat) -> None:
    for texts in (form.label, form.purpose, form.audience, form.host, form.price, form.how_to):
        assert all(texts.get(language) for language in LANGUAGES)
    steps = [re.findall(r"^[0-9]\.", form.how_to[language], re.MULTILINE) for language in LANGUAGES]
    assert steps[0] == steps[1] and len(steps[0]) >= 4


def test_each_format_has_its_own_drawing() -> None:
    drawings = [form.icon for form in FORMATS.values()]
    assert all(drawings) and len(set(drawings)) == len(drawings)
    for drawing in drawings:
        assert re.match("M", drawing or "")


def test_the_example_of_the_guide_makes_a_format(tmp_path: Path) -> None:
    (name,) = re.findall(r"Créez `(vocabulary/activity_formats/[a-z-]+\.yaml)`", FORMAT_GUIDE)
    (text,) = re.findall(r"```yaml\n(.*?)```", FORMAT_GUIDE, re.DOTALL)
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text(text, "utf-8")
    files = SourceFiles(tmp_path)
    assert list(files.vocabulary("activity_formats", ActivityFormat)) == [Path(name).stem]
    assert files.problems == []
    described = set(re.findall(r"^\| `([a-z_]+)` \|", FORMAT_GUIDE, re.MULTILINE))
    assert described == ActivityFormat.model_fields.keys()


@pytest.mark.parametrize("drawing", ['M0 0"/><script>', "url(#a)", "M0 0;", ""])
def test_a_drawing_is_lines_and_nothing_else(tmp_path: Path, drawing: str) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", FORMAT_GUIDE, re.DOTALL)
    file = tmp_path / "vocabulary/activity_formats/faux.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(re.sub('icon: ".*"', lambda _: f"icon: '{drawing}'", text), "utf-8")
    files = SourceFiles(tmp_path)
    assert files.vocabulary("activity_formats", ActivityFormat) == {} and files.problems


# --- Inheritance ---

TREE: dict[str, Any] = {
    "root": {"a": 1, "list": [1, 2]},
    "child": {"extends": "root", "list": [3]},
    "grandchild": {"extends": "child", "a": 2},
    "orphan": {"extends": "nobody", "a": 3},
    "one": {"extends": "two", "a": 4},
    "two": {"extends": "one", "b": 5},
    "self": {"extends": "self", "a": 6},
    "no mapping": ["a"],
    "above no mapping": {"extends": "no mapping", "a": 7},
    "number": {"extends": 3, "a": 8},
}


@pytest.mark.parametrize(("name", "expected"), [
    ("root", {"a": 1, "list": [1, 2]}),
    ("child", {"a": 1, "list": [3]}),
    ("grandchild", {"a": 2, "list": [3]}),
    ("orphan", {"a": 3}),
    ("one", {"a": 4, "b": 5}),
    ("two", {"a": 4, "b": 5}),
    ("self", {"a": 6}),
    ("no mapping", ["a"]),
    ("above no mapping", {"a": 7}),
    ("number", {"a": 8}),
    ("nobody", None),
])  # fmt: skip
def test_a_file_is_read_over_what_it_extends(name: str, expected: Any) -> None:
    before = repr(TREE)
    data = inherited(name, TREE.get)
    if isinstance(data, dict):
        data = {key: value for key, value in data.items() if key != "extends"}
    assert data == expected
    assert repr(TREE) == before


# --- Documentation ---


def rows(page: str) -> set[tuple[str, str]]:
    """The first two cells of each row that starts with a name."""
    return set(re.findall(r"^\| `([a-z0-9-]+)` \| ([^|]+?) \|", page, re.MULTILINE))


def test_the_reference_page_lists_every_form_regime_and_mark() -> None:
    entries: dict[str, LegalForm | VatRegime | Mark] = {**FORMS, **REGIMES, **MARKS}
    assert rows(REFERENCE) == {(name, entry.label["fr"]) for name, entry in entries.items()}
