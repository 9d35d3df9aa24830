"""The gaps that the text of a document leaves to whoever fills it in, and what they write there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tierslieu.core.problems import Problem, Problems

from .text_segments import opens_logic

#: ``{{ blank("the date") }}``, or with what practice proposes: ``{{ blank("notice", "three months") }}``.
_GAP = re.compile(r'\{\{\s*blank\("([^"]*)"(?:,\s*"([^"]*)")?\)\s*\}\}')


@dataclass(frozen=True)
class HandmadeGap:
    """A gap: what is missing, what is proposed for it, and the words around it."""

    label: str
    proposed: str
    before: str
    after: str


def handmade_gaps(text: str) -> list[HandmadeGap]:
    """The gaps of the source of a document, in their order."""
    return [
        HandmadeGap(match[1], match[2] or "", _words(text[: match.start()])[-60:], _words(text[match.end() :])[:60])
        for match in _GAP.finditer(text)
    ]


def fill_gaps(body: str, typed: Sequence[str]) -> str:
    """``body`` with what was ``typed`` in each of its gaps; one left empty stays a gap. Raises ``Problems`` for logic."""
    if any("{{" in text for text in typed) or opens_logic(typed):
        raise Problems([Problem("editor.logic_typed")])
    answers = iter(typed)

    def answer(match: re.Match[str]) -> str:
        words = " ".join(next(answers).split())
        return words.replace("|", "\\|") if words else match[0]

    return _GAP.sub(answer, body)


def _words(text: str) -> str:
    """Some words of a source without its logic, for whoever looks for the place in the document."""
    line = re.sub(r"\{%.*?%\}|\{#.*?#\}", " ", text, flags=re.DOTALL)
    return " ".join(re.sub(r"\{\{.*?\}\}", "…", re.sub("[*#|]", "", line), flags=re.DOTALL).split())
