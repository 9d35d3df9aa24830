"""All of ``public/``: the pages, the documents that anyone may read, and the exports, linked to one another."""

from __future__ import annotations

from collections.abc import Mapping

from tierslieu import documents, exports
from tierslieu.kept import Kept
from tierslieu.model import Space

from .build import build


def public(space: Space, made: Mapping[str, bytes], kept: Kept | None = None) -> dict[str, bytes]:
    """Every file of ``public/`` by path; ``made`` holds the documents as ``documents.build`` gives them.

    Pages that ``kept`` holds and that would come out the same are not made again. Raises ``Problems`` naming every fault of a text, a template or a link.
    """
    open_to_all = {one.slug for one in documents.applicable(space) if one.source.meta.visibility == "public"}
    # The budget is not for the public, even beside a public document of the same name.
    offered = {
        path: data
        for path, data in made.items()
        for name, _, kind in [path.rpartition(".")]
        if name in open_to_all and kind in documents.FORMATS
    }
    exported: dict[str, bytes] = {}
    for export in exports.EXPORTS.values():
        exported |= export(space)
    return build(space, offered, exported, kept) | exported
