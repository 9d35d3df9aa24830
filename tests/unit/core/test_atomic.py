"""Folders are replaced at once, or not at all, and only what differs is written."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from support.generated_places import read_tree

from tierslieu.core import atomic
from tierslieu.core.atomic import AtomicFolder, atomic_folder, commit

FIRST = {"index.html": b"un", "tarifs/index.html": b"neuf euros", "static/a.css": b"a"}
SECOND = {"index.html": b"deux", "static/a.css": b"a", "agenda/mai/index.html": b"mai"}


def replace_folders(root: Path, folders: dict[str, dict[str, bytes]]) -> None:
    commit([atomic_folder(root / name, contents) for name, contents in folders.items()])


@pytest.fixture(params=["exchanged", "renamed"])
def root(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place, on a system that can exchange two folders and on one that can't."""
    if request.param == "renamed":
        monkeypatch.setattr(atomic, "exchange", lambda path, other: False)
    return tmp_path


def test_a_folder_holds_its_new_contents_whatever_it_held(root: Path) -> None:
    for contents in (FIRST, SECOND, FIRST, FIRST, {}, SECOND):
        replace_folders(root, {"public": contents, "documents": {"charte.pdf": b"%PDF"}})
        assert read_tree(root / "public") == contents
        assert read_tree(root / "documents") == {"charte.pdf": b"%PDF"}
    assert {path.name for path in root.iterdir()} <= {"public", "documents", ".public.old", ".documents.old"}


def test_what_has_not_changed_is_not_written_again(root: Path) -> None:
    replace_folders(root, {"public": FIRST})
    before = (root / "public/static/a.css").stat()
    replace_folders(root, {"public": FIRST})
    assert not (root / ".public.old").exists()
    replace_folders(root, {"public": SECOND})
    after = (root / "public/static/a.css").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_others_add_to_the_folder_is_removed(root: Path) -> None:
    elsewhere = root / "ailleurs"
    elsewhere.mkdir()
    (elsewhere / "à moi.txt").write_text("gardé", encoding="utf-8")
    for contents in (FIRST, SECOND, FIRST, SECOND):  # the folder that was changed is swapped back in its turn
        replace_folders(root, {"public": contents})
        assert read_tree(root / "public") == contents
        (root / "public/à la main.html").write_text("x", encoding="utf-8")
        (root / "public/vide").mkdir()
        (root / "public/lien").symlink_to(elsewhere, target_is_directory=True)
    assert (elsewhere / "à moi.txt").read_text(encoding="utf-8") == "gardé"


def test_a_page_edited_by_hand_is_written_again(root: Path) -> None:
    replace_folders(root, {"public": FIRST})
    replace_folders(root, {"public": SECOND})
    (root / "public/static/a.css").write_bytes(b"b")  # the same file on disk as in the folder kept beside
    replace_folders(root, {"public": SECOND})
    assert read_tree(root / "public") == SECOND
    replace_folders(root, {"public": FIRST})
    assert read_tree(root / "public") == FIRST


def test_a_file_may_take_the_place_of_a_folder_and_back(root: Path) -> None:
    for contents in ({"a": b"1"}, {"a/b": b"2"}, {"a": b"3"}, {"a/b/c": b"4"}, {"a/b": b"5"}):
        replace_folders(root, {"public": contents})
        assert read_tree(root / "public") == contents


def test_a_full_disk_leaves_everything_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_folders(root, {"public": FIRST, "documents": {}})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(AtomicFolder, "_free_path", full)
        with pytest.raises(OSError, match="No space"):
            replace_folders(root, {"documents": {"a.pdf": b"a"}, "public": SECOND})
    assert read_tree(root / "public") == FIRST and read_tree(root / "documents") == {}
    replace_folders(root, {"documents": {"a.pdf": b"a"}, "public": SECOND})
    assert read_tree(root / "public") == SECOND


def test_killed_between_two_renames_the_folder_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where folders can’t be exchanged, there is a moment without the folder."""
    monkeypatch.setattr(atomic, "exchange", lambda path, other: False)
    replace_folders(tmp_path, {"public": FIRST})
    (tmp_path / "public").rename(tmp_path / ".public.away.old")
    replace_folders(tmp_path, {"public": FIRST})
    assert read_tree(tmp_path / "public") == FIRST and not (tmp_path / ".public.away.old").exists()


def test_a_swap_that_fails_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "exchange", lambda path, other: False)
    replace_folders(tmp_path, {"public": FIRST})
    rename = Path.rename

    def locked(path: Path, target: Path) -> Path:
        if path.name == ".public.old":
            raise PermissionError(13, "a program has a file of the folder open")
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", locked)
        with pytest.raises(PermissionError):
            replace_folders(tmp_path, {"public": SECOND})
        assert read_tree(tmp_path / "public") == FIRST
    replace_folders(tmp_path, {"public": SECOND})
    assert read_tree(tmp_path / "public") == SECOND


def test_a_link_in_the_place_of_the_folder_is_not_followed(root: Path) -> None:
    elsewhere = root / "ailleurs"
    elsewhere.mkdir()
    (root / "public").symlink_to(elsewhere, target_is_directory=True)
    for contents in (FIRST, SECOND, FIRST):
        replace_folders(root, {"public": contents})
        assert read_tree(root / "public") == contents
    assert list(elsewhere.iterdir()) == []


def test_without_hard_links_every_file_is_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    for contents in (FIRST, SECOND, FIRST):
        replace_folders(root, {"public": contents})
        assert read_tree(root / "public") == contents


@pytest.mark.parametrize("path", ["content/fr/activities/b.md", "content/fr/activities/c.md"])
def test_files_are_added_all_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """On a disk that is full at the second or at the third of four files."""
    files = {f"content/fr/activities/{name}.md": b"nouveau" for name in "abcd"}
    atomic.add_files(tmp_path, {"content/fr/activities/a.md": b"ancien"})
    write_bytes = Path.write_bytes

    def full(file: Path, data: bytes) -> int:
        if file.name == f".{Path(path).name}.new":
            write_bytes(file, data[:2])
            raise OSError(errno.ENOSPC, "No space left on device")
        return write_bytes(file, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        atomic.add_files(tmp_path, files)
    assert read_tree(tmp_path) == {"content/fr/activities/a.md": b"ancien"}
