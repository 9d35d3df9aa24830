"""Updates that cannot begin, which are reported, and killed updates, which can be undone."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from support.edited_places import CLAUSE, NEWER_CLAUSE, TEST_VERSIONS, EditedPlace, agree
from support.fixtures import EditPlace
from support.generated_places import commit_all, git
from support.team_edits import PRICES

from tierslieu.core.git import git as run_git
from tierslieu.core.problems import Problem, Problems
from tierslieu.lineage import undo_record
from tierslieu.lineage.update import update

pytestmark = pytest.mark.slow


def change_price(place: EditedPlace) -> str:
    place.replace(PRICES, "day: 15.00", "day: 17.00")
    return place.commit()


def set_origin(place: EditedPlace, **changes: str) -> None:
    """Change the lineage of the place."""
    lineage = json.loads(place.read(".cruft.json"))
    place.write(".cruft.json", json.dumps(lineage | changes))
    place.commit()


def test_uncommitted_changes_are_refused(edit_place: EditPlace) -> None:
    place = edit_place()
    place.replace(PRICES, "day: 15.00", "day: 17.00")
    assert place.update_problems() == ["update.dirty"]


def test_an_unknown_version_is_reported_with_the_closest_one(edit_place: EditPlace) -> None:
    place = edit_place()
    with pytest.raises(Problems) as raised:
        update(place.root, "1.2.O")
    (problem,) = raised.value.problems
    assert problem == Problem("update.version", {"version": "1.2.O", "closest": "1.2.0"})


def test_an_older_version_is_refused(edit_place: EditPlace) -> None:
    assert edit_place(TEST_VERSIONS[1]).update_problems(TEST_VERSIONS[0]) == ["update.older"]


def test_a_kit_that_cannot_be_fetched_is_reported(edit_place: EditPlace) -> None:
    place = edit_place()
    set_origin(place, template=str(place.root.parent / "nowhere"))
    assert place.update_problems() == ["update.fetch"]


def test_a_place_without_lineage_is_reported(edit_place: EditPlace) -> None:
    place = edit_place()
    (place.root / ".cruft.json").unlink()
    place.commit()
    assert place.update_problems() == ["lineage.none"]


def test_a_place_with_a_rewritten_history_is_updated(edit_place: EditPlace) -> None:
    place = edit_place()
    change_price(place)
    shutil.rmtree(place.root / ".git")
    git(place.root, "init", "--quiet", "--initial-branch=main")
    place.commit()
    assert place.update().conflicts == ()
    assert "day: 17.00" in place.read("config/prices.yaml")
    assert NEWER_CLAUSE in place.read("governance/fr/charte-essai.md")


def test_an_update_on_the_branch_of_the_kit_is_refused(edit_place: EditPlace) -> None:
    place = edit_place()
    git(place.root, "switch", "--quiet", "kit")
    assert place.update_problems() == ["update.on_kit"]


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"template": "x", "commit": "y", "context": 3}'])
def test_an_unreadable_lineage_is_reported(edit_place: EditPlace, content: str) -> None:
    place = edit_place()
    place.write(".cruft.json", content)
    place.commit()
    assert place.update_problems() == ["lineage.unreadable"]


def test_a_repository_that_is_no_kit_is_reported(edit_place: EditPlace, tmp_path: Path) -> None:
    place = edit_place()
    for name, text in (("empty", None), ("other", "Rien du kit.")):
        git(tmp_path, "init", "--quiet", name)
        if text:
            (tmp_path / name / "README.md").write_text(text, encoding="utf-8")
            commit_all(tmp_path / name, "Autre chose")
        set_origin(place, template=str(tmp_path / name))
        assert place.update_problems(None) == ["update.not_a_kit"]


def test_a_kit_with_a_rewritten_history(edit_place: EditPlace, tmp_path: Path) -> None:
    """The update works where the place has the branch of the kit, and is refused where it has not."""
    place = edit_place()
    change_price(place)
    kit = Path(shutil.copytree(place.kit, tmp_path / "anew", ignore=shutil.ignore_patterns(".git")))
    git(kit, "init", "--quiet", "--initial-branch=main")
    commit_all(kit, "Tout en un")
    set_origin(place, template=str(kit))
    without_branch = EditedPlace(Path(shutil.copytree(place.root, tmp_path / "without")), kit)
    git(without_branch.root, "branch", "--quiet", "-D", "kit")
    assert without_branch.update_problems(None) == ["update.lost_commit"]
    assert place.update(None).conflicts == ()
    assert "day: 17.00" in place.read(PRICES) and NEWER_CLAUSE in place.read("governance/fr/charte-essai.md")


def test_answers_that_the_kit_no_longer_accepts_are_reported(edit_place: EditPlace) -> None:
    place = edit_place()
    lineage = json.loads(place.read(".cruft.json"))
    lineage["context"]["cookiecutter"]["price_day"] = "quinze"
    place.write(".cruft.json", json.dumps(lineage))
    place.commit()
    assert place.update_problems() == ["update.refused"]


def test_a_folder_without_repository_or_a_computer_without_git_is_reported(
    edit_place: EditPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = edit_place()
    shutil.rmtree(place.root / ".git")
    for path, code in ((os.environ["PATH"], "update.no_repository"), ("/nowhere", "update.no_git")):
        monkeypatch.setenv("PATH", path)
        with pytest.raises(Problems) as raised:
            update(place.root, None)
        assert [problem.code for problem in raised.value.problems] == [code]


# --- Killed ---

#: Commands of git, and which call of the command; an update without conflict runs all of them.
STEPS = [
    ("clone", 1), ("worktree", 2), ("commit-tree", 1), ("merge-file", 1),
    ("merge", 1), ("commit", 1), ("update-ref", 1), ("merge", 2),
]  # fmt: skip
#: Those that an update with a conflict runs in the folder of the place.
IN_CONFLICT = [("merge", 2), ("merge", 3), ("merge-file", 7), ("add", 3)]


def kill(place: Path, step: tuple[str, int], when: str) -> None:
    """Start an update in a child process, and kill the process ``when`` (before or after) git runs ``step``."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"{step} was never run"
        return
    calls = 0

    def fatal_git(folder: Path, *arguments: str, **options: Any) -> str:
        nonlocal calls
        words = [word for word in arguments if not word.startswith("-") and "=" not in word]
        calls += words[:1] == [step[0]]
        at_step = words[:1] == [step[0]] and calls == step[1]
        if at_step and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        try:
            return run_git(folder, *arguments, **options)
        finally:
            if at_step:
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        with pytest.MonkeyPatch.context() as patch:
            for name, module in list(sys.modules.items()):
                if name.startswith("tierslieu.lineage.") and getattr(module, "git", None) is run_git:
                    patch.setattr(module, "git", fatal_git)
            update(place, TEST_VERSIONS[-1], agrees=agree)
    finally:
        os._exit(0)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step[0]}-{step[1]}")
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_update_killed_at_any_step_can_be_undone_and_run_again(
    edit_place: EditPlace, step: tuple[str, int], when: str
) -> None:
    place = edit_place()
    before = change_price(place)
    kill(place.root, step, when)
    try:
        update(place.root, TEST_VERSIONS[-1], agrees=agree)
    except Problems as raised:
        assert [problem.code for problem in raised.problems] == ["update.interrupted"]
        undo_record.abort(place.root)
        assert git(place.root, "rev-parse", "HEAD") == before and git(place.root, "status", "--porcelain") == ""
        update(place.root, TEST_VERSIONS[-1], agrees=agree)
    assert "day: 17.00" in place.read(PRICES)
    assert NEWER_CLAUSE in place.read("governance/fr/charte-essai.md")
    assert git(place.root, "status", "--porcelain") == ""


@pytest.mark.parametrize("step", IN_CONFLICT, ids=lambda step: f"{step[0]}-{step[1]}")
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_update_killed_at_a_conflict_can_be_undone_and_run_again(
    edit_place: EditPlace, step: tuple[str, int], when: str
) -> None:
    place = edit_place()
    place.replace("governance/fr/essai.md", CLAUSE, "Prendre soin de nos outils.")
    before = change_price(place)
    kill(place.root, step, when)
    try:
        conflicts = place.update().conflicts
    except Problems as raised:
        assert raised.problems[0].code in ("update.interrupted", "update.unfinished")
        undo_record.abort(place.root)
        assert git(place.root, "rev-parse", "HEAD") == before and git(place.root, "status", "--porcelain") == ""
        conflicts = place.update().conflicts
    assert conflicts == ("governance/fr/charte-essai.md",)
