"""The site in memory while it is served, rebuilt at each change of the place; nothing is written to disk."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from tierslieu.core import place_lock
from tierslieu.model import Space
from tierslieu.rendering import security_headers, urls
from tierslieu.site.build import build_site
from tierslieu.site.style_pages import StylePages

from .documents_process import DocumentsProcess
from .dry_run import empty_documents
from .watcher import changes

#: Changes below these paths may change a document. Building documents takes a second or more.
_DOCUMENT_SOURCES = ("config", "governance", "vocabulary", "theme/documents", "overrides/documents")

#: When garbage is looked for (``gc.set_threshold``). In hours of editing, what outlived two looks would add up.
_GARBAGE = 50_000, 5, 2

#: How the query begins of the address of a page that is shown as it is typed in the editor, and saved nowhere.
DRAFT = "draft"

#: Gives a context manager that reports any exception of its block and suppresses it.
ReportErrors = Callable[[], AbstractContextManager[None]]


class LastSave:
    """The place as its last save has read and checked it: the site follows at once, and it is not read again.

    Both methods are called under the lock of the place: a change of its files is never seen before its ``note``.
    """

    def __init__(self) -> None:
        self.written = threading.Event()
        self._last: tuple[Space | None, Collection[str]] = None, ()

    def note(self, space: Space | None, paths: Collection[str]) -> None:
        """Remember ``space``, None where it is to be read, of which ``paths`` have been written."""
        self._last = space, set(paths)
        self.written.set()

    def take(self, paths: Collection[str]) -> Space | None:
        """The place, if ``paths`` are all that has changed in its files, and those of the save."""
        (space, written), self._last = self._last, (None, ())
        return space if written == set(paths) else None


class LiveSite:
    """The files of the site by path, replaced all at once; ``version`` counts the replacements.

    ``headers`` are those of a careful host, so that what the content security policy blocks is seen while editing; but
    other sites may read nothing, as a draft is not public.
    ``base`` is the path of the site on its host, with which the links of its page 404 begin. ``changed`` is notified of
    each replacement. ``manual`` and ``style`` are files that are shown beside the site, and are no part of it.
    ``frame_ancestor`` is the origin of the pages that may show the site inside them.
    """

    def __init__(self, manual: Mapping[str, bytes] | None = None, frame_ancestor: str = "'none'") -> None:
        self.manual = manual or {}
        self._frame_ancestor = frame_ancestor
        self.files: Mapping[str, bytes] = {}
        #: Pages as they are typed in the editor, and the files of their look, by file and query: ``index.html?draft``.
        self.drafts: dict[str, bytes] = {}
        self.style: StylePages | None = None
        self.headers: Mapping[str, str] = {}
        self.base = "/"
        self.version = 0
        self.changed = threading.Condition()

    def replace(self, files: Mapping[str, bytes], base: str = "/", space: Space | None = None) -> None:
        """Show ``files`` from now on, and the components with the facts of ``space``; notify the pages that are open."""
        headers = security_headers.site_headers(files, secure=False)
        del headers["Access-Control-Allow-Origin"]
        policy = headers["Content-Security-Policy"]
        headers["Content-Security-Policy"] = policy.replace(
            "frame-ancestors 'none'", f"frame-ancestors {self._frame_ancestor}"
        )
        headers["Cross-Origin-Resource-Policy"] = "same-origin" if self._frame_ancestor == "'none'" else "same-site"
        with self.changed:
            self.files, self.headers, self.base, self.version = files, headers, base, self.version + 1
            self.style = StylePages(space, files) if space else None
            self.changed.notify_all()


def follow_changes(
    root: Path,
    site: LiveSite,
    load: Callable[[], Space],
    *,
    reporting_errors: ReportErrors,
    on_build: Callable[[float], None],
    documents: bool = True,
    last_save: LastSave | None = None,
) -> None:
    """Build ``site``, then rebuild it at each change under ``root``, without end; ``documents`` follow in the background.

    The space comes from ``last_save`` or ``load``. After an error, the last good site stays. ``on_build`` receives the duration of each
    build of the site, in seconds.
    """
    builder, last_save = _LiveBuilder(root, site, reporting_errors), last_save or LastSave()
    try:
        for paths in changes(root, last_save.written):
            start = time.monotonic()
            with reporting_errors(), place_lock.read(root):
                builder.build_site(last_save.take(paths) or load())
                on_build(time.monotonic() - start)
                if documents and any(path.startswith(_DOCUMENT_SOURCES) for path in paths):
                    builder.request_documents()
            if not gc.isenabled():
                gc.freeze()  # modules and templates live on: the garbage collector need not look at them
                gc.set_threshold(*_GARBAGE)
                gc.enable()
    finally:
        builder.stop()


class _LiveBuilder:
    """Builds the site of the latest space with the latest documents.

    Documents take seconds and pages must not wait for them: another process builds them, always from the latest space,
    and a thread waits for it. Until then, those of the last build are shown; one that it has not made is empty.
    """

    def __init__(self, root: Path, site: LiveSite, reporting_errors: ReportErrors):
        self._root, self._site, self._reporting_errors = root, site, reporting_errors
        self._lock = threading.Lock()
        self._space: Space | None = None
        self._documents: dict[str, bytes] = {}
        self._process: DocumentsProcess | None = None
        self._requested, self._stopped = threading.Event(), threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def build_site(self, space: Space) -> None:
        """Replace the site by that of ``space``; raises ``Problems``, and the last good site stays."""
        with self._lock:
            documents = self._documents or _last_built(self._root, space)
            self._site.replace(build_site(space, documents), urls.base(space), space)
            self._space = space

    def request_documents(self) -> None:
        """Have the documents of the latest space built, and no longer those of an earlier one."""
        self._requested.set()
        if self._process:
            self._process.stop()

    def stop(self) -> None:
        """Abandon the documents being built."""
        self._stopped.set()
        if self._process:
            self._process.stop()

    def _run(self) -> None:
        while True:
            self._requested.wait()
            self._requested.clear()
            with self._reporting_errors():
                self._build_documents()

    def _build_documents(self) -> None:
        if self._space is None:
            return
        self._process = DocumentsProcess(self._space)
        if self._requested.is_set() or self._stopped.is_set():  # since before there was a process to stop
            self._process.stop()
        documents = self._process.documents()
        if documents is None:
            return
        with self._lock:
            self._documents = documents
            self._site.replace(build_site(self._space, documents), urls.base(self._space), self._space)


def _last_built(root: Path, space: Space) -> dict[str, bytes]:
    """The documents of ``space`` as the last build has left them, empty where it has none."""
    files = {path: root / "documents" / path for path in empty_documents(space)}
    return {path: file.read_bytes() if file.is_file() else b"" for path, file in files.items()}
