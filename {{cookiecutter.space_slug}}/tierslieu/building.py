"""Builds a place: everything is made beside what is shown first, then the folders change places."""

from __future__ import annotations

from collections.abc import Callable

from tierslieu import documents, site
from tierslieu.check.rendering import everything_renders
from tierslieu.model import Space
from tierslieu.problems import Problems
from tierslieu.site import hosting
from tierslieu.write import filled, replace


def build(space: Space, progress: Callable[[str], None] | None = None) -> tuple[int, int]:
    """Write ``public/``, ``documents/`` and ``hosting/``; returns how many files the first two hold.

    All or nothing: raises ``Problems``, with those of every text, or ``OSError``, and leaves the last good build as it
    was.
    """
    try:
        made = documents.build(space, progress=progress, keep=True)
        public = site.Renewal(space.root)
        site.public(space, made, public)
    except Problems as found:
        raise Problems([*everything_renders(space)] or found.problems) from None
    beside = {"documents": made, hosting.FOLDER: hosting.beside(space, public)}
    replace([public, *(filled(space.root / name, files) for name, files in beside.items())])
    public.save()
    return len(public), len(made)
