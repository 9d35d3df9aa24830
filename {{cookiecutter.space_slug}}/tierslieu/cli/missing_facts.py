"""What ``./lieu check --blanks`` lists: facts still missing with the documents that wait for them, and what the law asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tierslieu.core.problems import Problem
from tierslieu.documents import legal_duties
from tierslieu.documents.missing_facts import MissingFactsByDocument
from tierslieu.facts import organisation_name
from tierslieu.model import Space


def wanted(waits: MissingFactsByDocument, missing: Sequence[Problem], space: Space) -> Iterator[Problem]:
    """Each missing fact, most wanted first, named in the language of the place, with the documents that show its gap."""
    for problem, titles in waits.wanted(missing):
        told = labelled(problem, space)
        if not titles:
            yield told
        else:
            values = {**told.values, "count": len(titles), "documents": ", ".join(titles)}
            yield Problem("blank.wanted", values, told.file, told.line, told.level)


def labelled(problem: Problem, space: Space) -> Problem:
    """A blank, with its fact named in the language of the place rather than by its key."""
    locale = space.vocabulary.locales.get(space.identity.language)
    if "label" not in problem.values or locale is None:
        return problem
    label = locale.strings.get(problem.values["label"], problem.values["label"])
    return Problem(problem.code, {**problem.values, "label": label}, problem.file, problem.line, problem.level)


def by_hand(waits: MissingFactsByDocument, missing: Sequence[Problem]) -> Iterator[Problem]:
    """Each document with the gaps that its own text has, whatever the configuration holds."""
    for document, gaps in waits.by_hand(missing):
        told = ", ".join(f"{what} × {times}" if times > 1 else what for what, times in gaps.items())
        values = {"title": document.title, "count": gaps.total(), "gaps": told}
        yield Problem("blank.by_hand", values, document.path, level="blank")


def _whom(space: Space, duty: legal_duties.Duty, language: str) -> str:
    """Of whom a document is asked, by name."""
    if duty.service:
        return space.vocabulary.locales[language].strings[f"service_{duty.service}"]
    return organisation_name(space, duty.organisation, language) if duty.organisation else space.identity.name


def duties(due: Sequence[legal_duties.Duty], space: Space) -> Iterator[Problem]:
    """Each document that the law asks for and that nobody has reviewed or written yet."""
    language = space.identity.language
    strings = space.vocabulary.locales[language].strings
    for duty in due:
        if duty.state in ("absent", "to_review"):
            values = {
                "name": duty.legal.name,
                "whom": _whom(space, duty, language),
                "state": strings[f"duty_{duty.state}"],
            }
            path = duty.instance.source.path if duty.instance else None
            yield Problem("blank.duty", values, path, level="blank")
