"""Commands timed side by side: in turn, several times, so that a busy moment of the computer falls on all alike."""

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

from support.generated_places import clean_environment, copy_kit, generate_place, territory_answers

ROUNDS = 9


@dataclass
class Runner:
    """Something to time. ``prepare`` is done before each time and not counted; ``run`` must succeed."""

    label: str
    run: Callable[[], object]
    prepare: Callable[[], object] = lambda: None
    seconds: list[float] = field(default_factory=list)

    def once(self) -> float:
        """How long one run takes, in seconds."""
        self.prepare()
        start = time.perf_counter()
        self.run()
        return time.perf_counter() - start


def command(arguments: Sequence[str], environment: Mapping[str, str]) -> Callable[[], object]:
    """Something that runs a whole process."""
    return lambda: subprocess.run(arguments, env=environment, check=True, capture_output=True, stdin=subprocess.DEVNULL)


@contextmanager
def demo() -> Iterator[tuple[Path, dict[str, str]]]:
    """Fil numérique, made anew, and the environment of a computer on which nothing was ever set up."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        kit = copy_kit(folder / "kit")
        (folder / "places").mkdir()
        place = generate_place(kit, territory_answers(kit / "docs/territories/fil-numerique.yaml"), folder / "places")
        yield place, clean_environment(folder / "home", PWD=str(place))


def measure(runners: Sequence[Runner], rounds: int = ROUNDS) -> None:
    """Time every runner ``rounds`` times, in turn, after one that does not count."""
    for number in range(rounds + 1):
        for runner in runners:
            seconds = runner.once()
            if number:
                runner.seconds.append(seconds)


def ratio(runner: Runner, reference: Runner) -> float:
    """The median of the ratios taken round by round."""
    return statistics.median(mine / other for mine, other in zip(runner.seconds, reference.seconds, strict=True))


def table(title: str, runners: Sequence[Runner], reference: Runner) -> None:
    """Print the median of each runner in seconds, its range, and its ratio to ``reference``."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(
        f"{title}\n{platform.system()}, {cores} cores, Python {platform.python_version()}, n={len(reference.seconds)}\n"
    )
    width = max(len(runner.label) for runner in runners)
    print(
        f"| {'command':{width}} | median s |  from |    to | ratio |\n| {'-' * width} | -------: | ----: | ----: | ----: |"
    )
    for runner in runners:
        middle, low, high = statistics.median(runner.seconds), min(runner.seconds), max(runner.seconds)
        print(
            f"| {runner.label:{width}} | {middle:8.3f} | {low:5.2f} | {high:5.2f} | {ratio(runner, reference):5.2f} |"
        )
    print()
    sys.stdout.flush()
