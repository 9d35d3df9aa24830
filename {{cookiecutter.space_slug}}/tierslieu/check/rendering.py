"""Every page and document can be rendered: no unknown placeholder, no broken link."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tierslieu import documents, exports, site
from tierslieu.model import Space
from tierslieu.problems import Problem, Problems


def everything_renders(space: Space) -> Iterator[Problem]:
    """Render all texts in memory, without the documents' conversion, and tell what fails."""
    attempts: list[Callable[[Space], object]] = [site.build, _fill_documents, *exports.EXPORTS.values()]
    for attempt in attempts:
        try:
            attempt(space)
        except Problems as found:
            yield from found.problems


def _fill_documents(space: Space) -> object:
    return documents.build(space, formats=())
