"""Errors of Jinja as problems: what is wrong between the braces, without the words of Jinja, and the names meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, cast

from jinja2 import StrictUndefined, TemplateRuntimeError, TemplateSyntaxError, UndefinedError
from jinja2.utils import missing

from tierslieu.core.problems import Problem, close_match

#: The tags that a text or a template may hold.
_TAGS = (
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "endfor",
    "set",
    "endset",
    "block",
    "endblock",
    "include",
    "macro",
    "call",
)
_TAG = re.compile(r"\{%[-+]?\s*(\w+)")
#: How many names are offered when none is close.
_MOST_NAMES = 12
#: Codes for the messages of Jinja's parser; what is in brackets is the value ``name``.
_SYNTAX = (
    ("unclosed", re.compile(r"^(?:Unexpected end|.*unknown tag '(?:el|end)).* to be closed is '(\w+)'")),
    ("tag", re.compile(r"unknown tag '(\w+)'")),
    ("filter", re.compile(r"No (?:filter|test) named '(\w+)'")),
    ("sign", re.compile(r"unexpected char '(.+)' at")),
)


class UnknownNameError(UndefinedError):
    """A template asks for ``name``, which ``owner`` does not have; of the names of a template, ``owner`` is ``missing``."""

    def __init__(self, owner: Any, name: Any, message: str | None = None):
        super().__init__(message)
        self.owner, self.name = owner, str(name)


class NamedUndefined(StrictUndefined):
    """An undefined value that no template may use; its error says which name is unknown, and to what."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        if exc is UndefinedError and name is not None:
            exc = cast(type[TemplateRuntimeError], partial(UnknownNameError, obj, name))
        super().__init__(hint, obj, name, exc)


def template_problem(error: Exception, names: Mapping[str, Any], file: str | None, line: int | None = None) -> Problem:
    """The problem of a template ``file`` that was given ``names``; ``line`` is where it was raised, if that is known."""
    if isinstance(error, TemplateSyntaxError):
        kind, values = syntax_fault(error)
        code = "template.syntax" if kind == "syntax" else f"placeholder.{kind}"
        return Problem(code, values, file, syntax_line(error))
    if isinstance(error, UndefinedError):
        return Problem("template.unknown", unknown_name(error, names), file, line)
    return Problem("template.error", {}, file, line)


def syntax_fault(error: TemplateSyntaxError) -> tuple[str, dict[str, str]]:
    """The end of a message code for a template that can't be parsed, and the values of its message."""
    for code, pattern in _SYNTAX:
        if match := pattern.search(error.message or ""):
            values = {"name": match[1]}
            if code == "tag":
                values["closest"] = close_match(match[1], _TAGS) or ", ".join(_TAGS[:8])
            return code, values
    return "syntax", {}


def syntax_line(error: TemplateSyntaxError) -> int:
    """The line of a fault: that of its opening for a tag that is not closed, which Jinja finds only where it fails."""
    kind, values = syntax_fault(error)
    if kind != "unclosed" or error.source is None:
        return error.lineno
    opened: list[tuple[str, int]] = []
    for number, line in enumerate(error.source.split("\n")[: error.lineno], 1):
        for tag in _TAG.findall(line):
            if not tag.startswith("end"):
                opened += [(tag, number)] if f"end{tag}" in _TAGS else []
            elif opened and opened[-1][0] == tag.removeprefix("end"):
                opened.pop()
    return next((number for tag, number in reversed(opened) if tag == values["name"]), error.lineno)


def unknown_name(error: UndefinedError, names: Mapping[str, Any]) -> dict[str, str]:
    """The name that a template of ``names`` asks for in vain, written in full, and the names closest to it."""
    if not isinstance(error, UnknownNameError):
        return {"name": "–", "closest": "–"}
    if error.owner is missing:
        return {"name": error.name, "closest": _meant(error.name, names)}
    prefix = next((f"{path}." for path in _paths_to(error.owner, names)), "")
    inner = error.owner if isinstance(error.owner, Mapping) else {}
    return {"name": prefix + error.name, "closest": _meant(error.name, inner, prefix)}


def _meant(name: str, names: Iterable[str], prefix: str = "") -> str:
    """The name of ``names`` that is closest, else the first of all, each after ``prefix``."""
    public = sorted(name for name in names if not name.startswith("_"))
    match = close_match(name, public)
    shown = [match] if match else public[:_MOST_NAMES]
    return ", ".join(prefix + name for name in shown) + ("…" if len(shown) == _MOST_NAMES < len(public) else "") or "–"


def _paths_to(owner: Any, names: Mapping[str, Any], prefix: str = "", depth: int = 3) -> Iterator[str]:
    """The dotted names under which ``owner`` stands in ``names``."""
    for name, value in names.items():
        if value is owner and isinstance(name, str):
            yield f"{prefix}{name}"
        elif depth and isinstance(value, dict):
            yield from _paths_to(owner, value, f"{prefix}{name}.", depth - 1)
