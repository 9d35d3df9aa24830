"""The place as it was at an earlier version, in git or among the dated copies, read by today's engine; nothing of the place is touched."""

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
from tierslieu.core.git import commit_of, git
from tierslieu.core.problems import Problem, Problems, closest
from tierslieu.core.theme_files import FOLDERS
from tierslieu.loading.load import load
from tierslieu.model import Space
from tierslieu.versions import dated_copies
from tierslieu.versions.history import commit_numbered
from tierslieu.versions.saved_version import SavedVersion

#: The folders that documents depend on.
_FOLDERS = ("config", "content", "governance", "vocabulary")


def space_at(space: Space, ref: str) -> tuple[Space, dt.date]:
    """The place at ``ref`` (a tag, a branch, a commit or the number of a version) as it would be read today, and the date of that version.

    It keeps the root of ``space``, and so its theme. Raises ``Problems`` when ``ref`` doesn't exist or can't be read.
    """
    copy = _dated_copy(space.root, ref)
    commit = "" if copy else _commit(space.root, ref)
    date = copy.date.date() if copy else _date(space.root, commit)
    with tempfile.TemporaryDirectory(prefix="lieu-") as folder:
        if copy:
            _copy_version(space.root, copy, Path(folder))
        else:
            _extract(space.root, commit, ref, Path(folder))
        _copy_look(space.root, Path(folder))
        try:
            old_space = load(Path(folder), space.today)
        except Problems as error:
            raise unreadable(ref, error) from None
    # Documents can't be filled while references are broken.
    findings = [finding for rule in (*REFERENCES, services_have_operators) for finding in rule(old_space)]
    if findings:
        raise unreadable(ref, Problems(Problem(finding.code, finding.values, finding.file) for finding in findings))
    return replace(old_space, root=space.root), date


def unreadable(ref: str, error: Problems) -> Problems:
    """The ``Problems`` of a version that can't be read because of ``error``."""
    first = error.problems[0]
    position = first.file if first.line is None else f"{first.file}:{first.line}"
    return Problems([Problem("changes.unreadable", {"ref": ref, "count": len(error.problems), "first": position})])


def _dated_copy(root: Path, ref: str) -> SavedVersion | None:
    """The version with the number ``ref``, where versions are dated copies."""
    copies = dated_copies.all_versions(root) if dated_copies.are_used(root) else []
    return next((one for one in copies if str(one.number) == ref), None)


def _copy_version(root: Path, version: SavedVersion, folder: Path) -> None:
    for path, copy in dated_copies.contents(root, version.number).items():
        if path.partition("/")[0] in _FOLDERS:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(copy, folder / path)


def _date(root: Path, commit: str) -> dt.date:
    return dt.date.fromisoformat(git(root, "show", "--no-patch", "--format=%cs", commit))


def _commit(root: Path, ref: str) -> str:
    try:
        is_inside = git(root, "rev-parse", "--is-inside-work-tree", check=False)
    except FileNotFoundError:
        raise Problems([Problem("changes.no_git")]) from None
    if is_inside != "true":
        raise Problems([Problem("changes.no_repository")])
    commit = commit_of(root, ref) or commit_numbered(root, ref)
    if not re.fullmatch("[0-9a-f]{40,64}", commit):
        names = git(root, "for-each-ref", "--format=%(refname:short)", "refs/tags", "refs/heads", "refs/remotes")
        values = {"ref": ref, "closest": closest(ref, names.splitlines()) or "–"}
        raise Problems([Problem("changes.unknown", values)])
    return commit


def _copy_look(root: Path, folder: Path) -> None:
    """Copy the look of ``root`` into ``folder``: the old version may not have these files."""
    for base in FOLDERS:
        for kind in ("palettes", "typefaces", "motifs"):
            if (root / base / kind).is_dir():
                shutil.copytree(root / base / kind, folder / base / kind)


def _extract(root: Path, commit: str, ref: str, folder: Path) -> None:
    """Copy ``_FOLDERS``, as they were in ``commit``, into ``folder``."""
    names = git(root, "ls-tree", "--name-only", commit).splitlines()
    if "config" not in names:
        raise Problems([Problem("changes.no_place", {"ref": ref})])
    archive = folder / "version.zip"
    folders = [name for name in _FOLDERS if name in names]
    try:
        git(root, "archive", "--format=zip", "-0", f"--output={archive}", commit, *folders)
    except subprocess.CalledProcessError:
        # A clone that left file contents on the server has the version, but not its files.
        raise unreadable(ref, Problems([Problem("file.unreadable", file="git archive")])) from None
    with zipfile.ZipFile(archive) as files:
        files.extractall(folder)
