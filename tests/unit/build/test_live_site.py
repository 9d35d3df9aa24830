"""The site that is rebuilt in memory at each change."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from tierslieu.build import live_site
from tierslieu.build.documents_process import DocumentsProcess
from tierslieu.build.live_site import LastSave, LiveSite, follow_changes
from tierslieu.cli.commands.serve import reporting_errors
from tierslieu.cli.console import Console
from tierslieu.core.problems import Problem, Problems
from tierslieu.rendering import urls

pytestmark = pytest.mark.usefixtures("no_document")
FILES = {"index.html": b"<html><body>Accueil</body></html>"}


@pytest.fixture
def no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places without documents, of which nothing is asked."""
    monkeypatch.setattr(live_site, "empty_documents", lambda space: {})


def test_until_documents_are_made_those_of_the_last_build_are_shown_and_the_others_are_empty(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/charte.pdf").write_bytes(b"%PDF")
    monkeypatch.setattr(live_site, "empty_documents", lambda space: {"charte.pdf": b"", "grille.pdf": b""})
    monkeypatch.setattr(live_site, "changes", lambda root, written: iter([["content/a.md"]]))
    monkeypatch.setattr(live_site, "build_site", lambda space, documents: FILES | documents)
    monkeypatch.setattr(urls, "base", lambda space: "/")
    monkeypatch.setattr(live_site, "StylePages", lambda space, files: None)
    site = LiveSite()
    load: Any = object
    follow_changes(tmp_path, site, load, reporting_errors=nullcontext, on_build=lambda seconds: None, documents=False)
    assert site.files == FILES | {"charte.pdf": b"%PDF", "grille.pdf": b""}


def test_an_error_is_printed_and_the_last_good_site_stays(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes: Iterator[Any] = iter([None, Problems([Problem("place.none")]), ValueError("bug"), None])
    built = iter([FILES, FILES | {"neuf.html": b""}])
    document_builds: list[Any] = []
    durations: list[float] = []

    def load() -> Any:
        if error := next(outcomes):
            raise error

    monkeypatch.setattr(live_site, "changes", lambda root, written: iter([["content/a.md"]] * 4))
    monkeypatch.setattr(live_site, "build_site", lambda space, documents: next(built))
    monkeypatch.setattr(urls, "base", lambda space: "/")
    monkeypatch.setattr(live_site, "DocumentsProcess", document_builds.append)
    site, console = LiveSite(), Console(tmp_path)
    follow_changes(tmp_path, site, load, reporting_errors=lambda: reporting_errors(console), on_build=durations.append)
    errors = capsys.readouterr().err
    assert console.text("place.none") in errors and "ValueError: bug" in errors
    assert errors.index(console.text("place.none")) < errors.index("ValueError: bug")
    assert len(durations) == 2
    assert site.version == 2 and "neuf.html" in site.files
    assert document_builds == []


def test_without_what_makes_documents_the_site_is_shown_without_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    document_builds: list[Any] = []
    site, console = LiveSite(), Console(tmp_path)
    monkeypatch.setattr(live_site, "changes", lambda root, written: iter([["config/space.yaml"]] * 2))
    monkeypatch.setattr(live_site, "build_site", lambda space, documents: FILES)
    monkeypatch.setattr(urls, "base", lambda space: "/")
    monkeypatch.setattr(live_site, "DocumentsProcess", document_builds.append)
    follow_changes(
        tmp_path,
        site,
        lambda: object(),  # type: ignore[arg-type,return-value]
        reporting_errors=lambda: reporting_errors(console),
        on_build=lambda seconds: None,
        documents=False,
    )
    assert site.version == 2 and not document_builds


def test_documents_are_built_in_the_background_after_a_change_of_their_sources(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site, console = LiveSite(), Console(tmp_path)

    def changes(root: Path, written: threading.Event) -> Iterator[list[str]]:
        yield ["config/space.yaml"]
        with site.changed:
            assert site.changed.wait_for(lambda: "charte.pdf" in site.files, 10)

    monkeypatch.setattr(live_site, "changes", changes)
    monkeypatch.setattr(live_site, "build_site", lambda space, documents: FILES | documents)
    monkeypatch.setattr(urls, "base", lambda space: "/")
    monkeypatch.setattr(DocumentsProcess, "__init__", lambda self, space: None)
    monkeypatch.setattr(DocumentsProcess, "documents", lambda self: {"charte.pdf": b"%PDF"})
    monkeypatch.setattr(DocumentsProcess, "stop", lambda self: None)
    follow_changes(
        tmp_path,
        site,
        lambda: object(),  # type: ignore[arg-type,return-value]
        reporting_errors=lambda: reporting_errors(console),
        on_build=lambda seconds: None,
    )
    assert site.version == 2


def test_a_place_that_was_saved_is_shown_as_it_was_checked_and_read_again_after_any_other_change(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site, last_save, shown = LiveSite(), LastSave(), list[Any]()

    def changes(root: Path, written: threading.Event) -> Iterator[list[str]]:
        yield ["config/prices.yaml", "config/space.yaml"]
        for paths in (["config/space.yaml"], ["config/space.yaml"], ["config/prices.yaml", "config/space.yaml"]):
            last_save.note("checked", {"config/space.yaml": b""})  # type: ignore[arg-type]
            assert written.is_set()
            yield paths
        yield ["config/space.yaml"]

    def build_site(space: Any, documents: Any) -> dict[str, bytes]:
        shown.append(space)
        return FILES

    monkeypatch.setattr(live_site, "changes", changes)
    monkeypatch.setattr(live_site, "build_site", build_site)
    monkeypatch.setattr(urls, "base", lambda space: "/")
    monkeypatch.setattr(live_site, "StylePages", lambda space, files: None)
    follow_changes(
        tmp_path,
        site,
        lambda: "read",  # type: ignore[arg-type,return-value]
        reporting_errors=nullcontext,
        on_build=lambda seconds: None,
        documents=False,
        last_save=last_save,
    )
    assert shown == ["read", "checked", "checked", "read", "read"]
