"""Watches the files of a place by polling their modification times: no library needed, the same on every system."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_WATCHED = ("config", "content", "governance", "vocabulary", "theme", "overrides")
_POLL_INTERVAL, _SETTLE_DELAY = 0.03, 0.02  # seconds
#: Polling takes at most a tenth of a processor, however many files there are.
_PAUSE_PER_SCAN = 9

#: The modification time in nanoseconds and the size of each file, by path.
FileStates = dict[str, tuple[int, int]]


def changes(root: Path, written: threading.Event) -> Iterator[list[str]]:
    """The paths of all watched files, then, each time some change, the paths of those; never ends.

    Whoever sets ``written``, once files are as they are to be, is not waited for.
    """
    previous: FileStates = {}
    while True:
        start = time.perf_counter()
        are_written = written.is_set()
        written.clear()
        current = file_states(root)
        if current == previous:
            written.wait(max(_POLL_INTERVAL, _PAUSE_PER_SCAN * (time.perf_counter() - start)))
            continue
        if not are_written:
            # An editor may empty a file before it writes it: wait until no file changes any more.
            time.sleep(_SETTLE_DELAY)
            if file_states(root) != current:
                continue
        paths = [path for path in sorted(previous.keys() | current.keys()) if previous.get(path) != current.get(path)]
        previous = current
        yield paths


def file_states(root: Path) -> FileStates:
    """The state of every watched file, by path relative to ``root``; hidden and temporary files are left out."""
    return dict(state for folder in _WATCHED for state in _states(f"{root}/{folder}", folder))


def _states(folder: str, path: str) -> Iterator[tuple[str, tuple[int, int]]]:
    # Strings and ``os.scandir``: this runs many times a second, and a ``Path`` for each file would triple its time.
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                if not entry.is_symlink():
                    yield from _states(entry.path, f"{path}/{entry.name}")
            elif not entry.name.endswith(("~", ".swp", ".tmp")):
                with suppress(OSError):
                    stat = entry.stat()
                    yield f"{path}/{entry.name}", (stat.st_mtime_ns, stat.st_size)
