"""Builds a place: everything in memory first, then both folders replaced at once."""

from __future__ import annotations

from collections.abc import Callable

from tierslieu import documents, exports, site
from tierslieu.model import Space
from tierslieu.write import replace_folders


def build(space: Space, progress: Callable[[str], None] | None = None) -> tuple[int, int]:
    """Write ``public/`` and ``documents/``; returns how many files each holds.

    All or nothing: raises ``Problems`` or ``OSError`` and leaves the last good build as it was.
    """
    made = documents.build(space, progress=progress)
    open_to_all = {one.slug for one in documents.applicable(space) if one.meta.visibility == "public"}
    public = site.build(space, {path: data for path, data in made.items() if path.rpartition(".")[0] in open_to_all})
    for export in exports.EXPORTS.values():
        public |= export(space)
    replace_folders(space.root, {"public": public, "documents": made})
    return len(public), len(made)
