"""What ``./lieu check`` lists of what is missing, as problems to print: facts, gaps in documents, documents required by law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tierslieu.build.missing_facts import WantedFact
from tierslieu.cli.console import Console
from tierslieu.core.problems import Problem
from tierslieu.documents import legal_duties
from tierslieu.documents.missing_facts import MissingFactsByDocument
from tierslieu.facts import organisation_name
from tierslieu.model import Space


def with_waiting(facts: Iterable[WantedFact], space: Space, console: Console, *, named: int) -> Iterator[Problem]:
    """Each missing fact with what waits for it: how many of each kind, and the titles of the first ``named``."""
    for fact in facts:
        blank = with_label(fact.problem, space)
        groups = {"pages": fact.pages, "formats": fact.formats, "documents": fact.documents}
        waiting = [
            console.text(f"blank.{kind}", count=len(titles), titles=_first_titles(titles, named))
            for kind, titles in groups.items()
            if titles
        ]
        if waiting:
            values = {**blank.values, "waiting": console.text("blank.and_also").join(waiting)}
            blank = Problem("blank.wanted", values, blank.file, blank.line, blank.level)
        yield blank


def _first_titles(titles: Sequence[str], named: int) -> str:
    distinct = list(dict.fromkeys(titles))
    return ", ".join(distinct[:named]) + ("…" if len(distinct) > named else "")


def with_label(problem: Problem, space: Space) -> Problem:
    """A missing fact with its label in the language of the place instead of the key of the label."""
    locale = space.vocabulary.locales.get(space.identity.language)
    if "label" not in problem.values or locale is None:
        return problem
    label = locale.strings.get(problem.values["label"], problem.values["label"])
    return Problem(problem.code, {**problem.values, "label": label}, problem.file, problem.line, problem.level)


def gaps_by_hand(by_document: MissingFactsByDocument, missing: Sequence[Problem]) -> Iterator[Problem]:
    """Each document with the gaps of its own text, which no fact of the configuration fills."""
    for document, gaps in by_document.by_hand(missing):
        labels = ", ".join(f"{label} × {count}" if count > 1 else label for label, count in gaps.items())
        values = {"title": document.title, "count": gaps.total(), "gaps": labels}
        yield Problem("blank.by_hand", values, document.path, level="blank")


def pending_duties(duties: Sequence[legal_duties.Duty], space: Space) -> Iterator[Problem]:
    """Each document that the law requires and that is absent or not reviewed yet."""
    language = space.identity.language
    strings = space.vocabulary.locales[language].strings
    for duty in duties:
        if duty.state in ("absent", "to_review"):
            if duty.service:
                debtor = strings[f"service_{duty.service}"]
            elif duty.organisation:
                debtor = organisation_name(space, duty.organisation, language)
            else:
                debtor = space.identity.name
            values = {"name": duty.legal.name, "whom": debtor, "state": strings[f"duty_{duty.state}"]}
            path = duty.instance.source.path if duty.instance else None
            yield Problem("blank.duty", values, path, level="blank")
