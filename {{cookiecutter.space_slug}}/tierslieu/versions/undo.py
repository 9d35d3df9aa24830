"""Goes back to a saved version, whole place or one file; what was there before is kept as a version first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import CalledProcessError

from tierslieu.cache.written_files import KEPT_FOLDER
from tierslieu.core.git import changed_paths, commit_of, committer_options, current_tree, git
from tierslieu.core.problems import Problem, Problems
from tierslieu.i18n.messages import text

from . import dated_copies
from .history import refuse_unknown, saved_versions, version_named
from .repository import ignored_paths, is_merging, refuse_busy
from .save import commit, refusals_as_problems, stage, unsaved_paths
from .saved_version import SavedVersion


@dataclass(frozen=True)
class UndoPlan:
    """What going back would do: the ``target``, and the files that change, each with its kind (``A``, ``M``, ``D``).

    ``path`` is the file or folder that goes back, empty for the whole place; ``unsaved`` are files that are not as in
    the last version.
    """

    path: str
    target: SavedVersion
    changes: Mapping[str, str]
    unsaved: Mapping[str, str]


def plan_undo(root: Path, path: str = "", to: str = "") -> UndoPlan:
    """What ``undo`` would do: go back to the version ``to``, by default to what was before the last change.

    The last change is what is not saved, else the last version (of ``path``, if given). Raises ``Problems`` when there
    is nothing to go back to, or when something else has to be finished first.

    Copies of documents that people filled, in ``KEPT_FOLDER``, come back, and are never removed; they change only when
    ``path`` names them.
    """
    if dated_copies.are_used(root):
        raise Problems([Problem("versions.no_git")])
    versions = saved_versions(root)
    refuse_busy(root)
    if is_merging(root):
        raise Problems([Problem("update.unfinished")])
    unsaved = unsaved_paths(root, path)
    # Copies that were not saved yet stay: the last change is another one.
    undone = bool(path) or not all(_is_kept(changed) for changed in unsaved)
    target = version_named(versions, to) if to else _version_before(root, versions, path, bool(unsaved) and undone)
    changes = changed_paths(root, current_tree(root), f"{target.commit}^{{tree}}", path)
    kept = {changed for changed, kind in changes.items() if _is_kept(changed) and kind not in ("AM" if path else "A")}
    for ignored in ignored_paths(root, list(changes)) | kept:
        del changes[ignored]
    if not changes:
        raise Problems([Problem("undo.same", {"version": target.number}, path or None)])
    return UndoPlan(path, target, changes, unsaved)


def _is_kept(path: str) -> bool:
    return path.startswith(f"{KEPT_FOLDER}/")


def _version_before(root: Path, versions: list[SavedVersion], path: str, unsaved: bool) -> SavedVersion:
    """The version before the last change."""
    if unsaved:
        return versions[0]
    last = versions[0]
    if path:
        changing = saved_versions(root, path)
        if not changing:
            refuse_unknown(root, path)
        last = changing[0]
    if last.number == 1:
        raise Problems([Problem("undo.nothing", file=path or None)])
    return next(version for version in versions if version.number == last.number - 1)


def undo(root: Path, plan: UndoPlan, language: str, message: str = "") -> SavedVersion:
    """Carry out ``plan``; returns the new version, named ``message``. What was not saved is a version of its own first."""
    if plan.unsaved:
        stage(root, plan.path)
        commit(root, text(language, "undo.kept", version=plan.target.number), plan.path)
    stdin = "\0".join(plan.changes).encode("utf-8", "surrogateescape")
    options = ("--pathspec-from-file=-", "--pathspec-file-nul")
    source = f"--source={plan.target.commit}"
    with refusals_as_problems():
        git(root, "--literal-pathspecs", "restore", source, "--staged", "--worktree", *options, stdin=stdin)
    code = "undo.message_file" if plan.path else "undo.message"
    commit(root, message or text(language, code, version=plan.target.number, file=plan.path), plan.path)
    return saved_versions(root)[0]


def go_back(root: Path, number: int, language: str, message: str = "") -> SavedVersion:
    """Make the whole place as it was in the version ``number``, as one named ``message``; ``Problems`` as ``plan_undo``."""
    if dated_copies.are_used(root):
        return dated_copies.go_back(root, number, language, message)
    return undo(root, plan_undo(root, to=str(number)), language, message)


def undo_change(root: Path, version: SavedVersion, language: str) -> SavedVersion:
    """Take back what ``version`` changed, and nothing of what came later; returns the new version.

    What was not saved is a version of its own first. Raises ``Problems``, and changes nothing, where a later version has
    changed the same lines.
    """
    if dated_copies.are_used(root):
        return dated_copies.undo_change(root, version, language)
    refuse_busy(root)
    if unsaved_paths(root):
        stage(root)
        commit(root, text(language, "undo.kept_change", version=version.number))
    is_merge = commit_of(root, f"{version.commit}^2")
    options = (*committer_options(root), "revert", "--no-commit", *(("--mainline", "1") if is_merge else ()))
    try:
        git(root, *options, version.commit)
    except CalledProcessError:
        git(root, "reset", "--hard", "--quiet", "HEAD")
        raise Problems([Problem("undo.entangled", {"version": version.number})]) from None
    if not unsaved_paths(root):
        git(root, "revert", "--quit", check=False)
        raise Problems([Problem("undo.same", {"version": version.number})])
    commit(root, text(language, "undo.message_change", version=version.number, message=version.message))
    return saved_versions(root)[0]


def changed_lines(root: Path, version: SavedVersion) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """What ``version`` changed in the texts of each file: its path, then lines, each after ``-`` or ``+``."""
    if dated_copies.are_used(root):
        return dated_copies.changed_lines(root, version)
    options = ("-c", "core.quotePath=false", "show", "--format=", "-m", "--first-parent", "--unified=0", "--no-color")
    output = git(root, *options, "--no-renames", "--no-ext-diff", version.commit, strip=False)
    files: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    for part in output.split("diff --git ")[1:]:
        head, _, body = part.partition("\n@@")
        path = head.split("\n")[0].rpartition(" b/")[2]
        lines = tuple((line[0], line[1:]) for line in body.split("\n")[1:] if line[:1] in ("-", "+"))
        files.append((path, lines))
    return files
