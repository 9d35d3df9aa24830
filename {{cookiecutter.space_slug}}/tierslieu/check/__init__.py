"""One small function per rule: a space in, findings out. Adding a rule is adding a function to a tuple below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from tierslieu import agenda
from tierslieu.load import Files, load_files
from tierslieu.model import Space
from tierslieu.problems import Problem, Problems

from .blanks import amount_blanks, example_blanks, identity_blanks, organisation_blanks
from .coherence import (
    amounts_are_positive,
    grids_follow_one_another,
    identity_is_well_formed,
    organisations_have_services,
    people_fit,
    prices_are_coherent,
    services_have_operators,
    shares_make_a_whole,
)
from .content import language_has_a_home, page_keys_are_unique
from .finding import Finding
from .references import offers_exist, organisations_exist, vocabulary_exists
from .rendering import everything_renders

Rule = Callable[[Space], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    vocabulary_exists,
    organisations_exist,
    offers_exist,
    services_have_operators,
    organisations_have_services,
    shares_make_a_whole,
    prices_are_coherent,
    amounts_are_positive,
    grids_follow_one_another,
    people_fit,
    identity_is_well_formed,
    page_keys_are_unique,
    language_has_a_home,
    identity_blanks,
    organisation_blanks,
    amount_blanks,
    example_blanks,
)


def check(root: Path, today: dt.date) -> tuple[Space, list[Problem]]:
    """Read the place in ``root`` and try every rule on it.

    Texts are rendered only once the facts agree. Raises ``Problems`` when the files can't be read at all.
    """
    space, files = load_files(root, today)
    problems = [_locate(finding, files) for rule in RULES for finding in rule(space)]
    problems += agenda.problems(space)
    if not any(problem.level == "error" for problem in problems):
        problems += everything_renders(space)
    return space, problems


def checked(root: Path, today: dt.date) -> Space:
    """The place in ``root``, sound enough to be built; raises ``Problems`` with every error otherwise."""
    space, problems = check(root, today)
    errors = [problem for problem in problems if problem.level == "error"]
    if errors:
        raise Problems(errors)
    return space


def _locate(finding: Finding, files: Files) -> Problem:
    document = files.lines.get(finding.file)
    line = document.line(finding.path) if document else None
    return Problem(finding.code, finding.values, finding.file, line, finding.level)
