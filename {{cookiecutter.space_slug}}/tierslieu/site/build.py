"""All of ``public/``: the pages, the documents that anyone may read, and the exports, linked to one another."""

from __future__ import annotations

from collections.abc import Mapping

from tierslieu.cache.kept import recipe
from tierslieu.documents.build import FORMATS
from tierslieu.documents.selection import select_documents
from tierslieu.model import Space

from . import hosting
from .pages_build import build_pages
from .recipes import without_news
from .renewal import Renewal


def build_site(space: Space, made: Mapping[str, bytes], into: Renewal | None = None) -> Mapping[str, bytes]:
    """Every file of ``public/`` by path; ``made`` holds the documents as ``documents.build`` gives them.

    They are put ``into`` this as they are made: then what the last build left there is not made again where it would
    come out the same, and pictures are left in ``.cache/`` for the next time. Raises ``Problems`` naming every fault of
    a text, a template or a link.
    """
    open_to_all = {one.slug for one in select_documents(space) if one.source.meta.visibility == "public"}
    # The budget is not for the public, even beside a public document of the same name.
    offered = {
        path: made[path]
        for path in made
        for name, _, kind in [path.rpartition(".")]
        if name in open_to_all and kind in FORMATS
    }
    files: dict[str, bytes] | Renewal = {} if into is None else into
    _export(space, files)
    build_pages(space, offered, tuple(files), files)
    files.update(hosting.in_public(space, files))
    return files


def _export(space: Space, files: dict[str, bytes] | Renewal) -> None:
    """Add the exports, which tell neither of the news nor of the texts of pages."""
    space = without_news(space)
    if not isinstance(files, Renewal):
        files.update(_exported(space))
        return
    made_of = recipe("exports", space)
    paths = files.made_by(made_of)
    if paths:
        for path in paths:
            files.note(path, same=True)
    else:
        files.update(_exported(space))
    for path in tuple(files):
        files.remember(path, made_of)


def _exported(space: Space) -> dict[str, bytes]:
    from tierslieu import exports  # with all that writes calendars and the like, heavy to load

    made: dict[str, bytes] = {}
    for export in exports.EXPORTS.values():
        made |= export(space)
    return made
