"""Builds a place: everything in memory first, then both folders replaced at once."""

from __future__ import annotations

from collections.abc import Callable

from tierslieu import documents, site
from tierslieu.check.rendering import everything_renders
from tierslieu.kept import Kept
from tierslieu.model import Space
from tierslieu.problems import Problems
from tierslieu.write import replace_folders


def build(space: Space, progress: Callable[[str], None] | None = None) -> tuple[int, int]:
    """Write ``public/`` and ``documents/``; returns how many files each holds.

    All or nothing: raises ``Problems``, with those of every text, or ``OSError``, and leaves the last good build as it
    was.
    """
    try:
        made = documents.build(space, progress=progress, keep=True)
        kept = Kept(space.root, "public")
        public = site.public(space, made, kept)
    except Problems as found:
        raise Problems([*everything_renders(space)] or found.problems) from None
    replace_folders(space.root, {"public": public, "documents": made})
    kept.save()
    return len(public), len(made)
