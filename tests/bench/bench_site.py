"""The site of a place with 1,000 and with 10,000 pieces of news, beside the same made by Hugo, Eleventy and Pelican.

What is timed is what people type: ``./lieu build``, documents unchanged since the build before. A full build makes and
writes every page anew. Hugo is the reference: ratios are taken round by round, each builder in its turn.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import newsroom
import peers
from sidebyside import demo
from support.generated_places import TODAY

#: Pieces of news, and rounds.
SIZES = {1_000: 7, 10_000: 3}
FULL, UNCHANGED, CHANGED = "full build", "nothing changed", "one page changed"
#: At most this many times Hugo's full build, by the clock; and at most this many times its peak.
WALL = {FULL: 1.0, UNCHANGED: 0.2, CHANGED: 0.4}
PEAK = 0.5
NEWS = "content/fr/news"


@dataclass
class Cost:
    """What one run took: seconds by the clock and of processor, MiB at its peak."""

    wall: float
    cpu: float
    peak: float


@dataclass
class Builder:
    """Something that builds a site in ``folder``; ``prepare`` is done before each run and not counted."""

    label: str
    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    prepare: Callable[[], object]
    costs: list[Cost] = field(default_factory=list)

    def run(self) -> Cost:
        """Prepare, then build; what the command says is shown if it fails."""
        self.prepare()
        return self.build()

    def build(self) -> Cost:
        """Build once more."""
        measured = [sys.executable, "-I", "-S", str(Path(__file__).with_name("measured.py")), *self.command]
        done = subprocess.run(
            measured, cwd=self.folder, env={**self.environment, "PWD": str(self.folder)}, capture_output=True,
            encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{self.label}: {done.stderr}"
        return Cost(**json.loads(done.stdout))


def main() -> bool:
    """Measure, print, and say whether every ratio is within its limit."""
    if os.name != "posix":
        print("Building the site: this system does not tell what a command cost; nothing is measured.\n")
        return True
    others, lacking = peers.found()
    for sentence in lacking:
        print(sentence)
    within = [
        _size(count, rounds, others) for count, rounds in SIZES.items()
    ]  # each is printed, whatever the first says
    return all(within)


def _size(count: int, rounds: int, others: Sequence[peers.Peer]) -> bool:
    with demo() as (place, environment):
        builders = _builders(place, environment, count, others)
        for _ in range(rounds):
            for builder in builders:
                builder.costs.append(builder.run())
        print(f"Building a site of {count:,} pieces of news, n={rounds}")
        print(f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}")
        hugo = next((one for one in builders if one.label.startswith("Hugo")), None)
        _table(builders, hugo)
        judged = [_judge(one, hugo) for one in builders if hugo and one.label in WALL]
        return all(judged)


def _builders(place: Path, environment: Mapping[str, str], count: int, others: Sequence[peers.Peer]) -> list[Builder]:
    """Ours three times, and each peer, all ready: what they make has been looked at."""
    environment = _settled(place, environment)
    name, text = peers.MARKED
    shutil.rmtree(place / NEWS)
    news = newsroom.write(place / NEWS, count)
    (place / NEWS / f"{name}.md").write_text(text, encoding="utf-8")
    command = ["./lieu", "build", "--today", TODAY.isoformat()]

    def forget() -> None:
        for name in ("public", ".public.old"):
            shutil.rmtree(place / name, ignore_errors=True)
        (place / ".cache/public.json").unlink(missing_ok=True)

    def edit() -> None:
        with news[count // 2].open("a", encoding="utf-8", newline="\n") as file:
            file.write("\nUne phrase de plus.\n")

    def change() -> None:
        edit()
        full.build()  # a team that edits builds often: what is timed is not the first time
        edit()

    full = Builder(FULL, command, place, environment, forget)
    ours = [
        full,
        Builder(UNCHANGED, command, place, environment, lambda: None),
        Builder(CHANGED, command, place, environment, change),
    ]
    (place / "public").mkdir()
    full.run()
    around = peers.chrome((place / f"public/actualites/{name}/index.html").read_text(encoding="utf-8"))
    (place / NEWS / f"{name}.md").unlink()
    theirs = [_peer(peer, place, around, environment) for peer in others]
    for builder in (*theirs, full):
        builder.run()
        _look(builder, count)
    return [*theirs, *ours]


def _settled(place: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """A place that was used before: the Python of this benchmark stands for the one that it made for itself."""
    from tierslieu.launcher.venv import fingerprint

    python = place / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (place / ".venv/lib").symlink_to(Path(sys.prefix, "lib"))
    shutil.copyfile(Path(sys.prefix, "pyvenv.cfg"), place / ".venv/pyvenv.cfg")
    (place / ".venv/ready").write_text(fingerprint(place), encoding="utf-8")
    # The benchmark keeps no compiled modules, so as to sow none into the kit; a place does, and is started so.
    return {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _peer(peer: peers.Peer, place: Path, around: peers.Chrome, environment: Mapping[str, str]) -> Builder:
    project = place.parent / peer.name.lower()
    peer.write(project, around)
    shutil.copytree(place / NEWS, project / peer.news, dirs_exist_ok=True)
    for name in ("static", "documents"):
        target = project / ("content" if peer.name == "Pelican" else "static" if peer.name == "Hugo" else ".")
        shutil.copytree(place / "public" / name, target / name)

    def forget() -> None:
        shutil.rmtree(project / "public", ignore_errors=True)

    return Builder(f"{peer.name} {peer.version}", peer.command, project, environment, forget)


def _look(builder: Builder, count: int) -> None:
    """What is compared is the same: every piece of news is a page, the feed holds the latest, the sitemap all."""
    public = builder.folder / "public"
    pages = list((public / "actualites").glob("*-*/index.html"))
    assert len(pages) == count, f"{builder.label}: {len(pages)} pages"
    for path, mark, expected in (("feed.xml", "<entry>", peers.LATEST), ("../sitemap.xml", "<loc>", count)):
        found = (public / "actualites" / path).read_text(encoding="utf-8").count(mark)
        assert found >= expected, f"{builder.label}: {found} in {path}"
    text = pages[0].read_text(encoding="utf-8")
    assert all(part in text for part in ("<h1", "<h2", "<nav", "<em>", "<footer")), builder.label


def _table(builders: Sequence[Builder], hugo: Builder | None) -> None:
    width = max(len(builder.label) for builder in builders)
    print(f"\n| {'':{width}} |  wall s |  from |    to | CPU s | peak MiB | × Hugo wall | × Hugo peak |")
    print(f"| {'-' * width} | ------: | ----: | ----: | ----: | -------: | ----------: | ----------: |")
    for one in builders:
        walls = [cost.wall for cost in one.costs]
        cpu, peak = (statistics.median(getattr(cost, name) for cost in one.costs) for name in ("cpu", "peak"))
        ratios = [f"{_ratio(one, hugo, name):.2f}" if hugo else "–" for name in ("wall", "peak")]
        print(
            f"| {one.label:{width}} | {statistics.median(walls):7.3f} | {min(walls):5.2f} | {max(walls):5.2f} | "
            f"{cpu:5.2f} | {peak:8.0f} | {ratios[0]:>11} | {ratios[1]:>11} |"
        )
    print(flush=True)


def _ratio(one: Builder, other: Builder, name: str) -> float:
    """The median of the ratios taken round by round."""
    pairs = zip(one.costs, other.costs, strict=True)
    ratio: float = statistics.median(getattr(mine, name) / getattr(its, name) for mine, its in pairs)
    return ratio


def _judge(one: Builder, hugo: Builder) -> bool:
    wall, peak = _ratio(one, hugo, "wall"), _ratio(one, hugo, "peak")
    within = wall <= WALL[one.label] and peak <= PEAK
    print(
        f"{'Within' if within else 'ABOVE'} the limits: {one.label}, {wall:.2f} of {WALL[one.label]} times Hugo’s full "
        f"build, {peak:.2f} of {PEAK} times its peak"
    )
    return within
