"""The record that lets an update be undone; it stands inside ``.git`` while the update changes the place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tierslieu.core.git import changed_paths, commit_of, committer_options, current_tree, git, git_path
from tierslieu.core.problems import Problem, Problems

from .recorded import LOCAL_KIT_REF

_FILE = "lieu-update.json"


@dataclass(frozen=True)
class UpdateRecord:
    """The commit of the place ``before`` the update, and that of the branch ``kit``, empty when there was none.

    ``after`` is the commit or the tree of git of what the update makes of the place; empty while it is not known.
    """

    before: str
    kit: str
    after: str = ""


@dataclass(frozen=True)
class AbortedUpdate:
    """The ``commit`` that the place is back at, and the files that were edited since the update.

    Those of ``back`` are as they were edited. Those of ``aside``, which the update had changed too, are in the commit
    ``copy``, empty when there are none; it is in the stash of git.
    """

    commit: str
    back: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    copy: str = ""


def begin(root: Path, after: str = "") -> None:
    """Record the state of the place, and the commit that the update makes of it if that is known."""
    _write(root, replace(_current(root), after=after))


def note_result(root: Path) -> None:
    """Add to the record what the update has made of the place, with the conflicts that wait for the team."""
    if record := _read(root):
        _write(root, replace(record, after=current_tree(root)))


def _write(root: Path, record: UpdateRecord) -> None:
    new_file = _path(root).with_suffix(".new")
    new_file.write_text(json.dumps(asdict(record)), encoding="utf-8")
    new_file.replace(_path(root))


def end(root: Path) -> None:
    """Delete the record: the update is complete."""
    _path(root).unlink(missing_ok=True)


def refuse_unfinished(root: Path) -> None:
    """Raise ``Problems`` when an earlier update was interrupted; delete the record if the team has finished it."""
    if _read(root) is not None and commit_of(root, "MERGE_HEAD"):
        raise Problems([Problem("update.unfinished")])
    refuse_interrupted(root)


def refuse_interrupted(root: Path) -> None:
    """As ``refuse_unfinished``, but for an update that waits for the team to resolve conflicts."""
    if _read(root) is None or commit_of(root, "MERGE_HEAD"):
        return
    if not _is_merged(root):
        raise Problems([Problem("update.interrupted")])
    end(root)


def abort(root: Path) -> AbortedUpdate:
    """Undo the interrupted update, keeping what was edited since. Raises ``Problems`` when there is none."""
    record = _read(root)
    if record is None:
        raise Problems([Problem("update.nothing_to_abort")])
    _remove_locks(root)
    if replace(record, after="") == _current(root) and not commit_of(root, "MERGE_HEAD"):
        end(root)  # the update was stopped before it changed anything
        return AbortedUpdate(record.before)
    if _is_merged(root) and not commit_of(root, "MERGE_HEAD"):
        raise Problems([Problem("update.nothing_to_abort")])
    tree = current_tree(root)
    changed = changed_paths(root, record.before, tree)
    by_update = changed_paths(root, record.before, record.after) if record.after else changed
    edited = changed_paths(root, record.after or record.before, tree).keys() & changed.keys()
    aside = tuple(sorted(edited & by_update.keys()))
    copy = _stash(root, tree) if aside else ""
    git(root, "add", "--all")  # the reset then removes new files too
    git(root, "reset", "--quiet", "--hard", record.before)
    back = tuple(sorted(edited - by_update.keys()))
    _give_back(root, tree, {path: changed[path] for path in back})
    if record.kit:
        git(root, "update-ref", LOCAL_KIT_REF, record.kit)
    else:
        git(root, "update-ref", "-d", LOCAL_KIT_REF)
    end(root)
    return AbortedUpdate(record.before, back, aside, copy)


def _stash(root: Path, tree: str) -> str:
    """A commit of ``tree`` in the stash: with a second parent for the index, as git asks of a stash."""
    make = (*committer_options(root), "commit-tree", "-m", "lieu update", "-p", "HEAD")
    copy = git(root, *make, "-p", git(root, *make, "HEAD^{tree}"), tree)
    git(root, "stash", "store", "--message", "lieu update", copy)
    return copy


def _give_back(root: Path, tree: str, files: Mapping[str, str]) -> None:
    """The ``files`` as they are in ``tree``, each with its kind of change; the index stays as it is."""
    paths = [path for path, kind in files.items() if kind != "D"]
    if paths:
        git(root, "--literal-pathspecs", "checkout", tree, "--", *paths)
        git(root, "reset", "--quiet")
    for path in files.keys() - set(paths):
        (root / path).unlink(missing_ok=True)


def _current(root: Path) -> UpdateRecord:
    return UpdateRecord(git(root, "rev-parse", "HEAD"), commit_of(root, LOCAL_KIT_REF))


def _remove_locks(root: Path) -> None:
    """Remove the locks that a git of the update leaves when it is killed."""
    branch = git(root, "symbolic-ref", "--quiet", "HEAD", check=False)
    for name in ("index", "HEAD", "packed-refs", LOCAL_KIT_REF, *([branch] if branch else [])):
        git_path(root, f"{name}.lock").unlink(missing_ok=True)


def _is_merged(root: Path) -> bool:
    """Whether the current branch has the kit's latest commit."""
    kit = commit_of(root, LOCAL_KIT_REF)
    return bool(kit) and git(root, "merge-base", kit, "HEAD", check=False) == kit


def _read(root: Path) -> UpdateRecord | None:
    try:
        return UpdateRecord(**json.loads(_path(root).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def _path(root: Path) -> Path:
    return git_path(root, _FILE)
