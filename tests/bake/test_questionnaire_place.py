"""The place that the questionnaire makes is, byte for byte, the one that cookiecutter makes at the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.generated_places import (
    TERRITORIES,
    clean_environment,
    executables,
    generate_place,
    git,
    read_tree,
    run_checked,
    territory_answers,
    tool_command,
)
from support.questionnaire_client import QuestionnaireClient

from tierslieu.core.problems import Problems
from tierslieu.editor.birth.kit_source import KitSource, kit_of_place
from tierslieu.generation.origin import LINEAGE_FILE

pytestmark = pytest.mark.slow

#: Two organisations, one that is a public body, and one with nearly nothing decided.
_COMPARED = ("fil-numerique", "exemple-regie-publique", "comptoir-numerique")


def make(client: QuestionnaireClient, answers: dict[str, str]) -> Path:
    """Answer the questions, and make the place in the home folder of the client."""
    client.enter()
    client.answer(answers)
    made = client.create(client.new.home)
    assert made.status == 303, made.text
    assert client.new.successor
    return client.new.successor.root


@pytest.mark.parametrize(
    "territory", [path for path in TERRITORIES if path.stem in _COMPARED], ids=lambda path: path.stem
)
def test_both_roads_give_the_same_bytes(kit: Path, tmp_path: Path, home: Path, territory: Path) -> None:
    (tmp_path / "terminal").mkdir()
    command = tool_command("cookiecutter", "--no-input", "--config-file", territory, kit)
    run_checked(command, tmp_path / "terminal", clean_environment(tmp_path / "terminal-home"))
    answers = territory_answers(territory)
    place = make(QuestionnaireClient(tmp_path, KitSource(str(kit), kit)), answers)
    (typed,) = (tmp_path / "terminal").iterdir()
    assert read_tree(place, ".git") == read_tree(typed, ".git")
    assert executables(place) == executables(typed)
    assert place.name == typed.name and git(place, "rev-parse", "kit^{tree}") == git(typed, "rev-parse", "kit^{tree}")
    assert list(place.parent.iterdir()) == [place] and git(place, "status", "--porcelain") == ""


def test_what_is_typed_is_never_read_as_code(kit: Path, tmp_path: Path, home: Path) -> None:
    name = "{{ 7*7 }} {% raw %} {# « é\" ' \\n $HOME 🎉"
    place = make(QuestionnaireClient(tmp_path, KitSource(str(kit), kit)), {"space_name": name, "space_slug": "fil"})
    recorded = json.loads((place / LINEAGE_FILE).read_text(encoding="utf-8"))
    assert recorded["context"]["cookiecutter"]["space_name"] == name
    assert json.dumps(name, ensure_ascii=False) in (place / "config/space.yaml").read_text(encoding="utf-8")


def test_a_place_makes_another_from_its_kit(kit: Path, tmp_path: Path, home: Path) -> None:
    (tmp_path / "first").mkdir()
    first = generate_place(kit, {"space_name": "Premier"}, tmp_path / "first")
    asked: list[str] = []

    def agrees(address: str, version: str) -> bool:
        asked.append(address)
        return False

    source = kit_of_place(first, tmp_path, agrees)
    assert (source.template, source.checkout) == (str(kit), git(kit, "rev-parse", "HEAD")) and asked == []
    second = make(QuestionnaireClient(tmp_path, source), {"space_name": "Second", "space_slug": "second"})
    ours = [
        file for file in read_tree(second, ".git") if file.partition("/")[0] in ("tierslieu", "theme", "governance")
    ]
    assert [file for file in ours if (first / file).read_bytes() != (second / file).read_bytes()] == []
    git(first, "config", "--local", "--unset-all", "lieu.trustedkit")
    with pytest.raises(Problems):
        kit_of_place(first, tmp_path / "first", agrees)
    assert asked == [str(kit)]
