"""Applies a ``SyncPlan``, in an order that leaves a complete site on the host if the connection breaks."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Mapping
from itertools import accumulate

from .remote import Remote
from .sync_plan import FOLDER, MANIFEST, STAGING, PublishedFiles, SiteOwner, SyncPlan


def synchronise(
    remote: Remote,
    plan: SyncPlan,
    published: PublishedFiles,
    files: Mapping[str, bytes],
    owner: SiteOwner,
    progress: Callable[[str], None],
    on_placed: Callable[[str], None],
) -> None:
    """Make ``remote`` hold ``files``, the site of ``owner``.

    ``progress`` is called with the path of each uploaded file, then ``on_placed`` when visitors see it.

    Raises ``OSError`` if the connection breaks; then plan and synchronise again: what is staged is not sent twice.
    """
    for folder in (FOLDER, STAGING):
        remote.make_folder(folder)
    staged = {path: _staging_path(path, plan.digests[path]) for path in plan.uploads}
    _upload(remote, staged, files, progress)
    # Written before they change: from here on, an interrupted run must know the new files as its own, and that the
    # deleted ones may be gone.
    _write_manifest(
        remote, PublishedFiles({**published.files, **dict.fromkeys((*plan.uploads, *plan.deleted), "")}, owner)
    )
    _move_into_place(remote, staged, on_placed)
    for path in plan.deleted:
        remote.delete(path)
    for folder in sorted({posixpath.dirname(path) for path in plan.deleted} - {""}, reverse=True):
        remote.delete_empty_folder(folder)
    _write_manifest(remote, PublishedFiles(plan.digests, owner))
    for name in remote.names(STAGING):
        remote.delete(f"{STAGING}/{name}")


def _staging_path(path: str, digest: str) -> str:
    """A name made of the path and the content, so that the next run recognises what has been uploaded."""
    return f"{STAGING}/{hashlib.sha256(f'{path} {digest}'.encode()).hexdigest()}"


def _upload(
    remote: Remote, staged: Mapping[str, str], files: Mapping[str, bytes], progress: Callable[[str], None]
) -> None:
    uploaded = remote.names(STAGING)
    for path, staging_path in staged.items():
        if posixpath.basename(staging_path) not in uploaded:
            # Renamed after the last byte: a file under its staging name is complete.
            remote.write(f"{STAGING}/part", files[path])
            remote.move(f"{STAGING}/part", staging_path)
        progress(path)


def _move_into_place(remote: Remote, staged: Mapping[str, str], on_placed: Callable[[str], None]) -> None:
    created: set[str] = set()
    for path, staging_path in staged.items():
        parents = accumulate(path.split("/")[:-1], posixpath.join)  # outermost first
        for folder in parents:
            if folder not in created:
                remote.make_folder(folder)
                created.add(folder)
        remote.move(staging_path, path)
        on_placed(path)


def _write_manifest(remote: Remote, published: PublishedFiles) -> None:
    remote.write(f"{STAGING}/note", published.to_json())
    remote.move(f"{STAGING}/note", MANIFEST)
