"""The articles of a filled document: the text that readers see, word by word, with the numbers of articles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from .filling import FilledDocument
from .pandoc import Pandoc

#: The number of an article, as filter.lua writes it: "Article", a no-break space, the number and its punctuation.
_NUMBERED = re.compile("^(\\w+\u00a0[0-9]+)[.:)]*$")
_BREAKS = ("Space", "SoftBreak", "LineBreak")


class Word(NamedTuple):
    """A word as it is shown, and the key that identifies it in another version.

    The key of a reference to an article is its target, whatever the number that is shown.
    """

    shown: str
    key: str


@dataclass(frozen=True)
class ArticleLine:
    """A paragraph, an item of a list (``mark`` is then "-") or a row of a table."""

    words: tuple[Word, ...]
    mark: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What identifies it in another version."""
        return (self.mark, *(word.key for word in self.words))


@dataclass(frozen=True)
class Article:
    """A heading with the text below it, up to the next heading. What precedes the first heading has no title."""

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
        """Its lines as their keys, to compare versions."""
        return tuple(line.key for line in self.lines)


def read_articles(document: FilledDocument, pandoc: Pandoc) -> tuple[Article, ...]:
    """The articles of ``document``, in order; raises ``Problems`` when pandoc can't convert it."""
    blocks = json.loads(pandoc.convert_to_text(document, "json"))["blocks"]
    articles = [Article("", "", (), ())]
    for block in blocks:
        if block["t"] == "Header":
            articles.append(_article(block["c"]))
        else:
            last = articles[-1]
            articles[-1] = replace(last, lines=(*last.lines, *_lines(block)))
    return tuple(article for article in articles if article.title or article.lines)


def _article(header: list[Any]) -> Article:
    """An article without text yet, from its heading."""
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
    words, shown, key = [], "", ""
    for piece in [*_pieces(inlines), Word(" ", " ")]:
        if piece.shown != " ":
            shown, key = shown + piece.shown, key + piece.key
        elif shown:
            words.append(Word(shown, key))
            shown, key = "", ""
    return tuple(words)


def _pieces(inlines: list[Any]) -> Iterator[Word]:
    """The pieces of words; a space separates two words."""
    for inline in inlines:
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind == "Str":
            yield Word(content, content)
        elif kind in _BREAKS:
            yield Word(" ", " ")
        elif kind in ("Code", "Math", "RawInline"):
            yield from (Word(piece, piece) for piece in re.split("( )", content[1]) if piece)
        elif kind == "Link" and content[2][0].startswith("#"):
            yield Word("".join(piece.shown for piece in _pieces(content[1])), content[2][0])
        elif kind in ("Link", "Image", "Span", "Quoted", "Cite"):
            yield from _pieces(content[1])
        elif kind == "Note":
            yield Word(" ", " ")
            yield from (
                piece for line in _all_lines(content) for word in line.words for piece in (word, Word(" ", " "))
            )
        else:
            yield from _pieces(content)
