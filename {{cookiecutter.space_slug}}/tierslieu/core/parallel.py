"""A function applied to a long list of items by two processes: this one and a forked child."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

#: For fewer items, forking and pickling the results take as long as the work.
MIN_ITEMS = 200


def can_fork(count: int) -> bool:
    """Whether ``count`` items are shared with a child process: on Linux, without threads, with a second processor."""
    # On macOS, system libraries may crash after a fork; a lock that another thread holds stays locked in the child.
    alone = threading.active_count() == 1
    return count >= MIN_ITEMS and sys.platform == "linux" and alone and len(os.sched_getaffinity(0)) > 1


def map_forked(
    function: Callable[[Item], Result], items: Sequence[Item], in_child: Callable[[Item], Result | None]
) -> list[Result]:
    """``function(item)`` for each item, in order.

    Where ``can_fork``, a child process computes half of them by ``in_child``. Only results come back from it, pickled:
    whatever else ``in_child`` changes is lost, so it gives None for an item that must be computed here.
    """
    if not can_fork(len(items)):
        return [function(item) for item in items]
    reader, writer = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _run_child(in_child, items[1::2], writer, parent)
    os.close(writer)
    try:
        with os.fdopen(reader, "rb") as pipe:
            own = [function(item) for item in items[::2]]
            pickled = pipe.read()
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        _, status = os.waitpid(child, 0)
    # The child process failed: do its work here.
    received: list[Result | None] = pickle.loads(pickled) if status == 0 else [None] * len(items[1::2])
    results: list[Result | None] = [None] * len(items)
    results[::2], results[1::2] = own, received
    return [function(item) if result is None else result for item, result in zip(items, results, strict=True)]


def _run_child(in_child: Callable[[Item], Result], items: Sequence[Item], writer: int, parent: int) -> NoReturn:
    """Send the results to the parent, then end at once: exit handlers and buffered output belong to the parent."""

    def result(item: Item) -> Result:
        # The work may write files: it stops when the parent is gone, since another build may write to the same place.
        if os.getppid() != parent:
            raise SystemExit
        return in_child(item)

    try:
        pickled = pickle.dumps([result(item) for item in items], pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(pickled)
    except BaseException:
        os._exit(1)
    os._exit(0)
