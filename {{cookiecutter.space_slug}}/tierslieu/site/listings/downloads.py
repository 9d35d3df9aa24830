"""The documents that anyone may download, with their file formats and sizes."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, get_args

from tierslieu.documents.blank_templates import templates
from tierslieu.documents.selection import DocumentInstance, document_title, select_documents, subject_name
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.model.content import Reader


@dataclass(frozen=True)
class DownloadFile:
    """A file to download: the name of its format, and its size as text."""

    address: str
    format: str
    size: str


@dataclass(frozen=True)
class Download:
    """A public document in each of its formats; ``locale`` is the language in which it is written.

    ``family`` is the title of all that are made from one model, ``part`` what this one is about, empty for the whole
    place. ``reader`` is whom it is for, one of ``tierslieu.model.content.Reader``.
    """

    title: str
    family: str
    part: str
    audience: str
    locale: str
    reader: str
    files: tuple[DownloadFile, ...]


class Downloads(NamedTuple):
    """What anyone may download, each by title: the public documents, and the blank templates."""

    documents: tuple[Download, ...]
    templates: tuple[Download, ...]


def downloads(space: Space, formatter: LocaleFormatter, documents: Mapping[str, bytes]) -> Downloads:
    """What ``documents`` holds, files by path under ``documents/``."""
    instances = select_documents(space)
    by_path = {instance.slug: (instance, document_title(space, instance)) for instance in instances}
    blank = {path: (instance, instance.source.meta.title) for path, instance in templates(instances).items()}
    files = _files(formatter, documents)
    return Downloads(_listed(space, by_path, files), _listed(space, blank, files))


def by_reader(documents: tuple[Download, ...]) -> dict[str, list[Download]]:
    """The documents by reader, in the order of ``Reader``, without readers who have none."""
    readers = {reader: [document for document in documents if document.reader == reader] for reader in get_args(Reader)}
    return {reader: listed for reader, listed in readers.items() if listed}


def _files(formatter: LocaleFormatter, documents: Mapping[str, bytes]) -> Mapping[str, tuple[DownloadFile, ...]]:
    """The files by path without extension, each in the order of ``_reading_order``."""
    files: dict[str, list[DownloadFile]] = defaultdict(list)
    for path in sorted(documents, key=_reading_order):
        file = DownloadFile(f"documents/{path}", _format(formatter, path), formatter.size(documents[path]))
        files[posixpath.splitext(path)[0]].append(file)
    return {stem: tuple(group) for stem, group in files.items()}


def _listed(
    space: Space,
    titles: Mapping[str, tuple[DocumentInstance, str]],
    files: Mapping[str, tuple[DownloadFile, ...]],
) -> tuple[Download, ...]:
    listed = [
        Download(
            title,
            meta.title,
            subject_name(space, instance),
            meta.audience,
            instance.source.locale,
            meta.reader,
            files[path],
        )
        for path, (instance, title) in titles.items()
        for meta in (instance.source.meta,)
        if path in files
    ]
    return tuple(sorted(listed, key=lambda download: download.title))


def _extension(path: str) -> str:
    return posixpath.splitext(path)[1].removeprefix(".").lower()


def _format(formatter: LocaleFormatter, path: str) -> str:
    """The name of the format of a file, else its extension in capitals."""
    extension = _extension(path)
    key = f"format_{extension}"
    return formatter.t(key) if key in formatter.strings else extension.upper()


def _reading_order(path: str) -> tuple[int, str]:
    """A sort key: the format to print or send first, then to read, then to edit."""
    order = ("pdf", "html", "odt", "docx")
    extension = _extension(path)
    return (order.index(extension) if extension in order else len(order), extension)
