"""The files of a site while it is built, its rendered pages, and every problem met on the way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tierslieu.core.atomic import AtomicFolder
from tierslieu.core.problems import Problem
from tierslieu.facts.blank_reads import BlankRead, PageBlanks
from tierslieu.rendering import urls

from .link_checker import Link, LinkedPage, Origin
from .listings.search import IndexedText

#: Files by path: in memory, or on the disk as soon as they are added.
OutputFiles = dict[str, bytes] | AtomicFolder


@dataclass(frozen=True)
class RenderedPage:
    """A page, possibly rendered by another process.

    ``new_links`` are those that ``LinkCollector`` gives. ``search_words`` are the words under which it is found, None
    for a page without a text or a site without a search. ``blank_reads`` are the missing facts that its templates read.
    ``html`` is None when the page is already in the output folder; ``unchanged`` says that the last build wrote the same
    bytes.
    """

    address: str
    title: str
    new_links: tuple[Link, ...]
    search_words: IndexedText | None
    blank_reads: frozenset[BlankRead]
    html: bytes | None = None
    unchanged: bool = False


@dataclass
class SiteOutput:
    """The ``files`` of a site by path, its ``pages``, all ``problems``, and ``static`` files that pages may show.

    ``page_blanks`` are the missing facts that each page reads.
    """

    static: Mapping[str, bytes]
    files: OutputFiles = field(default_factory=dict)
    pages: list[LinkedPage] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    page_blanks: list[PageBlanks] = field(default_factory=list)
    _claimed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.files.update(self.static)

    def note(self, problems: Collection[Problem]) -> None:
        """Add problems, each once: a fault in a template that all pages share is reported once."""
        self.problems += [problem for problem in problems if problem not in self.problems]

    def claim(self, address: str, path: str) -> bool:
        """Reserve an address for ``path`` (empty: a generated page, which gives way); False when it is taken."""
        file = urls.file_of(address)
        if file in self._claimed:
            if path:
                self.note([Problem("page.address", {"address": address, "first": self._claimed[file]}, path)])
            return False
        if not path and file in self.files:
            return False
        self._claimed[file] = path
        return True

    def write(self, address: str, html: bytes) -> tuple[bytes | None, bool]:
        """Write a page to disk if files are there, also in a child; returns ``RenderedPage.html`` and ``unchanged``."""
        if isinstance(self.files, AtomicFolder):
            return None, self.files.write(urls.file_of(address), html)
        return html, False

    def add(self, page: RenderedPage, origin: Origin) -> None:
        """Register a page, rendered by this process or by another."""
        file = urls.file_of(page.address)
        self.pages.append(LinkedPage(file, origin, page.new_links))
        self.page_blanks.append(PageBlanks(page.title, page.blank_reads))
        if isinstance(self.files, AtomicFolder):
            self.files.register(file, unchanged=page.unchanged)
        elif page.html is not None:
            self.files[file] = page.html
