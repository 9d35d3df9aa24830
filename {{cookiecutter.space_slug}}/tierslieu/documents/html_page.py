"""Documents as web pages: one self-contained file each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import count
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, Template, TemplateError
from markupsafe import Markup, escape

from tierslieu.core.problems import Problems
from tierslieu.rendering import template_cache
from tierslieu.rendering.security_headers import document_policy
from tierslieu.rendering.template_errors import NamedUndefined, template_problem

from .filling import FilledDocument
from .pandoc import Pandoc
from .theme import DocumentTheme

#: A heading without a link in it.
_HEADING = re.compile(r'<h2 id="([^"]+)">((?:(?!<a |</h2>).)*)</h2>', re.DOTALL)
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
#: How pandoc writes the width of a column or the alignment of its text: a strict policy refuses style attributes.
_STYLE = re.compile(r'(<(?:table|col|t[hd])\b[^>]*?) style="(?:width: ?([0-9]{1,3})%|text-align: ?(\w+));?"')
#: The same as classes. All widths in every document, so that one hash of this style allows them all.
_CLASSES = "td.right,th.right{text-align:right}td.center,th.center{text-align:center}" + "".join(
    f".w{percent}{{width:{percent}%}}" for percent in range(1, 101)
)

_ENVIRONMENT = Environment(autoescape=True, undefined=NamedUndefined, trim_blocks=True, lstrip_blocks=True)


def render(document: FilledDocument, theme: DocumentTheme, pandoc: Pandoc) -> bytes:
    """The document as HTML, with its style inside; raises ``Problems``."""
    body = pandoc.convert_to_text(document, "html5", wrap_text="none")
    contents = [(anchor, Markup(text)) for anchor, text in _HEADING.findall(body)]
    numbers = count(1)
    body = _TABLE.sub(lambda match: _scrolling(match[0], document.strings["document_table"], next(numbers)), body)
    body = _HEADING.sub(r'<h2 id="\1"><a class="permalink" href="#\1">\2</a></h2>', body)
    return render_page(document, Markup(body), theme.text("document.css"), theme, contents)


def render_page(
    document: FilledDocument,
    body: Markup,
    css: str,
    theme: DocumentTheme,
    contents: Sequence[tuple[str, Markup]] = (),
    day: str = "",
) -> bytes:
    """The page of ``document`` around ``body``, with a table of ``contents`` (anchors and headings) when it is long.

    ``day`` is that of the state that it tells. Raises ``Problems``.
    """
    css = document.look + css + _CLASSES
    context = {
        "document": document,
        "emblem": address_of(document.emblem),
        "band": address_of(document.band),
        "strings": document.strings,
        "body": Markup(with_classes(body)),
        "css": Markup(css),
        "policy": document_policy(css),
        "contents": contents,
        "day": day,
    }
    return render_template("document.html", theme, context).encode("utf-8")


def address_of(svg: bytes) -> str:
    """``svg`` as an address that holds it: what a page repeats is compressed, which Base64 hides."""
    return f"data:image/svg+xml,{quote(svg, safe='/:=,;()')}"


def _scrolling(table: str, name: str, number: int) -> str:
    """``table`` in an element that moves it sideways, with the keyboard too, where it is wider than the screen."""
    label = escape(name.format(number=number))
    return f'<div class="scroll" role="region" aria-label="{label}" tabindex="0">\n{table}\n</div>'


def with_classes(body: str) -> str:
    """The same HTML, with classes instead of style attributes in tables."""
    return _STYLE.sub(_with_class, body)


def _with_class(match: re.Match[str]) -> str:
    element, width, alignment = match.groups()
    return f'{element} class="{f"w{width}" if width else alignment}"'


def render_template(name: str, theme: DocumentTheme, context: Mapping[str, Any]) -> Markup:
    """The template ``name`` of the theme, filled with ``context``; raises ``Problems``."""
    try:
        return Markup(_template(theme.text(name), theme.label(name)).render(context))
    except TemplateError as error:
        raise Problems([template_problem(error, context, theme.label(name))]) from None


@cache
def _template(source: str, path: str) -> Template:
    return template_cache.template_from(_ENVIRONMENT, source, path, __file__)
