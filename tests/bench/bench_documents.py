"""What the documents of a place cost: all in every format from nothing, when nothing changed, when a price changed.

Seconds are those of the processor, of all processes together: other work on the computer hardly changes them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from support.generated_places import FIL_NUMERIQUE, TODAY, furnish
from timing import demo_place, keep_venv, machine

from tierslieu.documents import FORMATS

#: Seconds from nothing, for each document in its four formats: 5 s for the 43 that the place had when this was set.
DOCUMENT_LIMIT = 5.0 / 43
#: Seconds of the two others, however many documents there are.
UNCHANGED_LIMIT, PRICE_LIMIT = 0.7, 1.0
ROUNDS = 5
_PRICE = re.compile(r"^( +month: )\d+\.\d\d$", re.MULTILINE)


def main() -> bool:
    """Measure, print, and say whether each is within its limit."""
    if os.name != "posix":
        print("Building the documents: this system does not tell what a command cost; nothing is measured.\n")
        return True
    with demo_place() as (place, environment):
        furnish(place, FIL_NUMERIQUE.stem)
        environment = keep_venv(place, environment)
        prices = place / "config/prices.yaml"
        amounts = iter(range(300, 300 + ROUNDS))

        def cost(command: str) -> float:
            run = [sys.executable, "-I", "-S", str(Path(__file__).with_name("process_cost.py"))]
            run += ["./lieu", command, "--today", TODAY.isoformat()]
            result = subprocess.run(run, cwd=place, env=environment, check=True, capture_output=True, text=True)
            return float(json.loads(result.stdout)["cpu"])

        def from_nothing() -> float:
            shutil.rmtree(place / ".cache", ignore_errors=True)
            return cost("documents")

        def price_changed() -> float:
            cost("build")  # the site too is up to date
            text, count = _PRICE.subn(rf"\g<1>{next(amounts)}.00", prices.read_text(encoding="utf-8"))
            assert count == 1
            prices.write_text(text, encoding="utf-8")
            return cost("build")

        runs = {
            "./lieu documents from nothing": from_nothing,
            "./lieu documents, nothing changed": lambda: cost("documents"),
            "./lieu build, a price changed": price_changed,
        }
        cost("documents")  # compiles the modules of the engine, once for all
        seconds = _measure(runs)
        documents = len(list((place / "documents").glob(f"*.{FORMATS[1]}")))
        files = sum(path.is_file() for path in (place / "documents").rglob("*"))
    limits = (DOCUMENT_LIMIT * documents, UNCHANGED_LIMIT, PRICE_LIMIT)
    print(f"{documents} documents in {len(FORMATS)} formats, {files} files in all, n={ROUNDS}\n{machine()}")
    within = [_report(label, seconds[label], limit) for label, limit in zip(runs, limits, strict=True)]
    middle = statistics.median(next(iter(seconds.values())))
    print(f"  from nothing, {middle / documents:.3f} s a document, limit {DOCUMENT_LIMIT:.3f} s\n")
    return all(within)


def _measure(runs: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {label: [] for label in runs}
    for _ in range(ROUNDS):
        for label, run in runs.items():
            seconds[label].append(run())
    return seconds


def _report(label: str, seconds: list[float], limit: float) -> bool:
    middle = statistics.median(seconds)
    spread = f"median {middle:.2f} s of CPU, from {min(seconds):.2f} to {max(seconds):.2f} s, limit {limit:.2f} s"
    print(f"  {label}: {spread}{'' if middle <= limit else ': ABOVE'}")
    return middle <= limit
