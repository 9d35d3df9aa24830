"""A clone of the kit that a place comes from, at the version to update to."""

from __future__ import annotations

import os
import posixpath
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tierslieu.core.git import commit_of, git
from tierslieu.core.problems import Problem, Problems, closest

from .kit_render import QUESTIONS_FILE
from .kit_versions import Version, published
from .recorded import RecordedLineage


@dataclass(frozen=True)
class Kit:
    """A clone of the kit in ``folder``, the ``commit`` to update to, and the versions that it has published."""

    folder: Path
    commit: str
    versions: tuple[Version, ...]

    @property
    def name(self) -> str:
        """The name of ``commit`` for people: its version, if it is one, and its number."""
        names = [version.name for version in self.versions if version.commit == self.commit]
        return f"{names[-1]}, {self.commit[:12]}" if names else self.commit[:12]

    def since(self, commit: str) -> tuple[Version, ...]:
        """The versions that come after ``commit``, up to the one to update to."""
        new = set(git(self.folder, "rev-list", self.commit, f"^{commit}", check=False).splitlines())
        return tuple(version for version in self.versions if version.commit in new)

    def checkout(self, commit: str) -> None:
        """Put the files of ``commit`` into the folder.

        Raises ``Problems`` when the kit has no such commit, or a symbolic link that leads outside.
        """
        try:
            git(self.folder, "checkout", "--quiet", "--detach", commit)
        except subprocess.CalledProcessError:
            raise Problems([Problem("update.lost_commit", {"commit": commit[:12]})]) from None
        _refuse_links_outside(self.folder)

    def show(self, commit: str, path: str) -> str:
        """The text of a file of the kit at ``commit``; empty when it has none."""
        return git(self.folder, "show", f"{commit}:{path}", check=False)


def fetch(lineage: RecordedLineage, version: str | None, folder: Path) -> Kit:
    """Clone the kit at ``version`` (main branch by default); ``Problems`` if unreadable, unknown or older."""
    try:
        git(folder.parent, "clone", "--quiet", "--no-checkout", lineage.template, str(folder))
    except subprocess.CalledProcessError as error:
        detail = " ".join((error.stderr or "").split())
        raise Problems([Problem("update.fetch", {"template": lineage.template, "detail": detail})]) from None
    versions = published(folder)
    commit = _resolve(folder, version, versions) if version else commit_of(folder, "HEAD")
    if not commit or not git(folder, "ls-tree", "--name-only", commit, "--", QUESTIONS_FILE):
        raise Problems([Problem("update.not_a_kit", {"template": lineage.template})])
    if commit != lineage.commit and _is_ancestor(folder, commit, lineage.commit):
        values = {"version": version or commit[:12], "commit": lineage.commit[:12]}
        raise Problems([Problem("update.older", values)])
    return Kit(folder, commit, versions)


def _resolve(folder: Path, version: str, versions: tuple[Version, ...]) -> str:
    """The commit of ``version``, the name of a version, of a branch or of a commit; raises ``Problems``."""
    commits = {entry.name: entry.commit for entry in versions}
    name = version.removeprefix("v")
    commit = commits.get(name) or commit_of(folder, f"refs/remotes/origin/{version}") or commit_of(folder, version)
    if not commit:
        raise Problems([Problem("update.version", {"version": version, "closest": closest(name, commits) or "–"})])
    return commit


def _refuse_links_outside(folder: Path) -> None:
    """Raise ``Problems`` for symbolic links that lead outside the kit, or from its template outside the place."""
    entries = git(folder, "ls-files", "--stage", "-z").split("\0")
    names = [entry.partition("\t")[2] for entry in entries if entry.startswith("120000 ")]
    links = {name: _link_target(folder / name) for name in names}
    problems = [
        Problem("update.link", {"file": name, "target": target})
        for name, target in links.items()
        if not _stays_inside(name, target)
    ]
    if problems:
        raise Problems(problems)


def _stays_inside(name: str, target: str) -> bool:
    """Whether the link ``name``, a path of the kit, leads to a path of the kit, or of the same template."""
    parts = PurePosixPath(posixpath.normpath(posixpath.join(posixpath.dirname(name), target))).parts
    if Path(target).is_absolute() or not parts or parts[0] in ("/", "..", ".git"):
        return False
    top = PurePosixPath(name).parts[0]
    return not top.startswith("{{") or (parts[0] == top and len(parts) > 1)


def _link_target(path: Path) -> str:
    """Where a link leads; on a system without links, git writes that into an ordinary file."""
    return os.readlink(path) if path.is_symlink() else path.read_text(encoding="utf-8", errors="replace")  # noqa: PTH115


def _is_ancestor(folder: Path, commit: str, other: str) -> bool:
    return (
        git(folder, "rev-list", "--max-count=1", other, f"^{commit}", check=False) != ""
        and git(folder, "merge-base", commit, other, check=False) == commit
    )
