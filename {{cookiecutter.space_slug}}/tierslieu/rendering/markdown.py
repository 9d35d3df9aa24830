"""Markdown with placeholders, whose values are inserted as text, never as markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pyromark
from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from tierslieu.core.problems import Problem, Problems

from . import template_cache

# Not \s: the no-break spaces of « 9,50 € » stay.
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def escape(value: Any) -> Any:
    """A value escaped to be plain text in Markdown; ``Markup`` (Markdown that the kit generates) is returned as it is."""
    if isinstance(value, Markup):
        return value
    return _PUNCTUATION.sub(r"\\\1", _SPACE.sub(" ", str(value)).strip(" "))


_ENVIRONMENT = SandboxedEnvironment(
    undefined=StrictUndefined, finalize=escape, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
)


def fill(body: str, facts: Mapping[str, Any], path: str, first_line: int = 1) -> str:
    """Replace the placeholders of ``body``, from line ``first_line`` of ``path``; raises ``Problems`` with the line."""
    try:
        return _compile(body, path).render(facts)
    except TemplateSyntaxError as error:
        line, code = error.lineno, "placeholder.syntax"
        values = {"detail": error.message or ""}
    except UndefinedError as error:
        line, code = _line_of(error), "placeholder.unknown"
        values = {"detail": error.message or ""}
    except TemplateError as error:
        line, code = _line_of(error), "placeholder.syntax"
        values = {"detail": error.message or ""}
    raise Problems([Problem(code, values, path, first_line + line - 1)])


@cache
def _compile(body: str, path: str) -> Template:
    """The template of a text; ``check`` renders it, then ``build``, then ``serve`` at each change of another file."""
    return template_cache.template_from(_ENVIRONMENT, body, path, __file__)


def _line_of(error: BaseException) -> int:
    """The line of the template in which ``error`` was raised."""
    line, trace = 1, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def to_html(source: str) -> Markup:
    """Render CommonMark with tables, footnotes and heading attributes to HTML."""
    return Markup(_render_html(source))


_render_html = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
).html
