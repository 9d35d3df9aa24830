"""cookiecutter in a pseudo-terminal: wrong answers are asked again."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Protocol

import pytest
from support.generated_places import (
    DECIDED,
    clean_environment,
    default_answers,
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

SLUG = "lieu-exemple"
#: The last message; cookiecutter itself, also stopped by Ctrl+C, may end before it.
STOPPED = messages.text("fr", "run.stopped")


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


def config(tmp_path: Path, name: str) -> str:
    return (tmp_path / "places" / SLUG / "config" / name).read_text(encoding="utf-8")


def lineage(tmp_path: Path) -> dict[str, str]:
    state = json.loads((tmp_path / "places" / SLUG / ".cruft.json").read_text(encoding="utf-8"))
    answers: dict[str, str] = state["context"]["cookiecutter"]
    return answers


def test_a_wrong_price_is_asked_again_until_right(generate: Generate, tmp_path: Path) -> None:
    with generate({"price_day": "abc"}) as terminal:
        reason = terminal.expect(f"  {label('price_day')} [abc]: ")
        assert "(price_day)" in reason and "abc" in reason.split("[abc]")[0] and "→" in reason
        terminal.type("9,999")
        assert "9,999" in terminal.expect(f"  {label('price_day')} [9,999]: ")
        terminal.type("16,50 €")
        result = terminal.wait()
    assert result.status == 0, result.output
    assert "Traceback" not in result.output
    assert "day: 16.50" in config(tmp_path, "prices.yaml")
    assert lineage(tmp_path)["price_day"] == "16,50 €"


def test_contradictions_are_asked_again_together(generate: Generate, tmp_path: Path) -> None:
    with generate({"price_half_day": "20", "common_costs_split": "60/50"}) as terminal:
        reason = terminal.expect(f"{label('common_costs_split')} [60/50]: ")
        assert "(common_costs_split = 60/50)" in reason
        terminal.type("60/40")
        reason = terminal.expect(f"{label('price_half_day')} [20]: ")
        assert "price_half_day" in reason and "price_day" in reason
        terminal.type("")  # keep the last answer
        terminal.expect(f"{label('price_day')} [15]: ")
        terminal.type("18")
        terminal.expect(f"{label('price_half_day')} [20]: ")
        terminal.type("10")
        terminal.expect(f"{label('price_day')} [18]: ")
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
        assert "cooperative-et-association" in terminal.expect("[scic]: ")
        terminal.type("sarl")
        for question, last in (
            ("coworking_operator", " [A]: "),
            ("mediation_operator", " [B]: "),
            ("support_operator", ": "),
        ):
            terminal.expect(label(question) + last)
            terminal.type("")
        assert "sarl" in terminal.expect("[sarl]: ").removesuffix("[sarl]: ")
        terminal.type("cooperative-et-association")
        terminal.expect(f"{label('common_costs_split')} [100]: ")
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
        terminal.expect(f"{label('email')} [x]: ")
        terminal.type("?")
        terminal.expect(f"{label('price_day')} [15]: ")
        terminal.type("")
        terminal.expect(f"{label('price_month')} [12]: ")
        terminal.type("280")
        result = terminal.wait()
    assert result.status == 0, result.output
    assert f"name: {json.dumps(name, ensure_ascii=False)}\n" in config(tmp_path, "space.yaml")
    assert 'name: "{% raw %}"' in config(tmp_path, "organisations.yaml")
    assert "email:\n" in config(tmp_path, "space.yaml")
    expected = default_answers({}) | typed | {"price_month": "280", "email": "?"}
    assert {question: lineage(tmp_path)[question] for question in names} == expected
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "places"]


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl+C", "Ctrl+D"])
def test_a_stopped_generation_leaves_no_file(generate: Generate, tmp_path: Path, key: str) -> None:
    with generate({"price_day": "abc"}) as terminal:
        terminal.expect("[abc]: ")
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
        terminal.expect("[abc]: ")
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
        terminal.expect("[abc]: ")
        terminal.press_until("\x03", STOPPED)
        assert terminal.wait().status == 1
    assert read_tree(unapplied_place) == before
    with Terminal(lieu_command("apply"), unapplied_place, clean_environment(home)) as terminal:
        terminal.expect("[abc]: ")
        terminal.type("15")
        result = terminal.wait()
    assert result.status == 0, result.output
    assert "day: 15.00" in (unapplied_place / "config/prices.yaml").read_text(encoding="utf-8")
