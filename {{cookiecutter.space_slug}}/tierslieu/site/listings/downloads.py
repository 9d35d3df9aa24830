"""The documents that a place offers: each once, with its formats and their weights."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tierslieu.documents.selection import document_title, select_documents
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space


@dataclass(frozen=True)
class File:
    """A file to download."""

    address: str
    format: str
    size: str


@dataclass(frozen=True)
class Download:
    """A public document, in each format there is of it; ``locale`` is the language it is written in."""

    title: str
    audience: str
    locale: str
    files: tuple[File, ...]


def downloads(space: Space, words: LocaleFormatter, made: Mapping[str, bytes]) -> tuple[Download, ...]:
    """The public documents, by title, each with its formats; ``made`` holds them by path under ``documents/``."""
    known = {one.slug: one for one in select_documents(space)}
    groups: dict[str, list[str]] = defaultdict(list)
    for path in sorted(made):
        groups[posixpath.splitext(path)[0]].append(path)
    found = []
    for stem, paths in groups.items():
        name = posixpath.basename(stem)
        files = tuple(
            File(f"documents/{path}", _format(words, path), words.size(made[path]))
            for path in sorted(paths, key=_reading_order)
        )
        document = known[name]
        source = document.source
        found.append(Download(document_title(space, document), source.meta.audience, source.locale, files))
    return tuple(sorted(found, key=lambda download: download.title))


def _extension(path: str) -> str:
    return posixpath.splitext(path)[1].removeprefix(".").lower()


def _format(words: LocaleFormatter, path: str) -> str:
    extension = _extension(path)
    key = f"format_{extension}"
    return words.t(key) if key in words.strings else extension.upper()


def _reading_order(path: str) -> tuple[int, str]:
    """To read first, then to print, then to edit."""
    order = ("html", "pdf", "odt", "docx")
    extension = _extension(path)
    return (order.index(extension) if extension in order else len(order), extension)
