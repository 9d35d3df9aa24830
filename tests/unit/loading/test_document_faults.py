"""The faults of a document that a team writes: each with its file and its line, and nothing is built."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.factories import TODAY

from tierslieu.build.dry_run import check
from tierslieu.core.problems import Problem, Problems

PATH = "governance/fr/essai.md"
TEXT = """\
---
title: Essai
kind: essai
audience: Les membres
visibility: members
law_as_of: 2026-11-24
per: space
signatories: [person]
when:
  legal_forms: [association-loi-1901]
---

Un texte.
"""


@pytest.mark.long
@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("Un texte.", "{{ space.nom }}", "placeholder.unknown", 13),
        ("Un texte.", "{{ organisation.capital }}", "placeholder.unknown", 13),
        ("[person]", "[personne]", "config.choice", 8),
        ("[person]", "[operator]", "document.signatory", 8),
        ("2026-11-24", "2027-01-05\nreview: relu", "document.law_as_of", 6),
        ("[association-loi-1901]", "[association-1901]", "reference.unknown", 10),
    ],
)
def test_a_fault_of_a_document_has_its_line(place: Path, old: str, new: str, code: str, line: int) -> None:
    (place / PATH).write_text(TEXT.replace(old, new), encoding="utf-8")
    told = [(problem.code, problem.line) for problem in problems(place) if problem.file == PATH]
    assert told == [(code, line)]


@pytest.mark.long
def test_a_clock_that_is_late_stops_no_document_that_nobody_has_reviewed(place: Path) -> None:
    (place / PATH).write_text(TEXT.replace("2026-11-24", "2027-01-05"), encoding="utf-8")
    told = [(problem.code, problem.level) for problem in problems(place) if problem.file == PATH]
    assert told == [("document.law_as_of", "warning")]


def test_two_documents_of_one_name_are_both_named(place: Path) -> None:
    for path, text in ((PATH, TEXT), ("governance/fr/essaï.md", TEXT.replace("kind: essai", "kind: autre"))):
        (place / path).write_text(text, encoding="utf-8")
    told = {problem.file for problem in problems(place) if problem.level == "error"}
    assert told == {PATH, "governance/fr/essaï.md"}


def problems(place: Path) -> list[Problem]:
    """What ``./lieu check`` tells, whether the files can be read or not."""
    try:
        return check(place, TODAY)[1]
    except Problems as error:
        return list(error.problems)
