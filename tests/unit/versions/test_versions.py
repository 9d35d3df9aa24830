"""Saving a place, listing its versions, going back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.version_factories import PRICES, VersionedPlace, unversioned_place

from tierslieu.core.problems import Problems
from tierslieu.versions import history
from tierslieu.versions.changed_files import summary
from tierslieu.versions.history import path_in_place, saved_versions
from tierslieu.versions.save import save
from tierslieu.versions.undo import plan_undo, undo

pytestmark = pytest.mark.usefixtures("bare_git")


@pytest.fixture
def place(tmp_path: Path) -> VersionedPlace:
    """A place with one version."""
    place = unversioned_place(tmp_path / "place")
    save_place(place)
    return place


def author() -> tuple[str, str]:
    return "Camille", "camille@exemple.fr"


def save_place(place: VersionedPlace, message: str = "") -> str:
    """Save; returns the message of the version, empty when nothing was new."""
    version = save(place.root, "fr", message, author)
    return version.message if version else ""


def undo_place(place: VersionedPlace, path: str = "", to: str = "") -> None:
    undo(place.root, plan_undo(place.root, path, to), "fr")


def codes(raised: pytest.ExceptionInfo[Problems]) -> list[str]:
    return [problem.code for problem in raised.value.problems]


# --- Listing ---


def test_a_version_made_while_the_list_is_read_is_in_the_next_list(
    place: VersionedPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    number_commits = history._numbered_commits

    def number_then_save(root: Path) -> dict[int, str]:
        numbers = number_commits(root)
        place.write(PRICES, "day: 16\n")
        save_place(place)
        return numbers

    monkeypatch.setattr(history, "_numbered_commits", number_then_save)
    assert [version.number for version in saved_versions(place.root)] == [1]
    monkeypatch.undo()
    assert [version.number for version in saved_versions(place.root)] == [2, 1]


# --- Saving ---


def test_the_first_save_makes_a_repository_of_a_downloaded_folder_and_asks_who_saves_once(tmp_path: Path) -> None:
    place = unversioned_place(tmp_path / "place")
    asked = []
    for text in ("day: 15\n", "day: 16\n"):
        place.write(PRICES, text)
        save(place.root, "fr", "", lambda: asked.append(1) or author())  # type: ignore[func-returns-value]
    assert len(asked) == 1
    assert place.messages() == ["Prix et carnets", "Première version"]
    assert place.git("log", "-1", "--format=%an <%ae>") == "Camille <camille@exemple.fr>"
    assert place.git("ls-files").splitlines() == [".gitignore", PRICES, "governance/fr/charte.md"]
    assert place.git("symbolic-ref", "--short", "HEAD") == "main"


def test_a_first_save_that_is_given_up_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    place = unversioned_place(tmp_path / "place")

    def give_up() -> tuple[str, str]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save(place.root, "fr", "", give_up)
    assert not (place.root / ".git").exists()


def test_a_save_keeps_new_changed_and_deleted_files_under_a_message_made_from_them(place: VersionedPlace) -> None:
    place.write(PRICES, "day: 16\n")
    place.write("content/fr/news/2026-11-02-bonjour.md", "Bonjour.\n")
    place.write("content/images/a.jpg", "a")
    (place.root / "governance/fr/charte.md").unlink()
    assert save_place(place) == "Prix et carnets, actualités (bonjour), images (1), documents (charte)"
    assert place.git("status", "--porcelain") == ""
    assert save_place(place, "  Rien") == ""
    place.write(PRICES, "day: 17\n")
    assert save_place(place, "Hausse « d’été » # 1") == "Hausse « d’été » # 1"


def test_many_files_are_counted() -> None:
    paths = [f"content/fr/pages/{name}.md" for name in "abcd"] + ["content/en/pages/a.md", "theme/x", "notes.txt"]
    assert summary(paths, "fr") == "pages (5), fichiers du kit (1), autres fichiers (notes)"
    assert summary(["content/fr/pages/a.md", "content/en/pages/a.md"], "en") == "pages (a)"


def test_settings_and_hooks_of_the_user_do_not_stop_a_save(place: VersionedPlace) -> None:
    for hook in ("pre-commit", "commit-msg", "prepare-commit-msg", "post-commit", "reference-transaction"):
        place.write(f".git/hooks/{hook}", "#!/bin/sh\ntouch hook-ran\nexit 1\n")
        (place.root / f".git/hooks/{hook}").chmod(0o755)
    for name, value in (("commit.gpgsign", "true"), ("core.autocrlf", "true"), ("core.editor", "false")):
        place.git("config", name, value)
    place.write("governance/fr/charte.md", "Une ligne.\r\nUne autre.\r\n")
    assert save_place(place) == "Documents (charte)"
    undo_place(place)
    assert not (place.root / "hook-ran").exists()
    assert place.git("status", "--porcelain") == ""


def test_a_place_inside_a_larger_repository_is_refused(place: VersionedPlace) -> None:
    inner = unversioned_place(place.root / "inner")
    with pytest.raises(Problems) as raised:
        save_place(inner)
    assert codes(raised) == ["versions.inside"]


def test_without_git_a_save_says_how_to_get_it(place: VersionedPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Problems) as raised:
        save_place(place)
    assert codes(raised) == ["versions.no_git"]


def test_a_history_that_git_refuses_to_read_is_not_made_anew(place: VersionedPlace) -> None:
    """As it does when the folder belongs to another account."""
    config = place.read(".git/config")
    place.write(".git/config", "[broken\n")
    with pytest.raises(Problems) as raised:
        save_place(place)
    assert codes(raised) == ["versions.unreadable"]
    place.write(".git/config", config)
    assert place.messages() == ["Première version"]


@pytest.mark.parametrize("lock", ["index.lock", "HEAD.lock", "refs/heads/main.lock"])
def test_a_lock_that_was_left_is_named(place: VersionedPlace, lock: str) -> None:
    place.write(PRICES, "day: 16\n")
    place.write(f".git/{lock}", "")
    with pytest.raises(Problems) as raised:
        save_place(place)
    assert codes(raised) == ["git.locked"]
    assert Path(raised.value.problems[0].values["file"]) == place.root / ".git" / lock
    (place.root / ".git" / lock).unlink()
    assert save_place(place) == "Prix et carnets"


def test_what_git_waits_for_is_to_be_finished_first(place: VersionedPlace) -> None:
    place.write(PRICES, "day: 16\n")
    place.git("checkout", "--quiet", "--detach")
    with pytest.raises(Problems) as raised:
        save_place(place)
    assert codes(raised) == ["versions.no_branch"]
    place.git("switch", "--quiet", "main")
    (place.root / ".git/rebase-merge").mkdir()
    with pytest.raises(Problems) as raised:
        save_place(place)
    assert codes(raised) == ["versions.busy"]


@pytest.fixture
def conflict(place: VersionedPlace) -> Iterator[VersionedPlace]:
    """A place in which a merge waits for a decision on prices."""
    place.git("switch", "--quiet", "--create", "other")
    place.write(PRICES, "day: 20\n")
    save_place(place, "Vingt")
    place.git("switch", "--quiet", "main")
    place.write(PRICES, "day: 10\n")
    save_place(place, "Dix")
    with pytest.raises(AssertionError, match="CONFLICT"):
        place.git("merge", "--quiet", "other")
    yield place


def test_conflicts_are_named_with_their_lines_and_a_save_ends_a_merge_once_they_are_corrected(
    conflict: VersionedPlace,
) -> None:
    with pytest.raises(Problems) as raised:
        save_place(conflict)
    assert [(problem.code, problem.file, problem.line) for problem in raised.value.problems] == [
        ("versions.conflict", PRICES, 1)
    ]
    with pytest.raises(Problems) as raised:
        undo_place(conflict)
    assert codes(raised) == ["update.unfinished"]
    conflict.write(PRICES, "day: 12\n")
    assert save_place(conflict, "Douze") == "Douze"
    assert len(conflict.git("log", "-1", "--format=%P").split()) == 2
    assert [version.number for version in saved_versions(conflict.root)] == [3, 2, 1]


def test_an_interrupted_update_is_to_be_undone_first(place: VersionedPlace) -> None:
    place.git("branch", "kit")
    head = place.git("rev-parse", "HEAD")
    place.write(PRICES, "day: 16\n")
    place.git("switch", "--quiet", "kit")
    place.git("commit", "--quiet", "--all", "--message", "Kit")
    place.git("switch", "--quiet", "main")
    place.write(".git/lieu-update.json", json.dumps({"before": head, "kit": head}))
    for command in (save_place, undo_place):
        with pytest.raises(Problems) as raised:
            command(place)
        assert codes(raised) == ["update.interrupted"]


# --- Going back ---


@pytest.mark.long
def test_what_is_not_saved_is_undone_and_can_be_redone(place: VersionedPlace) -> None:
    place.write(PRICES, "day: 99\n")
    place.write("content/fr/pages/new.md", "Nouvelle page.\n")
    (place.root / "governance/fr/charte.md").unlink()
    before = place.files()
    plan = plan_undo(place.root)
    assert place.files() == before and len(place.messages()) == 1
    assert dict(plan.changes) == {PRICES: "M", "content/fr/pages/new.md": "D", "governance/fr/charte.md": "A"}
    undo_place(place)
    assert place.read(PRICES) == "day: 15\n"
    assert place.read("governance/fr/charte.md") == "La charte.\n"
    assert not (place.root / "content").exists()
    assert place.messages() == ["Retour à la version 1", "Avant le retour à la version 1", "Première version"]
    undo_place(place)
    assert place.files() == before


@pytest.mark.long
def test_the_last_version_is_undone_when_everything_is_saved(place: VersionedPlace) -> None:
    for day in (16, 17):
        place.write(PRICES, f"day: {day}\n")
        save_place(place)
    undo_place(place)
    assert place.read(PRICES) == "day: 16\n"
    undo_place(place, to="1")
    assert place.read(PRICES) == "day: 15\n"
    undo_place(place, to="3")
    assert place.read(PRICES) == "day: 17\n"
    assert len(place.messages()) == 6


KEPT = "documents-gardes/fr/statuts du 2027-01-04.docx"


@pytest.mark.long
def test_copies_of_documents_that_people_filled_are_never_removed(place: VersionedPlace) -> None:
    place.write(PRICES, "day: 16\n")
    place.write(KEPT, "filled")
    undo_place(place)
    assert (place.read(PRICES), place.read(KEPT)) == ("day: 15\n", "filled")
    place.write(PRICES, "day: 17\n")
    undo_place(place, to="1")
    assert (place.read(PRICES), place.read(KEPT)) == ("day: 15\n", "filled")
    place.write(KEPT, "filled again")
    undo_place(place, to="2")
    assert place.read(KEPT) == "filled again"
    for path, to in ((KEPT, "1"), ("documents-gardes", "1")):
        with pytest.raises(Problems) as raised:
            undo_place(place, path, to)
        assert codes(raised) == ["undo.same"]
    assert place.read(KEPT) == "filled again"


def test_a_copy_that_is_not_saved_does_not_hide_the_last_change(place: VersionedPlace) -> None:
    place.write(PRICES, "day: 16\n")
    save_place(place)
    place.write(KEPT, "filled")
    undo_place(place)
    assert (place.read(PRICES), place.read(KEPT)) == ("day: 15\n", "filled")


@pytest.mark.long
def test_a_copy_that_somebody_removed_comes_back(place: VersionedPlace) -> None:
    place.write(KEPT, "filled")
    save_place(place)
    (place.root / KEPT).unlink()
    undo_place(place, KEPT)
    assert place.read(KEPT) == "filled"
    place.write(KEPT, "changed")
    undo_place(place, KEPT)
    assert place.read(KEPT) == "filled"


def test_one_file_goes_back_alone_and_other_work_stays_unsaved(place: VersionedPlace) -> None:
    place.write(PRICES, "day: 16\n")
    place.write("governance/fr/charte.md", "Une autre charte.\n")
    undo_place(place, PRICES)
    assert place.read(PRICES) == "day: 15\n"
    assert place.read("governance/fr/charte.md") == "Une autre charte.\n"
    assert place.git("status", "--porcelain") == "M governance/fr/charte.md"
    undo_place(place, PRICES)
    assert place.read(PRICES) == "day: 16\n"
    assert [version.message for version in saved_versions(place.root, "governance")] == ["Première version"]


@pytest.mark.long
def test_a_new_and_a_deleted_file_go_back_alone(place: VersionedPlace) -> None:
    place.write("content/fr/pages/new.md", "Nouvelle page.\n")
    undo_place(place, "content/fr/pages/new.md")
    assert not (place.root / "content/fr/pages/new.md").exists()
    undo_place(place, "content/fr/pages/new.md")
    assert place.read("content/fr/pages/new.md") == "Nouvelle page.\n"
    (place.root / PRICES).unlink()
    undo_place(place, PRICES)
    assert place.read(PRICES) == "day: 15\n"
    (place.root / PRICES).unlink()
    save_place(place)
    undo_place(place, "config")
    assert place.read(PRICES) == "day: 15\n"


@pytest.mark.long
def test_a_file_whose_name_has_signs_that_git_reads_goes_back_alone(place: VersionedPlace) -> None:
    for name in ("content/*.md", "content/:(top)é.md", "content/a.md"):
        place.write(name, "un\n")
    save_place(place)
    for name in ("content/*.md", "content/:(top)é.md", "content/a.md"):
        place.write(name, "deux\n")
    undo_place(place, "content/*.md")
    assert (place.read("content/*.md"), place.read("content/a.md")) == ("un\n", "deux\n")
    undo_place(place, "content/:(top)é.md")
    assert (place.read("content/:(top)é.md"), place.read("content/a.md")) == ("un\n", "deux\n")


@pytest.mark.long
def test_ignored_folders_are_never_touched_even_if_an_old_version_had_them(tmp_path: Path) -> None:
    place = unversioned_place(tmp_path / "place")
    place.write(".gitignore", "\n")
    save_place(place)
    place.git("rm", "--quiet", "--cached", "-r", "public")
    place.write(".gitignore", "/public/\n")
    save_place(place)
    place.write("public/index.html", "le site d’aujourd’hui")
    place.write(PRICES, "day: 16\n")
    undo_place(place, to="1")
    assert place.read("public/index.html") == "le site d’aujourd’hui"
    assert place.read(PRICES) == "day: 15\n"


@pytest.mark.long
def test_what_can_not_be_undone_is_said(place: VersionedPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faults = [
        (("", ""), "undo.nothing"),
        ((PRICES, ""), "undo.nothing"),
        (("", "1"), "undo.same"),
        (("", "2"), "versions.unknown"),
        (("", "demain"), "versions.unknown"),
        (("config/price.yaml", ""), "versions.no_file_near"),
        (("zzz", ""), "versions.no_file"),
        (("public/index.html", ""), "versions.ignored"),
    ]
    for (path, to), code in faults:
        with pytest.raises(Problems) as raised:
            plan_undo(place.root, path, to)
        assert codes(raised) == [code], (path, to)
    with pytest.raises(Problems) as raised:
        plan_undo(unversioned_place(tmp_path / "other").root)
    assert codes(raised) == ["versions.none"]
    monkeypatch.chdir(place.root / "config")
    assert path_in_place(place.root, "prices.yaml") == PRICES
    assert path_in_place(place.root, "..") == ""
    with pytest.raises(Problems) as raised:
        path_in_place(place.root, "../../x")
    assert codes(raised) == ["versions.outside"]


# --- History ---


def test_versions_are_numbered_from_the_oldest_and_know_their_files(place: VersionedPlace) -> None:
    place.write(PRICES, "day: 16\n")
    save_place(place, "Hausse")
    place.write("content/é.md", "x")
    save_place(place)
    versions = saved_versions(place.root)
    assert [(version.number, version.message, version.paths) for version in versions] == [
        (3, "Autres fichiers (é)", ("content/é.md",)),
        (2, "Hausse", (PRICES,)),
        (1, "Première version", (".gitignore", PRICES, "governance/fr/charte.md")),
    ]
    assert {version.author for version in versions} == {"Camille"}
    assert [version.number for version in saved_versions(place.root, PRICES)] == [2, 1]
