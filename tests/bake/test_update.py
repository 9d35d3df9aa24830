"""Updates of places with edits of their teams to versions of the kit with changes."""

from __future__ import annotations

import json

import pytest
from support.edited_places import CLAUSE, CONFLICT_MARKS, NEWER_CLAUSE, TEST_VERSIONS, EditedPlace, repository_state
from support.fixtures import EditPlace
from support.generated_places import git, lieu_command, run, run_checked
from support.team_edits import TeamEdit, team_edits

from tierslieu.core.problems import Problems
from tierslieu.lineage import undo_record
from tierslieu.lineage.local_changes import local_changes
from tierslieu.lineage.update import update

pytestmark = pytest.mark.slow

#: Edits of a place of this kit; the last version has renamed the document and moved the folder (``MOVED``).
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
def test_an_edit_survives_without_a_conflict(edit_place: EditPlace, version: str, edit: TeamEdit) -> None:
    place = edit_place(version)
    edit.make(place)
    place.commit()
    branch = git(place.root, "branch", "--show-current")
    result = place.update()
    assert result.conflicts == ()
    edit.assert_present(place, MOVED)
    # The changes of the kit are there too; the branch is the same, with no uncommitted change and no worktree left.
    assert "comme avant" not in place.read("config/space.yaml") and "new_fact:" in place.read("config/space.yaml")
    assert NEWER_CLAUSE in place.read("governance/fr/charte-essai.md")
    assert (place.root / "vocabulary/formats/tout-neuf.yaml").is_file()
    assert git(place.root, "status", "--porcelain") == ""
    assert git(place.root, "branch", "--show-current") == branch
    assert json.loads(place.read(".cruft.json"))["commit"] == git(place.kit, "rev-parse", TEST_VERSIONS[-1])
    assert git(place.root, "worktree", "list").count("\n") == 0
    assert update(place.root, TEST_VERSIONS[-1]) is None


def test_edits_survive_two_updates_in_a_row(edit_place: EditPlace) -> None:
    place = edit_place()
    EDITS["prices changed"].make(place)
    EDITS["clause reworded"].make(place)
    place.commit()
    place.update(TEST_VERSIONS[1])
    assert (place.root / "governance/fr/essai.md").is_file()
    place.update(TEST_VERSIONS[2])
    assert "Nôtre : Phrase 3" in place.read("governance/fr/charte-essai.md")
    assert "day: 17.00" in place.read("config/prices.yaml")


def test_edits_of_the_lineage_survive(edit_place: EditPlace) -> None:
    """Another address of the kit, on the line above that of the commit, and the files that cruft must skip."""
    place = edit_place()
    lineage = json.loads(place.read(".cruft.json"))
    place.write(
        ".cruft.json", json.dumps(lineage | {"template": f"file://{place.kit}", "skip": ["README.md"]}, indent=2)
    )
    place.commit()
    assert place.update().conflicts == ()
    updated = json.loads(place.read(".cruft.json"))
    assert (updated["template"], updated["skip"]) == (f"file://{place.kit}", ["README.md"])
    assert updated["commit"] == git(place.kit, "rev-parse", TEST_VERSIONS[-1])


# --- Conflicts ---


def reword_clause(place: EditedPlace) -> None:
    """Change a line that the kit changes too."""
    place.replace("governance/fr/essai.md", CLAUSE, "Prendre soin de nos outils.")
    place.commit()


def test_a_conflict_is_marked_and_the_rest_is_merged(
    edit_place: EditPlace,
) -> None:
    place = edit_place()
    reword_clause(place)
    result = place.update()
    assert result.conflicts == ("governance/fr/charte-essai.md",)
    text = place.read("governance/fr/charte-essai.md")
    assert len(CONFLICT_MARKS.findall(text)) == 3
    assert "Prendre soin de nos outils." in text and NEWER_CLAUSE in text
    assert (place.root / "vocabulary/formats/tout-neuf.yaml").is_file()
    assert place.update_problems() == ["update.unfinished"]
    place.write("governance/fr/charte-essai.md", CONFLICT_MARKS.sub("", text))
    run_checked(["git", "add", "-A"], place.root)
    run_checked(["git", "-c", "user.name=N", "-c", "user.email=e@x", "commit", "--no-edit", "-q"], place.root)
    assert update(place.root, TEST_VERSIONS[-1]) is None


