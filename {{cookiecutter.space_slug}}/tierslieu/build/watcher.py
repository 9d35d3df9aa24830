"""Notices when the files of a place change, by looking at their dates: it works everywhere and needs no library."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

_WATCHED = ("config", "content", "governance", "vocabulary", "theme", "overrides")
_PAUSE, _SETTLE = 0.1, 0.05  # seconds

Stamps = dict[str, tuple[int, int]]


def changes(root: Path) -> Iterator[list[str]]:
    """What there is at first, then the paths that have changed each time some have, without end."""
    before: Stamps = {}
    while True:
        now = stamps(root)
        changed = [path for path in sorted(before.keys() | now.keys()) if before.get(path) != now.get(path)]
        if not changed:
            time.sleep(_PAUSE)
            continue
        # An editor may empty a file before it fills it: wait until nothing moves.
        time.sleep(_SETTLE)
        if stamps(root) == now:
            before = now
            yield changed


def stamps(root: Path) -> Stamps:
    """The date and size of every watched file, by path; the leavings of editors are not watched."""
    found: Stamps = {}
    for folder in _WATCHED:
        for parent, folders, names in os.walk(root / folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                if name.startswith(".") or name.endswith(("~", ".swp", ".tmp")):
                    continue
                path = Path(parent, name)
                try:
                    stat = path.stat()
                except OSError:
                    continue
                found[path.relative_to(root).as_posix()] = (stat.st_mtime_ns, stat.st_size)
    return found
