"""All of ``public/``: the pages, the documents that anyone may read, and the exports, linked to one another."""

from __future__ import annotations

from collections.abc import Mapping

from tierslieu import exports
from tierslieu.documents import FORMATS
from tierslieu.documents.blank_templates import templates
from tierslieu.documents.selection import select_documents
from tierslieu.facts.blank_reads import PageBlanks
from tierslieu.model import Space

from .hosting.build import public_files
from .output import OutputFiles
from .pages_build import build_pages, rendered_home


def build_site(
    space: Space,
    documents: Mapping[str, bytes],
    into: OutputFiles | None = None,
    page_blanks: list[PageBlanks] | None = None,
) -> Mapping[str, bytes]:
    """Every file of ``public/`` by path, added to ``into`` once made; raises ``Problems`` as ``build_pages`` does.

    ``page_blanks`` gets the missing facts that each page reads.
    """
    instances = select_documents(space)
    public = {instance.slug for instance in instances if instance.source.meta.visibility == "public"}
    public |= templates(instances).keys()
    # The budget is not for the public, even beside a public document of the same name.
    offered = {
        path: data
        for path, data in documents.items()
        for name, _, extension in [path.rpartition(".")]
        if name in public and extension in FORMATS
    }
    files: OutputFiles = {} if into is None else into
    for export in exports.EXPORTS.values():
        files.update(export(space))
    build_pages(space, offered, tuple(files), files, page_blanks)
    files.update(public_files(space, files))
    return files


def home_page(space: Space) -> tuple[bytes, Mapping[str, bytes]]:
    """The home page as the site of ``space`` would have it, and the static files by path; raises ``Problems``."""
    return rendered_home(space, [path for export in exports.EXPORTS.values() for path in export(space)])
