"""Pandoc: one process converts many documents as its command line converts each, and a failure names its document."""

from __future__ import annotations

import datetime as dt
import errno
import io
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pypandoc
import pytest
from support.document_factories import document
from support.factories import comptoir
from support.paths import TEMPLATE

from tierslieu.core.problems import Problems
from tierslieu.documents import pandoc as pandoc_module
from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import FilledDocument
from tierslieu.documents.pandoc import Pandoc
from tierslieu.documents.theme import DocumentTheme

READER = "commonmark+pipe_tables+fenced_divs+bracketed_spans+attributes+footnotes+strikeout"
FORMATS = ("html5", "typst", "docx", "odt", "json")
OFFICE = ("docx", "odt")
#: All that a document may hold, with white space that pandoc's command line cleans and its Lua does not.
TEXTS = (
    "::: stamp\nÀ relire\n:::\n\n## Article #. Objet { #objet }\n\nVoir l’[article #](#objet)[^1], [vide]{.blank}.\n\n"
    "| A | B |\n|:-:|--:|\n| mot *é* | |\n\nAprès.\n\n[^1]: Une note.\n\n    - un point\n",
    "Un\tdeux\r\n\r\n\tdu\tcode\r\n\n```python\nprint('x')\t# y\n```\n\n3. c\n4. d\n\n- e\n\n  f\n\n> g\\\n> h\n",
    "## Titre\n\n### Sous-titre\n\n~~x~~ **y** `z` <b>w</b> &amp; — « n° 1 » 🌱 漢字\n\n* * *\n\n<!-- fin -->\n",
    "",
)


@pytest.fixture
def theme() -> DocumentTheme:
    return DocumentTheme(TEMPLATE)


def filled(text: str, title: str = "Essai & <b>") -> FilledDocument:
    """A document with this text."""
    day = dt.date(2026, 11, 24)
    path, letters = "governance/fr/essai.md", comptoir().look.type.meta
    return FilledDocument(
        path, "essai", title, "Lieu", "fr", day, False, {}, text, b"", b"", b"", b"", b"", "", {}, letters
    )


def converted(pandoc: Pandoc, document: FilledDocument, to: str, theme: DocumentTheme) -> bytes:
    """``document`` in a format, as the renderers ask for it."""
    if to in OFFICE:
        return pandoc.convert(document, to, region=True, reference_doc=str(theme.path(f"reference.{to}")))
    options = {} if to == "json" else {"wrap_text": "none"}
    return pandoc.convert_to_text(document, to, **options).encode()


def by_command_line(document: FilledDocument, to: str, theme: DocumentTheme, folder: Path) -> bytes:
    """The same, from a process of its own."""
    metadata = {
        "title": document.title,
        "lang": "fr-FR" if to in OFFICE else "fr",
        "reviewed": document.reviewed,
    }
    (folder / "defaults.json").write_text(json.dumps({"metadata": metadata}), encoding="utf-8")
    options = [f"--reference-doc={theme.path(f'reference.{to}')}"] if to in OFFICE else []
    command = [
        str(Path(pypandoc.__file__).parent / "files" / "pandoc"),
        f"--defaults={folder / 'defaults.json'}",
        f"--data-dir={folder}",
        f"--from={READER}",
        f"--to={to}",
        f"--lua-filter={theme.path('structure.lua')}",
        f"--lua-filter={theme.path('filter.lua')}",
        "--output=-",
        *(options if to in (*OFFICE, "json") else ["--wrap=none"]),
    ]
    day = dt.datetime.combine(document.law_as_of, dt.time(), dt.UTC)
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(int(day.timestamp())), "LC_ALL": "C.UTF-8"}
    run = subprocess.run(command, input=document.text.encode(), capture_output=True, check=True, env=environment)
    return run.stdout


def parts(data: bytes, to: str) -> object:
    """What a converted document holds: the dates of the parts of an archive are not those of the law."""
    if to not in OFFICE:
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.long
def test_a_shared_process_converts_as_the_command_line_does(theme: DocumentTheme, tmp_path: Path) -> None:
    documents = [filled(text) for text in TEXTS]
    with Pandoc(theme) as pandoc:
        for document in documents:
            for to in FORMATS:
                wanted = by_command_line(document, to, theme, tmp_path)
                assert parts(converted(pandoc, document, to, theme), to) == parts(wanted, to), (document.text, to)


@pytest.mark.long
def test_the_order_of_conversions_changes_nothing(theme: DocumentTheme) -> None:
    pairs = [(filled(text), to) for text in TEXTS for to in FORMATS]
    with Pandoc(theme) as pandoc:
        once = [parts(converted(pandoc, document, to, theme), to) for document, to in pairs]
        again = [parts(converted(pandoc, document, to, theme), to) for document, to in reversed(pairs)]
    assert once == again[::-1]


