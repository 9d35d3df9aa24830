"""Watches the files of a place by polling their modification times: no library needed, the same on every system."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_WATCHED = ("config", "content", "governance", "vocabulary", "theme", "overrides")
_POLL_INTERVAL, _SETTLE_DELAY = 0.1, 0.05  # seconds

#: The modification time in nanoseconds and the size of each file, by path.
FileStates = dict[str, tuple[int, int]]


def changes(root: Path) -> Iterator[list[str]]:
    """The paths of all watched files, then, each time some change, the paths of those; never ends."""
    previous: FileStates = {}
    while True:
        current = file_states(root)
        paths = [path for path in sorted(previous.keys() | current.keys()) if previous.get(path) != current.get(path)]
        if not paths:
            time.sleep(_POLL_INTERVAL)
            continue
        # An editor may empty a file before it writes it: wait until no file changes any more.
        time.sleep(_SETTLE_DELAY)
        if file_states(root) == current:
            previous = current
            yield paths


def file_states(root: Path) -> FileStates:
    """The state of every watched file, by path relative to ``root``; hidden and temporary files are left out."""
    states: FileStates = {}
    for watched in _WATCHED:
        for folder, subfolders, names in os.walk(root / watched):
            subfolders[:] = [name for name in subfolders if not name.startswith(".")]
            for name in names:
                if name.startswith(".") or name.endswith(("~", ".swp", ".tmp")):
                    continue
                path = Path(folder, name)
                with suppress(OSError):
                    stat = path.stat()
                    states[path.relative_to(root).as_posix()] = (stat.st_mtime_ns, stat.st_size)
    return states
