"""Items shared with a child process: the same results, in the same order, whatever happens to the child."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from support.paths import TEMPLATE
from support.requirements import require_linux

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork, and shares nothing")

# These tests may themselves run beside threads, where nothing is shared: the work is done by another Python.
_START = """
import os, sys
from tierslieu.core import parallel
numbers = list(range(parallel.MIN_ITEMS))
parent, forks, fork = os.getpid(), [], os.fork
os.fork = lambda: forks.append(1) or fork()
def square(number):
    return number * number
def only_here(number):
    "Something that only the parent can do."
    if os.getpid() != parent:
        raise SystemExit("the child fails")
    return number
def here_if_even(number):
    return number if os.getpid() == parent or number % 2 else None
"""


def run(code: str) -> str:
    """What ``code`` prints."""
    environment = {**os.environ, "PYTHONPATH": str(TEMPLATE)}
    command = [sys.executable, "-B", "-c", _START + code]
    return subprocess.run(command, env=environment, check=True, capture_output=True, encoding="utf-8").stdout.strip()


def test_results_come_in_order() -> None:
    require_linux()
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one processor shares with no other")
    code = "print(parallel.map_forked(square, numbers, square) == [square(n) for n in numbers], len(forks))"
    assert run(code) == "True 1"


def test_the_work_of_a_child_that_failed_is_done_again() -> None:
    assert run("print(parallel.map_forked(only_here, range(300), only_here) == list(range(300)))") == "True"


def test_an_item_that_the_child_leaves_is_computed_here() -> None:
    assert run("print(parallel.map_forked(only_here, range(300), here_if_even) == list(range(300)))") == "True"


def test_an_error_here_is_raised_and_leaves_no_child() -> None:
    code = "try: parallel.map_forked(lambda n: 1 // n, numbers, square)\nexcept ZeroDivisionError: print('raised')\n"
    assert run(code + "try: os.waitpid(-1, 0)\nexcept ChildProcessError: print('alone')") == "raised\nalone"


def test_a_short_list_is_not_shared() -> None:
    assert run("parallel.map_forked(square, numbers[1:], square); print(len(forks))") == "0"
