"""What was made last time, kept so that a document that has not changed is not made again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from tierslieu.cache.store import ContentStore
from tierslieu.core import deterministic_zip
from tierslieu.rendering import security_headers

from .filling import FilledDocument
from .theme import DocumentTheme

FOLDER = ".cache/documents"


class Cache:
    """Files made from texts, in ``.cache/documents/`` of a place: a folder that can be erased at any time.

    A file is found again when its text, the theme and the tools that made it are the same, byte for byte. A folder
    that can't be read or written only makes the work longer.
    """

    def __init__(self, theme: DocumentTheme):
        self._theme = theme
        self._stock = ContentStore(theme.root / FOLDER)

    def get(self, document: FilledDocument, kind: str, make: Callable[[], bytes]) -> bytes:
        """The ``document`` in the format ``kind``: kept from last time, or made now and kept."""
        if document.has_picture:
            return make()
        return self._stock.get(self._name(document, kind), make)

    def forget_others(self) -> None:
        """Erase what was not asked for since this object was made."""
        self._stock.forget_others()

    def _name(self, document: FilledDocument, kind: str) -> str:
        facts = (
            kind,
            document.title,
            document.place,
            document.locale,
            document.law_as_of.isoformat(),
            str(document.reviewed),
        )
        # Only pages show the look: another one leaves the other formats as they were.
        shown = document.emblem + document.look if kind == "html" else ""
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
        yield from (Path(security_headers.__file__), Path(deterministic_zip.__file__))
        for folder in self._theme.folders:
            yield from sorted(path for path in folder.rglob("*") if path.is_file())
