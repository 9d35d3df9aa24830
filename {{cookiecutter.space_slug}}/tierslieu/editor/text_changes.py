"""What changed in a text, sentence by sentence and as people read it: without marks, comments or logic."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: A comment or a statement of Jinja, the anchor of a heading, an attribute of Markdown.
_HIDDEN = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{[#:.][^{}%\n]*\}", re.DOTALL)
_COMPUTED_LINK = re.compile(r"!?\[([^\]]*)\]\(\s*\{\{.*?\}\}[^)]*\)", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EXPRESSION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
#: The marks at the beginning of a line, and those around words.
_LINE_MARKS, _WORD_MARKS = re.compile(r"^[ \t]*(?:#+|>|[-*+](?=\s))[ \t]*", re.MULTILINE), re.compile(r"\*\*|`")
#: Where a sentence or a line of a list or a table ends. A number or an abbreviation before a capital is rare enough.
_ENDS = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-zà-ÿ]|[«“\"(\[]|\d)|\n+(?=[ \t]*(?:[-*+|#>]|\d+\.)[ \t]?)|\n[ \t]*\n")
#: How many words are shown before and after those that changed.
_AROUND = 6


@dataclass(frozen=True)
class SentenceChange:
    """Sentences that changed, cut to what differs in them, and the last words ``before`` those that are new or gone."""

    old: str
    new: str
    follows: str = ""


def sentence_changes(before: str, after: str, name: Callable[[str], str]) -> Iterator[SentenceChange]:
    """The sentences that differ between two texts; ``name`` says in words what an expression of Jinja stands for."""
    old, new = (_sentences(text, name) for text in (before, after))
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        removed, added = old[start:end], new[first:last]
        if len(removed) == len(added):
            yield from (SentenceChange(*cut(was, now)) for was, now in zip(removed, added, strict=True))
        elif removed and added:
            yield SentenceChange(*cut(" ".join(removed), " ".join(added)))
        else:
            follows = new[first - 1].split() if first else []
            words = " ".join(follows[-_AROUND:])
            yield SentenceChange("\n".join(removed), "\n".join(added), _after_dots(words, len(follows) > _AROUND))


def readable(markdown: str) -> str:
    """Markdown without the marks of its lines, words, links and attributes."""
    return _unmarked(_LINK.sub(r"\1", _HIDDEN.sub("", markdown)))


def _unmarked(markdown: str) -> str:
    return _WORD_MARKS.sub("", _LINE_MARKS.sub("", markdown))


def _sentences(text: str, name: Callable[[str], str]) -> list[str]:
    named = _EXPRESSION.sub(lambda match: name(match[1].strip()), _COMPUTED_LINK.sub(r"\1", _HIDDEN.sub("", text)))
    parts = (_unmarked(part) for part in _ENDS.split(named))
    return [" ".join(part.split()) for part in parts if part.strip()]


def cut(old: str, new: str) -> tuple[str, str]:
    """Both sentences without the words that they share, but for those next to what differs."""
    was, now = old.split(), new.split()
    head = _shared(was, now)
    tail = min(_shared(was[::-1], now[::-1]), len(was) - head, len(now) - head)
    return _part(was, head, tail), _part(now, head, tail)


def _shared(was: Sequence[str], now: Sequence[str]) -> int:
    """How many words both begin with."""
    return next(
        (index for index, (one, two) in enumerate(zip(was, now, strict=False)) if one != two), min(len(was), len(now))
    )


def _part(words: Sequence[str], head: int, tail: int) -> str:
    start, end = max(0, head - _AROUND), min(len(words), len(words) - tail + _AROUND)
    return _after_dots(" ".join(words[start:end]), start > 0) + (" …" if end < len(words) else "")


def _after_dots(text: str, is_cut: bool) -> str:
    return f"… {text}" if is_cut and text else text
