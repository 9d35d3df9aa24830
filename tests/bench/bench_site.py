"""The site of a place with 1,000 and with 10,000 pieces of news, beside the same built by Hugo, Eleventy and Pelican.

What is timed is what people type: ``./lieu build``, documents unchanged since the build before. A full build renders
and writes every page. Hugo is the reference: ratios are taken round by round, each builder in its turn.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import other_builders
from news_sites import BUILD, NewsPlace, news_place, remover
from timing import machine, median_ratio

#: Pieces of news, and rounds.
SIZES = {1_000: 7, 10_000: 3}
FULL, UNCHANGED = "full build", "nothing changed"
#: The longest wall-clock time and the highest peak of memory, in times those of Hugo's full build.
WALL_LIMITS = {1_000: {FULL: 2.0, UNCHANGED: 0.2}, 10_000: {FULL: 1.4, UNCHANGED: 0.2}}
PEAK_LIMITS = {10_000: 0.5}


@dataclass
class Cost:
    """The cost of one run: wall-clock seconds, CPU seconds, peak memory in MiB."""

    wall: float
    cpu: float
    peak: float


@dataclass
class Builder:
    """A command that builds a site in ``folder``; ``prepare`` is called before each run and not counted."""

    label: str
    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    prepare: Callable[[], object]
    costs: list[Cost] = field(default_factory=list)

    def run(self) -> Cost:
        """The cost of one build; what the command prints is shown if it fails."""
        self.prepare()
        command = [sys.executable, "-I", "-S", str(Path(__file__).with_name("process_cost.py")), *self.command]
        result = subprocess.run(
            command, cwd=self.folder, env={**self.environment, "PWD": str(self.folder)}, capture_output=True,
            encoding="utf-8", check=False,
        )  # fmt: skip
        assert result.returncode == 0, f"{self.label}: {result.stderr}"
        return Cost(**json.loads(result.stdout))


def main() -> bool:
    """Measure, print, and say whether every ratio is within its limit."""
    if os.name != "posix":
        print("Building the site: this system does not tell what a command cost; nothing is measured.\n")
        return True
    others, missing = other_builders.installed()
    for sentence in missing:
        print(sentence)
    results = [_measure(count, rounds, others) for count, rounds in SIZES.items()]
    return all(results)


def _measure(count: int, rounds: int, others: Sequence[other_builders.OtherBuilder]) -> bool:
    with news_place(count) as place:
        builders = _builders(place, others)
        for _ in range(rounds):
            for builder in builders:
                builder.costs.append(builder.run())
        print(f"Building a site of {count:,} pieces of news, n={rounds}\n{machine()}")
        hugo = next((builder for builder in builders if builder.label.startswith("Hugo")), None)
        _print_table(builders, hugo)
        limits = WALL_LIMITS[count]
        results = [_is_within(builder, hugo, count) for builder in builders if hugo and builder.label in limits]
        return all(results)


def _builders(place: NewsPlace, others: Sequence[other_builders.OtherBuilder]) -> list[Builder]:
    """Each other builder, and the kit twice; what each builds has been compared."""
    builders = []
    for other in others:
        project = place.project(other)
        label = f"{other.name} {other.version}"
        builders.append(Builder(label, other.command, project, place.environment, remover(project, "public")))
    remove = remover(place.root, "public", ".public.old")
    builders.append(Builder(FULL, BUILD, place.root, place.environment, remove))
    for builder in builders:
        builder.run()
        _check_output(builder, len(place.news))
    return [*builders, Builder(UNCHANGED, BUILD, place.root, place.environment, lambda: None)]


def _check_output(builder: Builder, count: int) -> None:
    """Check that what is compared is the same: a page for each piece of news, the latest in the feed, all in the sitemap."""
    public = builder.folder / "public"
    pages = list((public / "actualites").glob("*-*/index.html"))
    assert len(pages) == count, f"{builder.label}: {len(pages)} pages"
    for path, mark, expected in (("feed.xml", "<entry>", other_builders.LATEST), ("../sitemap.xml", "<loc>", count)):
        entries = (public / "actualites" / path).read_text(encoding="utf-8").count(mark)
        assert entries >= expected, f"{builder.label}: {entries} in {path}"
    text = pages[0].read_text(encoding="utf-8")
    assert all(part in text for part in ("<h1", "<h2", "<nav", "<em>", "<footer")), builder.label


def _print_table(builders: Sequence[Builder], hugo: Builder | None) -> None:
    width = max(len(builder.label) for builder in builders)
    print(f"\n| {'':{width}} |  wall s |  from |    to | CPU s | peak MiB | × Hugo wall | × Hugo peak |")
    print(f"| {'-' * width} | ------: | ----: | ----: | ----: | -------: | ----------: | ----------: |")
    for builder in builders:
        walls = _values(builder, "wall")
        cpu, peak = (statistics.median(_values(builder, name)) for name in ("cpu", "peak"))
        ratios = [f"{_ratio(builder, hugo, name):.2f}" if hugo else "–" for name in ("wall", "peak")]
        print(
            f"| {builder.label:{width}} | {statistics.median(walls):7.3f} | {min(walls):5.2f} | {max(walls):5.2f} | "
            f"{cpu:5.2f} | {peak:8.0f} | {ratios[0]:>11} | {ratios[1]:>11} |"
        )
    print(flush=True)


def _values(builder: Builder, name: str) -> list[float]:
    return [getattr(cost, name) for cost in builder.costs]


def _ratio(builder: Builder, reference: Builder, name: str) -> float:
    return median_ratio(_values(builder, name), _values(reference, name))


def _is_within(builder: Builder, hugo: Builder, count: int) -> bool:
    """Print the ratios of ``builder`` beside their limits; whether both are within."""
    wall, wall_limit = _ratio(builder, hugo, "wall"), WALL_LIMITS[count][builder.label]
    peak, peak_limit = _ratio(builder, hugo, "peak"), PEAK_LIMITS.get(count)
    within = wall <= wall_limit and (peak_limit is None or peak <= peak_limit)
    memory = f", {peak:.2f} of {peak_limit} times its peak" if peak_limit else ""
    print(
        f"{'Within' if within else 'ABOVE'} the limits: {builder.label}, {wall:.2f} of {wall_limit} times Hugo’s full "
        f"build{memory}"
    )
    return within
