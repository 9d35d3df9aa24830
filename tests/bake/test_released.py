"""Places made by published versions, updated to the current kit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.edited_places import CONFLICT_MARKS, PUBLISHED_VERSIONS, EditedPlace
from support.fixtures import OldPlace
from support.generated_places import TODAY, git, lieu_command, run, run_checked
from support.paths import KIT
from support.team_edits import TeamEdit, team_edits

from tierslieu import __version__
from tierslieu.build.dry_run import check
from tierslieu.check.apply_rules import checked_facts
from tierslieu.documents.build import build_documents
from tierslieu.lineage import git_worktree
from tierslieu.site.pages_build import build_pages

pytestmark = pytest.mark.slow

OLD_VERSIONS = [version["version"] for version in PUBLISHED_VERSIONS if version["commit"]]
CHARTER = "governance/fr/charte.md"
EDITS = team_edits(
    CHARTER,
    ("Demander de l’aide est normal", "Nous laissons l’espace dans l’état"),
    renamed="governance/fr/grille-tarifaire.md",
    page="content/fr/pages/actualites.md",
    engine="tierslieu/model/commons.py",
)
#: By version, a file and the beginning of a line that the kit has changed since.
CHANGED_SINCE = {
    "0.1.0": ("governance/fr/convention-entre-organisations.md", "2025-1247 (TVA reprise"),
    "0.2.0": ("governance/fr/proces-verbal-assemblee-constitutive.md", 'person: "La présidente ou le président'),
}
AUTHOR = ("-c", "user.name=K", "-c", "user.email=k@localhost")


def settings(place: EditedPlace) -> dict[str, Any]:
    return {path.name: yaml.safe_load(path.read_text("utf-8")) for path in (place.root / "config").glob("*.yaml")}


def contains(data: Any, part: Any) -> bool:
    """Whether ``data`` has every value of ``part``, mapping by mapping."""
    if isinstance(part, dict):
        return all(key in data and contains(data[key], value) for key, value in part.items())
    return bool(data == part)


def own_lines(place: EditedPlace) -> set[str]:
    """The lines that the team has added since the first commit."""
    first = git(place.root, "rev-list", "--max-parents=0", "HEAD")
    diff = git(place.root, "diff", "--unified=0", first, "HEAD").splitlines()
    return {line[1:].strip() for line in diff if line.startswith("+") and not line.startswith("+++ ")}


def lines(place: EditedPlace) -> set[str]:
    """Every line of the place."""
    paths = git(place.root, "ls-files", "config", "content", "governance", "overrides", "tierslieu", "vocabulary")
    texts = ((place.root / path).read_text("utf-8", errors="replace") for path in paths.splitlines())
    return {line.strip() for text in texts for line in text.splitlines()}


def assert_sound(place: EditedPlace, *, build: bool = True) -> None:
    """Assert that the place has no error, and that it builds."""
    space, problems = check(place.root, TODAY)
    assert [problem for problem in problems if problem.level == "error"] == []
    if build:
        build_pages(space)
        build_documents(space, ("html",))


def test_the_list_of_versions_is_that_of_the_changelog() -> None:
    names = [version["version"] for version in PUBLISHED_VERSIONS]
    changelog = (KIT / "CHANGELOG.md").read_text("utf-8").splitlines()
    assert names[::-1] == [line[3:] for line in changelog if line.startswith("## ")]
    assert (
        [version["version"] for version in PUBLISHED_VERSIONS if not version["commit"]] == [names[-1]] == [__version__]
    )
    assert all(version["summary"] for version in PUBLISHED_VERSIONS)


@pytest.mark.parametrize("version", OLD_VERSIONS)
def test_all_edits_of_a_team_survive_together_and_the_place_builds(old_place: OldPlace, version: str) -> None:
    place = old_place(version)
    for edit in EDITS.values():
        if edit.name != "shallow clone":
            edit.make(place)
    place.commit()
    own, before = own_lines(place), settings(place)
    EDITS["shallow clone"].make(place)
    result = place.update(None)
    assert result.conflicts == ()
    for edit in EDITS.values():
        edit.assert_present(place)
    assert own - lines(place) == set()
    if version == "0.1.0":
        before["budget.yaml"]["occasional_buys"] = {"half_day": before["budget.yaml"].pop("half_days_per_occasional")}
    assert contains(settings(place), before)
    assert [version.name for version in result.plan.versions] == [
        *OLD_VERSIONS[OLD_VERSIONS.index(version) + 1 :],
        __version__,
    ]
    assert result.plan.overridden == ("overrides/static/site.css",)
    assert_sound(place)


@pytest.mark.parametrize("version", OLD_VERSIONS)
@pytest.mark.parametrize("edit", EDITS.values(), ids=str)
def test_each_edit_alone_survives(
    old_place: OldPlace,
    current_kit_tree: Callable[[str], str],
    kit_with_history: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: str,
    edit: TeamEdit,
) -> None:
    """The tree that the kit gives is made once for all edits, as this takes most of the time of an update."""
    tree, snapshot = current_kit_tree(version), git_worktree.snapshot
    head = git(kit_with_history, "rev-parse", "--short=12", "HEAD")

    def cached_snapshot(root: Path, fill: Callable[[Path], None], message: str, *parents: str, temporary: Path) -> str:
        if head not in message or run(["git", "cat-file", "-e", tree], root).status:
            return snapshot(root, fill, message, *parents, temporary=temporary)
        options = [option for parent in parents for option in ("-p", parent)]
        return git(root, *AUTHOR, "commit-tree", tree, *options, "-m", message)

    monkeypatch.setattr("tierslieu.lineage.update.snapshot", cached_snapshot)
    place = old_place(version)
    edit.make(place)
    place.commit()
    assert place.update(None).conflicts == ()
    edit.assert_present(place)
    checked_facts(place.root, TODAY)


@pytest.mark.parametrize("version", OLD_VERSIONS)
def test_a_line_changed_by_both_the_kit_and_the_team_is_a_conflict(old_place: OldPlace, version: str) -> None:
    path, line = CHANGED_SINCE[version]
    place = old_place(version)
    place.replace(path, line, f"{line} (à nous)")
    EDITS["prices changed"].make(place)
    place.commit()
    assert place.update(None).conflicts == (path,)
    assert len(CONFLICT_MARKS.findall(place.read(path))) == 3 and f"{line} (à nous)" in place.read(path)
    assert "day: 17.00" in place.read("config/prices.yaml")


def test_files_in_an_old_format_are_migrated(
    old_place: OldPlace,
) -> None:
    place = old_place("0.1.0")
    place.replace("config/budget.yaml", "half_days_per_occasional: 2", "half_days_per_occasional: 3")
    place.replace("config/prices.yaml", "golden_ticket: oui", "golden_ticket: non")
    text = place.read("governance/fr/convention-entre-organisations.md")
    place.write(
        "vocabulary/locales/oc.yaml", place.read("vocabulary/locales/fr.yaml")
    )  # without the strings added since
    place.write("governance/fr/notre-accord.md", text.replace("{{ organisation.representative }}", "nous"))
    place.commit()
    assert place.update(None).conflicts == ()
    assert settings(place)["budget.yaml"]["occasional_buys"] == {"half_day": 3}
    assert settings(place)["prices.yaml"]["passes"]["pass"]["golden_ticket"] == "non"
    head = place.read("governance/fr/notre-accord.md").split("\n---\n")[0]
    assert "when: {organisations: 2}\nsignatories: [organisations]" in head
    assert_sound(place, build=False)


# --- Updates by the engine of the old version ---


@pytest.mark.parametrize("version", OLD_VERSIONS)
def test_an_old_engine_updates_the_place_to_the_current_kit(old_place: OldPlace, version: str) -> None:
    place = old_place(version)
    for name in ("prices changed", "clause reworded", "page added", "document renamed"):
        EDITS[name].make(place)
    own_document = place.read(CHARTER).replace("signatories: non", "signatories: oui")
    place.write("governance/fr/notre-texte.md", own_document)
    place.commit()
    own = own_lines(place)
    assert run(lieu_command("update"), place.root).status == 0
    assert own - lines(place) == set()
    # 0.1.0 has no migrations: the new engine migrates the files at the next update.
    assert ("governance/fr/notre-texte.md" in run_checked(lieu_command("update"), place.root).output) == (
        version == "0.1.0"
    )
    assert git(place.root, "status", "--porcelain") == ""
    assert "notre-texte" not in run_checked(lieu_command("update"), place.root).output
    assert_sound(place, build=False)


def test_an_old_engine_marks_a_conflict_and_fails(old_place: OldPlace) -> None:
    place = old_place("0.2.0")
    path, line = CHANGED_SINCE["0.2.0"]
    place.replace(path, line, f"{line} (à nous)")
    place.commit()
    assert run(lieu_command("update"), place.root).status == 1
    assert len(CONFLICT_MARKS.findall(place.read(path))) == 3


# --- Versions without tags ---


def test_a_version_is_found_without_a_tag(old_place: OldPlace) -> None:
    place = old_place("0.1.0")
    result = place.update("0.2.0")
    assert result.kit.startswith("0.2.0, 5835d6e")
    assert place.update_problems("0.1.0") == ["update.older"]
    assert place.update("v0.3.0", apply=False).kit.startswith("0.3.0, ")
    assert place.update_problems("0.2.O") == ["update.version"]
