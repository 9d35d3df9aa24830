"""Builds a place: everything is made beside what is shown first, then the folders change places."""

from __future__ import annotations

from collections.abc import Callable

from tierslieu.core.atomic import atomic_folder, replace
from tierslieu.core.problems import Problems
from tierslieu.documents.build import build_documents
from tierslieu.model import Space
from tierslieu.site import hosting
from tierslieu.site.build import build_site
from tierslieu.site.renewal import Renewal

from .dry_run import everything_renders


def build(space: Space, progress: Callable[[str], None] | None = None) -> tuple[int, int]:
    """Write ``public/``, ``documents/`` and ``hosting/``; returns how many files the first two hold.

    All or nothing: raises ``Problems``, with those of every text, or ``OSError``, and leaves the last good build as it
    was.
    """
    try:
        made = build_documents(space, progress=progress, keep=True)
        public = Renewal(space.root)
        build_site(space, made, public)
    except Problems as found:
        raise Problems([*everything_renders(space)] or found.problems) from None
    beside = {"documents": made, hosting.FOLDER: hosting.beside(space, public)}
    replace([public, *(atomic_folder(space.root / name, files) for name, files in beside.items())])
    public.save()
    return len(public), len(made)
