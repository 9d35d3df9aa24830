"""What a text takes from the place, as people read it: ``{Prix › Journée}`` for a fact, ``(page:contact)`` for a link."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

_LINK, _PAGE = re.compile(r"\(\{\{ url\('([\w-]+)'\) \}\}\)"), re.compile(r"\(page:([\w-]+)\)")
#: Words in single braces that are no attribute of a heading or of a link.
_NAMED = re.compile(r"(?<!\{)\{(?![{%#.])[^{}\n]+\}(?!\})")


def labelled(facts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The words that stand for each code, from labels and codes; a label that two of them bear stands for none."""
    known = [(f"{{{label}}}", code) for label, code in facts]
    times = Counter(words for words, _ in known)
    return {code: words for words, code in known if times[words] == 1 and _NAMED.fullmatch(words)}


def shown(text: str, labels: Mapping[str, str]) -> str:
    """``text`` with words for codes, or as it is if what it says could not be read back."""
    words = _LINK.sub(r"(page:\1)", text)
    for code, label in labels.items():
        words = words.replace(code, label)
    return words if coded(words, labels) == text else text


def coded(words: str, labels: Mapping[str, str]) -> str:
    """The text that ``words`` stand for."""
    text = _PAGE.sub(r"({{ url('\1') }})", words)
    for code, label in labels.items():
        text = text.replace(label, code)
    return text


def unknown(texts: Iterable[str], before: str) -> str:
    """The first words in braces of ``texts`` that stand for nothing and were not in ``before``; empty without any."""
    return next((words for text in texts for words in _NAMED.findall(text) if words not in before), "")
