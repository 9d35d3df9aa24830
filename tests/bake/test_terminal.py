"""At a terminal, wrong answers are asked again in place: real cookiecutter, driven through a pseudo-terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.generated_places import (
    clean_environment,
    complete_answers,
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
#: Said last; cookiecutter itself, stopped by Ctrl+C too, may end before.
STOPPED = messages.text("fr", "run.stopped")


@pytest.fixture
def generate(kit: Path, tmp_path: Path) -> Callable[..., Terminal]:
    """``generate(answers)``: cookiecutter at a terminal, given a file of answers, so that only wrong ones are asked."""

    def generate(answers: dict[str, Any], name: str = "cookiecutter", *options: str) -> Terminal:
        config = write_answer_file(tmp_path / "a.yaml", {"space_slug": SLUG, **answers})
        start = ["create"] if name == "cruft" else []
        output = tmp_path / "places"
        output.mkdir(exist_ok=True)
        command = tool_command(
            name, *start, "--no-input", "--config-file", config, "--output-dir", output, *options, kit
        )
        return Terminal(command, tmp_path, clean_environment(tmp_path / "home"))

    return generate


def label(question: str) -> str:
    """How a question is asked again, in short."""
    return messages.text("fr", f"question.{question}")


def config(tmp_path: Path, name: str) -> str:
    return (tmp_path / "places" / SLUG / "config" / name).read_text(encoding="utf-8")


def lineage(tmp_path: Path) -> dict[str, str]:
    state = json.loads((tmp_path / "places" / SLUG / ".cruft.json").read_text(encoding="utf-8"))
    return state["context"]["cookiecutter"]


def test_a_wrong_price_is_asked_again_until_right(generate, tmp_path):
    with generate({"price_day": "abc"}) as terminal:
        reason = terminal.expect(f"  {label('price_day')} [abc]: ")
        assert "(price_day)" in reason and "abc" in reason.split("[abc]")[0] and "→" in reason
        terminal.type("9,999")
        assert "9,999" in terminal.expect(f"  {label('price_day')} [9,999]: ")
        terminal.type("16,50 €")
        done = terminal.end()
    assert done.status == 0, done.output
    assert "Traceback" not in done.output
    assert "day: 16.50" in config(tmp_path, "prices.yaml")
    assert lineage(tmp_path)["price_day"] == "16,50 €"


def test_contradictions_are_asked_again_together(generate, tmp_path):
    with generate({"price_half_day": "20", "common_costs_split": "60/50"}) as terminal:
        reason = terminal.expect(f"{label('common_costs_split')} [60/50]: ")
        assert "(common_costs_split = 60/50)" in reason
        terminal.type("60/40")
        reason = terminal.expect(f"{label('price_half_day')} [20]: ")
        assert "price_half_day" in reason and "price_day" in reason
        terminal.type("")  # the last answer, kept
        terminal.expect(f"{label('price_day')} [15]: ")
        terminal.type("18")
        terminal.expect(f"{label('price_half_day')} [20]: ")
        terminal.type("10")
        terminal.expect(f"{label('price_day')} [18]: ")
        terminal.type("")
        done = terminal.end()
    assert done.status == 0, done.output
    assert "half_day: 10.00\n      day: 18.00" in config(tmp_path, "prices.yaml")
    assert (lineage(tmp_path)["price_half_day"], lineage(tmp_path)["price_day"]) == ("10", "18")
    assert lineage(tmp_path)["common_costs_split"] == "60/40"


def test_choices_are_told_and_judged_again(generate, tmp_path):
    """The model has one organisation, the answers name two; a mistyped choice is asked again like the rest."""
    with generate({"governance_model": "scic", "coworking_operator": "A", "mediation_operator": "B"}) as terminal:
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
        done = terminal.end()
    assert done.status == 0, done.output
    assert "governance_model: cooperative-et-association" in config(tmp_path, "organisations.yaml")
    assert "shares: {}" in config(tmp_path, "organisations.yaml")
    assert lineage(tmp_path)["governance_model"] == "cooperative-et-association"


def test_a_whole_session_by_hand(kit, tmp_path):
    """Names typed at the prompt are taken as typed: no Jinja, no shell; Enter keeps every default."""
    name = "L’{{ 7*7 }} « $(touch x) » \\ \"'` 🌱"
    output = tmp_path / "places"
    output.mkdir()
    command = tool_command("cookiecutter", "--output-dir", output, kit)
    asked = list(kit_questions())
    typed = {
        "space_name": name,
        "space_slug": SLUG,
        "coworking_operator": "{% raw %}",
        "price_month": "12",
        "email": "x",
    }
    with Terminal(command, tmp_path, clean_environment(tmp_path / "home")) as terminal:
        for number, question in enumerate(asked, 1):
            terminal.expect(f"[{number}/{len(asked)}]")
            terminal.type(typed.get(question, ""))
        terminal.expect(f"{label('email')} [x]: ")
        terminal.type("?")
        terminal.expect(f"{label('price_day')} [15]: ")
        terminal.type("")
        terminal.expect(f"{label('price_month')} [12]: ")
        terminal.type("280")
        done = terminal.end()
    assert done.status == 0, done.output
    assert f"name: {json.dumps(name, ensure_ascii=False)}\n" in config(tmp_path, "space.yaml")
    assert 'name: "{% raw %}"' in config(tmp_path, "organisations.yaml")
    assert "email:\n" in config(tmp_path, "space.yaml")
    expected = complete_answers({}) | typed | {"price_month": "280", "email": "?"}
    assert {question: lineage(tmp_path)[question] for question in asked} == expected
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "places"]


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl+C", "Ctrl+D"])
def test_stopped_nothing_is_left(generate, tmp_path, key):
    with generate({"price_day": "abc"}) as terminal:
        terminal.expect("[abc]: ")
        terminal.insist(key, STOPPED)
        done = terminal.end()
    assert done.status == 1
    assert "tierslieu" not in done.output
    assert "FileNotFoundError" not in done.output
    assert list((tmp_path / "places").iterdir()) == []


def test_stopped_over_other_files_they_are_left(generate, tmp_path):
    kept = tmp_path / "places" / SLUG / "mine" / "note.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine", encoding="utf-8")
    with generate({"price_day": "abc"}, "cookiecutter", "--overwrite-if-exists") as terminal:
        terminal.expect("[abc]: ")
        terminal.insist("\x03", STOPPED)
        terminal.end()
    assert read_tree(tmp_path / "places") == {f"{SLUG}/mine/note.txt": b"mine"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "name, answers, word", [("cruft", {"price_day": "abc"}, "abc"), ("cookiecutter", {"price_dya": "1"}, "price_dya")]
)
def test_refused_rather_than_asked(generate, tmp_path, name, answers, word):
    """Cruft would keep the uncorrected answers; and what cookiecutter has ignored can't be asked for."""
    with generate(answers, name) as terminal:
        done = terminal.end()
    assert done.status == 1, done.output
    assert word in done.output
    assert list((tmp_path / "places").iterdir()) == []


def test_apply_asks_again_too(unapplied_place, home):
    answers = json.loads((unapplied_place / "answers.json").read_text(encoding="utf-8"))
    (unapplied_place / "answers.json").write_text(json.dumps(answers | {"price_day": "abc"}), encoding="utf-8")
    before = read_tree(unapplied_place)
    with Terminal(lieu_command("apply"), unapplied_place, clean_environment(home)) as terminal:
        terminal.expect("[abc]: ")
        terminal.insist("\x03", STOPPED)
        assert terminal.end().status == 1
    assert read_tree(unapplied_place) == before
    with Terminal(lieu_command("apply"), unapplied_place, clean_environment(home)) as terminal:
        terminal.expect("[abc]: ")
        terminal.type("15")
        done = terminal.end()
    assert done.status == 0, done.output
    assert "day: 15.00" in (unapplied_place / "config/prices.yaml").read_text(encoding="utf-8")
