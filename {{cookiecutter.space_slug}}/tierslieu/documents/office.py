"""Documents for word processors: DOCX and ODT, dressed as the reference files say."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

from . import pandoc
from .filled import Filled
from .theme import Theme

#: What headers and footers of the reference files may name.
_MARK = re.compile(r"\{(place|title)\}")
#: "Made on Unix", whatever the machine: zipfile would write its own.
_UNIX = 3


def render_docx(document: Filled, theme: Theme) -> bytes:
    """The document as DOCX; raises ``Problems``."""
    return _render(document, theme, "docx", ("word/header", "word/footer"))


def render_odt(document: Filled, theme: Theme) -> bytes:
    """The document as ODT; raises ``Problems``."""
    return _render(document, theme, "odt", ("styles.xml",))


def _render(document: Filled, theme: Theme, kind: str, furniture: tuple[str, ...]) -> bytes:
    reference = theme.path(f"reference.{kind}")
    made = pandoc.convert(document, kind, theme, f"--reference-doc={reference}", region=True)
    return _repacked(made, document, furniture)


def _repacked(made: bytes, document: Filled, furniture: tuple[str, ...]) -> bytes:
    """The same file with ``{place}`` and ``{title}`` replaced in headers and footers, and without any clock.

    Parts are stored, not compressed: compressors differ between machines, and the files are small.
    """
    day = document.law_as_of
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.startswith(furniture):
                data = _named(data.decode("utf-8"), document).encode("utf-8")
            part = zipfile.ZipInfo(entry.filename, (day.year, day.month, day.day, 0, 0, 0))
            part.create_system = _UNIX
            target.writestr(part, data)
    return result.getvalue()


def _named(xml: str, document: Filled) -> str:
    values = {"place": document.place, "title": document.title}
    return _MARK.sub(lambda found: escape(values[found[1]]), xml)
