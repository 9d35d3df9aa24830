"""The files of a publication in words: pages and documents by their titles, the others by their kinds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape

from tierslieu.documents.filling import FilledDocument
from tierslieu.documents.missing_facts import count_gaps

from .open_place import OpenPlace

_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_DOCUMENTS = "documents/"
#: The ends of the names of other files that people open; the others are only counted.
_READ = (".html", ".pdf", ".docx", ".odt", ".xlsx", ".csv", ".ics")
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".svg", ".avif")


@dataclass(frozen=True)
class SentDocument:
    """A document with the number of its ``gaps`` and of its ``files``, one by format."""

    slug: str
    title: str
    gaps: int
    files: int


@dataclass(frozen=True)
class SentFiles:
    """Some files: ``pages`` by title, documents and blank ``templates``, ``others`` by name, and how many of the rest."""

    pages: tuple[str, ...] = ()
    documents: tuple[SentDocument, ...] = ()
    templates: tuple[SentDocument, ...] = ()
    others: tuple[str, ...] = ()
    pictures: int = 0
    technical: int = 0


def sent_files(
    paths: Iterable[str], files: Mapping[str, bytes], documents: Iterable[FilledDocument],
    templates: Mapping[str, str], place: OpenPlace,
) -> SentFiles:  # fmt: skip
    """Those of ``paths``, whose content is in ``files``; ``templates`` are the titles of the blank ones by path."""
    filled = {document.slug: document for document in documents}
    pages, papers, blank, others = list[str](), Counter[str](), Counter[str](), list[str]()
    pictures = technical = 0
    for path in paths:
        slug = path.removeprefix(_DOCUMENTS).rpartition(".")[0] if path.startswith(_DOCUMENTS) else ""
        if slug in filled:
            papers[slug] += 1
        elif slug in templates:
            blank[slug] += 1
        elif path.endswith("index.html") or path == "404.html":
            pages.append(_page(path, files.get(path, b""), place.name))
        elif path.endswith(_PICTURES):
            pictures += 1
        elif path.endswith(_READ):
            others.append(path)
        else:
            technical += 1
    sent = (
        SentDocument(slug, filled[slug].title, count_gaps(filled[slug].text), count) for slug, count in papers.items()
    )
    given = (SentDocument(slug, templates[slug], 0, count) for slug, count in blank.items())
    return SentFiles(tuple(pages), tuple(sent), tuple(given), tuple(others), pictures, technical)


def _page(path: str, html: bytes, name: str) -> str:
    """Its title; its address where there is none, as of a page that goes."""
    found = _TITLE.search(html)
    return unescape(found[1].decode("utf-8")).removesuffix(f" – {name}") if found else path.removesuffix("/index.html")
