"""Documents as tagged PDF (PDF/UA-1): pandoc writes Typst, and typst sets it."""

from __future__ import annotations

import re

import typst

from tierslieu.problems import Problem, Problems

from . import pandoc
from .filled import Filled
from .theme import Theme

#: How typst names text that no font can show, as a literal in the manner of Rust.
_UNSHOWABLE = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
#: Each try tells typst of more characters to draw as a box; more rounds than this would mean that it does not help.
_TRIES = 4


def render(document: Filled, theme: Theme) -> bytes:
    """The document as PDF; raises ``Problems``.

    A character that no font has is drawn as a box with its Unicode number: PDF/UA forbids empty glyphs, and the
    machine's own fonts are never used, so that every machine gives the same file.
    """
    body = pandoc.convert(document, "typst", theme, "--wrap=none").decode("utf-8")
    source = f"{theme.text('document.typ')}\n{body}".encode()
    unshowable: set[str] = set()
    for _ in range(_TRIES):
        try:
            return _compile(source, document, theme, unshowable)
        except typst.TypstError as error:
            found = _unshowable(error.diagnostic) - unshowable
            if not found:
                raise Problems([_problem(document, error)]) from None
            unshowable |= found
    raise Problems([Problem("document.failed", {"tool": "typst", "detail": "fonts"}, document.path)])


def _compile(source: bytes, document: Filled, theme: Theme, unshowable: set[str]) -> bytes:
    inputs = {
        "title": document.title,
        "place": document.place,
        "language": document.locale,
        "page": document.strings["document_page"],
        "unshowable": "".join(f"\\x{{{ord(character):x}}}" for character in sorted(unshowable)),
    }
    compiler = typst.Compiler(
        source, root=theme.root, font_paths=theme.fonts, ignore_system_fonts=True, sys_inputs=inputs
    )
    result = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=0)
    assert isinstance(result, bytes)
    return result


def _unshowable(diagnostic: str) -> set[str]:
    """The characters that typst says it can't show."""
    literals = _UNSHOWABLE.findall(diagnostic)
    return {character for literal in literals for character in _ESCAPED.sub(_unescape, literal)}


def _unescape(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[2]


def _problem(document: Filled, error: typst.TypstError) -> Problem:
    return Problem("document.failed", {"tool": "typst", "detail": str(error.message)}, document.path)
