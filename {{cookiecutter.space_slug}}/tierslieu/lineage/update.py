"""Takes the kit's later improvements by an ordinary merge of git.

The branch ``kit`` holds what the kit gave, untouched. What it gives now is its next commit, and merging that brings the
difference, with ordinary conflict marks where the team changed the same lines. All is worked out beside the place
first: its folder is only touched at the very end, with what is needed to undo it noted before.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tierslieu import __version__
from tierslieu.core.git import committer_options, git
from tierslieu.core.problems import Problem, Problems
from tierslieu.generation.origin import KIT_BRANCH, LINEAGE_FILE, write_lineage

from . import undo_record
from .config_merge import merge_config, pending, write
from .git_worktree import linked, merge, snapshot, worktree
from .kit_render import render
from .kit_repository import Kit, fetch
from .recorded import RecordedLineage, read_lineage
from .update_plan import Prepared, UpdatePlan, plan

_BRANCH = f"refs/heads/{KIT_BRANCH}"


@dataclass(frozen=True)
class Result:
    """What came of an update: what the kit's new commit is called, the files in conflict, and what changes."""

    kit: str
    conflicts: tuple[str, ...]
    plan: UpdatePlan


def update(
    root: Path, version: str | None, *, apply: bool = True, progress: Callable[[str], None] = lambda step: None
) -> Result | None:
    """Merge the kit at ``version`` (a version, a branch or a commit; its main branch by default) into the current branch.

    Without ``apply``, only say what it would change. ``progress`` is called with each step. Returns None when there is
    nothing new. Raises ``Problems`` when the update can't begin; the place is then as it was.
    """
    lineage = read_lineage(root)
    _refuse_unready(root)
    with tempfile.TemporaryDirectory(prefix="lieu-", ignore_cleanup_errors=True) as folder:
        progress("fetch")
        kit = fetch(lineage, version, Path(folder) / "kit")
        if kit.commit == lineage.commit:
            return None
        progress("render")
        prepared = _prepare(root, kit, lineage)
        told = plan(root, kit, lineage, prepared)
        if apply:
            progress("apply")
            _apply(root, kit, prepared)
    return Result(kit.name, prepared.conflicts, told)


def catch_up(root: Path) -> tuple[str, ...]:
    """Rewrite, in a commit of its own, what is still in a form no longer read; returns the files.

    The engine that made the update may have known nothing of migrations: that of the versions before 0.3.0.
    """
    texts = pending(root)
    if texts:
        write(root, texts)
        who = committer_options(root)
        git(root, *who, "commit", "--quiet", "--no-verify", "--message", f"Kit {__version__}")
    return tuple(texts)


def _message(commit: str) -> str:
    return f"Kit {commit[:12]}"


def _refuse_unready(root: Path) -> None:
    try:
        top = git(root, "rev-parse", "--show-toplevel", check=False)
    except FileNotFoundError:
        raise Problems([Problem("update.no_git")]) from None
    if (
        not top
        or Path(top).resolve() != root.resolve()
        or not git(root, "rev-parse", "-q", "--verify", "HEAD", check=False)
    ):
        raise Problems([Problem("update.no_repository")])
    undo_record.refuse_unfinished(root)
    if git(root, "status", "--porcelain"):
        raise Problems([Problem("update.dirty")])
    if git(root, "symbolic-ref", "--quiet", "HEAD", check=False) == _BRANCH:
        raise Problems([Problem("update.on_kit", {"branch": KIT_BRANCH})])


def _prepare(root: Path, kit: Kit, lineage: RecordedLineage) -> Prepared:
    head = git(root, "rev-parse", "HEAD")
    base = _base(root, lineage, head)
    start = head
    if base is None:
        # Made by cruft, cloned without the branch or without its past, or with a past written anew.
        base = _pristine(root, kit, lineage, lineage.commit)
        start = linked(root, head, base, _message(lineage.commit))
    after = _pristine(root, kit, lineage, kit.commit, base)
    kept: tuple[tuple[str, str], ...] = ()
    with worktree(root, start) as folder:

        def mend() -> None:
            nonlocal kept
            kept = merge_config(folder, kit.folder, base, start, after)

        conflicts = merge(folder, after, _message(kit.commit), mend)
        merged = None if conflicts else git(folder, "rev-parse", "HEAD")
    return Prepared(base, after, start, merged, conflicts, kept)


def _base(root: Path, lineage: RecordedLineage, head: str) -> str | None:
    """The commit that holds what the kit gave, and from which the place descends; None when there is none."""
    for name in (_BRANCH, f"refs/remotes/origin/{KIT_BRANCH}"):
        commit = git(root, "rev-parse", "--verify", "--quiet", name, check=False)
        if commit and git(root, "merge-base", commit, head, check=False) == commit:
            state = git(root, "show", f"{commit}:{LINEAGE_FILE}", check=False)
            # cruft updates a place without telling the branch.
            if state and json.loads(state).get("commit") == lineage.commit:
                return commit
            if not state and name == _BRANCH:
                return commit
    return None


def _pristine(root: Path, kit: Kit, lineage: RecordedLineage, commit: str, *parents: str) -> str:
    """A commit of what ``kit`` gives at ``commit``, before any team has touched it."""
    kit.checkout(commit)
    return snapshot(root, partial(_fill, kit, lineage, commit), _message(commit), *parents)


def _fill(kit: Kit, lineage: RecordedLineage, commit: str, folder: Path) -> None:
    render(kit.folder, folder, lineage.answers, lineage.template, commit)
    write_lineage(folder, lineage.template, commit, None, lineage.answers)


def _apply(root: Path, kit: Kit, prepared: Prepared) -> None:
    """Change the place itself: whole when nothing is in conflict, else up to the marks that the team must decide on."""
    undo_record.begin(root)
    git(root, "update-ref", _BRANCH, prepared.kit)
    if prepared.merged:
        git(root, "merge", "--quiet", "--ff-only", prepared.merged)
        undo_record.end(root)
        return
    git(root, "merge", "--quiet", "--ff-only", prepared.start)
    mend = partial(merge_config, root, kit.folder, prepared.base, prepared.start, prepared.kit)
    merge(root, prepared.kit, _message(kit.commit), mend)
