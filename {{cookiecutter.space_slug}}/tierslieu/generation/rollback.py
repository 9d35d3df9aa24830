"""What cookiecutter has written: removed when Ctrl+C stops it before it can do so, moved when its name was wrong."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .origin import kit_folder, template_folder


def undo(root: Path, context: Mapping[str, Any]) -> None:
    """Remove the kit's files from ``root``, and ``root`` itself if empty; does nothing outside cookiecutter."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl+C must not stop halfway
    kit = kit_folder(context)
    if kit is None:
        return
    os.chdir(root.parent)
    template = template_folder(kit)
    for path in sorted(template.rglob("*"), reverse=True):
        _remove(root / path.relative_to(template))
    _remove(root)


def move_place(root: Path, target: Path) -> bool:
    """Give the finished place in ``root`` the path ``target``, which does not exist; False if the system refuses."""
    os.chdir(target.parent)
    try:
        shutil.move(root, target)
    except OSError:  # on Windows, the shell that runs the hook has the folder open
        return False
    with contextlib.suppress(OSError, ValueError):  # a short name with a slash: the folders above, if they are empty
        for folder in root.relative_to(target.parent).parents[:-1]:
            (target.parent / folder).rmdir()
    return True


def _remove(path: Path) -> None:
    """Remove a file, or a folder if it is empty."""
    with contextlib.suppress(OSError):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
