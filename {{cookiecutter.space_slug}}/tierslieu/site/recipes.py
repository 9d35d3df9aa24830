"""What pages are made of, so that one that would come out the same is not made again.

A page is made of what all pages share, of its own text, and of nothing that is told of other pieces of news, unless its
template asks for a list of them. So a change in one piece of news leaves the pages of the others as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from tierslieu.kept import Kept, contents, digest, recipe
from tierslieu.model import Space

from . import addresses
from .theme import Theme


def without_news(space: Space) -> Space:
    """What all pages may tell of ``space``: all but the news, and the texts of pages, which these alone show."""
    return replace(space, news=(), pages=tuple(replace(page, body="") for page in space.pages))


class Recipes:
    """The pages of the last build, by what they were made of.

    ``files`` are those that pages may tell the size or the version of, ``others`` the names of those beside them.
    """

    def __init__(self, kept: Kept, space: Space, theme: Theme, files: Mapping[str, bytes], others: Collection[str]):
        told = {path: digest(data) for path, data in files.items()}
        self._kept, self._shared = kept, recipe(without_news(space), told, sorted(others), contents(theme.folders))

        self._told: dict[int, tuple[object, str]] = {}

    def of(self, *parts: object) -> str:
        """The recipe of a page that is made of ``parts``, each of which tells all of itself when Python writes it."""
        told = "\0".join((self._shared, *map(self.told, parts)))
        return digest(told.encode("utf-8", "surrogatepass"))

    def told(self, part: object) -> str:
        """``part`` in full; of what several pages are made of, a digest worked out once."""
        if isinstance(part, str):
            return part
        if id(part) not in self._told:
            text = repr(part)
            assert " at 0x" not in text, f"{type(part).__name__} can't be told from another of its kind"
            self._told[id(part)] = (part, digest(text.encode("utf-8", "surrogatepass")))  # held, so that its id stays
        return self._told[id(part)][1]

    def made(self, address: str, recipe: str) -> str | None:
        """The page at ``address``, if the last build made it by ``recipe``."""
        page = self._kept.get(addresses.file_of(address), recipe)
        return None if page is None else page.decode("utf-8")

    def note(self, address: str, recipe: str, html: str) -> None:
        """Keep in mind by which ``recipe`` the page at ``address`` was made."""
        self._kept.put(addresses.file_of(address), recipe, html.encode("utf-8"))
