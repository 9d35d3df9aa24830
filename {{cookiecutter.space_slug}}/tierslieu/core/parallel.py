"""A long list of like work, done by this process and by a copy of it, where there is a second processor to use."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeVar

T = TypeVar("T")

#: For less than this, to make a copy and to hear its answers takes as long as the work.
MIN_JOBS = 200


def is_shared(count: int) -> bool:
    """Whether ``count`` pieces of work would be shared.

    Only Linux copies a process that was not written for it, and only one without threads.
    """
    alone = threading.active_count() == 1
    return count >= MIN_JOBS and sys.platform == "linux" and alone and len(os.sched_getaffinity(0)) > 1


def run_all(work: Sequence[Callable[[], T]]) -> list[T]:
    """What each piece of ``work`` gives, in order.

    Answers alone come back from the copy: whatever else a piece of work changes there is lost.
    """
    if not is_shared(len(work)):
        return [one() for one in work]
    answers, into = os.pipe()
    first = os.getpid()
    copy = os.fork()
    if copy == 0:
        _answer(into, work[1::2], first)
    os.close(into)
    try:
        with os.fdopen(answers, "rb") as pipe:
            ours = [one() for one in work[::2]]
            told = pipe.read()
    except BaseException:
        os.kill(copy, signal.SIGKILL)
        raise
    finally:
        _, status = os.waitpid(copy, 0)
    # A copy that came to grief has no answer to give, and this process can say of what.
    theirs = pickle.loads(told) if status == 0 else [one() for one in work[1::2]]
    both: list[T] = [*ours, *theirs]
    both[::2], both[1::2] = ours, theirs
    return both


def _answer(into: int, work: Sequence[Callable[[], T]], first: int) -> NoReturn:
    """Do ``work``, tell its answers, and end without what a process does at its end: that is for the first one to do."""

    def done(one: Callable[[], T]) -> T:
        # Work may leave files: nobody waits for them once the first process is gone, and others may write there.
        if os.getppid() != first:
            raise SystemExit
        return one()

    try:
        told = pickle.dumps([done(one) for one in work], pickle.HIGHEST_PROTOCOL)
        with os.fdopen(into, "wb") as pipe:
            pipe.write(told)
    except BaseException:
        os._exit(1)
    os._exit(0)
