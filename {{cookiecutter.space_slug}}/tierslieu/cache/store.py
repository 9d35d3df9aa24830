"""Files made before, in a folder of ``.cache/``: what has not changed is not made again."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


class ContentStore:
    """Files by name in ``folder``, which can be erased at any time; a name is a digest of all that makes the file.

    A folder that can't be read or written only makes the work longer. Without ``keep``, nothing is written.
    """

    def __init__(self, folder: Path, *, keep: bool = True):
        self._folder = folder
        self._keep = keep
        self._used: set[str] = set()

    def get(self, name: str, make: Callable[[], bytes]) -> bytes:
        """The file ``name``: that of last time, or made now and kept."""
        self._used.add(name)
        with contextlib.suppress(OSError):
            return (self._folder / name).read_bytes()
        made = make()
        if self._keep:
            with contextlib.suppress(OSError):
                self._write(name, made)
        return made

    def forget_others(self) -> None:
        """Erase what was not asked for since this object was made."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if path.name not in self._used:
                    path.unlink(missing_ok=True)

    def _write(self, name: str, data: bytes) -> None:
        """Whole or not at all: another build may be reading."""
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self._folder)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(self._folder / name)
