"""A filled document, read again as its articles: what the reader sees, word by word, with the numbers it has there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from . import pandoc
from .filling import FilledDocument
from .theme import DocumentTheme

#: The number of an article, as filter.lua writes it: "Article", a no-break space, the number and its punctuation.
_NUMBERED = re.compile("^(\\w+\u00a0[0-9]+)[.:)]*$")
_BREAKS = ("Space", "SoftBreak", "LineBreak")


class Word(NamedTuple):
    """A word as it is shown, and what makes it the same word in another version.

    A reference to another article is the same word as long as it leads to the same one, whatever its number.
    """

    shown: str
    same: str


@dataclass(frozen=True)
class ArticleLine:
    """A paragraph, an item of a list (``mark`` is then "-") or a row of a table."""

    words: tuple[Word, ...]
    mark: str = ""

    @property
    def same(self) -> tuple[str, ...]:
        """What makes it the same line in another version."""
        return (self.mark, *(word.same for word in self.words))


@dataclass(frozen=True)
class Article:
    """A heading with the text below it, up to the next heading. What precedes the first one has no title."""

    label: str
    number: str
    title: tuple[Word, ...]
    lines: tuple[ArticleLine, ...]

    @property
    def heading(self) -> str:
        """The number and the title, as shown."""
        return ". ".join(part for part in (self.number, " ".join(word.shown for word in self.title)) if part)

    @property
    def text(self) -> tuple[tuple[str, ...], ...]:
        """What makes its text the same in another version."""
        return tuple(line.same for line in self.lines)


def articles(document: FilledDocument, theme: DocumentTheme) -> tuple[Article, ...]:
    """The articles of ``document``, in order; raises ``Problems`` when it can't be read."""
    blocks = json.loads(pandoc.convert(document, "json", theme))["blocks"]
    found = [Article("", "", (), ())]
    for block in blocks:
        if block["t"] == "Header":
            found.append(_opened(block["c"]))
        else:
            last = found[-1]
            found[-1] = Article(last.label, last.number, last.title, (*last.lines, *_lines(block)))
    return tuple(one for one in found if one.title or one.lines)


def _opened(header: list[Any]) -> Article:
    _, attributes, inlines = header
    words = _words(inlines)
    numbered = _NUMBERED.match(words[0].shown) if words else None
    if numbered:
        return Article(attributes[0], numbered[1], words[1:], ())
    return Article(attributes[0], "", words, ())


def _lines(block: dict[str, Any]) -> Iterator[ArticleLine]:
    kind: str = block["t"]
    content: Any = block.get("c")
    if kind in ("Para", "Plain"):
        yield ArticleLine(_words(content))
    elif kind in ("Div", "BlockQuote"):
        yield from _all_lines(content[1] if kind == "Div" else content)
    elif kind in ("BulletList", "OrderedList"):
        for rank, item in enumerate(content if kind == "BulletList" else content[1]):
            number = "" if kind == "BulletList" else f"{content[0][0] + rank}."
            for line in _all_lines(item):
                words = (Word(number, number), *line.words) if number else line.words
                yield ArticleLine(words, "-")
                number = ""
    elif kind == "Table":
        for row in _rows(content):
            yield ArticleLine(tuple(word for cell in row for word in (*_cell(cell), Word("|", "|")))[:-1])
    elif kind == "Header":
        yield ArticleLine(_words(content[2]))
    elif kind in ("CodeBlock", "RawBlock"):
        yield from (ArticleLine(_split(text)) for text in content[1].splitlines())


def _all_lines(blocks: list[Any]) -> Iterator[ArticleLine]:
    for block in blocks:
        yield from _lines(block)


def _rows(table: list[Any]) -> Iterator[list[Any]]:
    _, _, _, head, bodies, foot = table
    groups = [head[1], *(rows for body in bodies for rows in body[2:]), foot[1]]
    for row in (row for rows in groups for row in rows):
        yield row[1]


def _cell(cell: list[Any]) -> tuple[Word, ...]:
    return tuple(word for line in _all_lines(cell[4]) for word in line.words)


def _split(text: str) -> tuple[Word, ...]:
    return tuple(Word(part, part) for part in text.split(" ") if part)


def _words(inlines: list[Any]) -> tuple[Word, ...]:
    words, shown, same = [], "", ""
    for one, other in [*_pieces(inlines), (" ", " ")]:
        if one != " ":
            shown, same = shown + one, same + other
        elif shown:
            words.append(Word(shown, same))
            shown, same = "", ""
    return tuple(words)


def _pieces(inlines: list[Any]) -> Iterator[tuple[str, str]]:
    """The pieces of words, with what makes each the same; a space parts two words."""
    for inline in inlines:
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind == "Str":
            yield content, content
        elif kind in _BREAKS:
            yield " ", " "
        elif kind in ("Code", "Math", "RawInline"):
            yield from ((piece, piece) for piece in re.split("( )", content[1]) if piece)
        elif kind == "Link" and content[2][0].startswith("#"):
            yield "".join(piece for piece, _ in _pieces(content[1])), content[2][0]
        elif kind in ("Link", "Image", "Span", "Quoted", "Cite"):
            yield from _pieces(content[1])
        elif kind == "Note":
            yield " ", " "
            yield from (piece for line in _all_lines(content) for word in line.words for piece in (word, (" ", " ")))
        else:
            yield from _pieces(content)
