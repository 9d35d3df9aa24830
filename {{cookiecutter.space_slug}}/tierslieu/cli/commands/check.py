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
    from tierslieu.facts.blank_reads import PageBlanks
    from tierslieu.model import Space

#: How many missing facts are named without ``--all``, and how many of the titles of what waits for each.
FIRST_FACTS, FIRST_TITLES = 10, 2


@click.command("check", **help_of("check"))
@click.option("--all", "everything", is_flag=True, help=T("help.check_all"))
# The README and config/space.yaml of places made by 0.1.0 and 0.2.0 name it so.
@click.option("--blanks", "everything", is_flag=True, hidden=True)
@place_options
def command(root: Path, everything: bool, today: dt.date) -> None:
    """Print every problem of the place, what to complete first, and a summary; exit with status 1 on an error."""
    from tierslieu.build.dry_run import check
    from tierslieu.documents import legal_duties

    page_blanks: list[PageBlanks] = []
    space, problems = check(root, today, page_blanks)
    errors, warnings, missing = (
        [problem for problem in problems if problem.level == level] for level in ("error", "warning", "blank")
    )
    CONSOLE.print_problems([*errors, *warnings])
    if errors:
        listed = _print_unordered(space, missing) if everything else 0
    else:
        _print_undecided(space)
        listed = _print_missing(space, missing, page_blanks, everything=everything)
    if listed < len(missing):
        CONSOLE.print_message("check.missing", count=len(missing) - listed)
    if not errors:
        _print_proposals(space)
    code = "check.found" if errors or warnings else "check.clean"
    CONSOLE.print_message(code, errors=len(errors), warnings=len(warnings))
    if not errors:
        CONSOLE.print_message("check.duties", **legal_duties.summary(legal_duties.duties_of(space)))
    sys.exit(1 if errors else 0)


def _print_undecided(space: Space) -> None:
    """Print the decisions that pages and documents wait for: services, governance model, legal forms."""
    from tierslieu.build.undecided import undecided

    lines = (f"{T(one.code, **one.values)} ({one.file}, {'.'.join(map(str, one.path))})" for one in undecided(space))
    CONSOLE.print_list("check.undecided", lines)


def _print_proposals(space: Space) -> None:
    """Print what the kit proposes for missing facts, to be confirmed by ``./lieu confirm``."""
    from tierslieu.cli.proposal_list import proposal_line
    from tierslieu.finance.proposals import proposals

    CONSOLE.print_list("check.proposals", (proposal_line(fact, space, CONSOLE) for fact in proposals(space)))


def _print_unordered(space: Space, missing: list[Problem]) -> int:
    """Print the missing facts of a place with errors, where nothing can tell what waits for them; returns how many."""
    from tierslieu.build.readable_facts import readable

    CONSOLE.print_problems(readable(problem, space, CONSOLE.text) for problem in missing)
    return len(missing)


def _print_missing(space: Space, missing: list[Problem], page_blanks: list[PageBlanks], *, everything: bool) -> int:
    """Print the missing facts, most wanted first, and what waits for each; returns how many were printed.

    With ``everything``, all of them, the gaps of documents and the documents required by law; else the first ones.
    """
    from tierslieu.build import readable_facts
    from tierslieu.build.missing_facts import wanted_facts
    from tierslieu.documents import legal_duties
    from tierslieu.documents.missing_facts import MissingFactsByDocument

    by_document = MissingFactsByDocument(space)
    facts = wanted_facts(space, missing, page_blanks, by_document)
    first = facts if everything else facts[:FIRST_FACTS]
    if first:
        CONSOLE.print_message("check.first_facts")
        named = sys.maxsize if everything else FIRST_TITLES
        CONSOLE.print_problems(readable_facts.with_waiting(first, space, CONSOLE.text, named=named), numbered=True)
    if everything:
        if gaps := list(readable_facts.gaps_by_hand(by_document, missing)):
            CONSOLE.print_message("check.by_hand")
            CONSOLE.print_problems(gaps)
        if duties := list(readable_facts.pending_duties(legal_duties.duties_of(space), space)):
            CONSOLE.print_message("check.duties_listed")
            CONSOLE.print_problems(duties)
    return len(first)
