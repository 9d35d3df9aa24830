"""Compiled templates, kept from one command to the next: to compile them takes longer than to fill them."""

from __future__ import annotations

import contextlib
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache

FOLDER = ".cache/templates"
#: The place whose ``.cache/`` is used; None, nothing is kept.
_root: Path | None = None


def keep_in(root: Path) -> None:
    """Keep what is compiled from now on in ``.cache/templates/`` of the place in ``root``; it can be erased any time."""
    global _root
    _root = root


def kept(recipe: str) -> Compiled | None:
    """Where an environment keeps its templates; ``recipe`` is the file that makes it, since its options matter."""
    return Compiled(_root / FOLDER, recipe) if _root else None


class Compiled(FileSystemBytecodeCache):
    """Jinja's own cache, for which a file that can't be read or written only makes the work longer."""

    def __init__(self, folder: Path, recipe: str):
        super().__init__(str(folder))
        self._folder = folder
        self._recipe = jinja2.__version__ + Path(recipe).read_text(encoding="utf-8")

    def get_source_checksum(self, source: str) -> str:
        """A digest of the text, and of what else decides on its code."""
        return super().get_source_checksum(self._recipe + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read the code of a template, if it is there and whole."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # whatever pickle makes of a damaged file
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the code of a template, whole or not at all."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
