"""The gaps that the text of a document leaves to whoever fills it in, and what they write there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tierslieu.core.problems import Problem, Problems

from .text_segments import opens_logic

#: ``{{ blank("the date") }}``, or with what practice proposes: ``{{ blank("notice", "three months") }}``.
_GAP = re.compile(r'\{\{\s*blank\("([^"]*)"(?:,\s*"([^"]*)")?\)\s*\}\}')


#: How many words are shown before and after a gap.
_AROUND = 10


@dataclass(frozen=True)
class HandmadeGap:
    """A gap: what is missing, what is proposed for it, and the words around it."""

    label: str
    proposed: str
    before: str
    after: str


def handmade_gaps(text: str) -> list[HandmadeGap]:
    """The gaps of the source of a document, in their order."""
    found = []
    for match in _GAP.finditer(text):
        before = _words(text[: match.start()].rpartition("\n\n")[2]).split(" ")[-_AROUND:]
        after = _words(text[match.end() :].partition("\n\n")[0]).split(" ")[:_AROUND]
        found.append(HandmadeGap(match[1], match[2] or "", " ".join(before), " ".join(after)))
    return found


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
    line = re.sub(r"\{#[\w-]+\}|\{%.*?%\}|\{#.*?#\}|-{3,}|:{3,}", " ", text, flags=re.DOTALL)
    return " ".join(re.sub(r"\{\{.*?\}\}", "…", re.sub("[*#|]", "", line), flags=re.DOTALL).split())
