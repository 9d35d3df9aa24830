"""What was made last time, kept so that a document that has not changed is not made again."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from tierslieu import headers, zipped

from .filled import Filled
from .theme import Theme

FOLDER = ".cache/documents"


class Cache:
    """Files made from texts, in ``.cache/documents/`` of a place: a folder that can be erased at any time.

    A file is found again when its text, the theme and the tools that made it are the same, byte for byte. A folder
    that can't be read or written only makes the work longer.
    """

    def __init__(self, theme: Theme):
        self._theme = theme
        self._folder = theme.root / FOLDER
        self._used: set[str] = set()

    def get(self, document: Filled, kind: str, make: Callable[[], bytes]) -> bytes:
        """The ``document`` in the format ``kind``: kept from last time, or made now and kept."""
        if document.has_picture:
            return make()
        name = self._name(document, kind)
        self._used.add(name)
        with contextlib.suppress(OSError):
            return (self._folder / name).read_bytes()
        made = make()
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

    def _name(self, document: Filled, kind: str) -> str:
        facts = (
            kind,
            document.title,
            document.place,
            document.locale,
            document.law_as_of.isoformat(),
            str(document.reviewed),
        )
        # Only pages show the emblem: another look leaves the other formats as they were.
        shown = document.emblem if kind == "html" else ""
        told = (*facts, shown, document.text, *document.strings.values())
        return hashlib.sha256("\0".join((self._tools, *told)).encode("utf-8")).hexdigest()

    @cached_property
    def _tools(self) -> str:
        """A digest of all that turns a text into a file."""
        digest = hashlib.sha256()
        for package in ("pypandoc_binary", "typst"):
            digest.update(f"{package} {version(package)}\0".encode())
        for path in self._sources():
            digest.update(path.name.encode("utf-8") + b"\0" + path.read_bytes())
        return digest.hexdigest()

    def _sources(self) -> Iterator[Path]:
        yield from sorted(Path(__file__).parent.glob("*.py"))
        yield from (Path(headers.__file__), Path(zipped.__file__))
        for folder in self._theme.folders:
            yield from sorted(path for path in folder.rglob("*") if path.is_file())
