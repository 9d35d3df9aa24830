"""The memory of a server that runs for hours."""

from __future__ import annotations

import platform
import re
import subprocess
import sys

import pytest
from support.paths import TEMPLATE

#: Four threads that hold memory at the same time, in a process of their own; it then prints what each arena holds.
CODE = """
import ctypes, sys, threading
from tierslieu.core.memory import share_memory
if sys.argv[1] == "shared":
    share_memory()
together = threading.Barrier(4)
def take():
    held = [bytes(5_000) for _ in range(100)]
    together.wait(10)
threads = [threading.Thread(target=take) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
ctypes.CDLL(None).malloc_stats()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
@pytest.mark.parametrize("way", ["shared", "own"])
def test_threads_take_memory_from_one_place(way: str) -> None:
    command = [sys.executable, "-c", CODE, way]
    process = subprocess.run(command, cwd=TEMPLATE, capture_output=True, text=True, check=True)
    arenas = re.findall(r"^Arena \d+:", process.stderr, re.MULTILINE)
    assert (len(arenas) == 1) == (way == "shared"), process.stderr
