"""``./lieu check``: lists every problem of the place."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tierslieu.cli.options import CONSOLE, T, help_of, place_options

if TYPE_CHECKING:
    from tierslieu.core.problems import Problem
    from tierslieu.model import Space


@click.command("check", **help_of("check"))
@click.option("--blanks", is_flag=True, help=T("help.blanks"))
@place_options
def command(root: Path, blanks: bool, today: dt.date) -> None:
    """Print every problem of the place, then a summary; exit with status 1 if one is an error."""
    from tierslieu.build.dry_run import check
    from tierslieu.documents import legal_duties

    space, problems = check(root, today)
    missing = [problem for problem in problems if problem.level == "blank"]
    findings = [problem for problem in problems if problem.level != "blank"]
    errors = sum(problem.level == "error" for problem in findings)
    CONSOLE.print_problems(findings)
    if blanks:
        _print_missing(space, missing, sound=not errors)
    code = "check.found" if findings else "check.clean"
    CONSOLE.print_message(code, errors=errors, warnings=len(findings) - errors)
    if missing and not blanks:
        CONSOLE.print_message("check.missing", count=len(missing))
    if not errors:
        CONSOLE.print_message("check.duties", **legal_duties.summary(legal_duties.duties_of(space)))
    sys.exit(1 if errors else 0)


def _print_missing(space: Space, missing: list[Problem], *, sound: bool) -> None:
    """The missing facts and, in a ``sound`` place, the documents that wait for them: only there can these be filled."""
    from tierslieu.cli import missing_facts
    from tierslieu.documents import legal_duties
    from tierslieu.documents.missing_facts import MissingFactsByDocument

    if not sound:
        CONSOLE.print_problems(missing_facts.with_label(problem, space) for problem in missing)
        return
    by_document = MissingFactsByDocument(space)
    CONSOLE.print_problems(missing_facts.with_documents(by_document, missing, space))
    if gaps := list(missing_facts.gaps_by_hand(by_document, missing)):
        CONSOLE.print_message("check.by_hand")
        CONSOLE.print_problems(gaps)
    if duties := list(missing_facts.pending_duties(legal_duties.duties_of(space), space)):
        CONSOLE.print_message("check.duties_listed")
        CONSOLE.print_problems(duties)
