"""The documents that anyone may download, with their file formats and sizes."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tierslieu.documents.selection import document_title, select_documents
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space


@dataclass(frozen=True)
class DownloadFile:
    """A file to download: the name of its format, and its size as text."""

    address: str
    format: str
    size: str


@dataclass(frozen=True)
class Download:
    """A public document in each of its formats; ``locale`` is the language in which it is written."""

    title: str
    audience: str
    locale: str
    files: tuple[DownloadFile, ...]


def downloads(space: Space, formatter: LocaleFormatter, documents: Mapping[str, bytes]) -> tuple[Download, ...]:
    """The public documents by title; ``documents`` holds their files by path under ``documents/``."""
    instances = {instance.slug: instance for instance in select_documents(space)}
    paths_by_stem: dict[str, list[str]] = defaultdict(list)
    for path in sorted(documents):
        paths_by_stem[posixpath.splitext(path)[0]].append(path)
    listed = []
    for stem, paths in paths_by_stem.items():
        files = tuple(
            DownloadFile(f"documents/{path}", _format(formatter, path), formatter.size(documents[path]))
            for path in sorted(paths, key=_reading_order)
        )
        instance = instances[posixpath.basename(stem)]
        source = instance.source
        listed.append(Download(document_title(space, instance), source.meta.audience, source.locale, files))
    return tuple(sorted(listed, key=lambda download: download.title))


def _extension(path: str) -> str:
    return posixpath.splitext(path)[1].removeprefix(".").lower()


def _format(formatter: LocaleFormatter, path: str) -> str:
    """The name of the format of a file, else its extension in capitals."""
    extension = _extension(path)
    key = f"format_{extension}"
    return formatter.t(key) if key in formatter.strings else extension.upper()


def _reading_order(path: str) -> tuple[int, str]:
    """A sort key: formats to read first, then to print, then to edit."""
    order = ("html", "pdf", "odt", "docx")
    extension = _extension(path)
    return (order.index(extension) if extension in order else len(order), extension)
