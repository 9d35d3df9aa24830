"""The cache of documents changes nothing but the time of a build, and the same place gives the same bytes."""

from __future__ import annotations

import base64
import contextlib
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

from tierslieu.documents import FORMATS, cache
from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import FilledDocument
from tierslieu.documents.pandoc import Pandoc
from tierslieu.documents.selection import select_documents
from tierslieu.model import Space
from tierslieu.rendering import markdown, template_cache

pytestmark = pytest.mark.long

BODY = "## Article #. Objet { #objet }\n\n{{ space.name }} ouvre à l’[article #](#objet).\n"
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg=="


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the theme of documents, and no cache yet."""
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


def place(root: Path, *sources: Document, **changes: Any) -> Space:
    """The Comptoir in ``root``, with these documents, or with one."""
    return comptoir(root=root, documents=sources or (document(BODY),), **changes)


def build(space: Space, *names: str, use_cache: bool = True) -> dict[str, bytes]:
    """The files of each document, without the dashboard, which is always built."""
    files = build_documents(space, FORMATS, names, use_cache=use_cache)
    slugs = {instance.slug for instance in select_documents(space)}
    return {path: data for path, data in files.items() if path.rpartition(".")[0] in slugs}


def cached(root: Path) -> list[Path]:
    """The files in the cache."""
    return sorted((root / cache.FOLDER).glob("*"))


# --- What is in the cache ---


def test_a_file_of_the_cache_is_the_one_that_would_be_built(root: Path, conversions: list[str]) -> None:
    fresh = build(place(root), use_cache=False)
    assert not (root / ".cache").exists()
    first = build(place(root))
    conversions.clear()
    second = build(place(root))
    assert conversions == []
    assert fresh == first == second
    assert len(cached(root)) == len(FORMATS)


def renamed(root: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    return {"identity": {"name": "Autre nom"}}


def retitled(root: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    return {"documents": (document(BODY, title="Autre titre"),)}


def reviewed(root: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    return {"documents": (document(BODY, review="relu"),)}


def dated(root: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    return {"documents": (document(BODY, law_as_of="2027-01-01"),)}


def restyled(root: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    with (root / "theme/documents/document.css").open("a", encoding="utf-8") as file:
        file.write("body { color: rebeccapurple }\n")
    return {}


def overridden(root: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    overrides = root / "overrides" / "documents"
    overrides.mkdir(parents=True)
    (overrides / "document.typ").write_bytes(
        (root / "theme/documents/document.typ").read_bytes() + b"\n// la marque du lieu\n"
    )
    return {}


def newer_tool(root: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(cache, "package_version", lambda package: "999")
    return {}


@pytest.mark.slow
@pytest.mark.parametrize("change", [renamed, retitled, reviewed, dated, restyled, overridden, newer_tool])
def test_a_document_that_changed_is_converted_again(
    root: Path,
    conversions: list[str],
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path, pytest.MonkeyPatch], dict[str, Any]],
) -> None:
    build(place(root))
    changes = change(root, monkeypatch)
    space = place(root, *changes.pop("documents", ()), **changes)
    conversions.clear()
    files = build(space)
    assert sorted(conversions) == ["docx", "html5", "odt", "typst"]
    assert files == build(space, use_cache=False)


def test_only_the_document_that_changed_is_converted_again(root: Path, conversions: list[str]) -> None:
    other = document("Texte.", slug="autre", kind="other")
    build(place(root, document(BODY), other))
    conversions.clear()
    build(place(root, document(BODY), replace(other, body="Autre texte.")))
    assert len(conversions) == len(FORMATS)


def test_a_document_that_is_gone_leaves_the_cache(root: Path) -> None:
    sources = document(BODY), document("Texte.", slug="autre", kind="other")
    build(place(root, *sources))
    both = cached(root)
    assert len(both) == 2 * len(FORMATS)
    build(place(root, *sources), "essai")  # one document alone says nothing of the others
    build_documents(place(root, *sources), ("pdf",), use_cache=True)  # nor does one format
    assert cached(root) == both
    build(place(root, sources[0]))
    assert len(cached(root)) == len(FORMATS)


def test_a_document_with_a_picture_is_never_cached(root: Path, conversions: list[str]) -> None:
    """The content of the picture is not part of the key."""
    (root / "plan.png").write_bytes(base64.b64decode(PICTURE))
    for body in ("![Le plan](plan.png)", "Un mot, ![le plan](plan.png) et un autre."):
        space = place(root, document(body))
        conversions.clear()
        build_documents(space, ("docx", "odt"), ("essai",), use_cache=True)
        build_documents(space, ("docx", "odt"), ("essai",), use_cache=True)
        assert len(conversions) == 4
    assert cached(root) == []


def test_the_second_build_compiles_no_text(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of a document and what its reviewer gets are two templates of one file."""
    space = place(root, document(f"::: review\n{{{{ space.name }}}} est-il le bon nom ?\n:::\n\n{BODY}"))
    monkeypatch.setattr(template_cache, "_root", root)
    markdown._compile.cache_clear()  # other tests compiled the same templates, and stored none
    build(space)
    markdown._compile.cache_clear()
    compiled: list[str] = []
    monkeypatch.setattr(markdown._ENVIRONMENT, "compile", compiled.append)
    with contextlib.suppress(Exception):  # nothing can be rendered from what was not compiled
        build(space)
    assert compiled == []


