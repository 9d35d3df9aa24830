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

#: Seconds from nothing, for each file: 5 s for the 43 documents and the workbook that the place had when this was set.
FILE_LIMIT = 5.0 / (43 * len(FORMATS) + 1)
UNCHANGED_LIMIT = 0.7
#: Seconds when a price changed, site and workbook included, for each document that tells it: 1 s for the 5 of that time.
TELLING_LIMIT = 1.0 / 5
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
        telling: set[str] = set()

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
            before = _pdfs(place)
            seconds = cost("build")
            telling.update(path for path, data in _pdfs(place).items() if data != before[path])
            return seconds

        runs = {
            "./lieu documents from nothing": from_nothing,
            "./lieu documents, nothing changed": lambda: cost("documents"),
            "./lieu build, a price changed": price_changed,
        }
        cost("documents")  # compiles the modules of the engine, once for all
        seconds = _measure(runs)
        documents = len(_pdfs(place))
        files = sum(path.is_file() for path in (place / "documents").rglob("*"))
    print(f"{documents} documents in {len(FORMATS)} formats, {files} files in all, n={ROUNDS}\n{machine()}")
    limits = (FILE_LIMIT * files, UNCHANGED_LIMIT, TELLING_LIMIT * len(telling))
    within = [_report(label, seconds[label], limit) for label, limit in zip(runs, limits, strict=True)]
    whole, _, price = (statistics.median(values) for values in seconds.values())
    print(f"  from nothing, {whole / files:.4f} s a file, {whole / documents:.3f} s a document")
    print(f"  a price changed, {price / len(telling):.3f} s for each of the {len(telling)} documents that tell it\n")
    return all(within)


def _pdfs(place: Path) -> dict[str, bytes]:
    """Each document as PDF, by file name."""
    return {path.name: path.read_bytes() for path in (place / "documents").glob("*.pdf")}


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
