"""Renders every page and document in memory, to find unknown placeholders and broken links without a build."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tierslieu.check.apply_rules import check_facts
from tierslieu.core.problems import Problem, Problems
from tierslieu.documents import FORMATS, blank_templates
from tierslieu.documents.filling import fill_documents
from tierslieu.documents.selection import select_documents
from tierslieu.facts.blank_reads import PageBlanks
from tierslieu.model import Space
from tierslieu.months import month_problems
from tierslieu.site.build import build_site


def check(root: Path, today: dt.date, page_blanks: list[PageBlanks] | None = None) -> tuple[Space, list[Problem]]:
    """The place in ``root``, and every problem of its facts, then, if these have no error, of its months and texts.

    ``page_blanks`` gets the missing facts that each page reads. Raises ``Problems`` when its files can not be read.
    """
    space, problems = check_facts(root, today)
    if not any(problem.level == "error" for problem in problems):
        problems += month_problems.problems(space)
    if not any(problem.level == "error" for problem in problems):
        problems += rendering_problems(space, page_blanks)
    return space, problems


def rendering_problems(space: Space, page_blanks: list[PageBlanks] | None = None) -> Iterator[Problem]:
    """The problems of filling every document, then of building the whole site; documents are not converted."""
    steps: tuple[Callable[[Space], object], ...] = (fill_documents, partial(_build_site, page_blanks=page_blanks))
    for step in steps:
        try:
            step(space)
        except Problems as error:
            yield from error.problems


def empty_documents(space: Space) -> dict[str, bytes]:
    """The files of the documents of ``space``, empty: they only have to exist, for the links to them."""
    instances = select_documents(space)
    documents = {f"{instance.slug}.{kind}": b"" for instance in instances for kind in FORMATS}
    documents |= {
        f"{path}.{kind}": b"" for path in blank_templates.templates(instances) for kind in blank_templates.FORMATS
    }
    return documents


def _build_site(space: Space, page_blanks: list[PageBlanks] | None) -> None:
    build_site(space, empty_documents(space), page_blanks=page_blanks)
