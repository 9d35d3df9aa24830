"""The body of a text in parts: what people write, and what the page works out by itself, which forms leave as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: What people write: words of two letters or more, outside the names of facts.
_WORD, _FACT = re.compile(r"[^\W\d_]{2,}"), re.compile(r"\{\{.*?\}\}", re.DOTALL)
_FEW_WORDS = 4
#: Opens or closes what only some pages show.
_BLOCK = re.compile(r"\{%-?\s*(?P<end>end)?(?:if|for)\b")
#: A statement or a comment of Jinja, with the white space that follows it up to the end of its line.
_LOGIC = re.compile(r"(?:\{%.*?%\}|\{#.*?#\})[ \t]*\n?", re.DOTALL)


@dataclass(frozen=True)
class Segment:
    """A part of a text; ``locked`` is one that holds logic."""

    text: str
    locked: bool


def segments(body: str) -> list[Segment]:
    """The parts of ``body`` in their order: together they are ``body``, and no two locked ones follow one another."""
    found: list[Segment] = []
    end = 0
    for match in _LOGIC.finditer(body):
        found += [Segment(body[end : match.start()], False), Segment(match[0], True)]
        end = match.end()
    found.append(Segment(body[end:], False))
    merged: list[Segment] = []
    for segment in found:
        blank = not segment.locked and (not segment.text.strip() or _is_fragment(segment.text))
        if merged and merged[-1].locked and (segment.locked or blank):
            merged[-1] = Segment(merged[-1].text + segment.text, True)
        elif segment.text or not merged:
            merged.append(segment)
    if merged[-1].locked:
        merged.append(Segment("", False))
    return merged


def _is_fragment(text: str) -> bool:
    """Whether ``text`` is a few letters inside a line that logic cuts, such as the mark of a plural."""
    return "\n" not in text and len(_WORD.findall(_FACT.sub("", text))) < _FEW_WORDS


def depth(text: str) -> int:
    """How many more conditions and loops ``text`` opens than it closes."""
    return sum(-1 if match["end"] else 1 for match in _BLOCK.finditer(text))


def joined(body: str, typed: Sequence[str]) -> str:
    """``body`` with what was ``typed`` in the place of each of its parts that are not locked, in their order.

    A part that was left alone keeps its bytes. Raises ``ValueError`` when there are more or fewer of them.
    """
    parts = segments(body)
    free = [part for part in parts if not part.locked]
    if len(free) != len(typed):
        raise ValueError(f"{len(typed)} parts for {len(free)}")
    new = iter(typed)
    return "".join(part.text if part.locked else _typed(part.text, next(new)) for part in parts)


def _typed(before: str, text: str) -> str:
    """``text`` with the white space around ``before``, which a form does not show."""
    text = text.replace("\r\n", "\n").strip("\n")
    if text == shown(before):
        return before
    head = before[: len(before) - len(before.lstrip("\n"))]
    tail = before[len(before.rstrip("\n")) :] if before.strip("\n") else ""
    newline = "\r\n" if "\r\n" in before else "\n"
    return head + text.replace("\n", newline) + (tail or ("\n" if text else ""))


def shown(text: str) -> str:
    """A part as its input shows it."""
    return text.replace("\r\n", "\n").strip("\n")


def opens_logic(texts: Iterable[str]) -> bool:
    """Whether a text that people typed holds a statement or a comment of Jinja, which only files may."""
    return any("{%" in text or "{#" in text for text in texts)
