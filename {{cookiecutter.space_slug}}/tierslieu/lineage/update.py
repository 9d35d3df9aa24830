"""Takes the kit's later improvements by an ordinary merge of git.

The branch ``kit`` holds what the kit gave, untouched: its next commit is what the kit gives now, and merging it brings
the difference, with ordinary conflict marks where the team changed the same lines.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tierslieu.lineage import Lineage, read
from tierslieu.lineage.render import render
from tierslieu.local.birth import KIT_BRANCH, write_lineage
from tierslieu.local.git import commit_all, git, identity
from tierslieu.problems import Problem, Problems


def update(root: Path, version: str | None) -> Problems | str:
    """Merge the kit at ``version`` (a tag, a branch or a commit; its main branch by default) into the current branch.

    Returns the new commit of the kit, the old one when there is nothing new, or ``Problems`` naming each conflict.
    Raises ``Problems`` when the update can't begin; the place is then as it was.
    """
    lineage = read(root)
    _refuse_unready(root)
    with tempfile.TemporaryDirectory(prefix="lieu-") as folder:
        kit = _fetch(lineage.template, version, Path(folder) / "kit")
        commit = git(kit, "rev-parse", "HEAD")
        if commit == lineage.commit:
            return commit
        if not _has_kit_branch(root):
            _restore_kit_branch(root, kit, lineage, Path(folder) / "before")
            git(kit, "checkout", "--quiet", commit)
        _render_on_kit_branch(root, kit, lineage, commit, Path(folder) / "after")
    return _merge(root, commit)


def _refuse_unready(root: Path) -> None:
    try:
        top = git(root, "rev-parse", "--show-toplevel", check=False)
    except FileNotFoundError:
        raise Problems([Problem("update.no_git")]) from None
    if not top or Path(top).resolve() != root.resolve():
        raise Problems([Problem("update.no_repository")])
    if git(root, "status", "--porcelain"):
        raise Problems([Problem("update.dirty")])


def _fetch(template: str, version: str | None, folder: Path) -> Path:
    try:
        git(folder.parent, "clone", "--quiet", template, str(folder))
        if version:
            git(folder, "checkout", "--quiet", version)
    except subprocess.CalledProcessError as error:
        values = {"template": template, "detail": (error.stderr or "").strip()}
        raise Problems([Problem("update.fetch", values)]) from None
    return folder


def _has_kit_branch(root: Path) -> bool:
    """Whether the branch ``kit`` is here; that of the server is taken where only it exists, as in a fresh clone."""
    if git(root, "rev-parse", "--verify", "--quiet", f"refs/heads/{KIT_BRANCH}", check=False):
        return True
    if git(root, "rev-parse", "--verify", "--quiet", f"refs/remotes/origin/{KIT_BRANCH}", check=False):
        git(root, "branch", "--quiet", KIT_BRANCH, f"origin/{KIT_BRANCH}")
        return True
    return False


def _restore_kit_branch(root: Path, kit: Path, lineage: Lineage, folder: Path) -> None:
    """Make the branch ``kit`` again from the kit that the place was made with, and say that the place descends from it.

    Places made by cruft, or cloned from a server that never got the branch, have none.
    """
    try:
        git(kit, "checkout", "--quiet", lineage.commit)
    except subprocess.CalledProcessError:
        raise Problems([Problem("update.lost_commit", {"commit": lineage.commit})]) from None
    git(root, "worktree", "add", "--quiet", "--detach", str(folder))
    try:
        git(folder, "checkout", "--quiet", "--orphan", KIT_BRANCH)
        git(folder, "rm", "--quiet", "-r", "-f", ".")
        _fill(folder, kit, lineage, lineage.commit)
        commit_all(folder, f"Kit {lineage.commit[:12]}")
    finally:
        git(root, "worktree", "remove", "--force", str(folder))
    options = ("--quiet", "--no-edit", "--allow-unrelated-histories", "--strategy", "ours")
    git(root, *identity(root), "merge", *options, KIT_BRANCH)


def _render_on_kit_branch(root: Path, kit: Path, lineage: Lineage, commit: str, folder: Path) -> None:
    git(root, "worktree", "add", "--quiet", str(folder), KIT_BRANCH)
    try:
        git(folder, "rm", "--quiet", "-r", ".")
        _fill(folder, kit, lineage, commit)
        commit_all(folder, f"Kit {commit[:12]}")
    finally:
        git(root, "worktree", "remove", "--force", str(folder))


def _fill(folder: Path, kit: Path, lineage: Lineage, commit: str) -> None:
    render(kit, folder, lineage.answers, lineage.template, commit)
    write_lineage(folder, lineage.template, commit, None, lineage.answers)


def _merge(root: Path, commit: str) -> Problems | str:
    try:
        git(root, *identity(root), "merge", "--quiet", "--no-edit", KIT_BRANCH)
    except subprocess.CalledProcessError:
        files = git(root, "diff", "--name-only", "--diff-filter=U").splitlines()
        return Problems(Problem("update.conflict", file=name) for name in files)
    return commit
