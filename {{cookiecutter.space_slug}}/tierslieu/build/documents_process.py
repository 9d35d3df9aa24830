"""The documents, made by a process of their own, which gives back at its end the memory that Typst keeps, some 400 MB.

Python works for one thread of a process at a time: pages that change meanwhile do not wait.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from tierslieu.documents.build import EVERY_FORMAT, build_documents
from tierslieu.model import Space

_MODULE, _ENGINE = "tierslieu.build.documents_process", Path(__file__).parents[2]


class DocumentsProcess:
    """The process that makes the documents of ``space``, and ends with this one, even killed.

    ``formats`` and ``names`` are those of ``build_documents``.
    """

    def __init__(self, space: Space, formats: tuple[str, ...] = EVERY_FORMAT, names: tuple[str, ...] = ()):
        self._asked, self._is_stopped = (space, formats, names), False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-m", _MODULE],
            env={**os.environ, "PYTHONPATH": str(_ENGINE)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            # Ctrl+C is for the process that starts this one, and ends it.
            process_group=0, creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )  # fmt: skip

    def stop(self) -> None:
        """End it: its documents are no longer wanted."""
        self._is_stopped = True
        self._process.kill()

    def documents(self, progress: Callable[[str], None] | None = None) -> dict[str, bytes] | None:
        """The documents by path, once they are made; None after ``stop``. Raises as ``build_documents``.

        ``progress`` is called with the title of each document made.
        """
        with self._process as process:
            assert process.stdin and process.stdout
            try:
                pickle.dump(self._asked, process.stdin)
                process.stdin.flush()
                made: str | dict[str, bytes] | Exception = pickle.load(process.stdout)
                while isinstance(made, str):
                    if progress:
                        progress(made)
                    made = pickle.load(process.stdout)
            except (EOFError, OSError, pickle.UnpicklingError):
                if self._is_stopped:
                    return None
                raise
        if isinstance(made, Exception):
            raise made
        return made


def _main() -> None:
    """Read what is asked, and write the title of each document made, then all of them, or the error that prevents them."""
    made: dict[str, bytes] | Exception
    try:
        space, formats, names = pickle.load(sys.stdin.buffer)
    except (EOFError, pickle.UnpicklingError):  # who asked has ended meanwhile
        return
    threading.Thread(target=_end_with_reader, daemon=True).start()
    with os.fdopen(1, "wb") as output:

        def progress(title: str) -> None:
            pickle.dump(title, output)
            output.flush()

        try:
            made = build_documents(space, formats, names, progress=progress, use_cache=True)
        except Exception as error:
            made = error
        pickle.dump(made, output)
    os._exit(0)  # not by the interpreter, which would wait for the thread


def _end_with_reader() -> None:
    """End this process when whoever reads it ends."""
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    _main()
