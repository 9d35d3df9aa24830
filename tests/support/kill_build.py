"""A program that, for each line of standard input, builds the place in the current folder and kills the build.

The line is the number of seconds after which the build is killed; with an empty line, it ends by itself. The answer to
each line is the duration of the build in seconds, and whether it ended by itself. The engine is loaded once and each
build is a forked process, so that it is never the start of Python that is killed.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from pathlib import Path

from support.generated_places import TODAY

from tierslieu import site  # noqa: F401 - loaded once, before the builds
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
