"""The record that lets an update be undone; it stands inside ``.git`` while the update changes the place."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from tierslieu.core.git import commit_of, git
from tierslieu.core.problems import Problem, Problems

from .recorded import LOCAL_KIT_REF

_FILE = "lieu-update.json"


@dataclass(frozen=True)
class UpdateRecord:
    """The commit of the place ``before`` the update, and that of the branch ``kit``, empty when there was none."""

    before: str
    kit: str


def begin(root: Path) -> None:
    """Record the state of the place."""
    new_file = _path(root).with_suffix(".new")
    new_file.write_text(json.dumps(asdict(_current(root))), encoding="utf-8")
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


def abort(root: Path) -> str:
    """Undo the interrupted update, stashing later changes; returns the restored commit. ``Problems`` without any."""
    record = _read(root)
    if record is None:
        raise Problems([Problem("update.nothing_to_abort")])
    _remove_locks(root)
    if record == _current(root) and not commit_of(root, "MERGE_HEAD"):
        end(root)  # the update was stopped before it changed anything
        return record.before
    if _is_merged(root) and not commit_of(root, "MERGE_HEAD"):
        raise Problems([Problem("update.nothing_to_abort")])
    if commit_of(root, "MERGE_HEAD"):
        git(root, "reset", "--quiet", "--merge", check=False)
    if git(root, "status", "--porcelain"):
        git(root, "stash", "push", "--quiet", "--include-untracked", "--message", "lieu update", check=False)
    git(root, "reset", "--quiet", "--hard", record.before)
    if record.kit:
        git(root, "update-ref", LOCAL_KIT_REF, record.kit)
    else:
        git(root, "update-ref", "-d", LOCAL_KIT_REF)
    end(root)
    return record.before


def _current(root: Path) -> UpdateRecord:
    return UpdateRecord(git(root, "rev-parse", "HEAD"), commit_of(root, LOCAL_KIT_REF))


def _remove_locks(root: Path) -> None:
    """Remove the locks that a git of the update leaves when it is killed."""
    branch = git(root, "symbolic-ref", "--quiet", "HEAD", check=False)
    for name in ("index", "HEAD", "packed-refs", LOCAL_KIT_REF, *([branch] if branch else [])):
        Path(git(root, "rev-parse", "--path-format=absolute", "--git-path", f"{name}.lock")).unlink(missing_ok=True)


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
    return Path(git(root, "rev-parse", "--path-format=absolute", "--git-path", _FILE))