@pytest.mark.long
def test_the_settings_that_a_person_has_given_pandoc_change_nothing(
    theme: DocumentTheme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build() -> list[object]:
        with Pandoc(theme) as pandoc:
            return [parts(converted(pandoc, filled(TEXTS[0]), to, theme), to) for to in FORMATS]

    usual = build()
    for folder in (tmp_path / "pandoc", tmp_path / ".pandoc", tmp_path / ".local/share/pandoc"):
        (folder / "templates").mkdir(parents=True)
        (folder / "init.lua").write_text("error('mine')", encoding="utf-8")
        for name in ("opendocument", "openxml", "html5", "typst"):
            (folder / "templates" / f"default.{name}").write_text("mine", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert build() == usual
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert build() == usual


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the look of documents, whose filter ends pandoc when it meets a document that asks for it."""
    shutil.copytree(TEMPLATE / "theme" / "documents", tmp_path / "theme" / "documents")
    path = tmp_path / "theme" / "documents" / "filter.lua"
    crash = "function Para(p) if pandoc.utils.stringify(p) == 'Fin' then os.exit(7) end end\n"
    mistake = "function Plain(p) return nil + 1 end\n"
    path.write_text(crash + mistake, encoding="utf-8")
    return tmp_path


@pytest.mark.long
def test_a_process_that_dies_names_its_document_alone(root: Path) -> None:
    texts = {"un": "Texte.", "deux": "Fin", "trois": "Texte.", "quatre": "Texte."}
    documents = tuple(document(text, slug=slug, kind=slug) for slug, text in texts.items())
    with pytest.raises(Problems) as raised:
        build_documents(replace(comptoir(documents=documents), root=root), ("docx", "odt"))
    (problem,) = raised.value.problems
    assert (problem.code, problem.file) == ("document.failed", "governance/fr/deux.md")
    assert problem.values == {"tool": "pandoc", "detail": "exit status 7"}


def test_a_mistake_in_the_filter_is_told_and_the_next_document_converted(root: Path) -> None:
    with Pandoc(DocumentTheme(root)) as pandoc:
        with pytest.raises(Problems) as raised:
            pandoc.convert(filled("- a"), "html5")
        (problem,) = raised.value.problems
        assert "filter.lua:2:" in problem.values["detail"] and "arithmetic" in problem.values["detail"]
        assert pandoc.convert(filled("Texte."), "html5") == b"<p>Texte.</p>"


@pytest.mark.long
def test_a_warning_is_a_failure_of_its_document_alone(theme: DocumentTheme) -> None:
    with Pandoc(theme) as pandoc:
        for to in OFFICE:
            with pytest.raises(Problems) as raised:
                converted(pandoc, filled("![Plan](plan.png)"), to, theme)
            (problem,) = raised.value.problems
            assert "Could not fetch resource plan.png" in problem.values["detail"]
            assert converted(pandoc, filled("Texte."), to, theme)


def test_pandoc_that_is_not_there_is_told(theme: DocumentTheme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc_module, "find_spec", lambda name: None)
    with Pandoc(theme) as pandoc, pytest.raises(Problems) as raised:
        pandoc.convert(filled("Texte."), "html5")
    assert [(problem.code, problem.values) for problem in raised.value.problems] == [
        ("document.tool", {"tool": "pandoc"})
    ]


def test_pandoc_that_can_not_start_is_told(
    theme: DocumentTheme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pandoc_module, "_binary", lambda: tmp_path)
    with Pandoc(theme) as pandoc, pytest.raises(Problems) as raised:
        pandoc.convert(filled("Texte."), "html5")
    assert [problem.code for problem in raised.value.problems] == ["document.tool"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_no_fault_of_a_document(theme: DocumentTheme, monkeypatch: pytest.MonkeyPatch) -> None:
    with Pandoc(theme) as pandoc:
        pandoc.convert_to_text(filled("Texte"), "html5")
        (process,) = pandoc._processes.values()
        monkeypatch.setattr(process, "_output", Path("/dev/full"))
        with pytest.raises(OSError) as raised:
            pandoc.convert_to_text(filled("Texte"), "html5")
    assert raised.value.errno == errno.ENOSPC


def test_nothing_is_left_in_the_temporary_folder(
    theme: DocumentTheme, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("TMPDIR", "TMP", "TEMP"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with Pandoc(theme) as pandoc:
        pandoc.convert_to_text(filled("Texte"), "html5")
    assert list(tmp_path.iterdir()) == []
