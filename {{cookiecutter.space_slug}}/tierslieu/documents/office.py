"""Documents for word processors: DOCX and ODT, dressed as the reference files say."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

from tierslieu.core.deterministic_zip import zipped

from . import pandoc
from .filling import FilledDocument
from .theme import DocumentTheme

#: What headers and footers of the reference files may name.
_MARK = re.compile(r"\{(place|title)\}")
#: The look of table cells, which pandoc writes into the text of an ODT instead of taking it from the reference file.
_CELL = re.compile(r'<style:style [^>]*style:name="(Table(?:Header)?RowCell)".*?</style:style>', re.DOTALL)


def render_docx(document: FilledDocument, theme: DocumentTheme) -> bytes:
    """The document as DOCX; raises ``Problems``."""
    return _render(document, theme, "docx", ("word/header", "word/footer"))


def render_odt(document: FilledDocument, theme: DocumentTheme) -> bytes:
    """The document as ODT; raises ``Problems``."""
    return _render(document, theme, "odt", ("styles.xml",))


def _render(document: FilledDocument, theme: DocumentTheme, kind: str, furniture: tuple[str, ...]) -> bytes:
    reference = theme.path(f"reference.{kind}")
    made = pandoc.convert(document, kind, theme, f"--reference-doc={reference}", region=True)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if kind == "odt":
        parts["content.xml"] = _with_cells(parts["content.xml"], parts["styles.xml"])
    for name in parts:
        if name.startswith(furniture):
            parts[name] = _named(parts[name].decode("utf-8"), document).encode("utf-8")
    return zipped(parts, document.law_as_of)


def _with_cells(content: bytes, styles: bytes) -> bytes:
    """The text of an ODT, with the table cells that its styles describe."""
    cells = {found[1]: found[0] for found in _CELL.finditer(styles.decode("utf-8"))}
    return _CELL.sub(lambda found: cells.get(found[1], found[0]), content.decode("utf-8")).encode("utf-8")


def _named(xml: str, document: FilledDocument) -> str:
    values = {"place": document.place, "title": document.title}
    return _MARK.sub(lambda found: escape(values[found[1]]), xml)
