"""One lock for a place: commands that write or read its built folders run one after the other.

The operating system holds the lock, not the file: it is free again as soon as the command ends, even killed.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

#: Emptied with ``.cache`` without harm: the file has no content.
PATH = ".cache/lock"
#: Seconds between two tries, and after how many of them the one who waits is told.
_INTERVAL, _TRIES_UNTOLD = 0.1, 5
_BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@dataclass
class _Holder:
    """Who holds the lock of a place in this process: ``thread`` decides among its threads, ``depth`` counts its blocks."""

    thread: threading.RLock = field(default_factory=threading.RLock)
    depth: int = 0


_holders: dict[Path, _Holder] = defaultdict(_Holder)


@contextmanager
def hold(root: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[bool]:
    """Hold the lock of the place in ``root`` for the block; yields whether another command held it first.

    ``on_wait`` is called once if that lasts. A disk that has no locks, as some network folders, gives none. A thread
    that holds it may take it again: the system gives its lock to a process, and takes it back with the first file closed.
    """
    holder = _holders[root]
    with holder.thread:
        holder.depth += 1
        try:
            with _system_lock(root, on_wait) if holder.depth == 1 else nullcontext(False) as waited:
                yield waited
        finally:
            holder.depth -= 1


@contextmanager
def _system_lock(root: Path, on_wait: Callable[[], None]) -> Iterator[bool]:
    path = root / PATH
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        tries = 0
        while not _take(file.fileno()):
            tries += 1
            if tries == _TRIES_UNTOLD:
                on_wait()
            time.sleep(_INTERVAL)
        yield tries > 0


def _take(descriptor: int) -> bool:
    """Take the lock; False when another process has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            # Not ``flock``, whose lock a forked child would keep after its parent was killed.
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _BUSY
    return True
