"""Shows the site on this computer, and every change at once.

Nothing is written to disk: the site is kept in memory, so that a page is never half old and half new, and what
``build`` made stays as it is. Pages are given a small script that reloads them; the site itself has none.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from tierslieu import documents, site
from tierslieu.console import Voice
from tierslieu.model import Space
from tierslieu.problems import Problem, Problems
from tierslieu.watch import changes
from tierslieu.webserver import Server, Shelf

# A change in one of these can change a document; making documents takes a second or more.
_FOR_DOCUMENTS = ("config", "governance", "vocabulary", "theme/documents", "overrides/documents")


def serve(root: Path, port: int, load: Callable[[], Space], voice: Voice) -> None:
    """Show the site on port ``port`` of this computer until Ctrl+C, made anew at each change under ``root``.

    ``load`` gives the space or raises ``Problems``: these are printed, and the last good site stays. Raises
    ``Problems`` when the port is taken.
    """
    shelf = Shelf()
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


def _follow(root: Path, shelf: Shelf, load: Callable[[], Space], voice: Voice) -> None:
    """Make the site now and after each change: the pages first, then the documents if they may differ."""
    made: dict[str, bytes] = {}
    for changed in changes(root):
        start = time.monotonic()
        with _telling(voice):
            space = load()
            shelf.put(site.public(space, made))
            voice.say("serve.done", milliseconds=round((time.monotonic() - start) * 1000))
            if any(path.startswith(_FOR_DOCUMENTS) for path in changed):
                made = documents.build(space, keep=True)
                shelf.put(site.public(space, made))


class _telling:
    """Prints what goes wrong inside the block, and goes on."""

    def __init__(self, voice: Voice):
        self.voice = voice

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, Problems):
            self.voice.problems(error.problems, err=True)
        elif isinstance(error, Exception):
            self.voice.bug(error)
        return isinstance(error, Exception)
