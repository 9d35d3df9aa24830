"""The files that were removed from a place, with the text that they had in the last version that has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tierslieu.core.git import commit_of, git
from tierslieu.core.problems import Problems

from .repository import has_repository


def removed_files(root: Path, folder: str) -> Iterator[tuple[str, str]]:
    """The path and the text of each file of ``folder`` that is no longer there, the last removed first.

    None without git, and in a place without saved versions.
    """
    try:
        if not has_repository(root) or not commit_of(root, "HEAD"):
            return
    except Problems:
        return
    seen: set[str] = set()
    for revision, path in _removals(root, folder):
        if path not in seen and not (root / path).exists():
            seen.add(path)
            yield path, git(root, "show", f"{revision}:{path}", check=False)


def _removals(root: Path, folder: str) -> Iterator[tuple[str, str]]:
    """Each path of ``folder`` that was removed, with a revision that has it; those not saved yet come first."""
    unsaved = git(root, "diff", "--name-only", "-z", "--diff-filter=D", "HEAD", "--", folder, check=False)
    yield from (("HEAD", path) for path in unsaved.split("\0") if path)
    options = ("--no-renames", "--name-only", "-z", "--diff-filter=D", "--format=%H", "-m", "--first-parent")
    revision = ""
    for field in git(root, "log", *options, "--", folder, check=False).split("\0"):
        # git writes the commit, an empty line, then its paths.
        for line in filter(None, field.split("\n")):
            if line.startswith(f"{folder}/"):
                yield f"{revision}^", line
            else:
                revision = line
