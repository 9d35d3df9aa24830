"""What waits for each missing fact: pages of the site, open formats, documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierslieu.core.problems import Problem
from tierslieu.documents.missing_facts import MissingFactsByDocument
from tierslieu.exports.export_descriptions import ExportDescription, describe
from tierslieu.facts.blank_reads import PageBlanks
from tierslieu.model import Space


@dataclass(frozen=True)
class WantedFact:
    """A missing fact, and the titles of what waits for it."""

    problem: Problem
    pages: tuple[str, ...]
    formats: tuple[str, ...]
    documents: tuple[str, ...]

    @property
    def public(self) -> int:
        """How many things that the public sees wait for it."""
        return len(self.pages) + len(self.formats)


def wanted_facts(
    space: Space, missing: Sequence[Problem], page_blanks: Sequence[PageBlanks], by_document: MissingFactsByDocument
) -> list[WantedFact]:
    """Each of ``missing`` with what waits for it, most wanted first: by what the public sees, then by documents."""
    formats = describe(space)
    facts = [
        WantedFact(problem, _pages(problem, page_blanks), _formats(problem, formats), documents)
        for problem, documents in by_document.wanted(missing)
    ]
    return sorted(facts, key=lambda fact: (-fact.public, -len(fact.documents)))


def _pages(problem: Problem, page_blanks: Sequence[PageBlanks]) -> tuple[str, ...]:
    if "label" not in problem.values:
        return ()
    label, parts = problem.values["label"], problem.values["key"].split(".")
    return tuple(
        page.title
        for page in page_blanks
        if any(read.label == label and (read.owner in parts or len(parts) == 1) for read in page.reads)
    )


def _formats(problem: Problem, formats: Sequence[ExportDescription]) -> tuple[str, ...]:
    if "label" not in problem.values:
        return ()
    key = problem.values["key"]
    return tuple(
        description.title
        for description in formats
        if any(fact.file == problem.file and ".".join(map(str, fact.path)) == key for fact in description.missing)
    )
