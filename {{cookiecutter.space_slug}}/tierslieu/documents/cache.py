"""Files of documents that did not change since an earlier build, so that they are not converted again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from tierslieu.cache.file_stamps import engine_stamp
from tierslieu.cache.package_versions import package_version
from tierslieu.cache.store import ContentStore
from tierslieu.core import deterministic_zip
from tierslieu.core.theme_files import theme_folders
from tierslieu.look.patterns import emblem_of
from tierslieu.model import Space
from tierslieu.months.budget_comparison import latest
from tierslieu.rendering import security_headers

from .filling import FilledDocument
from .theme import DocumentTheme

FOLDER = ".cache/documents"


class DocumentCache:
    """Converted documents and the workbook, in ``.cache/documents/`` of a place: a folder that can be erased at any time.

    The key of a document is the SHA-256 of its text, of the theme and of the tools that convert it. A folder that can't
    be read or written only makes a build longer.
    """

    def __init__(self, theme: DocumentTheme):
        self._theme = theme
        self._store = ContentStore(theme.root / FOLDER)
        self._strings_digests: dict[str, str] = {}

    def get(self, document: FilledDocument, kind: str, make: Callable[[], bytes]) -> bytes:
        """The ``document`` in the format ``kind``: from the folder, or from ``make`` and then stored."""
        if document.has_picture:  # a file whose content is not part of the key
            return make()
        return self._store.get(self._key(document, kind), make)

    def workbook(self, space: Space, make: Callable[[], bytes]) -> bytes:
        """The workbook of ``space``: from the folder, or from ``make`` and then stored."""
        # All facts but the texts, which it does not show, closed months, the emblem, and the engine, which calculates it.
        facts = replace(space, pages=(), news=(), activities=(), documents=())
        key = hashlib.sha256(
            repr((engine_stamp(), emblem_of(space), facts, latest(space))).encode("utf-8", "surrogatepass")
        ).hexdigest()
        return self._store.get(key, make)

    def forget_others(self) -> None:
        """Erase what was not asked for since this object was created."""
        self._store.forget_others()

    def _key(self, document: FilledDocument, kind: str) -> str:
        parts = (
            self._tools,
            kind,
            document.title,
            document.place,
            document.locale,
            document.law_as_of.isoformat(),
            f"{document.reviewed} {document.landscape} {document.act}",
            document.emblem.decode("utf-8", "replace"),
            document.band.decode("utf-8", "replace"),
            document.patches.decode(),
            document.flower.decode(),
            document.stamp.decode(),
            document.look,
            repr(document.letters),
            document.text,
            self._strings_digest(document),
        )
        return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()

    def _strings_digest(self, document: FilledDocument) -> str:
        """SHA-256 of the strings of the language, which all its documents share."""
        if document.locale not in self._strings_digests:
            strings = "\0".join(document.strings.values())
            self._strings_digests[document.locale] = hashlib.sha256(strings.encode("utf-8")).hexdigest()
        return self._strings_digests[document.locale]

    @cached_property
    def _tools(self) -> str:
        """SHA-256 of all that turns a text into a file."""
        digest = hashlib.sha256()
        for package in ("pypandoc_binary", "typst"):
            digest.update(f"{package} {package_version(package)}\0".encode())
        for path in self._sources():
            digest.update(path.name.encode("utf-8") + b"\0" + path.read_bytes())
        return digest.hexdigest()

    def _sources(self) -> Iterator[Path]:
        yield from sorted(path for path in Path(__file__).parent.iterdir() if path.suffix in (".py", ".lua"))
        yield from (Path(security_headers.__file__), Path(deterministic_zip.__file__))
        for folder in (*self._theme.folders, *theme_folders(self._theme.root, "fonts")):
            yield from sorted(path for path in folder.rglob("*") if path.is_file())
