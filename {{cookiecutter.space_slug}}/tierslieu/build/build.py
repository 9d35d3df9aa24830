"""Builds a place: writes the new folders beside those of the last build, then swaps them."""

from __future__ import annotations

import gc
from collections.abc import Callable

from tierslieu.cache.written_files import WrittenFiles
from tierslieu.core.atomic import AtomicFolder, atomic_folder, commit
from tierslieu.core.problems import Problems
from tierslieu.documents.build import build_documents
from tierslieu.model import Space
from tierslieu.site.build import build_site
from tierslieu.site.hosting import build as hosting

from .documents_process import DocumentsProcess
from .dry_run import rendering_problems


def build(
    space: Space,
    progress: Callable[[str], None] | None = None,
    on_kept: Callable[[str, str], None] = lambda path, copy: None,
    *,
    lives_on: bool = False,
) -> tuple[int, int]:
    """Write ``public/``, ``documents/`` and ``hosting/``; returns the numbers of files in the first two.

    All or nothing: raises ``Problems``, with those of every text, or ``OSError``, and leaves the last good build as it
    was. ``progress`` is called with the title of each document built, ``on_kept`` with
    the path of each file of ``documents/`` that somebody had changed, and the path of its copy. A program that
    ``lives_on`` has the documents made by a process of their own, and gets their memory back.
    """
    if not lives_on:
        gc.freeze()  # ``space`` and all modules live until the end: the garbage collector need not look at them
        gc.enable()
    try:
        documents = (
            _documents_apart(space, progress) if lives_on else build_documents(space, progress=progress, use_cache=True)
        )
        public = AtomicFolder(space.root / "public")
        build_site(space, documents, public)
    except Problems as error:
        raise Problems([*rendering_problems(space)] or error.problems) from None
    folders = {"documents": documents, hosting.FOLDER: hosting.server_files(space, public)}
    written = WrittenFiles(space.root)
    for path, copy in written.keep_changed(documents, whole=True).items():
        on_kept(path, copy)
    commit([public, *(atomic_folder(space.root / name, files) for name, files in folders.items())])
    written.record(documents, whole=True)
    return len(public), len(documents)


def _documents_apart(space: Space, progress: Callable[[str], None] | None) -> dict[str, bytes]:
    documents = DocumentsProcess(space).documents(progress)
    assert documents is not None  # nobody stops it
    return documents
