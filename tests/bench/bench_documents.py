"""What the documents of a place cost: all in four formats from nothing, when nothing changed, when one changed."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import time
from collections.abc import Callable

from support.generated_places import TODAY, lieu_command
from timing import demo_place

#: Seconds, on two cores.
LIMITS = {"from nothing": 10.0, "nothing changed": 1.0, "one changed": 2.0}
ROUNDS = 5
CHANGED = "governance/fr/charte.md"


def main() -> bool:
    """Measure, print, and say whether each is within its limit."""
    with demo_place() as (place, environment):
        command = lieu_command("documents", "--today", TODAY.isoformat())

        def forget() -> None:
            shutil.rmtree(place / ".cache", ignore_errors=True)

        def change() -> None:
            with (place / CHANGED).open("a", encoding="utf-8") as file:
                file.write("\nUne phrase de plus.\n")

        def run() -> float:
            start = time.perf_counter()
            subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)
            return time.perf_counter() - start

        prepare: dict[str, Callable[[], object]] = {
            "from nothing": forget,
            "nothing changed": lambda: None,
            "one changed": change,
        }
        seconds: dict[str, list[float]] = {label: [] for label in LIMITS}
        for _ in range(ROUNDS):
            for label, before in prepare.items():
                before()
                seconds[label].append(run())
        files = sum(path.is_file() for path in (place / "documents").rglob("*"))
        print(f"./lieu documents, {files} files, n={ROUNDS}, with the start of Python and the check of the place:")
        within = [_report(label, seconds[label]) for label in LIMITS]
        print()
        return all(within)


def _report(label: str, seconds: list[float]) -> bool:
    middle, limit = statistics.median(seconds), LIMITS[label]
    told = f"median {middle:.2f} s, from {min(seconds):.2f} to {max(seconds):.2f} s, limit {limit:.0f} s"
    print(f"  {label}: {told}{'' if middle <= limit else ': ABOVE'}")
    return middle <= limit
