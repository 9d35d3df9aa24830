"""Documents: what is kept from one build to the next changes nothing but the time, and the same place gives the same bytes."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.document_factories import Document, document, single
from support.factories import comptoir
from support.paths import TEMPLATE, TESTS

from tierslieu.cache import store
from tierslieu.documents import FORMATS, cache
from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import FilledDocument
from tierslieu.documents.pandoc import Pandoc
from tierslieu.documents.selection import select_documents
from tierslieu.model import Space

BODY = "## Article #. Objet { #objet }\n\n{{ space.name }} ouvre à l’[article #](#objet).\n"
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg=="


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the look of documents, and nothing kept yet."""
    shutil.copytree(TEMPLATE / "theme" / "documents", tmp_path / "theme" / "documents")
    return tmp_path


@pytest.fixture
def conversions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The formats into which something was converted since the test began."""
    formats: list[str] = []
    convert = Pandoc.convert

    def counted(pandoc: Pandoc, document: FilledDocument, to: str, **options: Any) -> bytes:
        formats.append(to)
        return convert(pandoc, document, to, **options)

    monkeypatch.setattr(Pandoc, "convert", counted)
    return formats


def place(root: Path, *papers: Document, **changes: Any) -> Space:
    """The Comptoir in ``root``, with these documents, or with one."""
    return comptoir(root=root, documents=papers or (document(BODY),), **changes)


def build(space: Space, *names: str, keep: bool = True) -> dict[str, bytes]:
    """What is made of each document, without the pages and the workbook that are always made."""
    made = build_documents(space, FORMATS, names, keep=keep)
    slugs = {one.slug for one in select_documents(space)}
    return {path: data for path, data in made.items() if path.rpartition(".")[0] in slugs}


def kept(root: Path) -> list[Path]:
    """The files that are kept."""
    return sorted((root / cache.FOLDER).glob("*"))


# --- What is kept ---


def test_what_is_kept_is_what_would_be_made(root: Path, conversions: list[str]) -> None:
    fresh = build(place(root), keep=False)
    assert not (root / ".cache").exists()
    first = build(place(root))
    conversions.clear()
    second = build(place(root))
    assert conversions == []
    assert fresh == first == second
    assert len(kept(root)) == len(FORMATS)


def renamed(root: Path, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    return {"identity": {"name": "Autre nom"}}


def retitled(root: Path, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    return {"documents": (document(BODY, title="Autre titre"),)}


def reviewed(root: Path, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    return {"documents": (document(BODY, review="relu"),)}


def dated(root: Path, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    return {"documents": (document(BODY, law_as_of="2027-01-01"),)}


def restyled(root: Path, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    with (root / "theme/documents/document.css").open("a", encoding="utf-8") as file:
        file.write("body { color: rebeccapurple }\n")
    return {}


def overridden(root: Path, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    own = root / "overrides" / "documents"
    own.mkdir(parents=True)
    (own / "document.typ").write_bytes(
        (root / "theme/documents/document.typ").read_bytes() + b"\n// la marque du lieu\n"
    )
    return {}


def newer_tool(root: Path, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    patch.setattr(cache, "version", lambda package: "999")
    return {}


@pytest.mark.slow
@pytest.mark.parametrize("change", [renamed, retitled, reviewed, dated, restyled, overridden, newer_tool])
def test_what_changes_is_made_anew(
    root: Path,
    conversions: list[str],
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path, pytest.MonkeyPatch], dict[str, Any]],
) -> None:
    build(place(root))
    changes = change(root, monkeypatch)
    space = place(root, *changes.pop("documents", ()), **changes)
    conversions.clear()
    made = build(space)
    assert sorted(conversions) == ["docx", "html5", "odt", "typst"]
    assert made == build(space, keep=False)


def test_only_the_document_that_changed_is_made_anew(root: Path, conversions: list[str]) -> None:
    other = document("Texte.", slug="autre", kind="other")
    build(place(root, document(BODY), other))
    conversions.clear()
    build(place(root, document(BODY), replace(other, body="Autre texte.")))
    assert len(conversions) == len(FORMATS)


def test_what_is_asked_for_no_more_is_forgotten(root: Path) -> None:
    papers = document(BODY), document("Texte.", slug="autre", kind="other")
    build(place(root, *papers))
    both = kept(root)
    assert len(both) == 2 * len(FORMATS)
    build(place(root, *papers), "essai")  # one document alone says nothing of the others
    build_documents(place(root, *papers), ("pdf",), keep=True)  # nor does one format
    assert kept(root) == both
    build(place(root, papers[0]))
    assert len(kept(root)) == len(FORMATS)


def test_a_document_with_a_picture_follows_it(root: Path, conversions: list[str]) -> None:
    """Nobody knows whether the file of the picture is still the same."""
    (root / "plan.png").write_bytes(base64.b64decode(PICTURE))
    for body in ("![Le plan](plan.png)", "Un mot, ![le plan](plan.png) et un autre."):
        space = place(root, document(body))
        conversions.clear()
        build_documents(space, ("docx", "odt"), ("essai",), keep=True)
        build_documents(space, ("docx", "odt"), ("essai",), keep=True)
        assert len(conversions) == 4
    assert kept(root) == []


# --- A folder that is in the way ---


def in_the_way(root: Path) -> None:
    (root / ".cache").write_text("Un fichier, pas un dossier.", encoding="utf-8")


def unreadable(root: Path) -> None:
    """Every file that would be read is a folder."""
    build(place(root))
    for path in kept(root):
        path.unlink()
        path.mkdir()


@pytest.mark.parametrize("spoil", [in_the_way, unreadable])
def test_a_folder_that_cannot_be_used_only_makes_it_longer(root: Path, spoil: Callable[[Path], None]) -> None:
    fresh = build(place(root), keep=False)
    spoil(root)
    assert build(place(root)) == fresh
    assert build(place(root)) == fresh


def test_a_disk_that_is_full_only_makes_it_longer(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: Any, **options: Any) -> Any:
        raise OSError(28, "No space left on device")

    fresh = build(place(root), keep=False)
    monkeypatch.setattr(store.os, "fdopen", full)
    assert build(place(root)) == fresh


def test_two_builds_at_once_agree(root: Path) -> None:
    papers = tuple(document(f"{BODY}\n{number}", slug=f"n{number}", kind=f"k{number}") for number in range(3))
    space = place(root, *papers)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: build(space), range(2))
    assert first == second == build(space)
    assert len(kept(root)) == len(papers) * len(FORMATS)  # and no half-written file


# --- The same bytes everywhere ---


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    """Somewhere else in the world, for somebody else, a little later."""
    script = (
        "import hashlib, sys; sys.path[:0] = sys.argv[1:]; from support.document_factories import single;"
        "from tierslieu.documents import FORMATS; from tierslieu.documents.build import build_documents;"
        "made = build_documents(single(), FORMATS, ('charte',));"
        "[print(p, hashlib.sha256(b).hexdigest()) for p, b in sorted(made.items())]"
    )
    made = build_documents(single(), FORMATS, ("charte",))
    here = "".join(f"{path} {hashlib.sha256(data).hexdigest()}\n" for path, data in sorted(made.items()))
    run = [sys.executable, "-c", script, str(TEMPLATE), str(TESTS)]
    environment = {**os.environ, "TZ": "Pacific/Auckland", "HOME": str(tmp_path)}
    assert subprocess.run(run, capture_output=True, check=True, env=environment, text=True).stdout == here


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    build_documents(single(), names=("charte",))
    assert list(tmp_path.iterdir()) == []
