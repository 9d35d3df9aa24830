"""The ``::: review`` block of a document: what the person who reviews it must know, and its signed text must not hold."""

from __future__ import annotations

import re

from tierslieu.core.problems import Problem, Problems

from .selection import Document

#: Statements and comments of Jinja, which show nothing: all that may stand before the block.
_PREAMBLE = re.compile(r"(?:\s|\{%(?>.*?%\})|\{#(?>.*?#\}))*+", re.DOTALL)
#: The first line of the block, in both notations of pandoc.
_OPENING = re.compile(r"(?m)^[ \t>]*:{3,}[ \t]*(?:\{[ \t]*\.)?review\b.*$")
#: The first or last line of any block; only the first has a class.
_FENCE = re.compile(r"(?m)^[ \t]*:{3,}[ \t]*([^\s:].*?)?[ \t:]*$")


def split_review(document: Document) -> tuple[str, str]:
    """The text of ``document`` without its review block, and the block, in which lines keep their numbers.

    Statements of Jinja before the block are in both. The block is empty if there is none. Raises ``Problems`` with the
    line of a block that is not at the beginning, not the first, or not closed.
    """
    body = document.body
    openings = list(_OPENING.finditer(body))
    if not openings:
        return body, ""
    first = openings[0]
    preamble = _PREAMBLE.match(body)
    problems = [
        _problem("document.review_place", document, opening.start())
        for opening in openings
        if opening is not first or (preamble and preamble.end() < first.start())
    ]
    if not problems:
        closing = _closing(body, first.end())
        if closing:
            block = body[first.start() : closing.end()]
            without = body[: first.start()] + "\n" * block.count("\n") + body[closing.end() :]
            return without, body[: first.start()] + body[first.end() : closing.start()]
        problems.append(_problem("document.review_unclosed", document, first.start()))
    raise Problems(problems)


def questions(review: str) -> list[str]:
    """The questions that a filled review block asks: its paragraphs, and the items of its lists."""
    return [part.strip() for part in re.split(r"\n\s*\n|\n(?=[-*] )", review) if part.strip()]


def count_questions(review: str) -> int:
    """How many questions a filled review block asks."""
    return len(questions(review))


def _closing(body: str, start: int) -> re.Match[str] | None:
    """The last line of the block whose first line ends at ``start``; blocks inside it have their own."""
    depth = 1
    for fence in _FENCE.finditer(body, start):
        depth += 1 if fence[1] else -1
        if depth == 0:
            return fence
    return None


def _problem(code: str, document: Document, position: int) -> Problem:
    line = document.body_line + document.body.count("\n", 0, position)
    return Problem(code, file=document.path, line=line)
