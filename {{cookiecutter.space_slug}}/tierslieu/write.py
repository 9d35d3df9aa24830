"""The only ways in which a build touches the disk: whole folders, replaced at once or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path


def replace_folders(root: Path, folders: Mapping[str, Mapping[str, bytes]]) -> None:
    """Make each folder of ``root`` hold exactly the given files (by path with forward slashes).

    Everything is written beside first; only then do the folders change places. On any ``OSError`` before that, what
    was there stays as it was and the error goes on.
    """
    prepared = {name: root / f".{name}.new" for name in folders}
    try:
        for name, files in folders.items():
            _write_tree(prepared[name], files)
    except OSError:
        for folder in prepared.values():
            shutil.rmtree(folder, ignore_errors=True)
        raise
    for name, folder in prepared.items():
        _swap(folder, root / name)


def _write_tree(folder: Path, files: Mapping[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made = {folder}
    for path, data in files.items():
        target = folder / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        target.write_bytes(data)


def _swap(new: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


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
