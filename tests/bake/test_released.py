"""Places made by the versions that were published, brought to the kit as it is now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.edited_places import CONFLICT_MARKS, PUBLISHED_VERSIONS, EditedPlace
from support.generated_places import TODAY, git, lieu_command, run, run_checked
from support.paths import KIT
from support.team_edits import TeamEdit, team_edits

from tierslieu import __version__
from tierslieu.build.dry_run import check
from tierslieu.check.apply_rules import checked_facts
from tierslieu.documents.build import build_documents
from tierslieu.lineage import update as updating
from tierslieu.site.pages_build import build_pages

pytestmark = pytest.mark.slow

OLD = [one["version"] for one in PUBLISHED_VERSIONS if one["commit"]]
CHARTER = "governance/fr/charte.md"
EDITS = team_edits(
    CHARTER,
    ("Demander de l’aide est normal", "Nous laissons l’espace dans l’état"),
    renamed="governance/fr/grille-tarifaire.md",
    page="content/fr/pages/actualites.md",
    engine="tierslieu/i18n/messages.py",
)
#: By version, a line that the kit has changed since, where a team may have too.
CHANGED_SINCE = {
    "0.1.0": ("governance/fr/convention-entre-organisations.md", "2025-1247 (TVA reprise"),
    "0.2.0": ("governance/fr/proces-verbal-assemblee-constitutive.md", 'person: "La présidente ou le président'),
}
WHO = ("-c", "user.name=K", "-c", "user.email=k@localhost")


def settings(team: EditedPlace) -> dict[str, Any]:
    return {path.name: yaml.safe_load(path.read_text("utf-8")) for path in (team.place / "config").glob("*.yaml")}


def holds(after: Any, before: Any) -> bool:
    """Whether ``after`` says all that ``before`` said."""
    if isinstance(before, dict):
        return all(key in after and holds(after[key], value) for key, value in before.items())
    return bool(after == before)


def own_lines(team: EditedPlace) -> set[str]:
    """The lines that the team has written since the birth of its place."""
    birth = git(team.place, "rev-list", "--max-parents=0", "HEAD")
    told = git(team.place, "diff", "--unified=0", birth, "HEAD").splitlines()
    return {line[1:].strip() for line in told if line.startswith("+") and not line.startswith("+++ ")}


def lines(team: EditedPlace) -> set[str]:
    """Every line of the place."""
    paths = git(team.place, "ls-files", "config", "content", "governance", "overrides", "tierslieu", "vocabulary")
    texts = ((team.place / path).read_text("utf-8", errors="replace") for path in paths.splitlines())
    return {line.strip() for text in texts for line in text.splitlines()}


def is_sound(team: EditedPlace, *, built: bool = True) -> None:
    """Assert that the place passes ``check``, and builds."""
    space, problems = check(team.place, TODAY)
    assert [problem for problem in problems if problem.level == "error"] == []
    if built:
        build_pages(space)
        build_documents(space, ("html",))


def test_the_kit_lists_the_versions_that_its_changelog_tells() -> None:
    names = [one["version"] for one in PUBLISHED_VERSIONS]
    told = (KIT / "CHANGELOG.md").read_text("utf-8").splitlines()
    assert names[::-1] == [line[3:] for line in told if line.startswith("## ")]
    assert [one["version"] for one in PUBLISHED_VERSIONS if not one["commit"]] == [names[-1]] == [__version__]
    assert all(one["summary"] for one in PUBLISHED_VERSIONS)


@pytest.mark.parametrize("version", OLD)
def test_all_that_a_team_did_survives_and_the_place_builds(
    old_place: Callable[[str], EditedPlace], version: str
) -> None:
    ours = old_place(version)
    for edit in EDITS.values():
        if edit.name != "shallow clone":
            edit.make(ours)
    ours.commit()
    own, before = own_lines(ours), settings(ours)
    EDITS["shallow clone"].make(ours)
    result = ours.update(None)
    assert result.conflicts == ()
    for edit in EDITS.values():
        edit.survives(ours)
    assert own - lines(ours) == set()
    if version == "0.1.0":
        assert result.plan.kept == (("config/budget.yaml", "occasional_buys"),)
        before["budget.yaml"]["occasional_buys"] = {"half_day": before["budget.yaml"].pop("half_days_per_occasional")}
    assert holds(settings(ours), before)
    assert [one.name for one in result.plan.versions] == [*OLD[OLD.index(version) + 1 :], __version__]
    assert result.plan.overridden == ("overrides/static/site.css",)
    is_sound(ours)


@pytest.mark.parametrize("version", OLD)
@pytest.mark.parametrize("edit", EDITS.values(), ids=str)
def test_each_edit_alone_survives(
    old_place: Callable[[str], EditedPlace],
    current_kit_tree: Callable[[str], str],
    kit_with_history: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: str,
    edit: TeamEdit,
) -> None:
    """With what the kit gives now made once for all: making it is most of the time of an update."""
    tree, real, now = (
        current_kit_tree(version),
        updating.snapshot,
        git(kit_with_history, "rev-parse", "--short=12", "HEAD"),
    )

    def made_once(root: Path, fill: Callable[[Path], None], message: str, *parents: str) -> str:
        if now not in message or run(["git", "cat-file", "-e", tree], root).status:
            return real(root, fill, message, *parents)
        of = [option for parent in parents for option in ("-p", parent)]
        return git(root, *WHO, "commit-tree", tree, *of, "-m", message)

    monkeypatch.setattr(updating, "snapshot", made_once)
    ours = old_place(version)
    edit.make(ours)
    ours.commit()
    assert ours.update(None).conflicts == ()
    edit.survives(ours)
    checked_facts(ours.place, TODAY)


@pytest.mark.parametrize("version", OLD)
def test_a_line_that_both_have_changed_is_for_the_team_to_decide(
    old_place: Callable[[str], EditedPlace], version: str
) -> None:
    path, line = CHANGED_SINCE[version]
    ours = old_place(version)
    ours.replace(path, line, f"{line} (à nous)")
    EDITS["prices changed"].make(ours)
    ours.commit()
    assert ours.update(None).conflicts == (path,)
    assert len(CONFLICT_MARKS.findall(ours.read(path))) == 3 and f"{line} (à nous)" in ours.read(path)
    assert "day: 17.00" in ours.read("config/prices.yaml")


def test_what_a_team_wrote_in_the_form_of_its_time_is_brought_to_that_of_today(
    old_place: Callable[[str], EditedPlace],
) -> None:
    ours = old_place("0.1.0")
    ours.replace("config/budget.yaml", "half_days_per_occasional: 2", "half_days_per_occasional: 3")
    ours.replace("config/prices.yaml", "golden_ticket: oui", "golden_ticket: non")
    text = ours.read("governance/fr/convention-entre-organisations.md")
    ours.write("vocabulary/locales/oc.yaml", ours.read("vocabulary/locales/fr.yaml"))  # without the words to come
    ours.write("governance/fr/notre-accord.md", text.replace("{{ organisation.representative }}", "nous"))
    ours.commit()
    assert ours.update(None).conflicts == ()
    assert settings(ours)["budget.yaml"]["occasional_buys"] == {"half_day": 3}
    assert settings(ours)["prices.yaml"]["passes"]["pass"]["golden_ticket"] == "non"
    head = ours.read("governance/fr/notre-accord.md").split("\n---\n")[0]
    assert "when: {organisations: 2}\nsignatories: [organisations]" in head
    is_sound(ours, built=False)


# --- By the engine that the place was born with, as its team will do ---


@pytest.mark.parametrize("version", OLD)
def test_an_old_engine_brings_the_place_to_today(old_place: Callable[[str], EditedPlace], version: str) -> None:
    ours = old_place(version)
    for name in ("prices changed", "clause reworded", "page added", "document renamed"):
        EDITS[name].make(ours)
    own_document = ours.read(CHARTER).replace("signatories: non", "signatories: oui")
    ours.write("governance/fr/notre-texte.md", own_document)
    ours.commit()
    own = own_lines(ours)
    assert run(lieu_command("update"), ours.place).status == 0
    assert own - lines(ours) == set()
    # 0.1.0 knew no migrations: the engine that it brought makes up for it when asked once more.
    assert ("governance/fr/notre-texte.md" in run_checked(lieu_command("update"), ours.place).output) == (
        version == "0.1.0"
    )
    assert git(ours.place, "status", "--porcelain") == ""
    assert "notre-texte" not in run_checked(lieu_command("update"), ours.place).output
    is_sound(ours, built=False)


def test_an_old_engine_marks_a_conflict_and_ends_with_it(old_place: Callable[[str], EditedPlace]) -> None:
    ours = old_place("0.2.0")
    path, line = CHANGED_SINCE["0.2.0"]
    ours.replace(path, line, f"{line} (à nous)")
    ours.commit()
    assert run(lieu_command("update"), ours.place).status == 1
    assert len(CONFLICT_MARKS.findall(ours.read(path))) == 3


# --- Versions without tags ---


def test_a_version_is_known_without_a_tag(old_place: Callable[[str], EditedPlace]) -> None:
    ours = old_place("0.1.0")
    result = ours.update("0.2.0")
    assert result.kit.startswith("0.2.0, 5835d6e")
    assert ours.refused("0.1.0") == ["update.older"]
    assert ours.update("v0.3.0", apply=False).kit.startswith("0.3.0, ")
    assert ours.refused("0.2.O") == ["update.version"]
