"""What a place has made of its kit, measured against what the kit gave: files added, amended, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tierslieu.core.git import git
from tierslieu.generation.origin import KIT_BRANCH

#: The parts of a place that a team makes its own, in the order in which they are told.
PARTS = ("config", "governance", "content", "vocabulary", "overrides", "theme", "tierslieu")


@dataclass(frozen=True)
class Measure:
    """A part of the place: how many of its files the team has added, amended and taken away, and lines it wrote."""

    part: str
    added: int
    amended: int
    gone: int
    lines: int


def changed(root: Path) -> list[Measure]:
    """What the team has committed since, by part; empty without git, or without the branch that keeps what the kit gave."""
    try:
        base = next((found for name in (KIT_BRANCH, f"origin/{KIT_BRANCH}") if (found := _commit(root, name))), "")
    except FileNotFoundError:
        return []
    if not base or not _commit(root, "HEAD"):
        return []
    return [one for part in PARTS if (one := _measure(root, base, part))]


def _commit(root: Path, name: str) -> str:
    return git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", check=False)


def _measure(root: Path, base: str, part: str) -> Measure | None:
    kinds = [kind for kind, _ in _statuses(root, base, part)]
    if not kinds:
        return None
    told = git(root, "diff", "--numstat", "--no-renames", base, "HEAD", "--", part).splitlines()
    lines = sum(int(line.split("\t")[0]) for line in told if line[0].isdigit())
    return Measure(part, kinds.count("A"), kinds.count("M"), kinds.count("D"), lines)


def _statuses(root: Path, base: str, part: str) -> Iterator[tuple[str, str]]:
    fields = git(root, "diff", "--name-status", "--no-renames", "-z", base, "HEAD", "--", part).split("\0")
    yield from zip(fields[::2], fields[1::2], strict=False)
