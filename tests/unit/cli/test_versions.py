"""``./lieu save``, ``history`` and ``undo``, as a person uses them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.version_factories import PRICES, VersionedPlace, unversioned_place

from tierslieu.cli.console import Console
from tierslieu.cli.main import cli
from tierslieu.cli.versions import ask_author
from tierslieu.core.problems import Problems
from tierslieu.rendering import template_cache

pytestmark = pytest.mark.usefixtures("bare_git")
Lieu = Callable[..., Result]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> VersionedPlace:
    """A place of which git knows the author."""
    monkeypatch.setattr(template_cache, "keep_in", lambda root: None)
    place = unversioned_place(tmp_path / "place")
    monkeypatch.chdir(place.root)
    place.git("init", "--quiet", "--initial-branch=main")
    place.git("config", "user.name", "Camille")
    place.git("config", "user.email", "camille@exemple.fr")
    return place


@pytest.fixture
def lieu(place: VersionedPlace) -> Lieu:
    """``lieu(*words, input)``: run a command, with what is typed."""
    return lambda *words, input="": CliRunner().invoke(cli, words, input=input, obj=place.root)


@pytest.mark.long
def test_a_version_is_saved_listed_and_undone(place: VersionedPlace, lieu: Lieu) -> None:
    assert "version 1 (Première version)" in lieu("save").output
    place.write(PRICES, "day: 16\n")
    assert "prix et carnets" in lieu("history").output.splitlines()[0]
    assert "version 2 (Les prix de l’été)" in lieu("save", "Les", "prix de l’été").output
    assert lieu("save").exit_code == 0
    lines = lieu("history").output.splitlines()
    assert lines[0].startswith("2. ") and lines[0].endswith(", Camille\u00a0: Les prix de l’été")
    assert lines[1] == "   prix et carnets"
    plan = lieu("undo", PRICES).output
    assert PRICES in plan and "version 1" in plan and "Rien n’a changé." in plan
    assert place.read(PRICES) == "day: 16\n"
    assert "version 3" in lieu("undo", PRICES, input="oui\n").output
    assert place.read(PRICES) == "day: 15\n"


@pytest.mark.parametrize(
    ("typed", "agreed"),
    [("o", True), ("OUI", True), ("y", True), ("yes", True), ("", False), ("n", False), ("peut-être\noui", True)],
)
def test_a_question_is_answered_in_either_language(place: VersionedPlace, lieu: Lieu, typed: str, agreed: bool) -> None:
    lieu("save")
    place.write(PRICES, "day: 16\n")
    result = lieu("undo", input=f"{typed}\n")
    assert result.exit_code == 0
    assert (place.read(PRICES) == "day: 15\n") is agreed


@pytest.mark.long
def test_long_lists_are_cut_and_say_so(place: VersionedPlace, lieu: Lieu) -> None:
    """Saves that follow each other within the time to which dates of files are exact are all kept."""
    lieu("save")
    for day in range(20, 42):
        place.write(PRICES, f"day: {day}\n")
        lieu("save")
    assert len(lieu("history", PRICES).output.splitlines()) == 21
    assert "3 plus anciennes" in lieu("history").output
    assert len(lieu("history", "--all", PRICES).output.splitlines()) == 23
    for number in range(20):
        place.write(f"content/fr/pages/{number}.md", "x")
    output = lieu("undo").output
    assert output.count(" disparaît") == 12 and "8 autres fichiers" in output


def test_the_author_is_asked_at_a_terminal_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal("Zoé Été\n\n"))
    assert ask_author(Console(tmp_path)) == ("Zoé Été", "zoe-ete@localhost")
    assert "première fois" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(Problems):
        ask_author(Console(tmp_path))
