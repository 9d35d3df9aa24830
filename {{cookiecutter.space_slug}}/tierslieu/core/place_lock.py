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
from dataclasses import dataclass, field
from pathlib import Path

#: Emptied with ``.cache`` without harm: the file has no content.
PATH = ".cache/lock"
#: Seconds between two tries of a thread that waits for another of its process.
_PAUSE = 0.01
#: Seconds between two tries, and after how many of them the one who waits is told.
_INTERVAL, _TRIES_UNTOLD = 0.1, 5
_BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@dataclass
class _Holder:
    """Who holds the lock of a place in this process: ``thread`` decides among its threads, ``owner`` is that one.

    ``files`` is held too, except while the files ``are_settled``: another thread may then read them.
    """

    thread: threading.RLock = field(default_factory=threading.RLock)
    owner: int | None = None
    files: threading.Lock = field(default_factory=threading.Lock)
    are_settled: bool = False


_holders: dict[Path, _Holder] = defaultdict(_Holder)


@contextmanager
def hold(root: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[bool]:
    """Hold the lock of the place in ``root`` for the block; yields whether another command held it first.

    ``on_wait`` is called once if that lasts. A disk that has no locks, as some network folders, gives none. A thread
    that holds it may take it again: the system gives its lock to a process, and takes it back with the first file closed.
    """
    holder = _holders[root]
    with holder.thread:
        if holder.owner:
            yield False
            return
        with holder.files, _system_lock(root, on_wait) as waited:
            holder.owner = threading.get_ident()
            try:
                yield waited
            finally:
                holder.owner = None


@contextmanager
def settled(root: Path) -> Iterator[None]:
    """Let other threads ``read`` the place during the block, which changes none of its files; the lock stays held.

    Without effect for a thread that does not hold it.
    """
    holder = _holders[root]
    if holder.owner != threading.get_ident():
        yield
        return
    holder.are_settled = True
    holder.files.release()
    try:
        yield
    finally:
        holder.files.acquire()
        holder.are_settled = False


@contextmanager
def read(root: Path) -> Iterator[None]:
    """Hold the lock for the block, which changes no file; sooner than ``hold``, where its holder lets the place be read.

    The lock of the system stays with this process meanwhile: its holder waits for the end of the block.
    """
    holder = _holders[root]
    while not holder.thread.acquire(blocking=False):
        if holder.files.acquire(timeout=_PAUSE):
            try:
                if holder.are_settled:
                    yield
                    return
            finally:
                holder.files.release()
    try:
        with hold(root):
            yield
    finally:
        holder.thread.release()


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
