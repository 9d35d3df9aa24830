"""What the last build left in ``public/`` is found again while it is as it was left, and never otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tierslieu.core.atomic import replace
from tierslieu.site.renewal import Renewal


def build(root: Path) -> None:
    made = Renewal(root)
    for path, data in {"a/index.html": b"A", "b/index.html": b"B"}.items():
        made[path] = data
        made.remember(path, "recipe", f"of {path}", None)
    replace([made])
    made.save()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A place whose site was built."""
    build(tmp_path)
    return tmp_path


def test_a_file_is_known_again_by_its_recipe_alone(root: Path) -> None:
    last = Renewal(root)
    assert last.notes("a/index.html", "recipe") == ("of a/index.html", None)
    assert last.notes("a/index.html", "other") is None and last.notes("c/index.html", "recipe") is None
    assert last.made_by("recipe") == ["a/index.html", "b/index.html"] and last.made_by("other") == []


def test_a_file_that_was_touched_is_not_known(root: Path) -> None:
    file = root / "public/a/index.html"
    date = file.stat()
    file.write_bytes(b"Z")
    os.utime(file, ns=(date.st_atime_ns, date.st_mtime_ns + 1))
    assert Renewal(root).notes("a/index.html", "recipe") is None and Renewal(root).made_by("recipe") == []
    file.unlink()
    assert Renewal(root).notes("a/index.html", "recipe") is None
    assert Renewal(root).notes("b/index.html", "recipe") is not None


def test_what_is_kept_is_there_whole_beside_what_is_new(root: Path) -> None:
    for new in (b"1", b"2", b"3"):
        made = Renewal(root)
        made["a/index.html"] = new
        made.note("b/index.html", same=True)
        assert made["b/index.html"] == b"B" and made["a/index.html"] == new
        replace([made])
        made.save()
        assert (root / "public/a/index.html").read_bytes() == new
        assert (root / "public/b/index.html").read_bytes() == b"B"


def test_what_was_not_noted_is_forgotten(root: Path) -> None:
    last = Renewal(root)
    last["a/index.html"] = b"A"
    last.remember("a/index.html", "recipe")
    last.save()
    assert Renewal(root).notes("a/index.html", "recipe") == ()
    assert Renewal(root).notes("b/index.html", "recipe") is None


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"a": 1}', b'{"a": ["x"]}', b"\xff\xfe", b"null"])
def test_a_damaged_list_is_ignored(root: Path, damage: bytes) -> None:
    (root / ".cache/public.json").write_bytes(damage)
    assert Renewal(root).notes("a/index.html", "recipe") is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("un fichier", encoding="utf-8")
    build(tmp_path)
    assert (tmp_path / "public/a/index.html").read_bytes() == b"A"
