"""Commits and merges made in a temporary worktree of a place, so that its own folder does not change."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tierslieu.core.git import commit_of, committer_options, git

#: How the kit's changes are merged, whatever the settings of the user: what the team added to a folder that moved goes
#: along, renames are looked for among all files, and line ends are no difference.
_MERGE = ("-c", "merge.directoryRenames=true", "-c", "merge.renameLimit=0", "-c", "merge.renormalize=true",
          "-c", "merge.conflictStyle=merge", "-c", "merge.ff=true", "-c", "rerere.enabled=false")  # fmt: skip


@contextmanager
def worktree(root: Path, commit: str, temporary: Path, *, empty: bool = False) -> Iterator[Path]:
    """A folder in ``temporary`` with the files of ``commit``, or none if it is ``empty``, on no branch."""
    with tempfile.TemporaryDirectory(dir=temporary, ignore_cleanup_errors=True) as name:
        folder = Path(name) / "place"
        options = ("--no-checkout",) if empty else ()
        git(root, "worktree", "prune")  # of an update that was killed
        git(root, "worktree", "add", "--quiet", "--detach", *options, str(folder), commit)
        try:
            yield folder
        finally:
            git(root, "worktree", "remove", "--force", str(folder), check=False)


def snapshot(root: Path, fill: Callable[[Path], None], message: str, *parents: str, temporary: Path) -> str:
    """Commit what ``fill`` puts into an empty folder in ``temporary``, with these parents, on no branch; the commit."""
    with worktree(root, "HEAD", temporary, empty=True) as folder:
        fill(folder)
        git(folder, "add", "--all")
        tree = git(folder, "write-tree")
    return _commit_tree(root, tree, message, *parents)


def commit_with_parent(root: Path, commit: str, parent: str, message: str) -> str:
    """A commit with the files of ``commit`` and both as parents: a common history for two commits without one."""
    return _commit_tree(root, f"{commit}^{{tree}}", message, commit, parent)


def _commit_tree(root: Path, tree: str, message: str, *parents: str) -> str:
    options = [option for parent in parents for option in ("-p", parent)]
    return git(root, *committer_options(root), "commit-tree", tree, *options, "-m", message)


def merge(folder: Path, commit: str, message: str, fix: Callable[[], object]) -> tuple[str, ...]:
    """Merge ``commit`` into ``folder``, call ``fix``, and commit if no file is in conflict; returns those that are."""
    committer = committer_options(folder)
    try:
        git(folder, *committer, *_MERGE, "merge", "--quiet", "--no-ff", "--no-commit", "-m", message, commit)
    except subprocess.CalledProcessError:
        if not commit_of(folder, "MERGE_HEAD"):
            raise
    for path, stages in unmerged(folder).items():
        if 2 not in stages and 1 in stages:  # deleted by the team and changed by the kit: it stays deleted
            git(folder, "rm", "--quiet", "--cached", "--force", "--", path)
            (folder / path).unlink(missing_ok=True)
    fix()
    conflicts = tuple(sorted(unmerged(folder)))
    if not conflicts:
        git(folder, *committer, "commit", "--quiet", "--no-edit")
    return conflicts


def unmerged(folder: Path) -> dict[str, set[int]]:
    """The files in conflict, each with the stages that git has of it: 1 the base, 2 the team's, 3 the kit's."""
    stages: dict[str, set[int]] = {}
    for line in filter(None, git(folder, "ls-files", "-z", "--unmerged").split("\0")):
        entry, _, path = line.partition("\t")
        stages.setdefault(path, set()).add(int(entry.split()[2]))
    return stages
