"""What each document still waits for: facts that the configuration lacks, and gaps to be filled in by hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tierslieu import budget
from tierslieu.core.problems import MissingFact, Problem
from tierslieu.facts import Facts
from tierslieu.model import Space

from .facts import DocumentFacts, VisibleBlank
from .filling import fill_document
from .selection import document_title, select_documents
from .theme import DocumentTheme

#: A numbered gap in a text, between two noncharacters of Unicode, which no fact holds.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_NUMBERED = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
#: How a gap ends in the Markdown of a document.
GAP_CLASS = "]{.blank}"
#: A gap in the Markdown of a document; ``match[1]`` is what it says, escaped. An escaped bracket opens none.
GAP = re.compile(rf"(?<!\\)(?:\\\\)*\[((?:\\.|[^\\\[\]])*){re.escape(GAP_CLASS)}")


@dataclass(frozen=True)
class Gap:
    """A gap of a text: the name of what is missing and, for a fact of the configuration, whose fact it is."""

    label: str
    owner: str | None = None


@dataclass(frozen=True)
class DocumentGaps:
    """A document with the gaps that it shows, each with how many times."""

    title: str
    path: str
    locale: str
    public: bool
    gaps: Counter[Gap]


def count_gaps(text: str) -> int:
    """How many gaps the text of a document shows."""
    return len(GAP.findall(text))


class MissingFactsByDocument:
    """Which documents of ``space`` wait for which facts: each is filled once more, with numbered gaps.

    ``names`` limits them to those with these file names. Raises ``Problems`` when one can't be filled.
    """

    def __init__(self, space: Space, names: Container[str] = ()):
        self._space = space
        facts, theme = _NumberedFacts(space), DocumentTheme(space.root)
        self._documents = tuple(
            DocumentGaps(
                document_title(space, instance),
                instance.source.path,
                instance.source.locale,
                instance.source.meta.visibility == "public",
                facts.gaps(fill_document(instance, space, theme, facts).text),
            )
            for instance in select_documents(space, facts)
            if not names or instance.slug in names
        )

    def wanted(self, missing: Sequence[Problem]) -> list[tuple[Problem, tuple[str, ...]]]:
        """Each of ``missing`` with the titles of the documents that show it as a gap, most wanted first."""
        pairs = [(problem, self._titles_waiting_for(problem)) for problem in missing]
        return sorted(pairs, key=lambda pair: -len(pair[1]))

    def shown(self, missing: Sequence[Problem]) -> list[Problem]:
        """Those of ``missing`` that a document shows as a gap."""
        return [
            problem
            for problem in missing
            if any(self._explains(problem, gap, one.locale) for one in self._documents for gap in one.gaps)
        ]

    def all(self) -> Counter[Gap]:
        """What documents show as gaps, whether or not anything needs it, each with how many times."""
        return sum((one.gaps for one in self._documents), Counter())

    def public(self) -> list[tuple[str, int]]:
        """The title of each document that the site publishes with gaps, and how many, most first."""
        counts = [(document.title, document.gaps.total()) for document in self._documents if document.public]
        return sorted((count for count in counts if count[1]), key=lambda count: -count[1])

    def by_hand(self, missing: Sequence[Problem]) -> list[tuple[DocumentGaps, Counter[str]]]:
        """Each document with gaps that none of ``missing`` explains, what they say and how many times."""
        documents = []
        for document in self._documents:
            unexplained: Counter[str] = Counter()
            for gap, times in document.gaps.items():
                if not any(self._explains(problem, gap, document.locale) for problem in missing):
                    unexplained[gap.label] += times
            if unexplained:
                documents.append((document, unexplained))
        return documents

    def _titles_waiting_for(self, problem: Problem) -> tuple[str, ...]:
        titles = [
            document.title
            for document in self._documents
            if any(self._explains(problem, gap, document.locale) for gap in document.gaps)
        ]
        if self._budget_waits_for(problem):
            titles.append(self._strings(self._space.identity.language)["workbook_title"])
        return tuple(titles)

    def _explains(self, problem: Problem, gap: Gap, locale: str) -> bool:
        """Whether a gap is there because of the missing fact that ``problem`` is about."""
        if gap.owner is None or "label" not in problem.values:
            return False
        label, parts = problem.values["label"], problem.values["key"].split(".")
        # A fact of the whole file has no other owner that its label could be of.
        return gap.label == self._strings(locale)[label] and (gap.owner in parts or len(parts) == 1)

    def _budget_waits_for(self, problem: Problem) -> bool:
        paths = {(fact.file, ".".join(map(str, fact.path))) for fact in self._missing_in_budget}
        return (problem.file, problem.values.get("key")) in paths

    @cached_property
    def _missing_in_budget(self) -> tuple[MissingFact, ...]:
        return budget.forecast(self._space).missing

    def _strings(self, locale: str) -> dict[str, str]:
        return self._space.vocabulary.locales[locale].strings


class _NumberedFacts(DocumentFacts):
    """``DocumentFacts`` with a number for each gap, so that a filled text tells which gaps it shows."""

    def __init__(self, space: Space):
        super().__init__(space)
        self._numbers: dict[Gap, int] = {}

    def gaps(self, text: str) -> Counter[Gap]:
        """The gaps that a filled text shows."""
        gaps = list(self._numbers)
        return Counter(gaps[int(number)] for number in _NUMBERED.findall(text))

    def _in(self, locale: str) -> Facts:
        def numbered(value: Any, owner: str | None, name: str | None) -> Any:
            if isinstance(value, VisibleBlank):
                return self._numbered_blank(Gap(value.what, owner or name))
            if isinstance(value, list):
                return [numbered(item, owner or name, name) for item in value]
            if isinstance(value, dict):
                own = value["key"] if isinstance(value.get("key"), str) else owner
                return {key: numbered(item, own, key) for key, item in value.items()}
            return value

        facts = numbered(super()._in(locale), None, None)
        return {**facts, "blank": lambda what, proposed="": self._numbered_blank(Gap(str(what)))}

    def _numbered_blank(self, gap: Gap) -> VisibleBlank:
        return VisibleBlank(f"{_OPEN}{self._numbers.setdefault(gap, len(self._numbers))}{_CLOSE}")
