"""What is compiled is kept, and what is kept can never be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest

from tierslieu.rendering import markdown, template_cache


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    template_cache.keep_in(tmp_path)
    yield tmp_path / template_cache.FOLDER
    template_cache._root = None


def filled(text: str, path: str = "content/fr/pages/index.md", **facts: str) -> str:
    """As a new command would: nothing is remembered but what is on disk."""
    markdown._compile.cache_clear()
    return markdown.fill(text, facts, path)


def test_a_text_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert filled("Bonjour {{ name }}.", name="Ada") == "Bonjour Ada."
    monkeypatch.setattr(jinja2.Environment, "compile", lambda *_: pytest.fail("compiled twice"))
    assert filled("Bonjour {{ name }}.", name="Zoé") == "Bonjour Zoé."


def test_a_text_that_changed_is_compiled_anew_in_the_same_file(folder: Path) -> None:
    assert filled("Un") == "Un"
    assert filled("Deux") == "Deux"
    assert len(list(folder.iterdir())) == 1
    assert filled("Trois", "content/fr/pages/autre.md") == "Trois"
    assert len(list(folder.iterdir())) == 2


def test_other_options_or_another_jinja_make_other_code(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled("Un")
    before = next(folder.iterdir()).read_bytes()
    monkeypatch.setattr(jinja2, "__version__", "999")
    filled("Un")
    assert next(folder.iterdir()).read_bytes() != before


@pytest.mark.parametrize("damage", [b"", b"j2", b"\0" * 300])
def test_a_damaged_file_is_made_again(folder: Path, damage: bytes) -> None:
    filled("Un")
    kept = next(folder.iterdir())
    whole = kept.read_bytes()
    for data in (damage, whole[: len(whole) // 2], whole[:-9]):
        kept.write_bytes(data)
        assert filled("Un") == "Un"
        # The bytes of marshalled code differ from one run to the next: what is damaged does not stay.
        assert kept.read_bytes() != data


def test_without_a_folder_to_write_in_all_goes_on(tmp_path: Path, folder: Path) -> None:
    (tmp_path / ".cache").write_text("un fichier", encoding="utf-8")
    assert filled("Un") == "Un"
