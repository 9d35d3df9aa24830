"""Documents for word processors: DOCX and ODT, with the styles of the reference files."""

from __future__ import annotations

import io
import re
import zipfile
from html import escape  # escapes what XML requires; xml.sax.saxutils takes longer to import

from tierslieu.core.deterministic_zip import zip_parts

from . import charts
from .filling import FilledDocument
from .pandoc import Pandoc
from .theme import DocumentTheme

#: What headers and footers of the reference files may name.
_PLACEHOLDER = re.compile(r"\{(place|title)\}")
#: The styles of table cells, which pandoc writes into the text of an ODT instead of taking them from the reference file.
_CELL_STYLE = re.compile(r'<style:style [^>]*style:name="(Table(?:Header)?RowCell)".*?</style:style>', re.DOTALL)

#: What upright pages are in the reference files, and what wide pages are: the part, a text in it, and what replaces it.
#: It is the size of a page (A4), and where the heading of each page ends.
_WIDE = {
    "docx": (
        ("word/document.xml", 'w:h="16838" w:w="11906"', 'w:h="11906" w:orient="landscape" w:w="16838"'),
        ("word/styles.xml", 'w:pos="9070"', 'w:pos="14002"'),
    ),
    "odt": (
        ("styles.xml", 'style:print-orientation="portrait"', 'style:print-orientation="landscape"'),
        ("styles.xml", 'fo:page-height="29.7cm" fo:page-width="21cm"', 'fo:page-height="21cm" fo:page-width="29.7cm"'),
        ("styles.xml", 'style:position="16cm"', 'style:position="24.7cm"'),
    ),
}


def render_docx(document: FilledDocument, theme: DocumentTheme, pandoc: Pandoc) -> bytes:
    """The document as DOCX; raises ``Problems``."""
    return _render(document, theme, pandoc, "docx", ("word/header", "word/footer"))


def render_odt(document: FilledDocument, theme: DocumentTheme, pandoc: Pandoc) -> bytes:
    """The document as ODT; raises ``Problems``."""
    return _render(document, theme, pandoc, "odt", ("styles.xml",))


def _render(
    document: FilledDocument, theme: DocumentTheme, pandoc: Pandoc, kind: str, with_placeholders: tuple[str, ...]
) -> bytes:
    """The document, with its names in the parts of the archive whose paths begin with one of ``with_placeholders``."""
    pictures = charts.as_png(document.text, theme)
    reference = str(theme.path(f"reference.{kind}"))
    data = pandoc.convert(document, kind, region=True, pictures=pictures, reference_doc=reference)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if kind == "odt":
        parts["content.xml"] = _with_cell_styles(parts["content.xml"], parts["styles.xml"])
    for name, upright, wide in _WIDE[kind] if document.landscape else ():
        parts[name] = parts[name].replace(upright.encode(), wide.encode())
    for name in parts:
        if name.startswith(with_placeholders):
            parts[name] = _filled(parts[name].decode("utf-8"), document).encode("utf-8")
    return zip_parts(parts, document.law_as_of)


def _with_cell_styles(content: bytes, styles: bytes) -> bytes:
    """The content of an ODT, with the cell styles that its ``styles.xml`` defines."""
    cells = {match[1]: match[0] for match in _CELL_STYLE.finditer(styles.decode("utf-8"))}
    return _CELL_STYLE.sub(lambda match: cells.get(match[1], match[0]), content.decode("utf-8")).encode("utf-8")


def _filled(xml: str, document: FilledDocument) -> str:
    values = {"place": document.place, "title": document.title}
    return _PLACEHOLDER.sub(lambda match: escape(values[match[1]], quote=False), xml)
