"""Typst, as the package ``typst`` carries it: a source and its inputs as a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import typst

from tierslieu.core.problems import Problem, Problems
from tierslieu.look.print_colours import print_letters

from .filling import FilledDocument
from .pandoc import Pandoc
from .theme import DocumentTheme

#: A form that is to stand on one page (filter.lua).
_COMPACT = re.compile(r"^:{3,} compact$", re.MULTILINE)
#: The line below the heads of a table of three columns or more, and how many of them make a document that is mostly tables.
_WIDE_TABLE = re.compile(r"^\|(?: *:?-+:? *\|){3,}$", re.MULTILINE)
_MANY_TABLES = 10
#: The text that no font can show in a message of typst, as a string literal of Rust.
_UNSHOWABLE = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
#: The heading of a numbered article (structure.lua).
_ARTICLE = re.compile(r"^## \w+ #\.", re.MULTILINE)
#: The line that pandoc draws above the foot of a table: the last rows, which filter.lua keeps together.
_FOOT_LINE = re.compile(r"table\.hline\(\),\s*(?=table\.footer)")
#: Each attempt has more characters drawn as boxes; a document that fails this often will not succeed.
_MAX_ATTEMPTS = 4


def typeset(source: str, inputs: Mapping[str, str], theme: DocumentTheme, path: str) -> bytes:
    """``source`` as PDF; raises ``Problems`` about the file ``path``.

    A character that no font has is drawn as a box with its Unicode number: PDF/UA forbids empty glyphs, and the
    machine's own fonts are never used, so that every machine gives the same file. ``source`` gets such characters in
    its input ``unshowable``, as a character class of a regular expression without its brackets.
    """
    unshowable: set[str] = set()
    for _ in range(_MAX_ATTEMPTS):
        try:
            return _compile(source, {**inputs, "unshowable": _character_class(unshowable)}, theme)
        except typst.TypstError as error:
            new_characters = _unshowable(error.diagnostic) - unshowable
            if not new_characters:
                raise Problems([_problem(str(error.message), path)]) from None
            unshowable |= new_characters
    raise Problems([_problem("fonts", path)])


def _compile(source: str, inputs: dict[str, str], theme: DocumentTheme) -> bytes:
    compiler = typst.Compiler(
        source.encode(), root=theme.root, font_paths=theme.fonts, ignore_system_fonts=True, sys_inputs=inputs
    )
    result = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=0)
    assert isinstance(result, bytes)
    return result


def _character_class(characters: set[str]) -> str:
    return "".join(f"\\x{{{ord(character):x}}}" for character in sorted(characters))


def _unshowable(diagnostic: str) -> set[str]:
    """The characters that no font can show, according to a message of typst."""
    literals = _UNSHOWABLE.findall(diagnostic)
    return {character for literal in literals for character in _ESCAPED.sub(_unescape, literal)}


def _unescape(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match[2]


def _problem(detail: str, path: str) -> Problem:
    return Problem("document.failed", {"tool": "typst", "detail": detail}, path)


def render(document: FilledDocument, theme: DocumentTheme, pandoc: Pandoc) -> bytes:
    """The document as PDF; raises ``Problems``."""
    body = _FOOT_LINE.sub("", pandoc.convert_to_text(document, "typst", wrap_text="none"))
    inputs = {
        "title": document.title,
        "place": document.place,
        "language": document.locale,
        "page": document.strings["document_page"],
        "blanks": document.strings["document_blanks"],
        "proposals": document.strings["document_proposals"],
        "rules": document.strings["document_rules"],
        "continued": document.strings["document_continued"],
        "landscape": "yes" if document.landscape else "",
        "act": "yes" if document.act else "",
        "articles": "yes" if _ARTICLE.search(document.text) else "",
        "tables": "yes" if len(_WIDE_TABLE.findall(document.text)) >= _MANY_TABLES else "",
        "compact": "yes" if _COMPACT.search(document.text) else "",
        "data": json.dumps(_look(document)),
    }
    return typeset(f"{theme.text('document.typ')}\n{body}", inputs, theme, document.path)


def _look(document: FilledDocument) -> dict[str, Any]:
    return {
        "emblem": document.emblem.decode("utf-8", "replace"),
        "band": document.band.decode("utf-8", "replace"),
        "patches": document.patches.decode(),
        "flower": document.flower.decode(),
        "stamp": document.stamp.decode(),
        "colours": dict(document.colours),
        **print_letters(document.letters),
    }