def test_the_command_reports_the_result_and_exits_with_its_status(edit_place: EditPlace) -> None:
    place = edit_place()
    reword_clause(place)
    command = lieu_command("update", "--to", TEST_VERSIONS[-1])
    plan = run_checked([*command, "--plan"], place.root).output
    assert f"\n  – {TEST_VERSIONS[1]}\n  – {TEST_VERSIONS[2]}\n" in plan
    conflict = run(command, place.root)
    assert conflict.status == 1
    assert "governance/fr/charte-essai.md" in conflict.output and "./lieu update --abort" in conflict.output
    run_checked(lieu_command("update", "--abort"), place.root)
    place.replace("governance/fr/essai.md", "Prendre soin de nos outils.", CLAUSE)
    place.commit()
    assert f"({TEST_VERSIONS[-1]}, " in run_checked(command, place.root).output


def test_a_document_deleted_by_the_kit_and_edited_by_the_team_is_a_conflict(
    edit_place: EditPlace,
) -> None:
    place = edit_place()
    place.replace("governance/fr/guide-barcamp.md", "Barcamp", "Notre Barcamp")
    place.commit()
    assert place.update().conflicts == ("governance/fr/guide-barcamp.md",)
    assert "Notre Barcamp" in place.read("governance/fr/guide-barcamp.md")


def test_an_update_in_conflict_can_be_undone(edit_place: EditPlace) -> None:
    place = edit_place()
    reword_clause(place)
    before = repository_state(place.root)
    place.update()
    place.write("notes.txt", "écrit pendant la mise à jour")
    assert undo_record.abort(place.root).back == ("notes.txt",)
    assert place.read("notes.txt") == "écrit pendant la mise à jour"
    (place.root / "notes.txt").unlink()
    assert repository_state(place.root)[1:] == before[1:]
    assert "Prendre soin de nos outils." in place.read("governance/fr/essai.md")
    with pytest.raises(Problems) as raised:
        undo_record.abort(place.root)
    assert [problem.code for problem in raised.value.problems] == ["update.nothing_to_abort"]


# --- The plan ---


def test_the_plan_lists_the_changes_and_applies_none(edit_place: EditPlace) -> None:
    place = edit_place()
    reword_clause(place)
    place.replace("content/fr/pages/coworking.md", "title:", "title: Notre")
    place.write("overrides/static/site.css", "/* à nous */\n")
    (place.root / "vocabulary/activity_formats/barcamp.yaml").unlink()
    place.commit()
    before = repository_state(place.root)
    plan = place.update(apply=False).plan
    assert repository_state(place.root) == before
    changed = {document.path: document for document in plan.changed_documents}["governance/fr/charte-essai.md"]
    assert (changed.title, changed.law_before, changed.law_after) == ("Charte d’essai", "2026-01-01", "2026-06-01")
    assert [document.path for document in plan.gone_documents] == ["governance/fr/guide-barcamp.md"]
    assert "vocabulary/formats/tout-neuf.yaml" in plan.vocabulary
    assert plan.questions == {"brand_new": "comme avant"}
    assert plan.conflicts == ("governance/fr/charte-essai.md",)
    assert "content/fr/pages/coworking.md" in plan.edited
    assert plan.overridden == ("overrides/static/site.css",)
    assert plan.gone == ("vocabulary/activity_formats/barcamp.yaml",)
    assert plan.parts["theme"] == 2


# --- Lineage ---


def test_local_changes_are_counted_by_part_of_the_place(edit_place: EditPlace) -> None:
    place = edit_place()
    assert local_changes(place.root) == []
    EDITS["prices changed"].make(place)
    EDITS["clause reworded"].make(place)
    EDITS["page added"].make(place)
    EDITS["page deleted"].make(place)
    place.commit()
    counts = {part.part: (part.added, part.amended, part.gone, part.lines) for part in local_changes(place.root)}
    assert counts == {"config": (0, 1, 0, 1), "governance": (0, 1, 0, 1), "content": (1, 0, 1, 6)}
    place.update()
    assert {part.part for part in local_changes(place.root)} == {"config", "governance", "content"}


def test_the_lineage_command_shows_the_origin_and_the_local_changes(
    edit_place: EditPlace,
) -> None:
    place = edit_place()
    EDITS["prices changed"].make(place)
    EDITS["page added"].make(place)
    place.commit()
    output = run_checked(lieu_command("lineage"), place.root).output.replace("\u00a0", " ")
    assert "Génération : 2" in output and git(place.kit, "rev-parse", TEST_VERSIONS[0])[:12] in output
    assert "Prix changés : 1 sur 4" in output and "Pages du site : 1 ajout" in output
    assert "réglages · ajouts : 0, modifications : 1, retraits : 0, lignes écrites : 1" in output.replace("\u00a0", " ")
