"""Carries out a plan, in an order that leaves a whole site behind wherever the line breaks."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Mapping

from .plan import ARRIVED, FOLDER, NOTE, Plan, State
from .remote import Remote


def carry_out(
    remote: Remote, todo: Plan, before: State, files: Mapping[str, bytes], step: Callable[[str], None]
) -> None:
    """Make ``remote`` hold ``files``; ``step`` is told the path of each file that has arrived.

    Raises ``OSError`` when the line breaks; the same plan can be made and carried out anew.
    """
    for folder in (FOLDER, ARRIVED):
        remote.make_folder(folder)
    arrived = set(remote.names(ARRIVED))
    for path in todo.sent:
        digest = todo.digests[path]
        if digest not in arrived:
            # Under another name until the last byte: what bears its digest is whole.
            remote.write(f"{ARRIVED}/part", files[path])
            remote.move(f"{ARRIVED}/part", f"{ARRIVED}/{digest}")
            arrived.add(digest)
        step(path)
    # From here on these files are ours, in place or not.
    unsure = {**before.files, **dict.fromkeys(todo.sent, "")}
    _note(remote, State(unsure))
    _put_in_place(remote, todo, files)
    for path in todo.gone:
        remote.delete(path)
    for folder in sorted({posixpath.dirname(path) for path in todo.gone} - {""}, reverse=True):
        remote.delete_empty_folder(folder)
    _note(remote, State(todo.digests))
    for name in remote.names(ARRIVED):
        remote.delete(f"{ARRIVED}/{name}")


def _put_in_place(remote: Remote, todo: Plan, files: Mapping[str, bytes]) -> None:
    made: set[str] = set()
    waiting = Counter(todo.digests[path] for path in todo.sent)
    for path in todo.sent:
        for folder in _parents(path):
            if folder not in made:
                remote.make_folder(folder)
                made.add(folder)
        digest = todo.digests[path]
        waiting[digest] -= 1
        remote.move(f"{ARRIVED}/{digest}", path)
        if waiting[digest]:  # two files hold the same: the second needs its own
            remote.write(f"{ARRIVED}/{digest}", files[path])


def _parents(path: str) -> list[str]:
    """The folders that lead to ``path``, outermost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


def _note(remote: Remote, state: State) -> None:
    remote.write(f"{ARRIVED}/note", state.written())
    remote.move(f"{ARRIVED}/note", NOTE)
