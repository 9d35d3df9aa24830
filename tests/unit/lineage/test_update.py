"""Updates of a tiny place: what may run, what is refused, what a killed one leaves."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from support.generated_places import commit_all, git
from support.paths import TEMPLATE_NAME
from support.tiny_kit import CHARTER, TinyKit, place_of, tiny_kit

from tierslieu.core.problems import Problems
from tierslieu.lineage import undo_record
from tierslieu.lineage.kit_render import complete
from tierslieu.lineage.update import update
from tierslieu.versions.undo import plan_undo, undo

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def kit(tmp_path: Path, home: Path) -> TinyKit:
    return tiny_kit(tmp_path / "kit")


@pytest.fixture
def place(kit: TinyKit, tmp_path: Path) -> Path:
    """A place that has not the latest version of the kit."""
    place = place_of(kit, tmp_path / "place")
    kit.write(CHARTER, "Seconde charte.\n")
    kit.publish("1.1.0")
    return place


def charter(place: Path) -> str:
    return (place / CHARTER).read_text(encoding="utf-8")


def problems_of_update(place: Path) -> list[str]:
    """The codes of the problems that an update raises."""
    with pytest.raises(Problems) as raised:
        update(place, None)
    return [problem.code for problem in raised.value.problems]


# --- What may run ---


@pytest.mark.long
def test_the_kit_that_made_the_place_is_trusted_and_may_print_what_it_wants(place: Path) -> None:
    assert update(place, None) is not None
    assert charter(place) == "Seconde charte.\n"


@pytest.mark.long
def test_a_person_is_asked_once_for_each_address_before_anything_of_the_kit_runs(
    kit: TinyKit, place: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    git(tmp_path, "clone", "--quiet", str(place), str(copy))
    ran, asked = tmp_path / "ran", []
    engine = (kit.root / TEMPLATE_NAME / "tierslieu/local/__init__.py").read_text(encoding="utf-8")
    kit.write("tierslieu/local/__init__.py", f"open({str(ran)!r}, 'w')\n{engine}")
    kit.publish("1.2.0")
    assert problems_of_update(copy) == ["update.untrusted"]
    assert not ran.exists() and charter(copy) == "Première charte.\n"

    def agree(address: str, version: str) -> bool:
        assert not ran.exists()
        asked.append((address, version))
        return True

    for _ in range(2):
        assert update(copy, None, apply=False, agrees=agree) is not None
    assert ran.exists()
    assert asked == [(str(kit.root), git(kit.root, "rev-parse", "HEAD")[:12])]
    assert git(copy, "status", "--porcelain") == ""


def test_a_default_answer_runs_no_code(kit: TinyKit, tmp_path: Path) -> None:
    attack = "{{ cycler.__init__.__globals__.os.mkdir('" + str(tmp_path / "ran") + "') }}"
    (kit.root / "cookiecutter.json").write_text(json.dumps({"space_name": attack}), encoding="utf-8")
    with pytest.raises(Problems) as raised:
        complete(kit.root, {})
    assert raised.value.problems[0].code == "update.kit_failed"
    assert not (tmp_path / "ran").exists()


@pytest.mark.long
def test_hooks_of_the_place_do_not_run(place: Path) -> None:
    for name in (
        "pre-commit",
        "post-checkout",
        "post-merge",
        "pre-merge-commit",
        "reference-transaction",
        "post-index-change",
    ):
        hook = place / ".git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {place.parent}/hook-ran\nexit 1\n", encoding="utf-8")
        hook.chmod(0o755)
    assert update(place, None) is not None
    assert charter(place) == "Seconde charte.\n"
    assert not (place.parent / "hook-ran").exists()


def test_a_kit_that_fails_is_reported(kit: TinyKit, place: Path) -> None:
    kit.write("tierslieu/lineage/migrate.py", "raise RuntimeError('cassé')\n")
    kit.publish("1.2.0")
    assert problems_of_update(place) == ["update.kit_failed"]
    assert charter(place) == "Première charte.\n"


@pytest.mark.parametrize("target", ["/etc", "../../outside", "../..", "../../cookiecutter.json", "../../.git/config"])
def test_a_link_of_the_kit_that_leads_outside_is_refused(kit: TinyKit, place: Path, target: str) -> None:
    kit.write("content/page.md", "x")
    (kit.root / TEMPLATE_NAME / "content/link").symlink_to(target)
    kit.publish("1.2.0")
    assert problems_of_update(place) == ["update.link"]


@pytest.mark.long
def test_a_link_inside_the_template_stays_a_link(kit: TinyKit, place: Path) -> None:
    kit.write("content/page.md", "x")
    (kit.root / TEMPLATE_NAME / "content/link").symlink_to("../governance")
    kit.publish("1.2.0")
    assert update(place, None) is not None
    assert (place / "content/link").is_symlink()


# --- What is refused ---


def test_a_new_file_is_to_be_saved_first_whatever_the_settings_of_git(place: Path) -> None:
    git(place, "config", "status.showUntrackedFiles", "no")
    (place / "content").mkdir()
    (place / "content/new.md").write_text("x", encoding="utf-8")
    assert problems_of_update(place) == ["update.dirty"]


# --- Stopped, and undone ---


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.long
def test_the_folder_of_a_killed_update_is_removed_by_the_next(place: Path, temporary: Path) -> None:
    left = temporary / "lieu-abc"
    (left / "kit").mkdir(parents=True)
    (left / "kit/pack").write_text("x", encoding="utf-8")
    (left / "kit/pack").chmod(0o400)
    (place / ".git/lieu-folder").write_text(str(left), encoding="utf-8")
    update(place, None)
    assert list(temporary.iterdir()) == []
    assert not (place / ".git/lieu-folder").exists()


@pytest.mark.long
def test_no_other_folder_is_removed(place: Path, temporary: Path) -> None:
    (temporary / "important").mkdir()
    (place / ".git/lieu-folder").write_text(str(temporary / "important"), encoding="utf-8")
    update(place, None)
    assert (temporary / "important").exists()


@pytest.mark.long
def test_a_lock_that_was_left_is_named_and_abort_removes_it(place: Path) -> None:
    lock = place / ".git/refs/heads/kit.lock"
    lock.touch()
    for _ in range(2):
        with pytest.raises(Problems) as raised:
            update(place, None)
        assert [(problem.code, problem.values) for problem in raised.value.problems] == [
            ("git.locked", {"file": str(lock)})
        ]
    head = git(place, "rev-parse", "HEAD")
    assert undo_record.abort(place).commit == head
    assert update(place, None) is not None
    assert charter(place) == "Seconde charte.\n"


@pytest.mark.long
def test_abort_restores_a_place_whose_references_are_locked(place: Path) -> None:
    before = git(place, "rev-parse", "HEAD")
    undo_record.begin(place)
    git(
        place,
        "update-ref",
        "refs/heads/kit",
        git(place, "-c", "user.name=K", "-c", "user.email=k@x", "commit-tree", "HEAD^{tree}", "-m", "Kit"),
    )
    for name in ("index", "HEAD", "refs/heads/main", "refs/heads/kit"):
        (place / f".git/{name}.lock").touch()
    assert undo_record.abort(place).commit == before == git(place, "rev-parse", "HEAD")
    assert update(place, None) is not None


@pytest.mark.long
def test_abort_without_an_update_has_nothing_to_do(place: Path) -> None:
    update(place, None)
    with pytest.raises(Problems) as raised:
        undo_record.abort(place)
    assert [problem.code for problem in raised.value.problems] == ["update.nothing_to_abort"]


@pytest.mark.long
def test_an_update_that_was_undone_as_a_version_can_be_taken_again(place: Path) -> None:
    update(place, None)
    undo(place, plan_undo(place), "fr")
    assert charter(place) == "Première charte.\n"
    assert update(place, None) is not None
    assert charter(place) == "Seconde charte.\n"


# --- What was edited since an update that is undone ---

OTHER, NOTES = "governance/fr/autre.md", "notes.txt"


@pytest.fixture
def in_conflict(kit: TinyKit, tmp_path: Path) -> Path:
    """A place whose update waits for a conflict in the charter; the kit has changed another document too."""
    kit.write(OTHER, "Un autre texte.\n")
    kit.publish("1.0.1")
    place = place_of(kit, tmp_path / "place")
    (place / NOTES).write_text("Notes.\n", encoding="utf-8")
    (place / CHARTER).write_text("Notre charte.\n", encoding="utf-8")
    commit_all(place, "Notre charte")
    kit.write(CHARTER, "Seconde charte.\n")
    kit.write(OTHER, "Un autre texte, corrigé.\n")
    kit.publish("1.1.0")
    result = update(place, None)
    assert result is not None and result.conflicts == (CHARTER,)
    return place


def test_abort_gives_back_the_files_that_the_update_had_not_changed(in_conflict: Path) -> None:
    (in_conflict / NOTES).write_text("Notes du jour.\n", encoding="utf-8")
    (in_conflict / "neuf.txt").write_text("Neuf.\n", encoding="utf-8")
    aborted = undo_record.abort(in_conflict)
    assert (aborted.back, aborted.aside, aborted.copy) == (("neuf.txt", NOTES), (), "")
    assert git(in_conflict, "status", "--porcelain").splitlines() == [f"M {NOTES}", "?? neuf.txt"]
    assert (in_conflict / NOTES).read_text(encoding="utf-8") == "Notes du jour.\n"
    assert charter(in_conflict) == "Notre charte.\n" and git(in_conflict, "stash", "list") == ""


def test_a_file_that_was_deleted_since_stays_deleted(in_conflict: Path) -> None:
    (in_conflict / NOTES).unlink()
    assert undo_record.abort(in_conflict).back == (NOTES,)
    assert not (in_conflict / NOTES).exists()


@pytest.mark.long
@pytest.mark.parametrize("path", [CHARTER, OTHER])
def test_abort_keeps_what_was_written_into_files_that_the_update_had_changed(in_conflict: Path, path: str) -> None:
    before = git(in_conflict, "show", f"HEAD:{path}")
    (in_conflict / path).write_text("Corrigé avec soin.\n", encoding="utf-8")
    aborted = undo_record.abort(in_conflict)
    assert (aborted.back, aborted.aside) == ((), (path,))
    assert git(in_conflict, "status", "--porcelain") == ""
    assert (in_conflict / path).read_text(encoding="utf-8").strip() == before
    assert "lieu update" in git(in_conflict, "stash", "list")
    git(in_conflict, "checkout", aborted.copy, "--", path)
    assert (in_conflict / path).read_text(encoding="utf-8") == "Corrigé avec soin.\n"


@pytest.mark.long
def test_an_update_that_is_undone_at_once_keeps_nothing_aside(in_conflict: Path) -> None:
    aborted = undo_record.abort(in_conflict)
    assert (aborted.back, aborted.aside, aborted.copy) == ((), (), "")
    assert git(in_conflict, "status", "--porcelain") == git(in_conflict, "stash", "list") == ""
