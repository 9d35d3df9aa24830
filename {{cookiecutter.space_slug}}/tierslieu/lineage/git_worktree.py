"""Work done beside the folder of a place, in its own repository: what people have open is not touched."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tierslieu.core.git import committer_options, git

#: How the kit's changes are merged, whatever the user's own set-up says: what the team added to a folder that moved
#: goes along, renames are looked for among all files, and line endings are no difference.
_MERGE = ("-c", "merge.directoryRenames=true", "-c", "merge.renameLimit=0", "-c", "merge.renormalize=true",
          "-c", "merge.conflictStyle=merge", "-c", "merge.ff=true", "-c", "rerere.enabled=false")  # fmt: skip


@contextmanager
def worktree(root: Path, commit: str, *, empty: bool = False) -> Iterator[Path]:
    """A folder with the files of ``commit``, or none, on no branch; it is gone after the block."""
    with tempfile.TemporaryDirectory(prefix="lieu-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / "place"
        options = ("--no-checkout",) if empty else ()
        git(root, "worktree", "prune")  # of an update that was killed
        git(root, "worktree", "add", "--quiet", "--detach", *options, str(folder), commit)
        try:
            yield folder
        finally:
            git(root, "worktree", "remove", "--force", str(folder), check=False)


def snapshot(root: Path, fill: Callable[[Path], None], message: str, *parents: str) -> str:
    """Commit what ``fill`` puts into an empty folder, with these parents, on no branch; returns the commit."""
    with worktree(root, "HEAD", empty=True) as folder:
        fill(folder)
        git(folder, "add", "--all")
        tree = git(folder, "write-tree")
    of = [option for parent in parents for option in ("-p", parent)]
    return git(root, *committer_options(root), "commit-tree", tree, *of, "-m", message)


def linked(root: Path, commit: str, other: str, message: str) -> str:
    """A commit with the files of ``commit`` that descends from ``other`` too, which shares no history with it."""
    return git(
        root, *committer_options(root), "commit-tree", f"{commit}^{{tree}}", "-p", commit, "-p", other, "-m", message
    )


def merge(folder: Path, commit: str, message: str, mend: Callable[[], object]) -> tuple[str, ...]:
    """Merge ``commit`` into what ``folder`` has checked out; returns the files in conflict, which are left marked.

    A file that the team deleted and the kit changed stays deleted. ``mend`` may change what git made of the rest. Commits
    when nothing is in conflict.
    """
    who = committer_options(folder)
    try:
        git(folder, *who, *_MERGE, "merge", "--quiet", "--no-ff", "--no-commit", "-m", message, commit)
    except subprocess.CalledProcessError:
        if not git(folder, "rev-parse", "--verify", "--quiet", "MERGE_HEAD", check=False):
            raise
    for path, sides in _unmerged(folder).items():
        if 2 not in sides and 1 in sides:
            git(folder, "rm", "--quiet", "--cached", "--force", "--", path)
            (folder / path).unlink(missing_ok=True)
    mend()
    left = tuple(sorted(_unmerged(folder)))
    if not left:
        git(folder, *who, "commit", "--quiet", "--no-verify", "--no-edit")
    return left


def _unmerged(folder: Path) -> dict[str, set[int]]:
    """The files in conflict, each with the sides that have it: 1 before both, 2 the team's, 3 the kit's."""
    found: dict[str, set[int]] = {}
    for line in filter(None, git(folder, "ls-files", "-z", "--unmerged").split("\0")):
        told, _, path = line.partition("\t")
        found.setdefault(path, set()).add(int(told.split()[2]))
    return found
