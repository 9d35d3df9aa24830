"""``./lieu network build`` with the 756 places of an open census: CPU of the whole command, and what the clock says."""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import time

from support import network_factories
from support.generated_places import lieu_command
from timing import demo_place

#: Seconds of CPU, of the command and all it starts: a busy computer changes the clock's, and hardly these.
LIMIT = 5.0
ROUNDS = 5


def main() -> bool:
    """Measure, print, and say whether the directory is made within the limit."""
    if not network_factories.CENSUS.exists():
        print(f"./lieu network build: skipped, {network_factories.CENSUS.name} is not here\n")
        return True
    with demo_place() as (place, environment):
        folder = network_factories.write(place.parent / "census", network_factories.census())
        command = lieu_command("network", "build", str(folder), "--output", str(place.parent / "directory"))
        cpu, clock = [], []
        for _ in range(ROUNDS):
            shutil.rmtree(place.parent / "directory", ignore_errors=True)
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            clock.append(time.perf_counter() - start)
            cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    middle = statistics.median(cpu)
    told = f"median {middle:.2f} s of CPU (limit {LIMIT} s), by the clock {min(clock):.2f} to {max(clock):.2f} s"
    print(f"./lieu network build, {len(list(network_factories.census()))} places, n={ROUNDS}: {told}\n")
    return middle <= LIMIT
