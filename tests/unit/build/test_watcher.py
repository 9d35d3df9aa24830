"""The files whose changes ``./lieu serve`` follows."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tierslieu.build.watcher import changes, file_states


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path in ("config/space.yaml", "content/fr/pages/index.md"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("a", encoding="utf-8")
    return tmp_path


def test_edited_new_and_removed_files_are_changes(root: Path) -> None:
    watched = changes(root, threading.Event())
    assert next(watched) == ["config/space.yaml", "content/fr/pages/index.md"]
    (root / "config/space.yaml").write_text("bb", encoding="utf-8")
    assert next(watched) == ["config/space.yaml"]
    (root / "overrides").mkdir()
    (root / "overrides/x.html").write_text("", encoding="utf-8")
    assert next(watched) == ["overrides/x.html"]
    (root / "overrides/x.html").unlink()
    assert next(watched) == ["overrides/x.html"]


def test_temporary_files_and_built_files_are_not_watched(root: Path) -> None:
    states = file_states(root)
    for path in ("config/.space.yaml.swp", "config/space.yaml~", "public/index.html", "content/.git/x"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x", encoding="utf-8")
    assert file_states(root) == states
