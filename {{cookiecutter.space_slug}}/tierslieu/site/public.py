"""All of ``public/``: the pages, the documents that anyone may read, and the exports, linked to one another."""

from __future__ import annotations

from collections.abc import Mapping

from tierslieu import documents
from tierslieu.kept import Kept, recipe
from tierslieu.model import Space

from . import hosting
from .build import build
from .recipes import without_news


def public(space: Space, made: Mapping[str, bytes], kept: Kept | None = None) -> dict[str, bytes]:
    """Every file of ``public/`` by path; ``made`` holds the documents as ``documents.build`` gives them.

    Pages of ``kept`` that would come out the same are not made again, and pictures are left in ``.cache/`` for the next
    time. Raises ``Problems`` naming every fault of a text, a template or a link.
    """
    open_to_all = {one.slug for one in documents.applicable(space) if one.source.meta.visibility == "public"}
    # The budget is not for the public, even beside a public document of the same name.
    offered = {
        path: made[path]
        for path in made
        for name, _, kind in [path.rpartition(".")]
        if name in open_to_all and kind in documents.FORMATS
    }
    exported = _exported(space, kept)
    files = {**build(space, offered, exported, kept), **exported}
    return files | hosting.in_public(space, files)


def _exported(space: Space, kept: Kept | None) -> Mapping[str, bytes]:
    """The exports, which tell neither of the news nor of the texts of pages."""
    space = without_news(space)
    made_of = recipe("exports", space) if kept else ""
    known = kept.all_of(made_of) if kept else None
    if known:
        return known
    from tierslieu import exports  # with all that writes calendars and the like, heavy to load

    made: dict[str, bytes] = {}
    for export in exports.EXPORTS.values():
        made |= export(space)
    if kept:
        kept.put_all(made, made_of)
    return made
