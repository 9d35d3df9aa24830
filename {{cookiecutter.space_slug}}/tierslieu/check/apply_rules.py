"""All rules applied to the facts of a place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tierslieu.core.finding import Finding
from tierslieu.core.problems import Problem, Problems
from tierslieu.loading.load import load_files
from tierslieu.loading.source_files import NO_DRAFTS, Drafts, SourceFiles
from tierslieu.model import Space
from tierslieu.schedule import occurrences

from . import RULES


def check_facts(
    root: Path, today: dt.date, *, without_unreadable_texts: bool = False, drafts: Drafts = NO_DRAFTS
) -> tuple[Space, list[Problem]]:
    """The place and its problems, without those of texts. Raises ``Problems`` when its files can't be read.

    ``without_unreadable_texts`` leaves out the texts that can't be read; their problems are among those returned.
    ``drafts`` are read in the place of files.
    """
    space, files = load_files(root, today, without_unreadable_texts=without_unreadable_texts, drafts=drafts)
    problems = [
        *files.problems,
        *files.warnings,
        *(_locate(finding, files) for rule in RULES for finding in rule(space)),
    ]
    return space, problems + occurrences.problems(space)


def checked_facts(root: Path, today: dt.date) -> Space:
    """The place in ``root``. Raises ``Problems`` with every error of its facts; texts are not rendered."""
    return facts_and_gaps(root, today)[0]


def facts_and_gaps(root: Path, today: dt.date) -> tuple[Space, list[Problem]]:
    """``checked_facts``, with what it warns about and lacks."""
    space, problems = check_facts(root, today)
    errors = [problem for problem in problems if problem.level == "error"]
    if errors:
        raise Problems(errors)
    return space, problems


def facts_of_files(root: Path, today: dt.date, paths: tuple[str, ...]) -> tuple[Space, list[Problem]]:
    """The place in ``root`` for a command that reads ``paths`` alone, files or folders, and the errors of other files.

    Texts that can't be read are left out of the place. Raises ``Problems`` with the errors of ``paths``.
    """
    space, problems = check_facts(root, today, without_unreadable_texts=True)
    errors = [problem for problem in problems if problem.level == "error"]
    stops = [problem for problem in errors if problem.file is None or problem.file.startswith(paths)]
    if stops:
        raise Problems(stops)
    return space, errors


def _locate(finding: Finding, files: SourceFiles) -> Problem:
    document = files.lines.get(finding.file)
    line = finding.line or (document.line(finding.path) if document else None)
    if document and finding.code == "blank.fact" and (missing := document.missing_lines(finding.path)):
        values = {**finding.values, "missing_lines": missing}
        return Problem(finding.code, values, finding.file, None, finding.level, finding.path)
    return Problem(finding.code, finding.values, finding.file, line, finding.level, finding.path)
