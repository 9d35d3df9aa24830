"""The only ways in which a build touches the disk: whole folders, replaced at once or not at all.

A folder that is replaced is not thrown away: it becomes ``.NAME.old``, which the next build brings up to date and puts
in its place. So a build writes only what differs, and readers see the old folder or the new one, never a mixture.
What both hold alike is one file on disk, under two names.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from tierslieu.exchange import exchange


def replace_folders(root: Path, folders: Mapping[str, Mapping[str, bytes]]) -> None:
    """Make each folder of ``root`` hold exactly the given files (by path with forward slashes).

    Everything is written beside first; only then do the folders change places, each at once where the system can do
    it. On any ``OSError`` before that, what was there stays as it was and the error goes on.
    """
    for name in folders:
        _mend(root / name)
    changed = [name for name, files in folders.items() if not _holds(root / name, files)]
    for name in changed:
        _prepare(_beside(root / name), folders[name], root / name)
    for name in changed:
        _swap(root / name)


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _away(target: Path) -> Path:
    """Where a folder waits while another takes its place, on a system that can't exchange them."""
    return target.with_name(f".{target.name}.away.old")


def _mend(target: Path) -> None:
    """Put back the folder that a build left away, if it was killed between taking one away and putting the other."""
    away = _away(target)
    if away.exists() and not target.exists():
        away.rename(target)
    _remove(away)


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether ``folder`` holds exactly ``files``."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    return all(_is(f"{folder}/{path}", data) for path, data in files.items()) and not any(_others(folder, files))


# Of paths that come by thousands, a text is made and no Path, which takes longer than to read the file.


def _is(path: str, data: bytes) -> bool:
    """Whether the file at ``path`` holds ``data``."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            return os.fstat(file.fileno()).st_size == len(data) and file.read() == data
    except OSError:
        return False


def _others(folder: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """What ``folder`` holds besides ``files``: other files, links, folders that would be empty."""
    parents = {""}
    for path in files:
        while (path := path.rpartition("/")[0]) not in parents:
            parents.add(path)
    for parent in parents:
        try:
            entries = sorted(os.scandir(f"{folder}/{parent}"), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            kept = parents if entry.is_dir(follow_symlinks=False) else files
            if f"{parent}/{entry.name}".lstrip("/") not in kept or entry.is_symlink():
                yield Path(entry.path)


def _prepare(folder: Path, files: Mapping[str, bytes], live: Path) -> None:
    """Make ``folder`` hold exactly ``files``; what ``live`` has already is not written a second time."""
    if folder.is_symlink() or not folder.is_dir():
        _remove(folder)
    folder.mkdir(exist_ok=True)
    for other in list(_others(folder, files)):
        _remove(other)
    made, whole = {""}, live.is_dir()
    for path, data in files.items():
        target = f"{folder}/{path}"
        if _is(target, data):
            continue
        parent = path.rpartition("/")[0]
        if parent not in made:
            os.makedirs(f"{folder}/{parent}", exist_ok=True)  # noqa: PTH103
            made.add(parent)
        _put(target, data, f"{live}/{path}" if whole else None)


def _put(target: str, data: bytes, twin: str | None) -> None:
    """Make the file ``target``, as another name of ``twin`` if that holds the same."""
    # What stands there may be a name of a file of the site that is shown: it must not be written into.
    with contextlib.suppress(FileNotFoundError):
        os.unlink(target)  # noqa: PTH108
    if twin and _is(twin, data):
        try:
            os.link(twin, target)
            return
        except OSError:
            pass  # not every disk can give a file two names
    with open(target, "xb") as file:  # noqa: PTH123
        file.write(data)


def _swap(target: Path) -> None:
    """Give the folder that was prepared the name ``target``."""
    beside, away = _beside(target), _away(target)
    if not target.exists():
        beside.rename(target)
    elif not exchange(beside, target):
        target.rename(away)
        try:
            beside.rename(target)
        except OSError:
            away.rename(target)
            raise
        away.rename(beside)


def _remove(path: Path) -> None:
    """Take away a file, a link or a folder with all it holds, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def add_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put ``files`` into ``folder`` beside what is there, each replaced at once."""
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.new")
        fresh.write_bytes(data)
        fresh.replace(target)


def replace_text(path: Path, text: str) -> None:
    """Replace the content of ``path`` at once, its line endings as given."""
    add_files(path.parent, {path.name: text.encode("utf-8")})
