"""What ``./lieu split`` and ``./lieu budget`` cost: CPU beyond starting Python and loading their libraries."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from baking import answers_of, lieu, machine, render, snapshot

#: Seconds of CPU, of this process and its children.
LIMIT = 0.3
ROUNDS = 9
COMMANDS = {"split": ["split", "1680", "--stream", "coworking"], "budget": ["budget"]}
#: Loads all that the commands load, and does nothing.
LIBRARIES = "import tierslieu.cli, tierslieu.tables, tierslieu.check, rich.table"


def main() -> bool:
    """Measure, print, and say whether both commands are within the limit."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        kit = snapshot(folder / "kit")
        (folder / "places").mkdir()
        place = render(kit, answers_of(kit / "docs/territories/fil-numerique.yaml"), folder / "places")
        environment = machine(folder / "home")
        within = True
        for label, arguments in COMMANDS.items():
            beyond = []
            for _ in range(ROUNDS):
                start = _cpu([sys.executable, "-B", "-c", LIBRARIES], place, environment)
                beyond.append(_cpu(lieu(*arguments), place, environment) - start)
            middle = statistics.median(beyond)
            within = within and middle <= LIMIT
            told = f"median {middle:.3f} s, from {min(beyond):.3f} to {max(beyond):.3f} s, limit {LIMIT} s"
            print(f"./lieu {label}: CPU beyond the libraries' start, n={ROUNDS}: {told}")
        print()
        return within


def _cpu(command: list[str], place: Path, environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=place, env={**environment, "PWD": str(place)}, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
