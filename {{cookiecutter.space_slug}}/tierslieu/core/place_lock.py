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
from contextlib import contextmanager
from pathlib import Path

#: Emptied with ``.cache`` without harm: the file has no content.
PATH = ".cache/lock"
#: Seconds between two tries, and after how many of them the one who waits is told.
_INTERVAL, _TRIES_UNTOLD = 0.1, 5
_BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
#: The system gives its lock to a process: among the threads of one, this decides.
_threads: dict[Path, threading.RLock] = defaultdict(threading.RLock)


@contextmanager
def hold(root: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[bool]:
    """Hold the lock of the place in ``root`` for the block; yields whether another command held it first.

    ``on_wait`` is called once if that lasts. A disk that has no locks, as some network folders, gives none.
    """
    path = root / PATH
    path.parent.mkdir(parents=True, exist_ok=True)
    with _threads[root], path.open("ab") as file:
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
