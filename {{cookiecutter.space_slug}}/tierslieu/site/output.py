"""A site being built: its files, its pages, and every problem met on the way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tierslieu.core.atomic import AtomicFolder
from tierslieu.core.problems import Problem
from tierslieu.rendering import urls

from .link_checker import Origin
from .recipes import Recipes


@dataclass(frozen=True)
class RenderedPage:
    """A page as it was made, and where it comes from.

    ``leads`` tells where it may lead (``links.leads``), ``words`` those by which its text is found (``search.words``),
    ``recipe`` what it was made of. ``html`` is None when it is on the disk already, in the folder that is shown if it is
    the ``same``, else beside.
    """

    address: str
    origin: Origin
    leads: str
    words: str | None
    recipe: str | None
    html: bytes | None = None
    same: bool = True


@dataclass
class SiteOutput:
    """The ``files`` of a site by path, its ``pages`` among them, and the ``problems`` of all.

    ``static`` are those that pages may tell the size or the version of.
    """

    static: Mapping[str, bytes]
    files: dict[str, bytes] | AtomicFolder = field(default_factory=dict)
    pages: dict[str, RenderedPage] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    recipes: Recipes | None = None
    _claimed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.files.update(self.static)

    def note(self, found: Collection[Problem]) -> None:
        """Keep problems; a fault in a template that all pages share is said once."""
        self.problems += [problem for problem in found if problem not in self.problems]

    def claim(self, address: str, path: str) -> bool:
        """Take an address for the page of the text at ``path``, or for one that has none; False when it is taken.

        That two texts want it is a problem; a page without a text gives way to any other file.
        """
        file = urls.file_of(address)
        if file in self._claimed:
            if path:
                self.note([Problem("page.address", {"address": address, "first": self._claimed[file]}, path)])
            return False
        if not path and file in self.files:
            return False
        self._claimed[file] = path
        return True

    def left(self, address: str, html: bytes) -> tuple[bytes | None, bool]:
        """Put a page where it belongs, whichever process makes it: the last two parts of what ``add`` takes."""
        if isinstance(self.files, AtomicFolder):
            return None, self.files.put(urls.file_of(address), html)
        return html, False

    def add(self, page: RenderedPage) -> None:
        """Have a page in mind, which may have been made by another process."""
        file = urls.file_of(page.address)
        self.pages[file] = page
        if isinstance(self.files, AtomicFolder):
            self.files.note(file, same=page.same)
        elif page.html is not None:
            self.files[file] = page.html
        if self.recipes and page.recipe:
            self.recipes.remember(page.address, page.recipe, page.leads, page.words)
