"""What should be finished before the site is published for the first time: missing facts, examples, gaps in documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierslieu.core.problems import Problem
from tierslieu.documents.missing_facts import MissingFactsByDocument
from tierslieu.finance.proposals import proposals
from tierslieu.i18n.formatting import translated
from tierslieu.model import Space


@dataclass(frozen=True)
class Unfinished:
    """The labels of missing facts and of proposals, in the language of the place; titles of examples and documents.

    Facts that most documents wait for come first. The documents are public and have gaps; each has the number of them.
    """

    facts: tuple[str, ...]
    proposals: tuple[str, ...]
    examples: tuple[str, ...]
    documents: tuple[tuple[str, int], ...]


def unfinished(space: Space, problems: Sequence[Problem]) -> Unfinished:
    """What is unfinished in ``space``, according to the ``problems`` of its facts."""
    by_document = MissingFactsByDocument(space)
    language = space.identity.language
    strings = space.vocabulary.locales[language].strings
    facts = [problem for problem in problems if problem.code == "blank.fact"]
    return Unfinished(
        tuple(strings[fact.values["label"]] for fact, _ in by_document.wanted(facts)),
        tuple(translated(fact.proposal.label, language) for fact in proposals(space)),
        tuple(problem.values["title"] for problem in problems if problem.code == "blank.example"),
        tuple(by_document.public()),
    )
