"""Documents as web pages: one self-contained file each."""

from __future__ import annotations

from jinja2 import Environment, StrictUndefined, TemplateError
from markupsafe import Markup

from tierslieu.problems import Problem, Problems

from . import pandoc
from .filled import Filled
from .theme import Theme

_ENVIRONMENT = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def render(document: Filled, theme: Theme) -> bytes:
    """The document as HTML, with its style inside; raises ``Problems``."""
    body = pandoc.convert(document, "html5", theme, "--wrap=none").decode("utf-8")
    try:
        page = _ENVIRONMENT.from_string(theme.text("document.html")).render(
            document=document, strings=document.strings, body=Markup(body), css=Markup(theme.text("document.css"))
        )
    except TemplateError as error:
        label = theme.label("document.html")
        raise Problems([Problem("placeholder.syntax", {"detail": error.message or ""}, label)]) from None
    return page.encode("utf-8")
