"""The changes that a team has committed since the kit gave the place its files, counted by part of the place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tierslieu.core.git import commit_of, git

from .recorded import kit_commits

#: The parts of a place that a team may change, in the order of the report.
PARTS = ("config", "governance", "content", "vocabulary", "overrides", "theme", "tierslieu")


@dataclass(frozen=True)
class PartChanges:
    """The changes of a part of the place: numbers of files added, changed and deleted, and of lines written."""

    part: str
    added: int
    amended: int
    gone: int
    lines: int


def local_changes(root: Path) -> list[PartChanges]:
    """The parts that the team has changed; empty without git, or without the branch that holds what the kit gave."""
    try:
        base = next((commit for _, commit in kit_commits(root)), "")
        if not base or not commit_of(root, "HEAD"):
            return []
    except FileNotFoundError:
        return []
    return [changes for part in PARTS if (changes := _part_changes(root, base, part))]


def _part_changes(root: Path, base: str, part: str) -> PartChanges | None:
    kinds = [kind for kind, _ in _statuses(root, base, part)]
    if not kinds:
        return None
    counts = git(root, "diff", "--numstat", "--no-renames", base, "HEAD", "--", part).splitlines()
    lines = sum(int(count.split("\t")[0]) for count in counts if count[0].isdigit())
    return PartChanges(part, kinds.count("A"), kinds.count("M"), kinds.count("D"), lines)


def _statuses(root: Path, base: str, part: str) -> Iterator[tuple[str, str]]:
    fields = git(root, "diff", "--name-status", "--no-renames", "-z", base, "HEAD", "--", part).split("\0")
    yield from zip(fields[::2], fields[1::2], strict=False)
