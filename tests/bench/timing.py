"""Commands timed in turn, several times, so that a busy moment of the computer slows all of them alike."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from support.generated_places import clean_environment, copy_kit, generate_place, lend_venv, territory_answers

ROUNDS = 9


@dataclass
class Runner:
    """Something to time: ``run`` after ``prepare``, whose time is not counted."""

    label: str
    run: Callable[[], object]
    prepare: Callable[[], object] = lambda: None
    seconds: list[float] = field(default_factory=list)

    def time_once(self) -> float:
        """The duration of one run in seconds."""
        self.prepare()
        start = time.perf_counter()
        self.run()
        return time.perf_counter() - start


def command(arguments: Sequence[str], environment: Mapping[str, str]) -> Callable[[], object]:
    """A function that runs a command, which must succeed."""
    return lambda: subprocess.run(arguments, env=environment, check=True, capture_output=True, stdin=subprocess.DEVNULL)


@contextmanager
def demo_place() -> Iterator[tuple[Path, dict[str, str]]]:
    """Fil numérique, newly generated, and the environment of a computer on which nothing was ever set up."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        kit = copy_kit(folder / "kit")
        (folder / "places").mkdir()
        place = generate_place(kit, territory_answers(kit / "docs/territories/fil-numerique.yaml"), folder / "places")
        yield place, clean_environment(folder / "home", PWD=str(place))


def keep_venv(root: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Give the place the Python of this benchmark as if it had installed it itself; returns the environment to use."""
    lend_venv(root)
    # A place keeps its compiled modules; the benchmark keeps none, so that none gets into the kit.
    return {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measure(runners: Sequence[Runner], rounds: int = ROUNDS) -> None:
    """Time every runner ``rounds`` times, in turn, after one run that does not count."""
    for number in range(rounds + 1):
        for runner in runners:
            seconds = runner.time_once()
            if number:
                runner.seconds.append(seconds)


def median_ratio(values: Sequence[float], references: Sequence[float]) -> float:
    """The median of the ratios of each round."""
    return statistics.median(value / reference for value, reference in zip(values, references, strict=True))


def ratio(runner: Runner, reference: Runner) -> float:
    """How many times longer ``runner`` takes than ``reference``."""
    return median_ratio(runner.seconds, reference.seconds)


def machine() -> str:
    """The system, the number of processors and the version of Python, for the title of a table."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{platform.system()}, {cores} cores, Python {platform.python_version()}"


def print_table(title: str, runners: Sequence[Runner], reference: Runner) -> None:
    """Print the median of each runner in seconds, its range, and its ratio to ``reference``."""
    print(f"{title}\n{machine()}, n={len(reference.seconds)}\n")
    width = max(len(runner.label) for runner in runners)
    print(
        f"| {'command':{width}} | median s |  from |    to | ratio |\n| {'-' * width} | -------: | ----: | ----: | ----: |"
    )
    for runner in runners:
        median, low, high = statistics.median(runner.seconds), min(runner.seconds), max(runner.seconds)
        print(
            f"| {runner.label:{width}} | {median:8.3f} | {low:5.2f} | {high:5.2f} | {ratio(runner, reference):5.2f} |"
        )
    print()
    sys.stdout.flush()
