"""Two texts that have most of their words in common, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|\S+")
#: Texts of fewer words are read at a glance, those of more take long to compare.
_FEWEST, _MOST = 8, 4000
#: The share of words in common below which two texts are two texts.
_ALIKE = 0.5


def word_changes(before: str, after: str) -> list[tuple[str, str]]:
    """The parts of ``before``, each with that of ``after`` which replaces it; the same where nothing has changed.

    Empty for texts that are short, or that have little in common.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if min(len(old), len(new)) < _FEWEST or max(len(old), len(new)) > _MOST:
        return []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return []
    opcodes = matcher.get_opcodes()
    return [("".join(old[start:end]), "".join(new[first:last])) for _, start, end, first, last in opcodes]
