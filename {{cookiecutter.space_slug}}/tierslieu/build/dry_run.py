"""Renders every page and document in memory, to find unknown placeholders and broken links without a build."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from tierslieu.check.apply_rules import check_facts
from tierslieu.core.problems import Problem, Problems
from tierslieu.documents import FORMATS
from tierslieu.documents.filling import fill_documents
from tierslieu.documents.selection import select_documents
from tierslieu.model import Space
from tierslieu.site.build import build_site


def check(root: Path, today: dt.date) -> tuple[Space, list[Problem]]:
    """The place in ``root``, and every problem of its facts, then, if these have no error, of its texts.

    Raises ``Problems`` when its files can not be read.
    """
    space, problems = check_facts(root, today)
    if not any(problem.level == "error" for problem in problems):
        problems += rendering_problems(space)
    return space, problems


def rendering_problems(space: Space) -> Iterator[Problem]:
    """The problems of filling every document, then of building the whole site; documents are not converted."""
    steps: tuple[Callable[[Space], object], ...] = (fill_documents, _build_site)
    for step in steps:
        try:
            step(space)
        except Problems as error:
            yield from error.problems


def _build_site(space: Space) -> None:
    # The files of documents are empty: they only have to exist, for the links to them.
    build_site(space, {f"{document.slug}.{name}": b"" for document in select_documents(space) for name in FORMATS})
