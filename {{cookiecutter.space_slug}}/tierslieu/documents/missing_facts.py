"""What each document still waits for: facts that the configuration lacks, and gaps to be filled in by hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tierslieu import budget
from tierslieu.core.paths import BUDGET
from tierslieu.core.problems import MissingFact, Problem
from tierslieu.facts import Facts
from tierslieu.model import Space

from .facts import DocumentFacts, VisibleBlank
from .filling import fill_document
from .selection import document_title, select_documents
from .theme import DocumentTheme

#: A numbered gap in a text: characters that no fact holds, since Unicode gives them no meaning.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_NUMBERED = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
#: How a gap stands in the Markdown of a document.
_START, _END = "[", "]{.blank}"
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True)
class Gap:
    """A gap of a text: what is to be written there and, for a fact of the configuration, whose fact it is."""

    what: str
    owner: str | None = None


@dataclass(frozen=True)
class Waiting:
    """A document with the gaps that it shows, each with how many times."""

    title: str
    path: str
    locale: str
    gaps: Counter[Gap]


def count(text: str) -> int:
    """How many gaps the text of a document shows."""
    return text.count(_END)


class MissingFactsByDocument:
    """Who waits for what in ``space``: every document is filled once more, with numbers for gaps. Raises ``Problems``."""

    def __init__(self, space: Space):
        self._space = space
        told, theme = _Numbered(space), DocumentTheme(space.root)
        self._documents = tuple(
            Waiting(
                document_title(space, one),
                one.source.path,
                one.source.locale,
                told.gaps(fill_document(one, space, theme, told).text),
            )
            for one in select_documents(space, told)
        )

    def wanted(self, missing: Sequence[Problem]) -> list[tuple[Problem, tuple[str, ...]]]:
        """Each of ``missing`` with the titles of what shows it as a gap, most wanted first."""
        found = [(problem, self._waiting_for(problem)) for problem in missing]
        return sorted(found, key=lambda pair: -len(pair[1]))

    def by_hand(self, missing: Sequence[Problem]) -> list[tuple[Waiting, Counter[str]]]:
        """Each document that has gaps which none of ``missing`` explains, with what they say and how many times."""
        found = []
        for document in self._documents:
            others: Counter[str] = Counter()
            for gap, times in document.gaps.items():
                if not any(self._explains(problem, gap, document.locale) for problem in missing):
                    others[gap.what] += times
            if others:
                found.append((document, others))
        return found

    def _waiting_for(self, problem: Problem) -> tuple[str, ...]:
        titles = [
            document.title
            for document in self._documents
            if any(self._explains(problem, gap, document.locale) for gap in document.gaps)
        ]
        return (*titles, self._workbook) if self._budget_waits_for(problem) else tuple(titles)

    def _explains(self, problem: Problem, gap: Gap, locale: str) -> bool:
        """Whether a gap is there because of the missing fact that ``problem`` tells."""
        if gap.owner is None or "label" not in problem.values:
            return False
        label, key = problem.values["label"], problem.values["key"]
        return gap.what == self._strings(locale)[label] and gap.owner in key.split(".")

    def _budget_waits_for(self, problem: Problem) -> bool:
        if "label" not in problem.values:
            return False
        parts = problem.values["key"].split(".")
        return any(
            (one.label, one.file) == (problem.values["label"], problem.file)
            and one.organisation in (None, *parts)
            and (one.file == BUDGET or one.detail in (None, *parts))
            for one in self._unknown
        )

    @cached_property
    def _unknown(self) -> tuple[MissingFact, ...]:
        return budget.forecast(self._space).missing

    @property
    def _workbook(self) -> str:
        return self._strings(self._space.identity.language)["workbook_title"]

    def _strings(self, locale: str) -> dict[str, str]:
        return self._space.vocabulary.locales[locale].strings


class _Numbered(DocumentFacts):
    """The facts of ``DocumentFacts`` in which the text of each gap is its number, so that a filled text says whose gap it shows."""

    def __init__(self, space: Space):
        super().__init__(space)
        self._numbers: dict[Gap, int] = {}

    def gaps(self, text: str) -> Counter[Gap]:
        """The gaps that a filled text shows."""
        known = list(self._numbers)
        return Counter(known[int(number)] for number in _NUMBERED.findall(text))

    def _tell(self, locale: str) -> Facts:
        known = super()._tell(locale)
        before, _, after = self._space.vocabulary.locales[locale].strings["blank_document"].partition("{what}")

        def what(gap: VisibleBlank) -> str:
            shown = _ESCAPED.sub(r"\1", gap.removeprefix(_START).removesuffix(_END))
            return shown.removeprefix(before).removesuffix(after)

        def numbered(value: Any, owner: str | None, name: str | None) -> Any:
            if isinstance(value, VisibleBlank):
                return self._gap(Gap(what(value), owner or name))
            if isinstance(value, list):
                return [numbered(item, owner, name) for item in value]
            if isinstance(value, dict):
                own = value["key"] if isinstance(value.get("key"), str) else owner
                return {key: numbered(item, own, key) for key, item in value.items()}
            return value

        return {**numbered(known, None, None), "blank": lambda what: self._gap(Gap(str(what)))}

    def _gap(self, gap: Gap) -> VisibleBlank:
        return VisibleBlank(f"{_OPEN}{self._numbers.setdefault(gap, len(self._numbers))}{_CLOSE}")
