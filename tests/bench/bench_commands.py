"""What ``./lieu split`` and ``./lieu budget`` cost: CPU beyond starting Python and loading their libraries."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from pathlib import Path

from support.generated_places import lieu_command
from timing import demo_place

#: Seconds of CPU, of this process and its children.
LIMIT = 0.3
ROUNDS = 9
COMMANDS = {"split": ["split", "1680", "--stream", "coworking"], "budget": ["budget"]}
#: Loads all that the commands load, and does nothing.
LIBRARIES = (
    "import tierslieu.cli.main, tierslieu.cli.budget_tables, tierslieu.cli.split_table, tierslieu.check, rich.table"
)


def main() -> bool:
    """Measure, print, and say whether both commands are within the limit."""
    within = True
    with demo_place() as (place, environment):
        for label, arguments in COMMANDS.items():
            beyond = []
            for _ in range(ROUNDS):
                start = _cpu([sys.executable, "-B", "-c", LIBRARIES], place, environment)
                beyond.append(_cpu(lieu_command(*arguments), place, environment) - start)
            middle = statistics.median(beyond)
            within = within and middle <= LIMIT
            told = f"median {middle:.3f} s, from {min(beyond):.3f} to {max(beyond):.3f} s, limit {LIMIT} s"
            print(f"./lieu {label}: CPU beyond the libraries' start, n={ROUNDS}: {told}")
    print()
    return within


def _cpu(command: list[str], place: Path, environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
