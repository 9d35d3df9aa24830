"""The version that was published last from this computer: git keeps it under a name of its own, and when that was."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from tierslieu.core.git import commit_of, git

from . import dated_copies
from .saved_version import SavedVersion

_REF = "refs/lieu/published"
#: The setting of git with the moment; of no version, since publishing changes no file of the place.
_MOMENT = "lieu.publishedat"


@dataclass(frozen=True)
class LastPublication:
    """When the site was published last, if that is known, and the versions that came ``since``, newest first."""

    moment: dt.datetime | None
    since: tuple[SavedVersion, ...]


def mark_published(root: Path) -> None:
    """Note that the last version is published now; nothing without a version."""
    moment = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    if dated_copies.are_used(root):
        dated_copies.mark_published(root, moment)
        return
    try:
        if commit_of(root, "HEAD"):
            git(root, "update-ref", _REF, "HEAD")
            git(root, "config", "--local", _MOMENT, moment)
    except FileNotFoundError:
        return


def last_publication(root: Path, versions: list[SavedVersion]) -> LastPublication | None:
    """The last publication of one of ``versions``, newest first; None when none of them was published."""
    if dated_copies.are_used(root):
        commit, moment = dated_copies.published(root)
    else:
        commit = commit_of(root, _REF)
        moment = git(root, "config", "--local", "--get", _MOMENT, check=False) if commit else ""
    index = next((index for index, version in enumerate(versions) if version.commit == commit), None)
    if index is None:
        return None
    return LastPublication(dt.datetime.fromisoformat(moment) if moment else None, tuple(versions[:index]))
