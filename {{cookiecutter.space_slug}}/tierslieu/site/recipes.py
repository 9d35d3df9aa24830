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

    def of(self, *parts: object) -> str | None:
        """The recipe of a page; None when one of ``parts`` can't be told from others that are not the same."""
        told = repr((self._shared, parts))
        return None if " at 0x" in told else digest(told.encode("utf-8", "surrogatepass"))

    def made(self, address: str, *recipes: str | None) -> str | None:
        """The page at ``address``, if the last build made it by one of ``recipes``."""
        for one in recipes:
            page = self._kept.get(addresses.file_of(address), one) if one else None
            if page is not None:
                return page.decode("utf-8")
        return None

    def note(self, address: str, made_by: str | None, html: str) -> None:
        """Keep in mind how the page at ``address`` was made."""
        if made_by:
            self._kept.put(addresses.file_of(address), made_by, html.encode("utf-8"))
