"""Typst, as the package ``typst`` carries it: a source and its inputs become a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

import re
from collections.abc import Mapping

import typst

from tierslieu.core.problems import Problem, Problems

from .filling import FilledDocument
from .pandoc import Pandoc
from .theme import DocumentTheme

#: How typst names text that no font can show, as a literal in the manner of Rust.
_UNSHOWABLE = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
#: Each try tells typst of more characters to draw as a box; more rounds than this would mean that it does not help.
_TRIES = 4


def typeset(source: str, inputs: Mapping[str, str], theme: DocumentTheme, path: str) -> bytes:
    """``source`` as PDF; raises ``Problems`` about the file ``path``.

    A character that no font has is drawn as a box with its Unicode number: PDF/UA forbids empty glyphs, and the
    machine's own fonts are never used, so that every machine gives the same file. ``source`` finds such characters in
    its input ``unshowable``, as the inside of a regular expression's brackets.
    """
    unshowable: set[str] = set()
    for _ in range(_TRIES):
        try:
            return _compile(source, {**inputs, "unshowable": _class(unshowable)}, theme)
        except typst.TypstError as error:
            found = _unshowable(error.diagnostic) - unshowable
            if not found:
                raise Problems([_problem(str(error.message), path)]) from None
            unshowable |= found
    raise Problems([_problem("fonts", path)])


def _compile(source: str, inputs: dict[str, str], theme: DocumentTheme) -> bytes:
    compiler = typst.Compiler(
        source.encode(), root=theme.root, font_paths=theme.fonts, ignore_system_fonts=True, sys_inputs=inputs
    )
    result = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=0)
    assert isinstance(result, bytes)
    return result


def _class(characters: set[str]) -> str:
    return "".join(f"\\x{{{ord(character):x}}}" for character in sorted(characters))


def _unshowable(diagnostic: str) -> set[str]:
    """The characters that typst says it can't show."""
    literals = _UNSHOWABLE.findall(diagnostic)
    return {character for literal in literals for character in _ESCAPED.sub(_unescape, literal)}


def _unescape(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[2]


def _problem(detail: str, path: str) -> Problem:
    return Problem("document.failed", {"tool": "typst", "detail": detail}, path)


def render(document: FilledDocument, theme: DocumentTheme, pandoc: Pandoc) -> bytes:
    """The document as PDF; raises ``Problems``."""
    body = pandoc.convert_to_text(document, "typst", wrap_text="none")
    inputs = {
        "title": document.title,
        "place": document.place,
        "language": document.locale,
        "page": document.strings["document_page"],
    }
    return typeset(f"{theme.text('document.typ')}\n{body}", inputs, theme, document.path)
