"""Takes the kit's later improvements by an ordinary merge of git.

The branch ``kit`` holds what the kit gave, unchanged. What it gives now becomes the next commit of that branch; merging
it brings the difference, with the usual conflict marks where the team changed the same lines. Everything is prepared in
temporary folders. Only then does the folder of the place change, once what undoes the change is recorded.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tierslieu import __version__
from tierslieu.core.git import commit_of, committer_options, git
from tierslieu.core.problems import Problem, Problems
from tierslieu.generation.origin import KIT_BRANCH, LINEAGE_FILE, trust_kit, trusts_kit, write_lineage

from . import undo_record
from .config_merge import merge_config, pending_migrations, write_and_stage
from .git_worktree import commit_with_parent, merge, snapshot, worktree
from .kit_render import render
from .kit_repository import Kit, fetch
from .recorded import LOCAL_KIT_REF, RecordedLineage, kit_commits, read_lineage
from .temporary_folders import update_folder
from .update_plan import PreparedUpdate, UpdatePlan, plan_update

#: What tells each step of an update, which ``progress`` is called with.
STEP_MESSAGES = {"fetch": "update.step_fetch", "render": "update.step_render", "apply": "update.step_apply"}


@dataclass(frozen=True)
class UpdateResult:
    """What an update did: the name of the kit's new commit, the files in conflict, and the plan that it carried out.

    ``commits`` of the place hold what the kit gave and gives.
    """

    kit: str
    conflicts: tuple[str, ...]
    plan: UpdatePlan
    commits: tuple[str, str]


def update(
    root: Path,
    version: str | None,
    *,
    apply: bool = True,
    agrees: Callable[[str, str], bool] = lambda address, kit: False,
    progress: Callable[..., None] = lambda step, **values: None,
) -> UpdateResult | None:
    """Merge the kit at ``version`` (a version, a branch or a commit; its main branch by default) into the place.

    Without ``apply``, the place does not change. Either way, code of the kit runs: ``agrees`` is asked once for each
    address, which git then remembers in this copy of the place, with the name of the version. ``progress`` is called
    with each step, and the values of its message. Returns None when there is nothing new. Raises ``Problems`` when the update can't begin; the place
    is then as it was.
    """
    lineage = read_lineage(root)
    _refuse_unready(root)
    with update_folder(root) as folder:
        progress("fetch")
        kit = fetch(lineage, version, folder / "kit")
        if kit.commit == lineage.commit:
            return None
        if not trusts_kit(root, lineage.template):
            if not agrees(lineage.template, kit.name):
                raise Problems([Problem("update.untrusted", {"template": lineage.template})])
            trust_kit(root, lineage.template)
        progress("render", address=lineage.template, kit=kit.name)
        prepared = _prepare(root, kit, lineage)
        plan = plan_update(root, kit, lineage, prepared)
        if apply:
            progress("apply")
            _apply(root, kit, prepared)
    return UpdateResult(kit.name, prepared.conflicts, plan, (prepared.base, prepared.kit))


def catch_up(root: Path) -> tuple[str, ...]:
    """Migrate the files that have an old form, in a commit of its own; engines before 0.3.0 left them so."""
    texts = pending_migrations(root)
    if texts:
        write_and_stage(root, texts)
        options = committer_options(root)
        git(root, *options, "commit", "--quiet", "--message", f"Kit {__version__}")
    return tuple(texts)


def _message(commit: str) -> str:
    return f"Kit {commit[:12]}"


def _refuse_unready(root: Path) -> None:
    try:
        top = git(root, "rev-parse", "--show-toplevel", check=False)
    except FileNotFoundError:
        raise Problems([Problem("update.no_git")]) from None
    if not top or Path(top).resolve() != root.resolve() or not commit_of(root, "HEAD"):
        raise Problems([Problem("update.no_repository")])
    undo_record.refuse_unfinished(root)
    if git(root, "status", "--porcelain", "--untracked-files=normal"):  # whatever the settings of the user
        raise Problems([Problem("update.dirty")])
    if git(root, "symbolic-ref", "--quiet", "HEAD", check=False) == LOCAL_KIT_REF:
        raise Problems([Problem("update.on_kit", {"branch": KIT_BRANCH})])


def _prepare(root: Path, kit: Kit, lineage: RecordedLineage) -> PreparedUpdate:
    head = git(root, "rev-parse", "HEAD")
    base = _base(root, lineage, head)
    start = head
    if base is None:
        # Made by cruft, cloned without the branch or without its history, or with a rewritten history.
        base = _kit_snapshot(root, kit, lineage, lineage.commit)
        start = commit_with_parent(root, head, base, _message(lineage.commit))
    after = _kit_snapshot(root, kit, lineage, kit.commit, base)
    kept: tuple[tuple[str, str], ...] = ()
    with worktree(root, start, kit.folder.parent) as folder:

        def fix() -> None:
            nonlocal kept
            kept = merge_config(folder, kit.folder, base, start, after)

        conflicts = merge(folder, after, _message(kit.commit), fix)
        merged = None if conflicts else git(folder, "rev-parse", "HEAD")
    return PreparedUpdate(base, after, start, merged, conflicts, kept)


def _base(root: Path, lineage: RecordedLineage, head: str) -> str | None:
    """The commit that holds what the kit gave, and from which the place descends; None when there is none."""
    for ref, commit in kit_commits(root):
        if git(root, "merge-base", commit, head, check=False) == commit:
            state = git(root, "show", f"{commit}:{LINEAGE_FILE}", check=False)
            # cruft updates a place without moving the branch.
            if state and json.loads(state).get("commit") == lineage.commit:
                return commit
            if not state and ref == LOCAL_KIT_REF:
                return commit
    return None


def _kit_snapshot(root: Path, kit: Kit, lineage: RecordedLineage, commit: str, *parents: str) -> str:
    """A commit of the place, on no branch, with what ``kit`` gives at ``commit``."""
    kit.checkout(commit)
    return snapshot(root, partial(_fill, kit, lineage, commit), _message(commit), *parents, temporary=kit.folder.parent)


def _fill(kit: Kit, lineage: RecordedLineage, commit: str, folder: Path) -> None:
    render(kit.folder, folder, lineage.answers, lineage.template, commit)
    write_lineage(folder, lineage.template, commit, None, lineage.answers, lineage.remote)


def _apply(root: Path, kit: Kit, prepared: PreparedUpdate) -> None:
    """Change the place itself: completely without conflicts, else up to the marks that the team must resolve."""
    undo_record.begin(root, prepared.merged or "")
    git(root, "update-ref", LOCAL_KIT_REF, prepared.kit)
    if prepared.merged:
        git(root, "merge", "--quiet", "--ff-only", prepared.merged)
        undo_record.end(root)
        return
    git(root, "merge", "--quiet", "--ff-only", prepared.start)
    fix = partial(merge_config, root, kit.folder, prepared.base, prepared.start, prepared.kit)
    merge(root, prepared.kit, _message(kit.commit), fix)
    undo_record.note_result(root)
