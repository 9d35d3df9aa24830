"""Markdown with placeholders, whose values are inserted as text, never as markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from traceback import walk_tb
from typing import Any

import pyromark
from jinja2 import Template, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from tierslieu.core.problems import Problem, Problems

from . import template_cache
from .template_errors import NamedUndefined, syntax_fault, syntax_line, unknown_name

# Not \s: the no-break spaces of « 9,50 € » stay.
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
#: The label at the end of a heading, such as {#objet}, which begins as a comment of Jinja does.
_HEADING_LABEL = re.compile(r"^(#{1,6} .*)\{#([\w-]+[^#{}\n]*)\}[ \t]*$", re.MULTILINE)
#: An image whose file name has a space or a bracket, which Markdown reads only between < and >.
_NAMED_IMAGE = re.compile(
    r"""(!\[[^\]\n]*\]\()(?=[^<>)\n]*[ (])((?:[^<>()\n"]|\([^()\n]*\))+?\.(?:jpe?g|png|webp|gif|avif|svg))"""
    r"""((?:[ ]+"[^"\n]*")?[ ]*\))""",
    re.IGNORECASE,
)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def escape(value: Any) -> Any:
    """A value escaped to be plain text in Markdown; ``Markup`` (Markdown that the kit generates) is returned as it is."""
    if isinstance(value, Markup):
        return value
    return _PUNCTUATION.sub(r"\\\1", _SPACE.sub(" ", str(value)).strip(" "))


def plain(text: str) -> str:
    """The text of which ``text`` is the escaped form."""
    return _ESCAPED.sub(r"\1", text)


_ENVIRONMENT = SandboxedEnvironment(
    undefined=NamedUndefined, finalize=escape, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
)


def fill(body: str, facts: Mapping[str, Any], path: str, first_line: int = 1, *, part: str = "") -> str:
    """Replace the placeholders of ``body``, from line ``first_line`` of ``path``; raises ``Problems`` with the line.

    ``part`` names ``body`` among several texts of one file, so that each is kept compiled.
    """
    try:
        return _compile(body, path + part).render(facts)
    except Problems:
        raise
    except TemplateSyntaxError as error:
        line, (kind, values) = syntax_line(error), syntax_fault(error)
    except UndefinedError as error:
        line, kind, values = _line_of(error) or 1, "unknown", unknown_name(error, facts)
    except Exception as error:  # a sum, a call or a filter that its values do not allow raises any exception
        line, kind, values = _line_of(error), "error", {}
        if line == 0:
            raise  # not raised by the text
    raise Problems([Problem(f"placeholder.{kind}", values, path, first_line + line - 1)])


@cache
def _compile(body: str, name: str) -> Template:
    """The template of a text; ``check`` renders it, then ``build``, then ``serve`` at each change of another file."""
    return template_cache.template_from(_ENVIRONMENT, _HEADING_LABEL.sub(r"\1{ #\2 }", body), name, __file__)


def _line_of(error: BaseException) -> int:
    """The line of the template in which ``error`` was raised; 0 when it was raised elsewhere."""
    lines = [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == "<template>"]
    return lines[-1] if lines else 0


def with_file_names(source: str) -> str:
    """``source`` whose images with spaces or brackets in their file name, as phones write them, are read as images."""
    return _NAMED_IMAGE.sub(lambda image: f"{image[1]}<{image[2]}>{image[3]}", source)


def to_html(source: str) -> Markup:
    """Render CommonMark with tables, footnotes and heading attributes to HTML."""
    return Markup(_render_html(source))


_render_html = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
).html
