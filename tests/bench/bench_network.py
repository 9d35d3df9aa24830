"""``./lieu network build`` with the 756 places of an open census: seconds from the command to the last file."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import time

from baking import lieu
from sidebyside import demo
from unit import networks

#: Seconds, of the whole command.
LIMIT = 5.0
ROUNDS = 5


def main() -> bool:
    """Measure, print, and say whether the directory is made within the limit."""
    if not networks.CENSUS.exists():
        print(f"./lieu network build: skipped, {networks.CENSUS.name} is not here\n")
        return True
    with demo() as (place, environment):
        folder = networks.write(place.parent / "census", networks.census())
        command = lieu("network", "build", str(folder), "--output", str(place.parent / "directory"))
        seconds = []
        for _ in range(ROUNDS):
            shutil.rmtree(place.parent / "directory", ignore_errors=True)
            start = time.perf_counter()
            subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)
            seconds.append(time.perf_counter() - start)
    middle = statistics.median(seconds)
    told = f"median {middle:.2f} s, from {min(seconds):.2f} to {max(seconds):.2f} s, limit {LIMIT} s"
    print(f"./lieu network build, {len(list(networks.census()))} places, n={ROUNDS}: {told}\n")
    return middle <= LIMIT
