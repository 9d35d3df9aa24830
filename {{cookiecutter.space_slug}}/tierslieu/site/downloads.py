"""The documents that a place offers: each once, with its formats and their weights."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tierslieu.model import Space
from tierslieu.words import Words


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


def downloads(space: Space, words: Words, documents: Mapping[str, bytes]) -> tuple[Download, ...]:
    """The public documents, by title, each with its formats."""
    # A document that the language of the place lacks is offered in another; of two with the same name, ours wins.
    sources = {one.slug: one for one in sorted(space.documents, key=lambda one: one.locale == words.code)}
    groups: dict[str, list[str]] = defaultdict(list)
    for path in sorted(documents):
        groups[posixpath.splitext(path)[0]].append(path)
    found = []
    for stem, paths in groups.items():
        name = posixpath.basename(stem)
        files = tuple(
            File(f"documents/{path}", _format(words, path), words.size(documents[path]))
            for path in sorted(paths, key=_reading_order)
        )
        source = sources.get(name)
        title, audience = (source.meta.title, source.meta.audience) if source else (name, "")
        found.append(Download(title, audience, source.locale if source else words.code, files))
    return tuple(sorted(found, key=lambda download: download.title))


def _extension(path: str) -> str:
    return posixpath.splitext(path)[1].removeprefix(".").lower()


def _format(words: Words, path: str) -> str:
    extension = _extension(path)
    key = f"format_{extension}"
    return words.t(key) if key in words.strings else extension.upper()


def _reading_order(path: str) -> tuple[int, str]:
    """To read first, then to print, then to edit."""
    order = ("html", "pdf", "odt", "docx")
    extension = _extension(path)
    return (order.index(extension) if extension in order else len(order), extension)
