"""Saves the place as it is, as a new version."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tierslieu.core.git import (
    changed_paths,
    commit_of,
    committer_options,
    current_tree,
    git,
    has_committer,
    reason_of,
)
from tierslieu.core.problems import Problem, Problems
from tierslieu.i18n.formatting import capitalised
from tierslieu.i18n.messages import text

from . import dated_copies
from .changed_files import summary
from .history import saved_versions
from .repository import (
    has_repository,
    is_merging,
    refuse_busy,
    refuse_conflicts,
    set_author,
)
from .saved_version import SavedVersion

#: Gives the name and the e-mail address of who saves, when git knows neither; an empty name where nobody says it.
AskAuthor = Callable[[], tuple[str, str]]
#: The address of a team whose members gave none.
_TEAM_ADDRESS = "equipe@localhost"


def save(root: Path, language: str, message: str, ask_author: AskAuthor) -> SavedVersion | None:
    """Save everything, new files too, but what ``.gitignore`` leaves out; None when nothing is new.

    Where nobody says who saves, the version is kept under the name of the team, and the next one asks again.
    A folder that is no repository becomes one; on a computer without git, versions are dated copies. Without ``message``, the version is named after what changed. A merge
    whose conflicts are corrected ends with it. Raises ``Problems``; nothing is saved then.
    """
    if dated_copies.are_used(root):
        return dated_copies.save(root, language, message, ask_author)
    is_new = not has_repository(root)
    if not is_new:
        refuse_busy(root)
        refuse_conflicts(root)
    author = None if has_committer(root) else ask_author()
    unnamed = text(language, "save.team") if author and not author[0] else ""
    try:
        if is_new:
            git(root, "-c", "init.defaultBranch=main", "init", "--quiet", "--template=")
        paths = unsaved_paths(root)
        if not paths and not is_merging(root):
            return None
        if author and not unnamed:
            set_author(root, *author)
        stage(root)
        commit(root, message or _default_message(root, paths, language), unnamed=unnamed)
    except BaseException:
        if is_new:
            shutil.rmtree(root / ".git", ignore_errors=True)
        raise
    return saved_versions(root)[0]


def unsaved_paths(root: Path, path: str = "") -> dict[str, str]:
    """The files (below ``path``) that are not as in the last version, each with its kind of change."""
    if dated_copies.are_used(root):
        return dated_copies.unsaved_paths(root)
    before = "HEAD" if commit_of(root, "HEAD") else git(root, "hash-object", "-t", "tree", "--stdin")  # without files
    return changed_paths(root, before, current_tree(root), path)


def stage(root: Path, path: str = "") -> None:
    """Prepare every file (below ``path``) for the next version; raises ``Problems`` when git can't."""
    with refusals_as_problems():
        git(root, "--literal-pathspecs", "add", "--all", "--", path or ".")


def commit(root: Path, message: str, path: str = "", *, unnamed: str = "") -> None:
    """Make a version of what is prepared, or of ``path`` alone; raises ``Problems`` when git can't.

    ``unnamed`` is the name under which it is kept where nobody said who saves.
    """
    only = ("--only", "--", path) if path else ()
    author = (f"--author={unnamed} <{_TEAM_ADDRESS}>",) if unnamed else ()
    options = (*committer_options(root), "--literal-pathspecs", "commit", "--quiet", "--cleanup=whitespace")
    with refusals_as_problems():
        git(root, *options, "--file=-", *author, *only, stdin=message.encode())


@contextmanager
def refusals_as_problems() -> Iterator[None]:
    """Raise an error of git as ``Problems``, with its words."""
    try:
        yield
    except subprocess.CalledProcessError as error:
        raise Problems([Problem("versions.failed", {"detail": reason_of(error)})]) from None


def _default_message(root: Path, paths: dict[str, str], language: str) -> str:
    if is_merging(root):
        return git(root, "log", "-1", "--format=%s", "MERGE_HEAD")
    if not commit_of(root, "HEAD"):
        return text(language, "save.first")
    return capitalised(summary(paths, language))
