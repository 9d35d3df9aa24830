"""The git repository of a place, as far as people must know of it: is there one, is it free, who writes in it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tierslieu.core.git import commit_of, conflict_lines, git, git_paths, reason_of
from tierslieu.core.problems import Problem, Problems
from tierslieu.generation.origin import KIT_BRANCH
from tierslieu.lineage import undo_record

#: What git keeps while it waits for somebody to finish something, below ``.git``.
_UNFINISHED = ("CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply", "BISECT_LOG")


def has_repository(root: Path) -> bool:
    """Whether ``root`` is a repository of its own.

    Raises ``Problems`` without git, inside a larger repository, or when git refuses to read the one that is there.
    """
    try:
        top = git(root, "rev-parse", "--show-toplevel", check=(root / ".git").exists())
    except FileNotFoundError:
        raise Problems([Problem("versions.no_git")]) from None
    except subprocess.CalledProcessError as error:
        raise Problems([Problem("versions.unreadable", {"detail": reason_of(error)})]) from None
    if top and Path(top).resolve() != root.resolve():
        raise Problems([Problem("versions.inside", {"folder": top})])
    return bool(top)


def require_versions(root: Path) -> None:
    """Raise ``Problems`` when ``root`` has no saved version yet."""
    if not has_repository(root) or not commit_of(root, "HEAD"):
        raise Problems([Problem("versions.none")])


def refuse_busy(root: Path) -> None:
    """Raise ``Problems`` when git waits for something else to be finished, or is on no branch of the team's."""
    undo_record.refuse_interrupted(root)
    branch = git(root, "symbolic-ref", "--quiet", "--short", "HEAD", check=False)
    if any(path.exists() for path in git_paths(root, _UNFINISHED)):
        raise Problems([Problem("versions.busy")])
    if not branch:
        raise Problems([Problem("versions.no_branch")])
    if branch == KIT_BRANCH:
        raise Problems([Problem("update.on_kit", {"branch": KIT_BRANCH})])


def refuse_conflicts(root: Path) -> None:
    """Raise ``Problems`` that name the files in which a merge has left two versions to choose from."""
    paths = git(root, "diff", "--name-only", "-z", "--diff-filter=U").split("\0")
    files = [path for path in paths if path and (root / path).is_file()]
    problems = [
        Problem("versions.conflict", file=path, line=line)
        for path in files
        for line in conflict_lines((root / path).read_bytes())
    ]
    if problems:
        raise Problems(problems)


def is_merging(root: Path) -> bool:
    """Whether a merge, such as that of an update, waits to be saved."""
    return bool(commit_of(root, "MERGE_HEAD"))


def author_of(root: Path) -> tuple[str, str]:
    """The name and the address under which versions are saved; both empty where git knows none."""
    known = re.match(r"(.*) <(.*)> ", git(root, "var", "GIT_AUTHOR_IDENT", check=False))
    return (known[1], known[2]) if known else ("", "")


def set_author(root: Path, name: str, email: str) -> None:
    """Write who saves versions into the settings of this repository alone."""
    git(root, "config", "--local", "user.name", name)
    git(root, "config", "--local", "user.email", email)


def ignored_paths(root: Path, paths: Sequence[str]) -> set[str]:
    """Those among ``paths`` that ``.gitignore`` keeps out of versions."""
    stdin = "\0".join(paths).encode("utf-8", "surrogateescape")
    output = git(root, "check-ignore", "--no-index", "-z", "--stdin", check=False, stdin=stdin)
    return set(filter(None, output.split("\0")))
