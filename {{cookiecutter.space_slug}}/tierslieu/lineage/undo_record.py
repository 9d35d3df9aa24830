"""What an update that has begun must be able to undo, kept inside ``.git`` from just before it touches the place."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from tierslieu.core.git import git
from tierslieu.core.problems import Problem, Problems
from tierslieu.generation.origin import KIT_BRANCH

_FILE, _BRANCH = "lieu-update.json", f"refs/heads/{KIT_BRANCH}"


@dataclass(frozen=True)
class UpdateRecord:
    """The commit of the place ``before`` the update, and that of the branch ``kit``, empty when there was none."""

    before: str
    kit: str


def begin(root: Path) -> None:
    """Note how things are now."""
    kit = git(root, "rev-parse", "--verify", "--quiet", _BRANCH, check=False)
    noted = UpdateRecord(git(root, "rev-parse", "HEAD"), kit)
    fresh = _path(root).with_suffix(".new")
    fresh.write_text(json.dumps(asdict(noted)), encoding="utf-8")
    fresh.replace(_path(root))


def end(root: Path) -> None:
    """The update is whole: nothing is left to undo."""
    _path(root).unlink(missing_ok=True)


def refuse_unfinished(root: Path) -> None:
    """Raise ``Problems`` when an earlier update stopped half-way; forget one that the team has since finished."""
    noted = _read(root)
    if noted is None:
        return
    if git(root, "rev-parse", "--verify", "--quiet", "MERGE_HEAD", check=False):
        raise Problems([Problem("update.unfinished")])
    if _is_merged(root):
        end(root)
        return
    raise Problems([Problem("update.interrupted")])


def abort(root: Path) -> str:
    """Put the place back as it was before the update that stopped half-way; returns that commit.

    What has changed since is kept aside by git (``git stash list``). Raises ``Problems`` when there is none to undo.
    """
    noted = _read(root)
    if noted is None or (_is_merged(root) and not git(root, "rev-parse", "-q", "--verify", "MERGE_HEAD", check=False)):
        raise Problems([Problem("update.nothing_to_abort")])
    Path(git(root, "rev-parse", "--path-format=absolute", "--git-path", "index.lock")).unlink(missing_ok=True)
    if git(root, "rev-parse", "--verify", "--quiet", "MERGE_HEAD", check=False):
        git(root, "reset", "--quiet", "--merge", check=False)
    if git(root, "status", "--porcelain"):
        git(root, "stash", "push", "--quiet", "--include-untracked", "--message", "lieu update", check=False)
    git(root, "reset", "--quiet", "--hard", noted.before)
    if noted.kit:
        git(root, "update-ref", _BRANCH, noted.kit)
    else:
        git(root, "update-ref", "-d", _BRANCH)
    end(root)
    return noted.before


def _is_merged(root: Path) -> bool:
    """Whether the current branch has the kit's latest commit."""
    kit = git(root, "rev-parse", "--verify", "--quiet", _BRANCH, check=False)
    return bool(kit) and git(root, "merge-base", kit, "HEAD", check=False) == kit


def _read(root: Path) -> UpdateRecord | None:
    try:
        return UpdateRecord(**json.loads(_path(root).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def _path(root: Path) -> Path:
    return Path(git(root, "rev-parse", "--path-format=absolute", "--git-path", _FILE))
