"""What pages are made of, so that one that would come out the same is not made again.

A page is made of what all pages share, of its own text, and of nothing that is told of other pieces of news, unless its
template asks for a list of them. Lists hold no texts. So a change in one piece of news leaves the pages of the others as
they are, and one in its text all pages but its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace

from tierslieu.cache.kept import contents, digest, recipe, told
from tierslieu.model import Source, Space
from tierslieu.rendering import urls

from .renewal import Renewal
from .theme import SiteTheme


def without_news(space: Space) -> Space:
    """What all pages may tell of ``space``: all but the news, and the texts of pages, which these alone show."""
    return replace(space, news=(), pages=tuple(page.textless for page in space.pages))


class Recipes:
    """The pages of the last build, by what they were made of.

    ``files`` are those that pages may tell the size or the version of, ``others`` the names of those beside them.
    """

    def __init__(
        self, last: Renewal, space: Space, theme: SiteTheme, files: Mapping[str, bytes], others: Collection[str]
    ):
        versions = {path: digest(data) for path, data in files.items()}
        self._last, news = last, tuple(source.textless for source in space.news)
        self._shared = recipe(without_news(space), versions, sorted(others), contents(theme.folders))
        self._told: dict[str, str] = {}
        self._listed = digest(self._in_short(news).encode("utf-8", "surrogatepass"))

    def of(self, *parts: object) -> str:
        """The recipe of a page that is made of ``parts``."""
        return digest(f"{self._shared}{self._in_short(parts)}".encode("utf-8", "surrogatepass"))

    def among_news(self, recipe: str) -> str:
        """The recipe of a page that is made by ``recipe`` and of a list of the news."""
        return told([recipe, self._listed])

    def _in_short(self, part: object) -> str:
        """All that ``part`` holds, with a digest in the place of each source, since several pages are made of it."""
        if isinstance(part, str):
            return f"{len(part)}:{part}"
        if isinstance(part, Source):
            if part.path not in self._told:
                self._told[part.path] = told(part.textless)
            return f"{self._told[part.path]}{len(part.body)}:{part.body}"
        if isinstance(part, Sequence):
            return f"{len(part)} of {''.join(map(self._in_short, part))}"
        if is_dataclass(part):
            return self._in_short([getattr(part, one.name) for one in fields(part)])
        return told(part)

    def known(self, address: str, recipe: str) -> tuple[str, str | None, str] | None:
        """The page at ``address``, if the last build made it by ``recipe``: two parts of ``Rendered``, and the recipe."""
        notes = self._last.notes(urls.file_of(address), recipe)
        return (notes[0] or "", notes[1], recipe) if notes else None

    def remember(self, address: str, recipe: str, *notes: str | None) -> None:
        """Note by which ``recipe`` the page at ``address`` is made, for the next build."""
        self._last.remember(urls.file_of(address), recipe, *notes)
