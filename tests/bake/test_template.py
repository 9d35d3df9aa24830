"""The template: its questions, the files it copies, its hooks, and the messages of the engine."""

from __future__ import annotations

import ast
import fnmatch
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from support.fixtures import NewPlace
from support.generated_places import TERRITORIES, TODAY, apply_answers, complete_answers, territory_answers
from support.paths import ENGINE, KIT, TEMPLATE

from tierslieu import check
from tierslieu.build import dry_run
from tierslieu.generation import questions
from tierslieu.generation.answer_types import UNDECIDED
from tierslieu.i18n import messages

COOKIECUTTER = json.loads((KIT / "cookiecutter.json").read_text(encoding="utf-8"))
QUESTIONS = {name: default for name, default in COOKIECUTTER.items() if not name.startswith("_")}
LANGUAGES = sorted(path.stem for path in (ENGINE / "i18n" / "catalogues").glob("*.yaml"))

#: Names of questions may be added, never changed or removed, so that an answer file stays valid for years.
NAMES = [
    "space_name", "space_slug", "territory", "city", "postal_code", "address", "email", "phone", "website",
    "language", "has_coworking", "has_mediation", "has_support", "governance_model", "coworking_operator",
    "mediation_operator", "support_operator", "common_costs_split", "solidarity_share", "desks", "residents",
    "occasional", "target_coworkers", "price_half_day", "price_day", "price_month", "pass_uses", "price_pass",
    "golden_ticket", "parent_space", "licence",
]  # fmt: skip

FOLDERS = ("governance_models", "locales")
#: The governance models of the kit, which places name.
MODELS = ("cooperative-et-association", "association", "scic", "cooperative", "regie-publique")


# --- Questions ---


def test_names_of_questions_never_change() -> None:
    assert list(QUESTIONS)[: len(NAMES)] == NAMES


def test_every_question_is_read() -> None:
    assert list(questions.QUESTIONS) == list(QUESTIONS)


def test_every_question_has_its_prompt() -> None:
    assert list(COOKIECUTTER["__prompts__"]) == list(QUESTIONS)
    for name, prompt in COOKIECUTTER["__prompts__"].items():
        assert isinstance(prompt, dict) == isinstance(QUESTIONS[name], list), name


@pytest.mark.parametrize("name", [name for name in QUESTIONS if isinstance(QUESTIONS[name], list)])
def test_choices_are_those_that_the_engine_reads(name: str) -> None:
    labels = set(COOKIECUTTER["__prompts__"][name]) - {"__prompt__"}
    assert set(QUESTIONS[name]) == labels == set(questions.QUESTIONS[name].type.choices_in(TEMPLATE))


def test_questions_with_choices_are_the_same() -> None:
    assert [name for name, question in questions.QUESTIONS.items() if question.type.is_choice] == [
        name for name in QUESTIONS if isinstance(QUESTIONS[name], list)
    ]


def test_choices_are_files_of_the_vocabulary() -> None:
    files = {folder: {path.stem for path in (TEMPLATE / "vocabulary" / folder).glob("*.yaml")} for folder in FOLDERS}
    assert set(QUESTIONS["governance_model"]) == {UNDECIDED, *files["governance_models"]}
    assert set(QUESTIONS["language"]) <= files["locales"]


def test_every_territory_answers_the_questions_in_order() -> None:
    """A question that is new may be left to its default answer, which changes nothing."""
    for territory in TERRITORIES:
        answers = list(territory_answers(territory))
        assert answers[: len(NAMES)] == NAMES, territory.name
        assert answers == [name for name in QUESTIONS if name in answers], territory.name
        assert territory_answers(territory)["space_slug"] == territory.stem


@pytest.mark.long
def test_every_governance_model_that_the_kit_names_has_an_example(new_place: NewPlace, tmp_path: Path) -> None:
    """A file of ``docs/territories`` or, for a model added by a fork, the default answers and no agreed shares."""
    examples = {str(territory_answers(territory)["governance_model"]) for territory in TERRITORIES}
    assert examples >= set(MODELS)
    for model in set(QUESTIONS["governance_model"]) - examples:
        place = new_place(tmp_path / model)
        assert apply_answers(place, complete_answers({"governance_model": model, "common_costs_split": "?"})) == 0
        _, problems = dry_run.check(place, TODAY)
        assert [problem for problem in problems if problem.level == "error"] == []


