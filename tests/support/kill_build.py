"""Builds the place in the current folder each time a line comes in, and kills it after as many seconds as that says.

An empty line lets a build end. Answers each line with how long the build took and whether it ended. Everything is
loaded once, so that what is killed is a build, not the start of Python.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from pathlib import Path

from support.generated_places import TODAY

from tierslieu import site  # noqa: F401 - loaded here for all builds
from tierslieu.build.build import build
from tierslieu.check.apply_rules import checked_facts
from tierslieu.rendering import template_cache

ROOT = Path.cwd()
template_cache.keep_in(ROOT)
for line in sys.stdin:
    start = time.perf_counter()
    over, ended = os.pipe()
    child = os.fork()
    if not child:
        os.close(over)
        build(checked_facts(ROOT, TODAY))
        os._exit(0)
    os.close(ended)
    select.select([over], [], [], float(line) if line.strip() else None)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(over)
    print(time.perf_counter() - start, status == 0, flush=True)
