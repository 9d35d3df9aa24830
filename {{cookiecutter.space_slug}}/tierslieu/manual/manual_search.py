"""Searches the manual for words, whatever their capitals and accents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tierslieu.core.folding import fold

from .pages import ManualPage, Section

#: What a word found in each part of a page counts for.
_IN_TITLE, _IN_HEADING, _IN_TEXT = 60, 12, 1
#: What a heading that begins with a word counts for, besides: it is the verb of what is to be done.
_FIRST_IN_HEADING = 4
#: Occurrences in the text beyond these count for nothing: a long page is no better answer.
_MOST_OCCURRENCES = 8
#: The weight of a page by its folder: who asks for a word wants to do something first.
_WEIGHTS = {"guides": 1.0, "explications": 0.6, "reference": 0.35}
#: A page with less than this part of the best score is no answer.
_LEAST = 0.1
#: Words that say nothing of a subject.
_STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a au aux avec c ce ces comment d dans de des du en est et il j je l la le les ma mes mon n ne nos notre on ou par"
        " pas pour qu que quel quelle quels quelles qui quoi s sa se ses son sur un une vos votre y the of to how do i my"
        " and in for is",
    )
)


@dataclass(frozen=True)
class Result:
    """A page with all words that were searched, its score, and its sections with a word, best first."""

    page: ManualPage
    score: float
    sections: tuple[Section, ...]


def search(pages: Iterable[ManualPage], words: Sequence[str]) -> list[Result]:
    """The pages that have all ``words``, best first; a word of three letters or more also stands for those it begins."""
    patterns = [_pattern(stem) for stem in _stems(words)]
    if not patterns:
        return []
    results = [result for page in pages if (result := _result(page, patterns))]
    results.sort(key=lambda result: -result.score)
    return [result for result in results if result.score >= _LEAST * results[0].score]


def page_named(pages: Iterable[ManualPage], words: Sequence[str]) -> ManualPage | None:
    """The page whose file is named by ``words``, without its folder and suffix: ``prix-et-partage``."""
    name = fold("-".join(words))
    return next((page for page in pages if page.name == name), None)


def nearest_words(pages: Iterable[ManualPage], words: Sequence[str]) -> list[str]:
    """For each of ``words`` that no page has, the word of the manual that is closest to it, if one is close."""
    from difflib import get_close_matches  # here for start-up time

    vocabulary: dict[str, None] = {}
    for page in pages:
        for text in (*(section.heading for section in page.sections), page.text):
            vocabulary.update(dict.fromkeys(_split(text)))
    unknown = [word for word in _split(" ".join(words)) if word not in vocabulary and word not in _STOP_WORDS]
    return [match for word in unknown for match in get_close_matches(word, vocabulary, n=1, cutoff=0.75)]


def _split(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{3,}|\d+", fold(text))


def _stems(words: Sequence[str]) -> list[str]:
    """The words that say something, without the mark of their plural."""
    folded = re.findall(r"\w+", fold(" ".join(words)))
    return [re.sub(r"(?<=\w{3})[sx]$", "", word) for word in folded if word not in _STOP_WORDS]


def _pattern(stem: str) -> re.Pattern[str]:
    # As a whole only: "or" is no "organisation".
    return re.compile(rf"\b{re.escape(stem)}" + (r"\b" if len(stem) < 3 else ""))


def _result(page: ManualPage, patterns: Sequence[re.Pattern[str]]) -> Result | None:
    title, text = fold(page.title), fold(page.text)
    score = 0.0
    for pattern in patterns:
        occurrences = len(pattern.findall(text))
        if not occurrences:
            return None
        in_headings = sorted((_heading_score(section, pattern) for section in page.sections[1:]), reverse=True)
        score += _IN_TITLE * bool(pattern.search(title)) + sum(in_headings[:2])
        score += _IN_TEXT * min(occurrences, _MOST_OCCURRENCES)
    return Result(page, score * _WEIGHTS[page.kind], _best_sections(page, patterns))


def _heading_score(section: Section, pattern: re.Pattern[str]) -> int:
    heading = fold(section.heading)
    return _IN_HEADING * bool(pattern.search(heading)) + _FIRST_IN_HEADING * bool(pattern.match(heading))


def _best_sections(page: ManualPage, patterns: Sequence[re.Pattern[str]]) -> tuple[Section, ...]:
    """The sections of ``page`` with a word, best first: more of the words, then headings, then occurrences."""
    ranked = []
    for section in page.sections:
        occurrences = [len(pattern.findall(fold(section.text))) for pattern in patterns]
        in_heading = sum(_heading_score(section, pattern) for pattern in patterns)
        if any(occurrences):
            ranked.append(((sum(map(bool, occurrences)), in_heading, sum(occurrences)), section))
    ranked.sort(key=lambda pair: pair[0], reverse=True)
    most_words = max((rank[0] for rank, _ in ranked), default=0)
    return tuple(section for rank, section in ranked if rank[0] == most_words)
