"""cookiecutter in a pseudo-terminal: wrong answers are asked again."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Any, Protocol

import pytest
from support.generated_places import (
    DECIDED,
    clean_environment,
    default_answers,
    git,
    kit_questions,
    lieu_command,
    read_tree,
    tool_command,
    write_answer_file,
)

from tierslieu.i18n import messages

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX only", allow_module_level=True)

from support.terminal import Terminal

pytestmark = pytest.mark.long

SLUG = "lieu-exemple"
#: The last message; cookiecutter itself, also stopped by Ctrl+C, may end before it.
STOPPED = messages.text("fr", "run.stopped")
#: What stands between a question and the answer typed.
SUFFIX = messages.text("fr", "ask.suffix")


class Generate(Protocol):
    def __call__(self, answers: dict[str, Any], name: str = "cookiecutter", *options: str) -> Terminal: ...


@pytest.fixture
def generate(kit: Path, tmp_path: Path) -> Generate:
    """``generate(answers)``: cookiecutter in a terminal; with a file of answers, it asks only for wrong ones."""

    def generate(answers: dict[str, Any], name: str = "cookiecutter", *options: str) -> Terminal:
        decided = {"space_slug": SLUG, **DECIDED, "common_costs_split": "60/40"}
        config = write_answer_file(tmp_path / "a.yaml", decided | answers)
        start = ["create"] if name == "cruft" else []
        output = tmp_path / "places"
        output.mkdir(exist_ok=True)
        command = tool_command(
            name, *start, "--no-input", "--config-file", config, "--output-dir", output, *options, kit
        )
        return Terminal(command, tmp_path, clean_environment(tmp_path / "home"))

    return generate


def label(question: str) -> str:
    """The short label of a question, with which it is asked again."""
    return messages.text("fr", f"question.{question}")


def ask(question: str) -> str:
    """How a question is asked again when its answer is wrong by itself: that answer is not offered."""
    return f"\n  {label(question)}{SUFFIX}"


def config(tmp_path: Path, name: str) -> str:
    return (tmp_path / "places" / SLUG / "config" / name).read_text(encoding="utf-8")


def lineage(tmp_path: Path) -> dict[str, str]:
    state = json.loads((tmp_path / "places" / SLUG / ".cruft.json").read_text(encoding="utf-8"))
    answers: dict[str, str] = state["context"]["cookiecutter"]
    return answers


def test_a_wrong_price_is_asked_again_until_right(generate: Generate, tmp_path: Path) -> None:
    with generate({"price_day": "abc"}) as terminal:
        reason = terminal.expect(ask("price_day"))
        assert "(price_day)" in reason and "abc" in reason and "→" in reason
        terminal.type("9,999")
        assert "9,999" in terminal.expect(ask("price_day"))
        terminal.type("16,50 €")
        result = terminal.wait()
    assert result.status == 0, result.output
    assert "Traceback" not in result.output
    assert "day: 16.50" in config(tmp_path, "prices.yaml")
    assert lineage(tmp_path)["price_day"] == "16,50 €"


def test_contradictions_are_asked_again_together(generate: Generate, tmp_path: Path) -> None:
    with generate({"price_half_day": "20", "common_costs_split": "60/50"}) as terminal:
        reason = terminal.expect(ask("common_costs_split"))
        assert "(common_costs_split = 60/50)" in reason
        terminal.type("60/40")
        reason = terminal.expect(f"{label('price_half_day')} [20]{SUFFIX}")
        assert "price_half_day" in reason and "price_day" in reason
        terminal.type("")  # keep the last answer
        terminal.expect(f"{label('price_day')} [15]{SUFFIX}")
        terminal.type("18")
        terminal.expect(f"{label('price_half_day')} [20]{SUFFIX}")
        terminal.type("10")
        terminal.expect(f"{label('price_day')} [18]{SUFFIX}")
        terminal.type("")
        result = terminal.wait()
    assert result.status == 0, result.output
    assert "half_day: 10.00\n      day: 18.00" in config(tmp_path, "prices.yaml")
    assert (lineage(tmp_path)["price_half_day"], lineage(tmp_path)["price_day"]) == ("10", "18")
    assert lineage(tmp_path)["common_costs_split"] == "60/40"


def test_choices_are_listed_and_checked_again(generate: Generate, tmp_path: Path) -> None:
    """The model has one organisation, the answers name two; a mistyped choice is asked again like the rest."""
    operators = {"coworking_operator": "A", "mediation_operator": "B", "common_costs_split": "100"}
    with generate({"governance_model": "scic", **operators}) as terminal:
        terminal.expect(f"\n  {label('governance_model')} (")
        assert "cooperative-et-association" in terminal.expect(f") [scic]{SUFFIX}")
        terminal.type("sarl")
        for question, last in (
            ("coworking_operator", f" [A]{SUFFIX}"),
            ("mediation_operator", f" [B]{SUFFIX}"),
            ("support_operator", SUFFIX),
        ):
            terminal.expect(label(question) + last)
            terminal.type("")
        assert "sarl" in terminal.expect(f"){SUFFIX}")
        terminal.type("cooperative-et-association")
        terminal.expect(ask("common_costs_split"))
        terminal.type("?")
        result = terminal.wait()
    assert result.status == 0, result.output
    assert "governance_model: cooperative-et-association" in config(tmp_path, "organisations.yaml")
    assert "shares: {}" in config(tmp_path, "organisations.yaml")
    assert lineage(tmp_path)["governance_model"] == "cooperative-et-association"


def test_a_complete_session_by_hand(kit: Path, tmp_path: Path) -> None:
    """Neither Jinja nor a shell reads the names typed at prompts; Enter keeps each default."""
    name = "L’{{ 7*7 }} « $(touch x) » \\ \"'` 🌱"
    output = tmp_path / "places"
    output.mkdir()
    command = tool_command("cookiecutter", "--output-dir", output, kit)
    names = list(kit_questions())
    typed = {
        "space_name": name,
        "space_slug": SLUG,
        "coworking_operator": "{% raw %}",
        "price_day": "15",
        "price_month": "12",
        "email": "x",
    }
    with Terminal(command, tmp_path, clean_environment(tmp_path / "home")) as terminal:
        for number, question in enumerate(names, 1):
            terminal.expect(f"[{number}/{len(names)}]")
            terminal.type(typed.get(question, ""))
        terminal.expect(ask("email"))
        terminal.type("?")
        terminal.expect(f"{label('price_day')} [15]{SUFFIX}")
        terminal.type("")
        terminal.expect(f"{label('price_month')} [12]{SUFFIX}")
        terminal.type("280")
        result = terminal.wait()
    assert result.status == 0, result.output
    assert f"name: {json.dumps(name, ensure_ascii=False)}\n" in config(tmp_path, "space.yaml")
    assert 'name: "{% raw %}"' in config(tmp_path, "organisations.yaml")
    assert "email:\n" in config(tmp_path, "space.yaml")
    expected = default_answers({}) | typed | {"price_month": "280", "email": "?"}
    assert {question: lineage(tmp_path)[question] for question in names} == expected
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "places"]


@pytest.mark.parametrize(
    "slug", ["Mon Lieu", *(pytest.param(slug, marks=pytest.mark.slow) for slug in ("été", "a/b", "../a/b"))]
)
def test_a_wrong_short_name_is_asked_again_and_the_folder_gets_the_new_one(
    generate: Generate, tmp_path: Path, slug: str
) -> None:
    (tmp_path / "places" / "pris").mkdir(parents=True)
    with generate({"space_slug": slug}) as terminal:
        assert slug in terminal.expect(ask("space_slug"))
        terminal.type("Toujours Pas")
        terminal.expect(ask("space_slug"))
        terminal.type("pris")
        assert "pris" in terminal.expect(ask("space_slug"))
        terminal.type(SLUG)
        result = terminal.wait()
    assert result.status == 0, result.output
    assert sorted(path.name for path in (tmp_path / "places").iterdir()) == [SLUG, "pris"]
    assert f"slug: {SLUG}\n" in config(tmp_path, "space.yaml").replace('"', "")
    assert lineage(tmp_path)["space_slug"] == SLUG
    assert git(tmp_path / "places" / SLUG, "status", "--porcelain") == ""
    assert f"cd {SLUG}\n" in result.output


def test_enter_alone_never_asks_for_ever(generate: Generate, tmp_path: Path) -> None:
    """A wrong answer is not offered again; answers that contradict each other are offered once."""
    answers = {"common_costs_split": "50/30/20", "price_half_day": "20", "price_day": "15", "price_month": "x"}
    with generate(answers | {"email": "x", "governance_model": "cooperative-et-association"}) as terminal:
        for question in ("email", "price_month", "common_costs_split"):
            terminal.expect(ask(question))
            terminal.type("")
        for offered in (True, False):
            for question in ("price_half_day", "price_day"):
                terminal.expect(f"\n  {label(question)}{f' [{answers[question]}]' if offered else ''}{SUFFIX}")
                terminal.type("")
        result = terminal.wait()
    assert result.status == 0, result.output
    assert "half_day:\n      day:\n" in config(tmp_path, "prices.yaml")


@pytest.mark.slow
def test_a_choice_may_be_typed_in_other_words(generate: Generate, tmp_path: Path) -> None:
    services = {"has_coworking": "non", "has_mediation": "non", "has_support": "non"}
    with generate(services | {"common_costs_split": ""}) as terminal:
        for question, typed in zip(services, ("O", "yes", "n"), strict=True):
            terminal.expect(f"{label(question)} (")
            terminal.expect(f" [non]{SUFFIX}")
            terminal.type(typed)
        result = terminal.wait()
    assert result.status == 0, result.output
    assert [lineage(tmp_path)[question] for question in services] == ["oui", "oui", "non"]


@pytest.mark.slow
@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl+C", "Ctrl+D"])
def test_the_command_given_when_stopped_starts_again_with_the_answers(kit: Path, tmp_path: Path, key: str) -> None:
    link = tmp_path / "le kit d'été"
    link.symlink_to(kit)
    places = tmp_path / "places"
    places.mkdir()
    typed = {"space_name": "L'Établi", "space_slug": "Mon Lieu", "desks": "7", "price_day": "abc"}
    names = list(kit_questions())
    environment = clean_environment(tmp_path / "home")
    with Terminal(tool_command("cookiecutter", link), places, environment) as terminal:
        for number, question in enumerate(names, 1):
            terminal.expect(f"[{number}/{len(names)}]")
            terminal.type(typed.get(question, ""))
        terminal.expect(ask("space_slug"))
        terminal.press_until(key, STOPPED)
        assert terminal.wait().status == 1
        again = shlex.split(terminal.line("  cookiecutter "))
    assert again == ["cookiecutter", "--replay", str(link)]
    with Terminal(tool_command(again[0], *again[1:]), places, environment) as terminal:
        terminal.expect(ask("space_slug"))
        terminal.type(SLUG)
        terminal.expect(ask("price_day"))
        terminal.type("16")
        result = terminal.wait()
    assert result.status == 0, result.output
    assert "desks: 7" in config(tmp_path, "space.yaml")
    assert [path.name for path in places.iterdir()] == [SLUG]


@pytest.mark.slow
def test_a_folder_that_exists_does_not_lose_the_answers(generate: Generate, kit: Path, tmp_path: Path) -> None:
    """cookiecutter refuses it before it runs any hook; the tutorial gives the command to type then."""
    (tmp_path / "places" / SLUG).mkdir(parents=True)
    with generate({"desks": "7"}) as terminal:
        assert terminal.wait().status == 1
    command = tool_command("cookiecutter", "--replay", "--output-dir", tmp_path / "ailleurs", kit)
    with Terminal(command, tmp_path, clean_environment(tmp_path / "home")) as terminal:
        result = terminal.wait()
    assert result.status == 0, result.output
    assert "desks: 7" in (tmp_path / "ailleurs" / SLUG / "config/space.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl+C", "Ctrl+D"])
def test_a_stopped_generation_leaves_no_file(generate: Generate, tmp_path: Path, key: str) -> None:
    with generate({"price_day": "abc"}) as terminal:
        terminal.expect(ask("price_day"))
        terminal.press_until(key, STOPPED)
        result = terminal.wait()
    assert result.status == 1
    assert "tierslieu" not in result.output
    assert "FileNotFoundError" not in result.output
    assert list((tmp_path / "places").iterdir()) == []


def test_a_generation_stopped_over_other_files_leaves_these_files(generate: Generate, tmp_path: Path) -> None:
    file = tmp_path / "places" / SLUG / "mine" / "note.txt"
    file.parent.mkdir(parents=True)
    file.write_text("mine", encoding="utf-8")
    with generate({"price_day": "abc"}, "cookiecutter", "--overwrite-if-exists") as terminal:
        terminal.expect(ask("price_day"))
        terminal.press_until("\x03", STOPPED)
        terminal.wait()
    assert read_tree(tmp_path / "places") == {f"{SLUG}/mine/note.txt": b"mine"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "name, answers, word", [("cruft", {"price_day": "abc"}, "abc"), ("cookiecutter", {"price_dya": "1"}, "price_dya")]
)
def test_answers_are_refused_where_the_correction_would_be_lost(
    generate: Generate, tmp_path: Path, name: str, answers: dict[str, Any], word: str
) -> None:
    """cruft would record the uncorrected answers; cookiecutter ignores the answers to unknown questions."""
    with generate(answers, name) as terminal:
        result = terminal.wait()
    assert result.status == 1, result.output
    assert word in result.output
    assert list((tmp_path / "places").iterdir()) == []


def test_apply_asks_again_too(unapplied_place: Path, home: Path) -> None:
    answers = json.loads((unapplied_place / "answers.json").read_text(encoding="utf-8"))
    (unapplied_place / "answers.json").write_text(json.dumps(answers | {"price_day": "abc"}), encoding="utf-8")
    before = read_tree(unapplied_place)
    with Terminal(lieu_command("apply"), unapplied_place, clean_environment(home)) as terminal:
        terminal.expect(ask("price_day"))
        terminal.press_until("\x03", STOPPED)
        assert terminal.wait().status == 1
    assert read_tree(unapplied_place) == before
    with Terminal(lieu_command("apply"), unapplied_place, clean_environment(home)) as terminal:
        terminal.expect(ask("price_day"))
        terminal.type("15")
        result = terminal.wait()
    assert result.status == 0, result.output
    assert "day: 15.00" in (unapplied_place / "config/prices.yaml").read_text(encoding="utf-8")
