"""Every page and document can be rendered: no unknown placeholder, no broken link."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tierslieu import documents, site
from tierslieu.model import Space
from tierslieu.problems import Problem, Problems


def everything_renders(space: Space) -> Iterator[Problem]:
    """Fill every document and build the whole site in memory, without converting documents, and tell what fails."""
    attempts: tuple[Callable[[Space], object], ...] = (_documents, _site)
    for attempt in attempts:
        try:
            attempt(space)
        except Problems as found:
            yield from found.problems


def _documents(space: Space) -> None:
    documents.fill(space)


def _site(space: Space) -> None:
    """With an empty file for each document, so that links to them lead somewhere."""
    made = {f"{one.slug}.{name}": b"" for one in documents.applicable(space) for name in documents.FORMATS}
    site.public(space, made)