# --- A cache that can't be used ---


def not_a_folder(root: Path) -> None:
    (root / ".cache").write_text("Un fichier, pas un dossier.", encoding="utf-8")


def unreadable(root: Path) -> None:
    """A folder in place of each file."""
    build(place(root))
    for path in cached(root):
        path.unlink()
        path.mkdir()


@pytest.mark.parametrize("spoil", [not_a_folder, unreadable])
def test_a_cache_that_can_not_be_used_only_makes_a_build_longer(root: Path, spoil: Callable[[Path], None]) -> None:
    fresh = build(place(root), use_cache=False)
    spoil(root)
    assert build(place(root)) == fresh
    assert build(place(root)) == fresh


def test_a_full_disk_only_makes_a_build_longer(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: Any, **options: Any) -> Any:
        raise OSError(28, "No space left on device")

    fresh = build(place(root), use_cache=False)
    monkeypatch.setattr(os, "fdopen", full)
    assert build(place(root)) == fresh


def test_two_builds_at_once_agree(root: Path) -> None:
    sources = tuple(document(f"{BODY}\n{number}", slug=f"n{number}", kind=f"k{number}") for number in range(3))
    space = place(root, *sources)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: build(space), range(2))
    assert first == second == build(space)
    assert len(cached(root)) == len(sources) * len(FORMATS)  # and no half-written file


# --- The same bytes everywhere ---


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    """In another time zone, with another home folder, a little later."""
    script = (
        "import hashlib, sys; sys.path[:0] = sys.argv[1:]; from support.document_factories import single;"
        "from tierslieu.documents import FORMATS; from tierslieu.documents.build import build_documents;"
        "files = build_documents(single(), FORMATS, ('charte',));"
        "[print(p, hashlib.sha256(b).hexdigest()) for p, b in sorted(files.items())]"
    )
    files = build_documents(single(), FORMATS, ("charte",))
    here = "".join(f"{path} {hashlib.sha256(data).hexdigest()}\n" for path, data in sorted(files.items()))
    run = [sys.executable, "-c", script, str(TEMPLATE), str(TESTS)]
    environment = {**os.environ, "TZ": "Pacific/Auckland", "HOME": str(tmp_path)}
    assert subprocess.run(run, capture_output=True, check=True, env=environment, text=True).stdout == here


def test_no_temporary_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    build_documents(single(), names=("charte",))
    assert list(tmp_path.iterdir()) == []
