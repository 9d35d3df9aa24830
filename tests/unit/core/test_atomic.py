"""Folders are replaced at once, or not at all, and only what differs is written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.generated_places import read_tree

from tierslieu.core import atomic
from tierslieu.core.atomic import AtomicFolder, atomic_folder, replace

FIRST = {"index.html": b"un", "tarifs/index.html": b"neuf euros", "static/a.css": b"a"}
SECOND = {"index.html": b"deux", "static/a.css": b"a", "agenda/mai/index.html": b"mai"}


def put(root: Path, folders: dict[str, dict[str, bytes]]) -> None:
    replace([atomic_folder(root / name, given) for name, given in folders.items()])


@pytest.fixture(params=["exchanged", "renamed"])
def root(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place, on a system that can exchange two folders and on one that can't."""
    if request.param == "renamed":
        monkeypatch.setattr(atomic, "swap_folders", lambda one, other: False)
    return tmp_path


def test_a_folder_holds_what_was_given_whatever_it_held(root: Path) -> None:
    for given in (FIRST, SECOND, FIRST, FIRST, {}, SECOND):
        put(root, {"public": given, "documents": {"charte.pdf": b"%PDF"}})
        assert read_tree(root / "public") == given
        assert read_tree(root / "documents") == {"charte.pdf": b"%PDF"}
    assert {path.name for path in root.iterdir()} <= {"public", "documents", ".public.old", ".documents.old"}


def test_what_has_not_changed_is_not_written_again(root: Path) -> None:
    put(root, {"public": FIRST})
    before = (root / "public/static/a.css").stat()
    put(root, {"public": FIRST})
    assert not (root / ".public.old").exists()
    put(root, {"public": SECOND})
    after = (root / "public/static/a.css").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_others_put_into_the_folder_is_taken_out(root: Path) -> None:
    elsewhere = root / "ailleurs"
    elsewhere.mkdir()
    (elsewhere / "à moi.txt").write_text("gardé", encoding="utf-8")
    for given in (FIRST, SECOND, FIRST, SECOND):  # the folder that was spoilt comes back in its turn
        put(root, {"public": given})
        assert read_tree(root / "public") == given
        (root / "public/à la main.html").write_text("x", encoding="utf-8")
        (root / "public/vide").mkdir()
        (root / "public/lien").symlink_to(elsewhere, target_is_directory=True)
    assert (elsewhere / "à moi.txt").read_text(encoding="utf-8") == "gardé"


def test_a_page_edited_by_hand_is_made_right_again(root: Path) -> None:
    put(root, {"public": FIRST})
    put(root, {"public": SECOND})
    (root / "public/static/a.css").write_bytes(b"b")  # the same file on disk as in the folder kept beside
    put(root, {"public": SECOND})
    assert read_tree(root / "public") == SECOND
    put(root, {"public": FIRST})
    assert read_tree(root / "public") == FIRST


def test_a_file_may_take_the_place_of_a_folder_and_back(root: Path) -> None:
    for given in ({"a": b"1"}, {"a/b": b"2"}, {"a": b"3"}, {"a/b/c": b"4"}, {"a/b": b"5"}):
        put(root, {"public": given})
        assert read_tree(root / "public") == given


def test_a_full_disk_leaves_everything_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, {"public": FIRST, "documents": {}})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(AtomicFolder, "_free", full)
        with pytest.raises(OSError, match="No space"):
            put(root, {"documents": {"a.pdf": b"a"}, "public": SECOND})
    assert read_tree(root / "public") == FIRST and read_tree(root / "documents") == {}
    put(root, {"documents": {"a.pdf": b"a"}, "public": SECOND})
    assert read_tree(root / "public") == SECOND


def test_killed_between_two_renames_the_folder_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where folders can’t be exchanged is there such a moment."""
    monkeypatch.setattr(atomic, "swap_folders", lambda one, other: False)
    put(tmp_path, {"public": FIRST})
    (tmp_path / "public").rename(tmp_path / ".public.away.old")
    put(tmp_path, {"public": FIRST})
    assert read_tree(tmp_path / "public") == FIRST and not (tmp_path / ".public.away.old").exists()


def test_a_link_in_the_place_of_the_folder_is_not_followed(root: Path) -> None:
    elsewhere = root / "ailleurs"
    elsewhere.mkdir()
    (root / "public").symlink_to(elsewhere, target_is_directory=True)
    for given in (FIRST, SECOND, FIRST):
        put(root, {"public": given})
        assert read_tree(root / "public") == given
    assert list(elsewhere.iterdir()) == []


def test_a_disk_that_knows_no_second_name_is_written_in_full(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    for given in (FIRST, SECOND, FIRST):
        put(root, {"public": given})
        assert read_tree(root / "public") == given