# --- Files ---


def test_each_pattern_of_copied_files_matches_a_file() -> None:
    names = [path.relative_to(TEMPLATE).as_posix() for path in TEMPLATE.rglob("*")]
    for pattern in COOKIECUTTER["_copy_without_render"]:
        assert fnmatch.filter(names, pattern), pattern


def test_only_the_answers_are_rendered() -> None:
    """Rendering is slow, and could take a text of the kit for a placeholder of cookiecutter."""
    rendered = [
        path.name
        for path in TEMPLATE.iterdir()
        if not any(fnmatch.fnmatch(path.name, pattern) for pattern in COOKIECUTTER["_copy_without_render"])
    ]
    assert rendered == ["answers.json"]


@pytest.mark.parametrize("hook", sorted((KIT / "hooks").iterdir()), ids=lambda path: path.name)
def test_hooks_are_short(hook: Path) -> None:
    assert len(hook.read_text(encoding="utf-8").splitlines()) < 60


# --- Messages ---


@cache
def _codes_in_source() -> dict[str, str]:
    """Every message code in the source of the engine, with a file that has it."""
    codes = {}
    for path in sorted(ENGINE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        beginnings = {id(node.values[0]) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) and node.values}
        for node in ast.walk(tree):
            if id(node) in beginnings:
                continue
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _looks_like_a_code(node.value):
                codes[node.value] = path.relative_to(ENGINE).as_posix()
        for code in _arguments_of_speakers(tree):
            codes[code] = path.relative_to(ENGINE).as_posix()
    for path in sorted((ENGINE / "editor/templates").glob("*.html")):
        for code in re.findall('"([a-z]+[.][a-z_]+)"', path.read_text(encoding="utf-8")):
            if _looks_like_a_code(code):
                codes[code] = path.relative_to(ENGINE).as_posix()
    return codes


def _looks_like_a_code(word: str) -> bool:
    family, _, end = word.partition(".")
    return bool(re.fullmatch(r"[a-z]+\.[a-z_]+", word)) and family in _families_of_messages() and end not in SUFFIXES


@cache
def _families_of_messages() -> set[str]:
    return {code.split(".")[0] for code in messages.catalogue("fr")}


#: Endings of file names, which look like message codes.
SUFFIXES = {"css", "docx", "html", "js", "json", "lua", "md", "odt", "txt", "typ", "xml", "yaml"}

#: Functions and classes that take a message code, and the position of that argument.
SPEAKERS = {"Problem": 0, "Finding": 0, "Fault": 1, "Refused": 0, "T": 0, "print_message": 0, "progress": 0}


def _arguments_of_speakers(tree: ast.AST) -> Iterator[str]:
    """The codes in calls of ``SPEAKERS``, even of a family that has no message yet."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            position = SPEAKERS.get(name)
            if position is not None and len(node.args) > position:
                argument = node.args[position]
                if isinstance(argument, ast.Constant) and "." in str(argument.value):
                    yield str(argument.value)


@cache
def _families_in_source() -> set[str]:
    """The constant beginnings of computed codes: ``question.`` for ``f"question.{name}"``."""
    beginnings = set()
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                if re.fullmatch(r"[a-z]+\.[a-z_]*", start):
                    beginnings.add(start)
    return beginnings


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_message(language: str) -> None:
    missing = {code: file for code, file in _codes_in_source().items() if code not in messages.catalogue(language)}
    assert missing == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_has_its_name(language: str) -> None:
    assert [
        code.removeprefix("question.") for code in messages.catalogue(language) if code.startswith("question.")
    ] == list(QUESTIONS)


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_used(language: str) -> None:
    used, families = _codes_in_source(), tuple(_families_in_source())
    assert [code for code in messages.catalogue(language) if code not in used and not code.startswith(families)] == []


def test_every_language_of_the_kit_has_its_messages() -> None:
    assert set(QUESTIONS["language"]) == set(LANGUAGES)


@pytest.mark.parametrize("rule", check.RULES, ids=lambda rule: rule.__name__)
def test_every_rule_has_a_docstring(rule: Callable[..., object]) -> None:
    assert rule.__doc__ and rule.__doc__.strip().endswith(".")
