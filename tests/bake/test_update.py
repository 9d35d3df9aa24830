"""Updates as they happen: versions of the kit that really differ, places that their teams have edited."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bake.edits import Edit, edits
from bake.teams import CLAUSE, MARKS, NEWER_CLAUSE, VERSIONS, Team, state
from baking import call, git, lieu, run
from machine import need_patience

from tierslieu.lineage import journal
from tierslieu.lineage.changed import changed
from tierslieu.lineage.update import update
from tierslieu.problems import Problem, Problems

#: What teams do to a place of this kit; the last version has renamed the document and moved the folder.
EDITS = edits(
    "governance/fr/essai.md",
    ("Phrase 3 de la charte", "Phrase 5"),
    renamed="governance/fr/reglement-interieur.md",
    page="content/fr/pages/coworking.md",
    engine="tierslieu/words.py",
)
MOVED = {
    "governance/fr/essai.md": "governance/fr/charte-essai.md",
    "vocabulary/activity_formats/notre-format.yaml": "vocabulary/formats/notre-format.yaml",
}


@pytest.mark.parametrize("version", VERSIONS[:2])
@pytest.mark.parametrize("edit", EDITS.values(), ids=str)
def test_an_edit_survives_where_no_human_would_see_a_conflict(
    team: Callable[..., Team], version: str, edit: Edit
) -> None:
    if version != VERSIONS[0]:
        need_patience()
    ours = team(version)
    edit.make(ours)
    ours.commit()
    branch = git(ours.place, "branch", "--show-current")
    result = ours.update()
    assert result.conflicts == ()
    edit.survives(ours, MOVED)
    # What the kit brings is there too, nothing is left half-done, and the place is where it was.
    assert "comme avant" not in ours.read("config/space.yaml") and "new_fact:" in ours.read("config/space.yaml")
    assert NEWER_CLAUSE in ours.read("governance/fr/charte-essai.md")
    assert (ours.place / "vocabulary/formats/tout-neuf.yaml").is_file()
    assert git(ours.place, "status", "--porcelain") == ""
    assert git(ours.place, "branch", "--show-current") == branch
    assert json.loads(ours.read(".cruft.json"))["commit"] == git(ours.kit, "rev-parse", VERSIONS[-1])
    assert git(ours.place, "worktree", "list").count("\n") == 0
    assert update(ours.place, VERSIONS[-1]) is None


def test_version_after_version_is_the_same_as_all_at_once(team: Callable[..., Team]) -> None:
    ours = team()
    EDITS["prices changed"].make(ours)
    EDITS["clause reworded"].make(ours)
    ours.commit()
    ours.update(VERSIONS[1])
    assert (ours.place / "governance/fr/essai.md").is_file()
    ours.update(VERSIONS[2])
    assert "Nôtre : Phrase 3" in ours.read("governance/fr/charte-essai.md")
    assert "day: 17.00" in ours.read("config/prices.yaml")


# --- Conflicts ---


def reworded(team: Team) -> None:
    """The team and the kit have both changed the same line."""
    team.replace("governance/fr/essai.md", CLAUSE, "Prendre soin de nos outils.")
    team.commit()


def test_where_a_human_would_see_a_conflict_it_is_marked_and_the_rest_is_merged(team: Callable[..., Team]) -> None:
    ours = team()
    reworded(ours)
    result = ours.update()
    assert result.conflicts == ("governance/fr/charte-essai.md",)
    text = ours.read("governance/fr/charte-essai.md")
    assert len(MARKS.findall(text)) == 3
    assert "Prendre soin de nos outils." in text and NEWER_CLAUSE in text
    assert (ours.place / "vocabulary/formats/tout-neuf.yaml").is_file()
    assert ours.refused() == ["update.unfinished"]
    ours.write("governance/fr/charte-essai.md", MARKS.sub("", text))
    call(["git", "add", "-A"], ours.place)
    call(["git", "-c", "user.name=N", "-c", "user.email=e@x", "commit", "--no-edit", "-q"], ours.place)
    assert update(ours.place, VERSIONS[-1]) is None


def test_the_command_says_how_it_went_and_ends_with_it(team: Callable[..., Team]) -> None:
    ours = team()
    reworded(ours)
    command = lieu("update", "--to", VERSIONS[-1])
    planned = call([*command, "--plan"], ours.place).said
    assert f"\n  – {VERSIONS[1]}\n  – {VERSIONS[2]}\n" in planned
    stopped = run(command, ours.place)
    assert stopped.status == 1
    assert "governance/fr/charte-essai.md" in stopped.said and "./lieu update --abort" in stopped.said
    call(lieu("update", "--abort"), ours.place)
    ours.replace("governance/fr/essai.md", "Prendre soin de nos outils.", CLAUSE)
    ours.commit()
    assert f"({VERSIONS[-1]}, " in call(command, ours.place).said


def test_a_document_that_the_kit_takes_away_and_the_team_has_edited_is_for_it_to_decide(
    team: Callable[..., Team],
) -> None:
    ours = team()
    ours.replace("governance/fr/guide-barcamp.md", "Barcamp", "Notre Barcamp")
    ours.commit()
    assert ours.update().conflicts == ("governance/fr/guide-barcamp.md",)
    assert "Notre Barcamp" in ours.read("governance/fr/guide-barcamp.md")


def test_an_update_in_conflict_can_be_undone(team: Callable[..., Team]) -> None:
    ours = team()
    reworded(ours)
    before = state(ours.place)
    ours.update()
    ours.write("notes.txt", "écrit pendant la mise à jour")
    journal.abort(ours.place)
    assert state(ours.place)[1:] == before[1:]
    assert "Prendre soin de nos outils." in ours.read("governance/fr/essai.md")
    assert "notes.txt" in git(ours.place, "stash", "show", "--include-untracked", "--name-only")
    with pytest.raises(Problems) as raised:
        journal.abort(ours.place)
    assert [problem.code for problem in raised.value.problems] == ["update.nothing_to_abort"]


# --- The plan ---


def test_the_plan_says_what_changes_and_changes_nothing(team: Callable[..., Team]) -> None:
    ours = team()
    reworded(ours)
    ours.replace("content/fr/pages/coworking.md", "title:", "title: Notre")
    ours.write("overrides/static/site.css", "/* à nous */\n")
    (ours.place / "vocabulary/activity_formats/barcamp.yaml").unlink()
    ours.commit()
    before = state(ours.place)
    plan = ours.update(apply=False).plan
    assert state(ours.place) == before
    changed = {one.path: one for one in plan.changed_documents}["governance/fr/charte-essai.md"]
    assert (changed.title, changed.law_before, changed.law_after) == ("Charte d’essai", "2026-01-01", "2026-06-01")
    assert [one.path for one in plan.gone_documents] == ["governance/fr/guide-barcamp.md"]
    assert "vocabulary/formats/tout-neuf.yaml" in plan.vocabulary
    assert plan.questions == {"brand_new": "comme avant"}
    assert plan.conflicts == ("governance/fr/charte-essai.md",)
    assert "content/fr/pages/coworking.md" in plan.edited
    assert plan.overridden == ("overrides/static/site.css",)
    assert plan.gone == ("vocabulary/activity_formats/barcamp.yaml",)
    assert plan.parts["theme"] == 2


# --- Bad input ---


def test_a_tree_with_changes_is_refused(team: Callable[..., Team]) -> None:
    ours = team()
    EDITS["prices changed"].make(ours)
    assert ours.refused() == ["update.dirty"]


def test_a_version_that_does_not_exist_is_told_with_the_closest(team: Callable[..., Team]) -> None:
    ours = team()
    with pytest.raises(Problems) as raised:
        update(ours.place, "1.2.O")
    (problem,) = raised.value.problems
    assert problem == Problem("update.version", {"version": "1.2.O", "closest": "1.2.0"})


def test_an_older_version_is_refused(team: Callable[..., Team]) -> None:
    assert team(VERSIONS[1]).refused(VERSIONS[0]) == ["update.older"]


def test_a_kit_that_is_gone_is_told(team: Callable[..., Team]) -> None:
    ours = team()
    lineage = json.loads(ours.read(".cruft.json"))
    ours.write(".cruft.json", json.dumps(lineage | {"template": str(ours.place.parent / "nowhere")}))
    ours.commit()
    assert ours.refused() == ["update.fetch"]


def test_a_place_made_by_hand_is_told(team: Callable[..., Team]) -> None:
    ours = team()
    (ours.place / ".cruft.json").unlink()
    ours.commit()
    assert ours.refused() == ["lineage.none"]


def test_a_history_written_anew_is_updated_all_the_same(team: Callable[..., Team]) -> None:
    ours = team()
    EDITS["prices changed"].make(ours)
    ours.commit()
    shutil.rmtree(ours.place / ".git")
    git(ours.place, "init", "--quiet", "--initial-branch=main")
    ours.commit()
    assert ours.update().conflicts == ()
    assert "day: 17.00" in ours.read("config/prices.yaml")
    assert NEWER_CLAUSE in ours.read("governance/fr/charte-essai.md")


def test_on_the_branch_of_the_kit_nothing_is_done(team: Callable[..., Team]) -> None:
    ours = team()
    git(ours.place, "switch", "--quiet", "kit")
    assert ours.refused() == ["update.on_kit"]


STEPS = ("clone", "checkout", "worktree", "commit-tree", "merge", "update-ref", "rm", "write-tree")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_any_step_the_place_is_before_or_can_be_put_back(
    team: Callable[..., Team], monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    if when == "before":
        need_patience()
    ours = team()
    EDITS["prices changed"].make(ours)
    before = ours.commit()

    class Killed(BaseException):
        pass

    def fatal(folder: Path, *arguments: str, **options: object) -> str:
        words = [one for one in arguments if not one.startswith("-") and "=" not in one]
        if words and words[0] == step and when == "before":
            raise Killed
        said = real(folder, *arguments, **options)
        if words and words[0] == step:
            raise Killed
        return said

    from tierslieu.local.git import git as real

    for module in ("kits", "versions", "worktrees", "update", "plan", "settle"):
        monkeypatch.setattr(f"tierslieu.lineage.{module}.git", fatal)
    with contextlib.suppress(Killed):
        update(ours.place, VERSIONS[-1])
    monkeypatch.undo()
    try:
        update(ours.place, VERSIONS[-1])
    except Problems as found:
        assert [problem.code for problem in found.problems] == ["update.interrupted"]
        journal.abort(ours.place)
        assert git(ours.place, "rev-parse", "HEAD") == before and git(ours.place, "status", "--porcelain") == ""
        update(ours.place, VERSIONS[-1])
    assert "day: 17.00" in ours.read("config/prices.yaml")
    assert NEWER_CLAUSE in ours.read("governance/fr/charte-essai.md")
    assert git(ours.place, "status", "--porcelain") == ""


# --- Lineage ---


def test_what_a_territory_has_changed_is_measured(team: Callable[..., Team]) -> None:
    ours = team()
    assert changed(ours.place) == []
    EDITS["prices changed"].make(ours)
    EDITS["clause reworded"].make(ours)
    EDITS["page added"].make(ours)
    EDITS["page deleted"].make(ours)
    ours.commit()
    found = {one.part: (one.added, one.amended, one.gone, one.lines) for one in changed(ours.place)}
    assert found == {"config": (0, 1, 0, 1), "governance": (0, 1, 0, 1), "content": (1, 0, 1, 6)}
    ours.update()
    assert {one.part for one in changed(ours.place)} == {"config", "governance", "content"}
