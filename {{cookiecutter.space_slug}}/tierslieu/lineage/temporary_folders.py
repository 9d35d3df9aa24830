"""The temporary folder of an update, which the next one removes if this one is killed."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tierslieu.core.git import git_path

#: Where the path of the folder stands while it exists, below ``.git``.
_RECORD = "lieu-folder"
_PREFIX = "lieu-"


@contextmanager
def update_folder(root: Path) -> Iterator[Path]:
    """A temporary folder outside the place in ``root``; that of an update that was killed is removed first."""
    record = git_path(root, _RECORD)
    if record.exists():
        _remove(Path(record.read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        record.write_text(name, encoding="utf-8")
        yield Path(name)
    record.unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    """Remove a folder that ``update_folder`` made; git writes files that Windows removes only if they can be written."""
    if not folder.name.startswith(_PREFIX) or folder.is_symlink():
        return
    for path, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                (Path(path) / name).chmod(stat.S_IWRITE | stat.S_IREAD)
    shutil.rmtree(folder, ignore_errors=True)
