"""A site being built: its files, its pages, and every problem met on the way."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from tierslieu.problems import Problem

from . import addresses
from .links import Link, Origin
from .recipes import Recipes


@dataclass(frozen=True)
class Rendered:
    """A page as it was made, and where it comes from.

    ``links`` are where it may lead (``links.inside``), ``words`` those by which its text is found (``search``),
    ``kept`` what finds it again at the next build (``Recipes.kept``).
    """

    address: str
    page: bytes
    origin: Origin
    links: list[Link]
    words: str | None = None
    kept: tuple[str, str] | None = None


@dataclass
class Files:
    """The ``files`` of a site by path, its ``pages`` among them, and the ``problems`` of all."""

    files: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, Rendered] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    recipes: Recipes | None = None

    def note(self, found: Collection[Problem]) -> None:
        """Keep problems; a fault in a template that all pages share is said once."""
        self.problems += [problem for problem in found if problem not in self.problems]

    def add(self, made: Rendered) -> None:
        """Put a page at its address, or note that another is there."""
        file = addresses.file_of(made.address)
        if file in self.pages:
            first = self.pages[file].origin.path
            self.note([Problem("page.address", {"address": made.address, "first": first}, made.origin.path)])
            return
        self.files[file] = made.page
        self.pages[file] = made
        if self.recipes and made.kept:
            self.recipes.keep(made.address, made.kept)
