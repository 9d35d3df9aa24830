"""The files of a publication in words: pages and documents by their titles, the others by their kinds."""

from __future__ import annotations

import re
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
class SentFiles:
    """Some files: ``pages`` and ``documents`` by title, ``others`` by name, and how many pictures and technical files."""

    pages: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    pictures: int = 0
    technical: int = 0


def sent_files(
    paths: Iterable[str], files: Mapping[str, bytes], filled: Iterable[FilledDocument], place: OpenPlace
) -> SentFiles:
    """Those of ``paths``, whose content is in ``files``; ``filled`` are the documents of the place."""
    documents = {document.slug: document for document in filled}
    pages, papers, others = list[str](), dict[str, None](), list[str]()
    pictures = technical = 0
    for path in paths:
        document = documents.get(path.removeprefix(_DOCUMENTS).rpartition(".")[0])
        if path.startswith(_DOCUMENTS) and document:
            papers[_document(document, place)] = None
        elif path.endswith("index.html") or path == "404.html":
            pages.append(_page(path, files.get(path, b""), place.name))
        elif path.endswith(_PICTURES):
            pictures += 1
        elif path.endswith(_READ):
            others.append(path)
        else:
            technical += 1
    return SentFiles(tuple(pages), tuple(papers), tuple(others), pictures, technical)


def _document(document: FilledDocument, place: OpenPlace) -> str:
    """Its title, with the number of gaps that it goes online with."""
    gaps = count_gaps(document.text)
    return place.text("editor.publish_gaps", title=document.title, count=gaps) if gaps else document.title


def _page(path: str, html: bytes, name: str) -> str:
    """Its title; its address where there is none, as of a page that goes."""
    found = _TITLE.search(html)
    return unescape(found[1].decode("utf-8")).removesuffix(f" – {name}") if found else path.removesuffix("/index.html")
