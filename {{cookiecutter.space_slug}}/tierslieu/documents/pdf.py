"""Documents as tagged PDF: pandoc writes Typst, and typst sets it."""

from __future__ import annotations

from . import pandoc
from .filled import Filled
from .theme import Theme
from .typesetting import typeset


def render(document: Filled, theme: Theme) -> bytes:
    """The document as PDF; raises ``Problems``."""
    body = pandoc.convert(document, "typst", theme, "--wrap=none").decode("utf-8")
    inputs = {
        "title": document.title,
        "place": document.place,
        "language": document.locale,
        "page": document.strings["document_page"],
    }
    return typeset(f"{theme.text('document.typ')}\n{body}", inputs, theme, document.path)
