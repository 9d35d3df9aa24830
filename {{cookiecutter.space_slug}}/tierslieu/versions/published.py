"""The version that was published last from this computer: git keeps it under a name of its own."""

from __future__ import annotations

from pathlib import Path

from tierslieu.core.git import commit_of, git

from . import dated_copies
from .saved_version import SavedVersion

_REF = "refs/lieu/published"


def mark_published(root: Path) -> None:
    """Note that the last version is published; nothing without git, or without a version."""
    try:
        if commit_of(root, "HEAD"):
            git(root, "update-ref", _REF, "HEAD")
    except FileNotFoundError:
        return


def versions_since_published(root: Path, versions: list[SavedVersion]) -> list[SavedVersion] | None:
    """Those of ``versions``, newest first, that came after the one published last; None when none of them was."""
    if dated_copies.are_used(root):
        return None
    published = commit_of(root, _REF)
    numbers = [index for index, version in enumerate(versions) if version.commit == published]
    return versions[: numbers[0]] if numbers else None
