"""Documents as web pages: one self-contained file each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateError
from markupsafe import Markup

from tierslieu.core.problems import Problem, Problems
from tierslieu.rendering.security_headers import policy_in_document

from . import pandoc
from .filling import FilledDocument
from .theme import DocumentTheme

#: A heading that is no link already.
_HEADING = re.compile(r'<h2 id="([^"]+)">((?:(?!<a |</h2>).)*)</h2>', re.DOTALL)
#: How Pandoc says the width of a column or the side of its texts: a strict policy refuses style inside elements.
_STYLED = re.compile(r'(<(?:table|col|t[hd])\b[^>]*?) style="(?:width: ?([0-9]{1,3})%|text-align: ?(\w+));?"')
#: The same as classes. All widths, in every document, so that one mark of this style allows them all.
_CLASSES = "td.right,th.right{text-align:right}td.center,th.center{text-align:center}" + "".join(
    f".w{percent}{{width:{percent}%}}" for percent in range(1, 101)
)

_ENVIRONMENT = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def render(document: FilledDocument, theme: DocumentTheme) -> bytes:
    """The document as HTML, with its style inside; raises ``Problems``."""
    body = pandoc.convert(document, "html5", theme, "--wrap=none").decode("utf-8")
    contents = [(anchor, Markup(text)) for anchor, text in _HEADING.findall(body)]
    body = _HEADING.sub(r'<h2 id="\1"><a class="permalink" href="#\1">\2</a></h2>', body)
    return framed(document, Markup(body), theme.text("document.css"), theme, contents)


def framed(
    document: FilledDocument, body: Markup, css: str, theme: DocumentTheme, contents: Sequence[tuple[str, Markup]] = ()
) -> bytes:
    """The page of ``document``, whose text is ``body``, with its ``contents`` (anchors and headings) where there are
    many; raises ``Problems``.
    """
    css = document.look + css + _CLASSES
    known = {
        "document": document,
        "strings": document.strings,
        "body": Markup(with_classes(body)),
        "css": Markup(css),
        "policy": policy_in_document(css),
        "contents": contents,
    }
    return lay_out("document.html", theme, known).encode("utf-8")


def with_classes(body: str) -> str:
    """The same text, whose tables say widths and sides by class."""
    return _STYLED.sub(_as_class, body)


def _as_class(found: re.Match[str]) -> str:
    element, width, side = found.groups()
    return f'{element} class="{f"w{width}" if width else side}"'


def lay_out(name: str, theme: DocumentTheme, known: Mapping[str, Any]) -> Markup:
    """The template ``name`` of the theme, filled with what is ``known``; raises ``Problems``."""
    try:
        return Markup(_ENVIRONMENT.from_string(theme.text(name)).render(known))
    except TemplateError as error:
        raise Problems([Problem("placeholder.syntax", {"detail": error.message or ""}, theme.label(name))]) from None
