"""What is missing, as problems to show: facts, gaps in documents, documents required by law."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from tierslieu.core.problems import Problem
from tierslieu.core.yaml_reader import MissingLines
from tierslieu.documents import legal_duties
from tierslieu.documents.missing_facts import MissingFactsByDocument
from tierslieu.facts import organisation_name
from tierslieu.model import Space

from .missing_facts import WantedFact

#: Gives a message by its code and its values.
Text = Callable[..., str]


def with_waiting(facts: Iterable[WantedFact], space: Space, text: Text, *, named: int) -> Iterator[Problem]:
    """Each missing fact with what waits for it: how many of each kind, and the titles of the first ``named``."""
    for fact in facts:
        blank = readable(fact.problem, space, text)
        groups = {"pages": fact.pages, "formats": fact.formats, "documents": fact.documents}
        waiting = [
            text(f"blank.{kind}", count=len(titles), titles=_first_titles(titles, named))
            for kind, titles in groups.items()
            if titles
        ]
        if waiting:
            values = {**blank.values, "waiting": text("blank.and_also").join(waiting)}
            code = "blank.absent_wanted" if blank.code == "blank.absent" else "blank.wanted"
            blank = replace(blank, code=code, values=values)
        yield blank


def _first_titles(titles: Sequence[str], named: int) -> str:
    distinct = list(dict.fromkeys(titles))
    return ", ".join(distinct[:named]) + ("…" if len(distinct) > named else "")


def readable(problem: Problem, space: Space, text: Text) -> Problem:
    """A missing fact with its label in the language of the place, and what to type where its file has no line for it."""
    locale = space.vocabulary.locales.get(space.identity.language)
    code, values = problem.code, dict(problem.values)
    if "label" in values and locale is not None:
        values["label"] = locale.strings.get(values["label"], values["label"])
    if entry := values.pop("entry", None):
        values["label"] = text("blank.of_entry", label=values["label"], entry=entry)
    if missing := values.pop("missing_lines", None):
        code = "blank.absent"
        values |= absent_lines(missing, text)
    return replace(problem, code=code, values=values)


def absent_lines(missing: MissingLines, text: Text) -> dict[str, Any]:
    """Where to type the lines of a fact that its file does not have, as values of a message."""
    below = missing.below
    return {
        "where": text("blank.at_end") if below is None else text("blank.below", line=below),
        "spaces": len(missing.text) - len(missing.text.lstrip()),
        "typed": tuple(f"{missing.text} …".split("\n")),
    }


def gaps_by_hand(by_document: MissingFactsByDocument, missing: Sequence[Problem]) -> Iterator[Problem]:
    """Each document with the gaps of its own text, which no fact of the configuration fills."""
    for document, gaps in by_document.by_hand(missing):
        labels = ", ".join(f"{label} × {count}" if count > 1 else label for label, count in gaps.items())
        values = {"title": document.title, "count": gaps.total(), "gaps": labels}
        yield Problem("blank.by_hand", values, document.path, level="blank")


def pending_duties(duties: Sequence[legal_duties.Duty], space: Space) -> Iterator[Problem]:
    """Each document that the law requires and that is absent, not reviewed yet, or changed since it was."""
    language = space.identity.language
    strings = space.vocabulary.locales[language].strings
    for duty in duties:
        if duty.state in ("absent", *legal_duties.TO_REVIEW):
            if duty.service:
                debtor = strings[f"service_{duty.service}"]
            elif duty.organisation:
                debtor = organisation_name(space, duty.organisation, language)
            else:
                debtor = space.identity.name
            values = {"name": duty.legal.name, "whom": debtor, "state": strings[f"duty_{duty.state}"]}
            path = duty.instance.source.path if duty.instance else None
            yield Problem("blank.duty", values, path, level="blank")
