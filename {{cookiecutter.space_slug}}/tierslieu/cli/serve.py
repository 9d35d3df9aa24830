"""Shows the site on this computer, and every change at once.

Nothing is written to disk: the site is kept in memory, so that a page is never half old and half new, and what
``build`` made stays as it is. Pages are given a small script that reloads them; the site itself has none.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tierslieu.build.dev_server import LiveSite, Server
from tierslieu.build.watcher import changes
from tierslieu.core.problems import Problem, Problems
from tierslieu.documents.build import build_documents
from tierslieu.model import Space
from tierslieu.rendering import urls
from tierslieu.site.build import build_site

from .console import Console

# A change in one of these can change a document; making documents takes a second or more.
_FOR_DOCUMENTS = ("config", "governance", "vocabulary", "theme/documents", "overrides/documents")


def serve(root: Path, port: int, load: Callable[[], Space], voice: Console) -> None:
    """Show the site on port ``port`` of this computer until Ctrl+C, made anew at each change under ``root``.

    ``load`` gives the space or raises ``Problems``: these are printed, and the last good site stays. Raises
    ``Problems`` when the port is taken.
    """
    shelf = LiveSite()
    waiting = f"<!doctype html><meta charset=utf-8><body><p>{voice.text('serve.waiting')}</p></body>"
    try:
        server = Server(port, shelf, waiting)
    except OSError:
        raise Problems([Problem("serve.port", {"port": port})]) from None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    voice.say("serve.ready", address=f"http://127.0.0.1:{server.server_port}/")
    try:
        _follow(root, shelf, load, voice)
    except KeyboardInterrupt:
        voice.say("serve.bye")
    finally:
        server.shutdown()
        server.server_close()


def _follow(root: Path, shelf: LiveSite, load: Callable[[], Space], voice: Console) -> None:
    """Make the site now and after each change; documents that may differ follow, in the background."""
    shown = _Shown(shelf, voice)
    try:
        for changed in changes(root):
            start = time.monotonic()
            with _telling(voice):
                shown.site(load())
                voice.say("serve.done", milliseconds=round((time.monotonic() - start) * 1000))
                if any(path.startswith(_FOR_DOCUMENTS) for path in changed):
                    shown.make_documents()
    finally:
        shown.stop()


class _Outdated(Exception):
    """The documents being made are those of a space that has changed since, or nobody waits for them any more."""


class _Shown:
    """What is on the shelf: the site of the latest space, with the latest documents there are.

    Documents take seconds, and pages must not wait for them: one thread makes them, always those of the latest space.
    """

    def __init__(self, shelf: LiveSite, voice: Console):
        self._shelf, self._voice = shelf, voice
        self._lock = threading.Lock()
        self._space: Space | None = None
        self._made: dict[str, bytes] = {}
        self._wanted, self._over = threading.Event(), threading.Event()
        threading.Thread(target=self._work, daemon=True).start()

    def site(self, space: Space) -> None:
        """Show the site of ``space``; raises ``Problems``, and the last good site stays."""
        with self._lock:
            self._shelf.put(build_site(space, self._made), urls.base(space))
            self._space = space

    def make_documents(self) -> None:
        """Make the documents of the latest space, soon."""
        self._wanted.set()

    def stop(self) -> None:
        """Make no more documents."""
        self._over.set()

    def _work(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            with _telling(self._voice), contextlib.suppress(_Outdated):
                self._make()

    def _make(self) -> None:
        if self._space is None:
            return
        made = dict(build_documents(self._space, progress=self._go_on, keep=True))
        with self._lock:
            self._made = made
            self._shelf.put(build_site(self._space, made), urls.base(self._space))

    def _go_on(self, title: str) -> None:
        if self._wanted.is_set() or self._over.is_set():
            raise _Outdated


class _telling:
    """Prints what goes wrong inside the block, and goes on."""

    def __init__(self, voice: Console):
        self.voice = voice

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, Problems):
            self.voice.problems(error.problems, err=True)
        elif isinstance(error, Exception):
            self.voice.bug(error)
        return isinstance(error, Exception)
