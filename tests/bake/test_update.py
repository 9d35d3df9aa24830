"""Updates as they happen: versions of the kit that really differ, places that their teams have edited."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from support.edited_places import CLAUSE, CONFLICT_MARKS, NEWER_CLAUSE, TEST_VERSIONS, EditedPlace, repository_state
from support.generated_places import git, lieu_command, run, run_checked
from support.team_edits import TeamEdit, team_edits

from tierslieu.core.problems import Problems
from tierslieu.lineage import undo_record
from tierslieu.lineage.local_changes import changed
from tierslieu.lineage.update import update

pytestmark = pytest.mark.slow

#: What teams do to a place of this kit; the last version has renamed the document and moved the folder.
EDITS = team_edits(
    "governance/fr/essai.md",
    ("Phrase 3 de la charte", "Phrase 5"),
    renamed="governance/fr/reglement-interieur.md",
    page="content/fr/pages/coworking.md",
    engine="tierslieu/i18n/formatting.py",
)
MOVED = {
    "governance/fr/essai.md": "governance/fr/charte-essai.md",
    "vocabulary/activity_formats/notre-format.yaml": "vocabulary/formats/notre-format.yaml",
}


@pytest.mark.parametrize("version", TEST_VERSIONS[:2])
@pytest.mark.parametrize("edit", EDITS.values(), ids=str)
def test_an_edit_survives_where_no_human_would_see_a_conflict(
    edited_place: Callable[..., EditedPlace], version: str, edit: TeamEdit
) -> None:
    ours = edited_place(version)
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
    assert json.loads(ours.read(".cruft.json"))["commit"] == git(ours.kit, "rev-parse", TEST_VERSIONS[-1])
    assert git(ours.place, "worktree", "list").count("\n") == 0
    assert update(ours.place, TEST_VERSIONS[-1]) is None


def test_version_after_version_is_the_same_as_all_at_once(edited_place: Callable[..., EditedPlace]) -> None:
    ours = edited_place()
    EDITS["prices changed"].make(ours)
    EDITS["clause reworded"].make(ours)
    ours.commit()
    ours.update(TEST_VERSIONS[1])
    assert (ours.place / "governance/fr/essai.md").is_file()
    ours.update(TEST_VERSIONS[2])
    assert "Nôtre : Phrase 3" in ours.read("governance/fr/charte-essai.md")
    assert "day: 17.00" in ours.read("config/prices.yaml")


def test_what_a_team_wrote_of_its_origin_stays(edited_place: Callable[..., EditedPlace]) -> None:
    """Another address of the kit, on the line above the commit; what cruft is to leave alone."""
    ours = edited_place()
    lineage = json.loads(ours.read(".cruft.json"))
    ours.write(".cruft.json", json.dumps(lineage | {"template": f"file://{ours.kit}", "skip": ["README.md"]}, indent=2))
    ours.commit()
    assert ours.update().conflicts == ()
    now = json.loads(ours.read(".cruft.json"))
    assert (now["template"], now["skip"]) == (f"file://{ours.kit}", ["README.md"])
    assert now["commit"] == git(ours.kit, "rev-parse", TEST_VERSIONS[-1])


# --- Conflicts ---


def reworded(team: EditedPlace) -> None:
    """The team and the kit have both changed the same line."""
    team.replace("governance/fr/essai.md", CLAUSE, "Prendre soin de nos outils.")
    team.commit()


def test_where_a_human_would_see_a_conflict_it_is_marked_and_the_rest_is_merged(
    edited_place: Callable[..., EditedPlace],
) -> None:
    ours = edited_place()
    reworded(ours)
    result = ours.update()
    assert result.conflicts == ("governance/fr/charte-essai.md",)
    text = ours.read("governance/fr/charte-essai.md")
    assert len(CONFLICT_MARKS.findall(text)) == 3
    assert "Prendre soin de nos outils." in text and NEWER_CLAUSE in text
    assert (ours.place / "vocabulary/formats/tout-neuf.yaml").is_file()
    assert ours.refused() == ["update.unfinished"]
    ours.write("governance/fr/charte-essai.md", CONFLICT_MARKS.sub("", text))
    run_checked(["git", "add", "-A"], ours.place)
    run_checked(["git", "-c", "user.name=N", "-c", "user.email=e@x", "commit", "--no-edit", "-q"], ours.place)
    assert update(ours.place, TEST_VERSIONS[-1]) is None


def test_the_command_says_how_it_went_and_ends_with_it(edited_place: Callable[..., EditedPlace]) -> None:
    ours = edited_place()
    reworded(ours)
    command = lieu_command("update", "--to", TEST_VERSIONS[-1])
    planned = run_checked([*command, "--plan"], ours.place).output
    assert f"\n  – {TEST_VERSIONS[1]}\n  – {TEST_VERSIONS[2]}\n" in planned
    stopped = run(command, ours.place)
    assert stopped.status == 1
    assert "governance/fr/charte-essai.md" in stopped.output and "./lieu update --abort" in stopped.output
    run_checked(lieu_command("update", "--abort"), ours.place)
    ours.replace("governance/fr/essai.md", "Prendre soin de nos outils.", CLAUSE)
    ours.commit()
    assert f"({TEST_VERSIONS[-1]}, " in run_checked(command, ours.place).output


def test_a_document_that_the_kit_takes_away_and_the_team_has_edited_is_for_it_to_decide(
    edited_place: Callable[..., EditedPlace],
) -> None:
    ours = edited_place()
    ours.replace("governance/fr/guide-barcamp.md", "Barcamp", "Notre Barcamp")
    ours.commit()
    assert ours.update().conflicts == ("governance/fr/guide-barcamp.md",)
    assert "Notre Barcamp" in ours.read("governance/fr/guide-barcamp.md")


def test_an_update_in_conflict_can_be_undone(edited_place: Callable[..., EditedPlace]) -> None:
    ours = edited_place()
    reworded(ours)
    before = repository_state(ours.place)
    ours.update()
    ours.write("notes.txt", "écrit pendant la mise à jour")
    undo_record.abort(ours.place)
    assert repository_state(ours.place)[1:] == before[1:]
    assert "Prendre soin de nos outils." in ours.read("governance/fr/essai.md")
    assert "notes.txt" in git(ours.place, "stash", "show", "--include-untracked", "--name-only")
    with pytest.raises(Problems) as raised:
        undo_record.abort(ours.place)
    assert [problem.code for problem in raised.value.problems] == ["update.nothing_to_abort"]


# --- The plan ---


def test_the_plan_says_what_changes_and_changes_nothing(edited_place: Callable[..., EditedPlace]) -> None:
    ours = edited_place()
    reworded(ours)
    ours.replace("content/fr/pages/coworking.md", "title:", "title: Notre")
    ours.write("overrides/static/site.css", "/* à nous */\n")
    (ours.place / "vocabulary/activity_formats/barcamp.yaml").unlink()
    ours.commit()
    before = repository_state(ours.place)
    plan = ours.update(apply=False).plan
    assert repository_state(ours.place) == before
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


# --- Lineage ---


def test_what_a_territory_has_changed_is_measured(edited_place: Callable[..., EditedPlace]) -> None:
    ours = edited_place()
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


def test_the_command_shows_where_the_place_comes_from_and_what_it_has_changed(
    edited_place: Callable[..., EditedPlace],
) -> None:
    ours = edited_place()
    EDITS["prices changed"].make(ours)
    EDITS["page added"].make(ours)
    ours.commit()
    said = run_checked(lieu_command("lineage"), ours.place).output.replace("\u00a0", " ")
    assert "Génération : 2" in said and git(ours.kit, "rev-parse", TEST_VERSIONS[0])[:12] in said
    assert "Prix changés : 1 sur 4" in said and "Pages du site : 1 ajout" in said
    assert "réglages : 0 ajouté(s), 1 modifié(s), 0 retiré(s), 1 lignes écrites" in said
