"""Every page and document can be rendered: no unknown placeholder, no broken link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from tierslieu.check.apply_rules import check_facts
from tierslieu.core.problems import Problem, Problems
from tierslieu.documents.build import FORMATS, fill_documents
from tierslieu.documents.selection import select_documents
from tierslieu.model import Space
from tierslieu.site.build import build_site


def check(root: Path, today: dt.date) -> tuple[Space, list[Problem]]:
    """The place in ``root`` and every problem of its facts, then, once the facts agree, of its texts.

    Raises ``Problems`` when the files can't be read at all.
    """
    space, problems = check_facts(root, today)
    if not any(problem.level == "error" for problem in problems):
        problems += everything_renders(space)
    return space, problems


def everything_renders(space: Space) -> Iterator[Problem]:
    """Fill every document and build the whole site in memory, without converting documents, and tell what fails."""
    attempts: tuple[Callable[[Space], object], ...] = (_documents, _site)
    for attempt in attempts:
        try:
            attempt(space)
        except Problems as found:
            yield from found.problems


def _documents(space: Space) -> None:
    fill_documents(space)


def _site(space: Space) -> None:
    """With an empty file for each document, so that links to them lead somewhere."""
    made = {f"{one.slug}.{name}": b"" for one in select_documents(space) for name in FORMATS}
    build_site(space, made)
