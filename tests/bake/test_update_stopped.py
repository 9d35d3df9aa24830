"""Updates that can't begin, and updates that are killed: a clear word, and a place that is either before or after."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from support.edited_places import CLAUSE, NEWER_CLAUSE, TEST_VERSIONS, EditedPlace
from support.generated_places import commit_all, git
from support.team_edits import PRICES

from tierslieu.core.git import git as real
from tierslieu.core.problems import Problem, Problems
from tierslieu.lineage import undo_record
from tierslieu.lineage.update import update

pytestmark = pytest.mark.slow


def prices_changed(team: EditedPlace) -> str:
    team.replace(PRICES, "day: 15.00", "day: 17.00")
    return team.commit()


def comes_from(team: EditedPlace, **changes: str) -> None:
    """Write another origin into the lineage of the place."""
    lineage = json.loads(team.read(".cruft.json"))
    team.write(".cruft.json", json.dumps(lineage | changes))
    team.commit()


def test_a_tree_with_changes_is_refused(edited_place: Callable[..., EditedPlace]) -> None:
    ours = edited_place()
    ours.replace(PRICES, "day: 15.00", "day: 17.00")
    assert ours.refused() == ["update.dirty"]


def test_a_version_that_does_not_exist_is_told_with_the_closest(edited_place: Callable[..., EditedPlace]) -> None:
    ours = edited_place()
    with pytest.raises(Problems) as raised:
        update(ours.place, "1.2.O")
    (problem,) = raised.value.problems
    assert problem == Problem("update.version", {"version": "1.2.O", "closest": "1.2.0"})


def test_an_older_version_is_refused(edited_place: Callable[..., EditedPlace]) -> None:
    assert edited_place(TEST_VERSIONS[1]).refused(TEST_VERSIONS[0]) == ["update.older"]


def test_a_kit_that_is_gone_is_told(edited_place: Callable[..., EditedPlace]) -> None:
    ours = edited_place()
    comes_from(ours, template=str(ours.place.parent / "nowhere"))
    assert ours.refused() == ["update.fetch"]


def test_a_place_made_by_hand_is_told(edited_place: Callable[..., EditedPlace]) -> None:
    ours = edited_place()
    (ours.place / ".cruft.json").unlink()
    ours.commit()
    assert ours.refused() == ["lineage.none"]


def test_a_history_written_anew_is_updated_all_the_same(edited_place: Callable[..., EditedPlace]) -> None:
    ours = edited_place()
    prices_changed(ours)
    shutil.rmtree(ours.place / ".git")
    git(ours.place, "init", "--quiet", "--initial-branch=main")
    ours.commit()
    assert ours.update().conflicts == ()
    assert "day: 17.00" in ours.read("config/prices.yaml")
    assert NEWER_CLAUSE in ours.read("governance/fr/charte-essai.md")


def test_on_the_branch_of_the_kit_nothing_is_done(edited_place: Callable[..., EditedPlace]) -> None:
    ours = edited_place()
    git(ours.place, "switch", "--quiet", "kit")
    assert ours.refused() == ["update.on_kit"]


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"template": "x", "commit": "y", "context": 3}'])
def test_an_origin_that_can_not_be_read_is_told(edited_place: Callable[..., EditedPlace], content: str) -> None:
    ours = edited_place()
    ours.write(".cruft.json", content)
    ours.commit()
    assert ours.refused() == ["lineage.unreadable"]


def test_an_address_that_holds_no_kit_is_told(edited_place: Callable[..., EditedPlace], tmp_path: Path) -> None:
    ours = edited_place()
    for name, text in (("empty", None), ("other", "Rien du kit.")):
        git(tmp_path, "init", "--quiet", name)
        if text:
            (tmp_path / name / "README.md").write_text(text, encoding="utf-8")
            commit_all(tmp_path / name, "Autre chose")
        comes_from(ours, template=str(tmp_path / name))
        assert ours.refused(None) == ["update.not_a_kit"]


def test_a_kit_whose_history_was_written_anew(edited_place: Callable[..., EditedPlace], tmp_path: Path) -> None:
    """It goes on where the place has kept what the kit gave, and is told where it has not."""
    ours = edited_place()
    prices_changed(ours)
    kit = Path(shutil.copytree(ours.kit, tmp_path / "anew", ignore=shutil.ignore_patterns(".git")))
    git(kit, "init", "--quiet", "--initial-branch=main")
    commit_all(kit, "Tout en un")
    comes_from(ours, template=str(kit))
    without = EditedPlace(Path(shutil.copytree(ours.place, tmp_path / "without")), kit)
    git(without.place, "branch", "--quiet", "-D", "kit")
    assert without.refused(None) == ["update.lost_commit"]
    assert ours.update(None).conflicts == ()
    assert "day: 17.00" in ours.read(PRICES) and NEWER_CLAUSE in ours.read("governance/fr/charte-essai.md")


def test_answers_that_the_kit_no_longer_takes_are_told(edited_place: Callable[..., EditedPlace]) -> None:
    ours = edited_place()
    lineage = json.loads(ours.read(".cruft.json"))
    lineage["context"]["cookiecutter"]["price_day"] = "quinze"
    ours.write(".cruft.json", json.dumps(lineage))
    ours.commit()
    assert ours.refused() == ["update.refused"]


def test_a_folder_that_is_no_repository_is_told(
    edited_place: Callable[..., EditedPlace], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = edited_place()
    shutil.rmtree(ours.place / ".git")
    for path, code in ((os.environ["PATH"], "update.no_repository"), ("/nowhere", "update.no_git")):
        monkeypatch.setenv("PATH", path)
        with pytest.raises(Problems) as raised:
            update(ours.place, None)
        assert [problem.code for problem in raised.value.problems] == [code]


# --- Killed ---

#: What git is asked for, and which time; an update without conflict asks for all of it.
STEPS = [
    ("clone", 1), ("worktree", 2), ("commit-tree", 1), ("merge-file", 1),
    ("merge", 1), ("commit", 1), ("update-ref", 1), ("merge", 2),
]  # fmt: skip
#: In the folder of the place itself, up to the marks of a conflict.
IN_CONFLICT = [("merge", 2), ("merge", 3), ("merge-file", 7), ("add", 3)]


def kill(place: Path, step: tuple[str, int], when: str) -> None:
    """Start an update in a process of its own, and kill that before or after it asks git for ``step``."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"{step} never came"
        return
    seen = 0

    def fatal(folder: Path, *arguments: str, **options: object) -> str:
        nonlocal seen
        words = [one for one in arguments if not one.startswith("-") and "=" not in one]
        seen += words[:1] == [step[0]]
        here = words[:1] == [step[0]] and seen == step[1]
        if here and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        try:
            return real(folder, *arguments, **options)  # type: ignore[arg-type]
        finally:
            if here:
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        with pytest.MonkeyPatch.context() as patch:
            for module in ("kits", "versions", "worktrees", "update", "plan", "settle", "journal"):
                patch.setattr(f"tierslieu.lineage.{module}.git", fatal)
            update(place, TEST_VERSIONS[-1])
    finally:
        os._exit(0)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step[0]}-{step[1]}")
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_any_step_the_place_is_before_or_can_be_put_back(
    edited_place: Callable[..., EditedPlace], step: tuple[str, int], when: str
) -> None:
    ours = edited_place()
    before = prices_changed(ours)
    kill(ours.place, step, when)
    try:
        update(ours.place, TEST_VERSIONS[-1])
    except Problems as found:
        assert [problem.code for problem in found.problems] == ["update.interrupted"]
        undo_record.abort(ours.place)
        assert git(ours.place, "rev-parse", "HEAD") == before and git(ours.place, "status", "--porcelain") == ""
        update(ours.place, TEST_VERSIONS[-1])
    assert "day: 17.00" in ours.read(PRICES)
    assert NEWER_CLAUSE in ours.read("governance/fr/charte-essai.md")
    assert git(ours.place, "status", "--porcelain") == ""


@pytest.mark.parametrize("step", IN_CONFLICT, ids=lambda step: f"{step[0]}-{step[1]}")
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_before_the_marks_are_whole_the_place_can_be_put_back(
    edited_place: Callable[..., EditedPlace], step: tuple[str, int], when: str
) -> None:
    ours = edited_place()
    ours.replace("governance/fr/essai.md", CLAUSE, "Prendre soin de nos outils.")
    before = prices_changed(ours)
    kill(ours.place, step, when)
    try:
        conflicts = ours.update().conflicts
    except Problems as found:
        assert found.problems[0].code in ("update.interrupted", "update.unfinished")
        undo_record.abort(ours.place)
        assert git(ours.place, "rev-parse", "HEAD") == before and git(ours.place, "status", "--porcelain") == ""
        conflicts = ours.update().conflicts
    assert conflicts == ("governance/fr/charte-essai.md",)
