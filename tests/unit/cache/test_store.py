"""Files stored under a digest are read again, and a folder that cannot be used is no error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tierslieu.cache.store import ContentStore


def refuse() -> bytes:
    pytest.fail("made twice")


def test_a_file_is_made_once(tmp_path: Path) -> None:
    folder = tmp_path / ".cache/pictures"
    assert ContentStore(folder).get("a", lambda: b"A") == b"A"
    assert ContentStore(folder).get("a", refuse) == b"A"
    assert ContentStore(folder).get("b", lambda: b"B") == b"B"
    assert {path.name for path in folder.iterdir()} == {"a", "b"}


def test_what_was_not_asked_for_is_erased(tmp_path: Path) -> None:
    first = ContentStore(tmp_path)
    first.get("a", lambda: b"A")
    first.get("b", lambda: b"B")
    second = ContentStore(tmp_path)
    second.get("a", refuse)
    second.forget_others()
    assert {path.name for path in tmp_path.iterdir()} == {"a"}


def test_without_keep_nothing_is_written(tmp_path: Path) -> None:
    assert ContentStore(tmp_path / "x", keep=False).get("a", lambda: b"A") == b"A"
    assert not (tmp_path / "x").exists()


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("un fichier", encoding="utf-8")
    store = ContentStore(tmp_path / ".cache/pictures")
    assert store.get("a", lambda: b"A") == b"A"
    store.forget_others()
