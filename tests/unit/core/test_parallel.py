"""Work shared with a copy of the process: the same answers, in the same order, whatever happens to the copy."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from support.paths import TEMPLATE
from support.requirements import require_linux

# These tests may themselves run beside threads, where nothing is shared: the work is done by a Python of its own.
_START = """
import os, sys
from functools import partial
from tierslieu.core import parallel
work = [partial(divmod, number, 7) for number in range(parallel.MIN_JOBS)]
first, forks, fork = os.getpid(), [], os.fork
os.fork = lambda: forks.append(1) or fork()
def alone(number):
    "Something that only the first process can do."
    if os.getpid() != first:
        raise SystemExit("the copy gives up")
    return number
"""


def run(code: str) -> str:
    """What ``code`` prints."""
    environment = {**os.environ, "PYTHONPATH": str(TEMPLATE)}
    command = [sys.executable, "-B", "-c", _START + code]
    return subprocess.run(command, env=environment, check=True, capture_output=True, encoding="utf-8").stdout.strip()


def test_answers_come_in_order() -> None:
    require_linux()
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one processor shares with no other")
    told = run("print(parallel.run_all(work) == [one() for one in work], len(forks))")
    assert told == "True 1"


def test_the_work_of_a_copy_that_came_to_grief_is_done_again() -> None:
    assert run("print(parallel.run_all([partial(alone, n) for n in range(300)]) == list(range(300)))") == "True"


def test_what_goes_wrong_here_is_raised_and_leaves_no_copy() -> None:
    code = "try: parallel.run_all([partial(divmod, 1, 0), *work])\nexcept ZeroDivisionError: print('raised')\n"
    assert run(code + "try: os.waitpid(-1, 0)\nexcept ChildProcessError: print('alone')") == "raised\nalone"


def test_little_work_is_not_shared() -> None:
    assert run("parallel.run_all(work[1:]); print(len(forks))") == "0"
