"""Markdown with placeholders: facts go in as text, never as markup."""

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
    """Make a value read as plain text in Markdown; ``Markup`` (Markdown made by the kit) passes as it is."""
    if isinstance(value, Markup):
        return value
    return _PUNCTUATION.sub(r"\\\1", _SPACE.sub(" ", str(value)).strip(" "))


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(
        undefined=StrictUndefined, finalize=escape, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )


_ENVIRONMENT = _environment()


def fill(body: str, facts: Mapping[str, Any], path: str, first_line: int = 1) -> str:
    """Replace the placeholders of ``body`` by ``facts``; raises ``Problems`` naming file and line."""
    try:
        return _compiled(body, path).render(facts)
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
def _compiled(body: str, path: str) -> Template:
    """A text is compiled once, though it is rendered for a check, then for a build, then for each change elsewhere."""
    kept = template_cache.kept(__file__)
    if not kept:
        return _ENVIRONMENT.from_string(body)
    bucket = kept.get_bucket(_ENVIRONMENT, path, None, body)
    if bucket.code is None:
        bucket.code = _ENVIRONMENT.compile(body)
        kept.set_bucket(bucket)
    return Template.from_code(_ENVIRONMENT, bucket.code, _ENVIRONMENT.make_globals(None))


def _line_of(error: BaseException) -> int:
    """The line of the template in which ``error`` was raised."""
    line, trace = 1, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def to_html(source: str) -> Markup:
    """Render CommonMark with tables to HTML."""
    return Markup(_html(source))


_html = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
).html
