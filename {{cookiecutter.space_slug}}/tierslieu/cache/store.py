"""A folder of files that are stored under a digest of what they are made of, so that none is made twice."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


class ContentStore:
    """Files by digest in an erasable ``folder``, whose errors are ignored; nothing is written without ``keep``."""

    def __init__(self, folder: Path, *, keep: bool = True):
        self._folder = folder
        self._keep = keep
        self._used_keys: set[str] = set()

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The file stored under ``key``, else the one from ``make``, which is then stored."""
        self._used_keys.add(key)
        with contextlib.suppress(OSError):
            return (self._folder / key).read_bytes()
        data = make()
        if self._keep:
            with contextlib.suppress(OSError):
                self._write(key, data)
        return data

    def forget_others(self) -> None:
        """Erase the files that ``get`` was not called for since this object was created."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if path.name not in self._used_keys:
                    path.unlink(missing_ok=True)

    def _write(self, key: str, data: bytes) -> None:
        # Through a temporary file: another build may be reading.
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self._folder)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(self._folder / key)
