"""The body of a text in parts: what people write, and what the page works out by itself, which forms leave as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, zip_longest

#: What people write: words of two letters or more, outside the names of facts.
_WORD, _FACT = re.compile(r"[^\W\d_]{2,}"), re.compile(r"\{\{.*?\}\}", re.DOTALL)
#: Statements and comments of Jinja: inside a line, and alone on their lines with the white space that follows them.
_STATEMENT = r"(?:\{%(?>.*?%\})|\{#(?>.*?#\}))"
_INLINE = re.compile(_STATEMENT, re.DOTALL)
_LOGIC = re.compile(rf"^(?:[ \t]*{_STATEMENT})+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_OPENS, _TURNS, _ENDS = (re.compile(rf"\{{%[-+]?\s*(?:{words})\b") for words in ("if|for", "elif|else", "endif|endfor"))
#: What stands for a statement in a form, and each of its two halves.
_MARK = re.compile(r"‹/?\d+/?›")


@dataclass(frozen=True)
class InlineStatement:
    """A statement inside a line of words: ``shown`` stands for it in a form.

    ``case`` is the number of the words that it begins, 0 for none; ``whole`` that of the condition it belongs to.
    """

    statement: str
    shown: str
    case: int
    whole: int


@dataclass(frozen=True)
class Segment:
    """A part of a text; ``locked`` is one that holds logic, or facts alone between logic, and ``marks`` none."""

    text: str
    locked: bool
    marks: tuple[InlineStatement, ...] = ()
    holds_facts: bool = False


def segments(body: str) -> list[Segment]:
    """The parts of ``body`` in their order: together they are ``body``, and the last one is not locked."""
    pieces: list[Segment] = []
    end = 0
    for match in _LOGIC.finditer(body):
        pieces += [Segment(body[end : match.start()], False), Segment(match[0], True)]
        end = match.end()
    last = Segment(body[end:], False)
    found: list[Segment] = []
    numbers, opened = count(1), list[tuple[int, int]]()
    for piece in pieces:
        follows_logic = bool(found) and found[-1].locked and not found[-1].holds_facts
        if piece.locked or not piece.text.strip():
            if follows_logic:
                found[-1] = Segment(found[-1].text + piece.text, True)
            elif piece.text:
                found.append(Segment(piece.text, True))
        elif follows_logic and not _WORD.search(_FACT.sub("", piece.text)) and not _INLINE.search(piece.text):
            found.append(Segment(piece.text, True, holds_facts=True))
        else:
            found.append(Segment(piece.text, False, tuple(_marks(piece.text, numbers, opened))))
    if last.text.strip() or not (found and found[-1].locked):
        found.append(Segment(last.text, False, tuple(_marks(last.text, numbers, opened))))
    else:
        found[-1] = Segment(found[-1].text + last.text, True, holds_facts=found[-1].holds_facts)
        found.append(Segment("", False))
    return found


def _marks(text: str, numbers: Iterator[int], opened: list[tuple[int, int]]) -> Iterator[InlineStatement]:
    """The marks of ``text``; ``opened`` are the case and the condition that no mark has ended yet."""
    for statement in _INLINE.findall(text):
        if opened and _ENDS.match(statement):
            case, whole = opened.pop()
            yield InlineStatement(statement, f"‹/{case}›", 0, whole)
        elif opened and _TURNS.match(statement):
            (before, whole), case = opened.pop(), next(numbers)
            opened.append((case, whole))
            yield InlineStatement(statement, f"‹/{before}›‹{case}›", case, whole)
        elif _OPENS.match(statement):
            case = next(numbers)
            opened.append((case, case))
            yield InlineStatement(statement, f"‹{case}›", case, case)
        else:
            number = next(numbers)
            yield InlineStatement(statement, f"‹{number}/›", 0, number)


def joined(body: str, typed: Sequence[str]) -> str:
    """``body`` with what was ``typed`` in the place of each of its parts that are not locked, in their order.

    A part that was left alone keeps its bytes. Raises ``ValueError`` when there are more or fewer of them, ``LostMark``
    when one lacks a mark, or has them in another order.
    """
    parts = segments(body)
    free = [part for part in parts if not part.locked]
    if len(free) != len(typed):
        raise ValueError(f"{len(typed)} parts for {len(free)}")
    new = iter(typed)
    return "".join(part.text if part.locked else _typed(part, next(new)) for part in parts)


class LostMark(ValueError):
    """A text lacks ``mark``, or has it in another place among the others."""

    def __init__(self, mark: str):
        self.mark = mark
        super().__init__(mark)


def _typed(part: Segment, text: str) -> str:
    """``text`` with its statements, and with the white space around the ``part``, which a form does not show."""
    before, text = part.text, text.replace("\r\n", "\n").strip("\n")
    if text == shown(part):
        return before
    text = _with_statements(part, text)
    if not before:  # after the logic at the end, whose last paragraph it is not to go on with
        return f"\n{text}\n"
    head = before[: len(before) - len(before.lstrip("\n"))]
    tail = before[len(before.rstrip("\n")) :] if before.strip("\n") else ""
    newline = "\r\n" if "\r\n" in before else "\n"
    return head + text.replace("\n", newline) + (tail or ("\n" if text else ""))


def _with_statements(part: Segment, text: str) -> str:
    """``text`` with the statements of ``part`` in the place of their marks; words may go with all those of a condition."""
    typed = _MARK.findall(text)
    kept = [mark for mark in part.marks if _is_kept(mark, part.marks, typed)]
    expected = [half for mark in kept for half in _MARK.findall(mark.shown)]
    if typed != expected:
        lost = next((half for half, found in zip_longest(expected, typed) if half and half != found), typed[-1:])
        raise LostMark("".join(lost))
    done = ""
    for mark in kept:
        before, found, text = text.partition(mark.shown)
        if not found:
            raise LostMark(mark.shown)
        done += before + mark.statement
    return done + text


def _is_kept(mark: InlineStatement, marks: Sequence[InlineStatement], typed: Sequence[str]) -> bool:
    own = [one for one in marks if one.whole == mark.whole]
    is_complete = own[0].case == mark.whole and bool(_ENDS.match(own[-1].statement))
    return not is_complete or any(half in typed for one in own for half in _MARK.findall(one.shown))


def shown(part: Segment) -> str:
    """A part as its input shows it."""
    text, done = part.text, ""
    for mark in part.marks:
        before, _, text = text.partition(mark.statement)
        done += before + mark.shown
    return (done + text).replace("\r\n", "\n").strip("\n")


def opens_logic(texts: Iterable[str]) -> bool:
    """Whether a text that people typed holds a statement or a comment of Jinja, which only files may."""
    return any("{%" in text or "{#" in text for text in texts)
