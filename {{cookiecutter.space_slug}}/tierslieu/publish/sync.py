"""Carries out a plan, in an order that leaves a whole site behind wherever the line breaks."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Mapping

from .remote import Remote
from .sync_plan import ARRIVED, FOLDER, NOTE, PublishedFiles, SyncPlan


def synchronise(
    remote: Remote, todo: SyncPlan, before: PublishedFiles, files: Mapping[str, bytes], step: Callable[[str], None]
) -> None:
    """Make ``remote`` hold ``files``; ``step`` is told the path of each file that has arrived.

    Raises ``OSError`` when the line breaks; the same plan can be made and carried out anew.
    """
    for folder in (FOLDER, ARRIVED):
        remote.make_folder(folder)
    aside = {path: _aside(path, todo.digests[path]) for path in todo.sent}
    _send(remote, aside, files, step)
    # From here on these files are ours, in place or not.
    _note(remote, PublishedFiles({**before.files, **dict.fromkeys(todo.sent, "")}))
    _put_in_place(remote, aside)
    for path in todo.gone:
        remote.delete(path)
    for folder in sorted({posixpath.dirname(path) for path in todo.gone} - {""}, reverse=True):
        remote.delete_empty_folder(folder)
    _note(remote, PublishedFiles(todo.digests))
    for name in remote.names(ARRIVED):
        remote.delete(f"{ARRIVED}/{name}")


def _aside(path: str, digest: str) -> str:
    """Where a file waits: told by its path and what it holds, so that a try after a break knows what has arrived."""
    return f"{ARRIVED}/{hashlib.sha256(f'{path} {digest}'.encode()).hexdigest()}"


def _send(remote: Remote, aside: Mapping[str, str], files: Mapping[str, bytes], step: Callable[[str], None]) -> None:
    arrived = remote.names(ARRIVED)
    for path, waiting in aside.items():
        if posixpath.basename(waiting) not in arrived:
            # Under another name until the last byte: what has its own is whole.
            remote.write(f"{ARRIVED}/part", files[path])
            remote.move(f"{ARRIVED}/part", waiting)
        step(path)


def _put_in_place(remote: Remote, aside: Mapping[str, str]) -> None:
    made: set[str] = set()
    for path, waiting in aside.items():
        for folder in _parents(path):
            if folder not in made:
                remote.make_folder(folder)
                made.add(folder)
        remote.move(waiting, path)


def _parents(path: str) -> list[str]:
    """The folders that lead to ``path``, outermost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


def _note(remote: Remote, state: PublishedFiles) -> None:
    remote.write(f"{ARRIVED}/note", state.written())
    remote.move(f"{ARRIVED}/note", NOTE)
