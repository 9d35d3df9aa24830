"""The place as it was at an earlier version that git keeps, read by today's engine; nothing of the place is touched."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

from tierslieu.check.references import REFERENCES
from tierslieu.check.services import services_have_operators
from tierslieu.core.git import git
from tierslieu.core.problems import Problem, Problems, closest
from tierslieu.loading.load import load
from tierslieu.look.choices import FOLDERS
from tierslieu.model import Space

#: What documents are made from.
_FOLDERS = ("config", "content", "governance", "vocabulary")


def at(space: Space, ref: str) -> tuple[Space, dt.date]:
    """The place at ``ref`` (a tag, a branch, a commit) as it is read on the same day, and the date of that version.

    It keeps today's root: what shapes documents is today's. Raises ``Problems`` when ``ref`` can't be had or read.
    """
    commit = _commit(space.root, ref)
    day = dt.date.fromisoformat(git(space.root, "show", "--no-patch", "--format=%cs", commit))
    with tempfile.TemporaryDirectory(prefix="lieu-") as folder:
        _extract(space.root, commit, ref, Path(folder))
        _lend_look(space.root, Path(folder))
        try:
            then = load(Path(folder), space.today)
        except Problems as error:
            raise unreadable(ref, error) from None
    # Names that lead nowhere would stop what fills documents.
    lost = [finding for rule in (*REFERENCES, services_have_operators) for finding in rule(then)]
    if lost:
        raise unreadable(ref, Problems(Problem(one.code, one.values, one.file) for one in lost))
    return replace(then, root=space.root), day


def unreadable(ref: str, error: Problems) -> Problems:
    """What to tell of a version in which ``error`` was found."""
    first = error.problems[0]
    where = first.file if first.line is None else f"{first.file}:{first.line}"
    return Problems([Problem("changes.unreadable", {"ref": ref, "count": len(error.problems), "first": where})])


def _commit(root: Path, ref: str) -> str:
    try:
        inside = git(root, "rev-parse", "--is-inside-work-tree", check=False)
    except FileNotFoundError:
        raise Problems([Problem("changes.no_git")]) from None
    if inside != "true":
        raise Problems([Problem("changes.no_repository")])
    commit = (
        "" if ref.startswith("-") else git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", check=False)
    )
    if not re.fullmatch("[0-9a-f]{40,64}", commit):
        names = git(root, "for-each-ref", "--format=%(refname:short)", "refs/tags", "refs/heads", "refs/remotes")
        values = {"ref": ref, "closest": closest(ref, names.splitlines()) or "–"}
        raise Problems([Problem("changes.unknown", values)])
    return commit


def _lend_look(root: Path, folder: Path) -> None:
    """Give an earlier version the look of today, which it may not have had yet."""
    for base in FOLDERS:
        for kind in ("palettes", "types", "motifs"):
            if (root / base / kind).is_dir():
                shutil.copytree(root / base / kind, folder / base / kind)


def _extract(root: Path, commit: str, ref: str, folder: Path) -> None:
    """Put the folders that documents are made from, as they were in ``commit``, into ``folder``."""
    there = git(root, "ls-tree", "--name-only", commit).splitlines()
    if "config" not in there:
        raise Problems([Problem("changes.no_place", {"ref": ref})])
    archive = folder / "version.zip"
    wanted = [name for name in _FOLDERS if name in there]
    try:
        git(root, "archive", "--format=zip", f"--output={archive}", commit, *wanted)
    except subprocess.CalledProcessError:
        # A clone that left file contents on the server has the version, but not its files.
        raise unreadable(ref, Problems([Problem("file.unreadable", file="git archive")])) from None
    with zipfile.ZipFile(archive) as files:
        files.extractall(folder)
