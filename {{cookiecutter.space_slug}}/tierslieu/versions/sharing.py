"""Sharing of a place: each version goes to a repository that others read and write too, and theirs come back.

The setting stands in the git of this copy of the place, and in no file: each person decides for their own computer.
"""

from __future__ import annotations

import re
import subprocess
from contextlib import suppress
from pathlib import Path

from tierslieu.core.git import commit_of, committer_options, git, reason_of
from tierslieu.core.problems import Problem, Problems
from tierslieu.lineage.git_worktree import unmerged
from tierslieu.lineage.recorded import LOCAL_KIT_REF

from .repository import is_merging, refuse_busy, require_versions

#: The setting of git with the address, and where git keeps what the address had last.
_SETTING, _SHARED = "lieu.shared", "refs/lieu/shared"
_ADDRESS = re.compile(r"https://[\w.-]+(?::\d+)?/[^\s?#]+|ssh://[\w.@:/~-]+|[\w.-]+@[\w.-]+:[\w./~-]+")
_WITH_PASSWORD = re.compile(r"\w+://[^/@]*:[^/@]*@")
#: Only what an address of ``_ADDRESS`` or a folder needs; others can run programs.
_PROTOCOLS = tuple(
    option
    for name, answer in (("", "never"), ("https.", "always"), ("ssh.", "always"), ("file.", "always"))
    for option in ("-c", f"protocol.{name}allow={answer}")
)
#: Seconds for an exchange with an address.
_PATIENCE = 60
_MERGE = ("-c", "merge.conflictStyle=merge", "-c", "rerere.enabled=false", "-c", "merge.ff=true")


def shared_address(root: Path) -> str:
    """The address with which the place is shared; empty when it is not, or without git."""
    try:
        return git(root, "config", "--local", "--get", _SETTING, check=False)
    except FileNotFoundError:
        return ""


def share(root: Path, address: str, message: str) -> None:
    """Share the place at ``address``: a repository at a host, or a folder, which becomes one if it is empty.

    Raises ``Problems``, and does not share, when it can't be read, or holds another place.
    """
    require_versions(root)
    address = address.strip()
    _refuse_address(root, address)
    if Path(address).is_absolute() and not _is_repository(Path(address)):
        Path(address).mkdir(parents=True, exist_ok=True)
        git(Path(address), "-c", f"init.defaultBranch={_branch(root)}", "init", "--quiet", "--bare")
    git(root, "config", "--local", _SETTING, address)
    try:
        receive(root, message, keep_conflicts=True)
        send(root)
    except Problems as error:
        if error.problems[0].code != "sharing.conflict":
            stop_sharing(root)
        raise


def stop_sharing(root: Path) -> None:
    """Share no more from this computer; what is at the address stays there."""
    git(root, "config", "--local", "--unset-all", _SETTING, check=False)
    git(root, "update-ref", "-d", _SHARED, check=False)


def receive(root: Path, message: str, *, keep_conflicts: bool = False) -> int:
    """Take over the versions of others, and return how many; the place has no unsaved change.

    Where both have versions, ``message`` names the one that joins them.

    Raises ``Problems`` when the address can't be read, and when both have changed the same lines: the place is then as
    it was or, with ``keep_conflicts``, waits for a choice (see ``conflicts``).
    """
    branch = _branch(root)
    address = shared_address(root)
    heads = _remotely(root, "ls-remote", "--heads", "--", address, f"refs/heads/{branch}")
    if not heads:
        return 0
    _remotely(root, "fetch", "--quiet", "--no-tags", "--", address, f"+refs/heads/{branch}:{_SHARED}")
    count = int(git(root, "rev-list", "--count", "--first-parent", f"HEAD..{_SHARED}"))
    if not count:
        return 0
    if not git(root, "merge-base", "HEAD", _SHARED, check=False):
        raise Problems([Problem("sharing.other_place", {"address": address})])
    try:
        git(root, *committer_options(root), *_MERGE, "merge", "--quiet", "-m", message, _SHARED)
    except subprocess.CalledProcessError as error:
        if not is_merging(root):
            raise Problems([Problem("versions.failed", {"detail": reason_of(error)})]) from None
        files = sorted(unmerged(root))
        if not keep_conflicts:
            git(root, "merge", "--abort")
        raise Problems([Problem("sharing.conflict", file=file) for file in files]) from None
    return count


def send(root: Path) -> None:
    """Send the versions of the place, and what the kit gave; raises ``Problems`` when the address does not take them."""
    address, branch = shared_address(root), _branch(root)
    # The hooks of a shared folder are programs that anybody may have put there, and that would run here.
    hooks = ("--receive-pack=git -c core.hooksPath=/dev/null receive-pack",) if Path(address).is_absolute() else ()
    push = ("push", "--quiet", *hooks, "--", address)
    _remotely(root, *push, f"HEAD:refs/heads/{branch}")
    git(root, "update-ref", _SHARED, "HEAD")
    if commit_of(root, LOCAL_KIT_REF):  # for the updates of others; another computer may be ahead
        with suppress(Problems):
            _remotely(root, *push, f"{LOCAL_KIT_REF}:{LOCAL_KIT_REF}")


def unsent_count(root: Path) -> int:
    """How many versions the address has not got yet, as far as is known."""
    if not commit_of(root, _SHARED):
        return 0
    return int(git(root, "rev-list", "--count", "--first-parent", f"{_SHARED}..HEAD"))


def give_up_receiving(root: Path) -> None:
    """Go back from a choice that waits, to the place as it was."""
    if is_merging(root):
        git(root, "merge", "--abort")


def _remotely(root: Path, *arguments: str) -> str:
    try:
        return git(root, *_PROTOCOLS, *arguments, timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        raise Problems([Problem("sharing.unreachable", {"detail": f"{_PATIENCE} s"})]) from None
    except subprocess.CalledProcessError as error:
        raise Problems([Problem("sharing.unreachable", {"detail": reason_of(error)})]) from None


def _branch(root: Path) -> str:
    refuse_busy(root)
    if is_merging(root):
        raise Problems([Problem("sharing.waits")])
    return git(root, "symbolic-ref", "--short", "HEAD")


def _refuse_address(root: Path, address: str) -> None:
    folder = Path(address)
    if _WITH_PASSWORD.match(address):
        raise Problems([Problem("sharing.password")])
    if folder.is_absolute():
        inside = folder.resolve().is_relative_to(root.resolve()) or root.resolve().is_relative_to(folder.resolve())
        if inside or (
            folder.exists() and not _is_repository(folder) and (not folder.is_dir() or any(folder.iterdir()))
        ):
            raise Problems([Problem("sharing.folder", {"address": address})])
    elif not _ADDRESS.fullmatch(address):
        raise Problems([Problem("sharing.address", {"address": address})])


def _is_repository(folder: Path) -> bool:
    """Whether ``folder`` is a repository without files of its own, as those are that people share through."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir()
