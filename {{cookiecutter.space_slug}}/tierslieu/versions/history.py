"""The saved versions of a place, numbered from 1, each with what it changed."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path

from tierslieu.core.git import git
from tierslieu.core.problems import Problem, Problems, closest

from . import dated_copies
from .repository import ignored_paths, require_versions
from .saved_version import SavedVersion

_FORMAT = "%x01%H%n%aI%n%an%n%s"


def saved_versions(root: Path, path: str = "") -> list[SavedVersion]:
    """The versions, newest first, or those that changed the file or folder ``path``; ``Problems`` without any."""
    if dated_copies.are_used(root):
        copies = dated_copies.all_versions(root)
        if not copies:
            raise Problems([Problem("versions.none")])
        return [one for one in copies if any(f"{name}/".startswith(f"{path}/" if path else "") for name in one.paths)]
    require_versions(root)
    numbers = {commit: number for number, commit in _numbered_commits(root).items()}
    options = ("-c", "log.showRoot=true", "--literal-pathspecs", "log", "--first-parent", "-m", "--no-renames")
    newest = next(reversed(numbers))  # not HEAD, which an update may have moved since
    output = git(root, *options, "-z", "--name-only", f"--format={_FORMAT}", newest, "--", *([path] if path else []))
    return [_version(record, numbers) for record in output.split("\1")[1:]]


def file_versions(root: Path, version: SavedVersion, path: str) -> tuple[str, str]:
    """The text of a file before ``version`` and in it; empty where there is none."""
    if dated_copies.are_used(root):
        return dated_copies.file_versions(root, version, path)
    return (
        git(root, "show", f"{version.commit}^:{path}", check=False, strip=False),
        git(root, "show", f"{version.commit}:{path}", check=False, strip=False),
    )


def versions_changing(root: Path, versions: Sequence[SavedVersion], path: str, word: str) -> list[SavedVersion]:
    """Those of ``versions``, newest first, that changed a line with ``word`` in a file that was there before."""
    touching = [version for version in versions if version.number > 1 and path in version.paths]
    if not touching:
        return []
    if dated_copies.are_used(root):
        both = [(version, dated_copies.file_versions(root, version, path)) for version in touching]
        return [version for version, (before, after) in both if _lines(before, word) != _lines(after, word)]
    options = ("--first-parent", "-m", "--format=%H", "-G", word, f"{touching[-1].commit}^..{touching[0].commit}")
    commits = set(git(root, "log", *options, "--", path).split())
    return [version for version in touching if version.commit in commits]


def _lines(content: str, word: str) -> list[str]:
    return [line for line in content.splitlines() if word in line]


def commit_numbered(root: Path, number: str) -> str:
    """The commit of the version with a number; empty when there is none."""
    return _numbered_commits(root).get(int(number), "") if number.isdecimal() else ""


def _numbered_commits(root: Path) -> dict[int, str]:
    commits = git(root, "rev-list", "--first-parent", "--reverse", "HEAD").splitlines()
    return dict(enumerate(commits, 1))


def _version(record: str, numbers: dict[str, int]) -> SavedVersion:
    head, *paths = record.split("\0")
    commit, date, author, message = head.split("\n")
    files = tuple(name for path in paths if (name := path.lstrip("\n")))
    return SavedVersion(numbers[commit], commit, dt.datetime.fromisoformat(date), author, message, files)


def version_named(versions: list[SavedVersion], name: str) -> SavedVersion:
    """The version with a number, or with a commit that begins with ``name``; raises ``Problems`` without one."""
    wanted = name.strip().removeprefix("v")
    for version in versions:
        if str(version.number) == wanted or (len(wanted) >= 7 and version.commit.startswith(wanted)):
            return version
    raise Problems([Problem("versions.unknown", {"version": name, "newest": versions[0].number})])


def path_in_place(root: Path, name: str) -> str:
    """``name``, typed in the current folder, as a path of the place, empty for its root; ``Problems`` outside it."""
    absolute = Path(os.path.abspath(name))  # noqa: PTH100 (a link itself, not what it leads to)
    absolute = absolute.parent.resolve() / absolute.name
    if not absolute.is_relative_to(root.resolve()):
        raise Problems([Problem("versions.outside", {"file": name})])
    path = absolute.relative_to(root.resolve()).as_posix()
    return "" if path == "." else path


def refuse_unknown(root: Path, path: str) -> None:
    """Raise ``Problems`` for a path that is in no version, with the one that is closest."""
    if ignored_paths(root, [path]):
        raise Problems([Problem("versions.ignored", file=path)])
    names = git(root, "ls-tree", "-r", "--name-only", "-z", "HEAD").split("\0")
    near = closest(path, names)
    raise Problems([Problem("versions.no_file_near" if near in names else "versions.no_file", {"near": near}, path)])
