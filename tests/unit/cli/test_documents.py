"""``./lieu documents`` and ``./lieu build`` keep what somebody typed into a document."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.generated_places import TODAY

from tierslieu.build.build import build
from tierslieu.check.apply_rules import checked_facts
from tierslieu.cli.commands import documents
from tierslieu.cli.main import cli
from tierslieu.rendering import template_cache


@pytest.fixture(autouse=True)
def no_templates_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template_cache, "keep_in", lambda root: None)
    monkeypatch.setattr(documents, "install_document_tools", lambda root: None)


def run(place: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["documents", *arguments], obj=place, catch_exceptions=False)


def test_words_typed_into_a_document_are_kept_and_the_command_says_where(place: Path) -> None:
    assert run(place, "charte", "--format", "html").exit_code == 0
    page = place / "documents/charte.html"
    made = page.read_bytes()
    page.write_bytes(b"mes mots")
    output = run(place, "charte", "--format", "html").output
    (copy,) = (place / "documents-gardes").iterdir()
    assert copy.read_bytes() == b"mes mots" and f"documents-gardes/{copy.name}" in output
    assert page.read_bytes() == made


def test_a_build_keeps_them_too(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "documents").mkdir()
    space = checked_facts(place, TODAY)
    monkeypatch.setattr("tierslieu.build.build.build_documents", lambda *_, **__: {"charte.html": b"fait"})
    monkeypatch.setattr("tierslieu.build.build.build_site", lambda *_: None)
    monkeypatch.setattr("tierslieu.build.build.hosting.server_files", lambda *_: {})
    build(space)
    (place / "documents/charte.html").write_bytes(b"mes mots")
    (place / "documents/facture.odt").write_bytes(b"une facture")
    kept: dict[str, str] = {}
    build(space, on_kept=kept.__setitem__)
    assert {path: (place / copy).read_bytes() for path, copy in kept.items()} == {
        "documents/charte.html": b"mes mots",
        "documents/facture.odt": b"une facture",
    }
    assert [path.name for path in (place / "documents").iterdir()] == ["charte.html"]


def test_what_was_made_takes_a_line_for_each_document_and_each_folder(capsys: pytest.CaptureFixture[str]) -> None:
    documents.print_files(
        ["charte.pdf", "charte.docx", "budget.xlsx", "relecture/charte.html", "relecture/bail.html", "vierges/bail.odt"]
    )
    assert capsys.readouterr().out.splitlines() == [
        "documents/charte (pdf, docx)",
        "documents/budget.xlsx",
        "documents/relecture/ (fichiers\u00a0: 2)",
        "documents/vierges/ (fichiers\u00a0: 1)",
    ]


@pytest.mark.long
def test_words_of_a_name_make_the_document(place: Path) -> None:
    assert "documents/reglement-interieur.html" in run(place, "Règlement", "intérieur", "--format", "html").output
