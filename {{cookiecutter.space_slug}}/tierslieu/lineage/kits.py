"""The kit that a place comes from, fetched at the version that is wanted."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tierslieu.lineage import Lineage
from tierslieu.local.git import git
from tierslieu.problems import Problem, Problems
from tierslieu.suggest import closest


@dataclass(frozen=True)
class Kit:
    """A clone of the kit in ``folder``, and the ``commit`` that is wanted of it."""

    folder: Path
    commit: str

    def checkout(self, commit: str) -> None:
        """Put the files of ``commit`` into the folder; raises ``Problems`` when the kit has no such commit."""
        try:
            git(self.folder, "checkout", "--quiet", "--detach", commit)
        except subprocess.CalledProcessError:
            raise Problems([Problem("update.lost_commit", {"commit": commit[:12]})]) from None

    def show(self, commit: str, path: str) -> str:
        """The text of a file of the kit at ``commit``; empty when it has none."""
        return git(self.folder, "show", f"{commit}:{path}", check=False)


def fetch(lineage: Lineage, version: str | None, folder: Path) -> Kit:
    """Clone the kit into ``folder``, at ``version`` (a tag, a branch or a commit; its main branch by default).

    Raises ``Problems`` when it can't be read, has no such version, or when that version is older than the place's.
    """
    try:
        git(folder.parent, "clone", "--quiet", "--no-checkout", lineage.template, str(folder))
    except subprocess.CalledProcessError as error:
        detail = " ".join((error.stderr or "").split())
        raise Problems([Problem("update.fetch", {"template": lineage.template, "detail": detail})]) from None
    commit = _commit(folder, version) if version else git(folder, "rev-parse", "HEAD")
    if commit != lineage.commit and _is_ancestor(folder, commit, lineage.commit):
        values = {"version": version or commit[:12], "commit": lineage.commit[:12]}
        raise Problems([Problem("update.older", values)])
    return Kit(folder, commit)


def _commit(folder: Path, version: str) -> str:
    for name in (f"refs/tags/{version}", f"refs/tags/v{version}", f"refs/remotes/origin/{version}", version):
        found = (
            ""
            if name.startswith("-")
            else git(folder, "rev-parse", "--verify", "-q", f"{name}^{{commit}}", check=False)
        )
        if found:
            return found
    known = git(folder, "tag", "--list").splitlines()
    raise Problems([Problem("update.version", {"version": version, "closest": closest(version, known) or "–"})])


def _is_ancestor(folder: Path, commit: str, other: str) -> bool:
    return (
        git(folder, "rev-list", "--max-count=1", other, f"^{commit}", check=False) != ""
        and git(folder, "merge-base", commit, other, check=False) == commit
    )
