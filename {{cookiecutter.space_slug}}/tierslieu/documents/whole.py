"""All documents at once, when nothing has changed that any of them tells: then none is even filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tierslieu.cache.kept import Kept, contents, recipe
from tierslieu.model import Space

from .filling import FilledDocument
from .theme import DocumentTheme


class Whole:
    """What the last build of ``space`` made in every format: ``files`` by path, None when something has changed."""

    def __init__(self, space: Space, theme: DocumentTheme):
        self._kept = Kept(space.root, "documents")
        self._recipe = recipe(space, contents(theme.folders))
        self.files = self._kept.all_of(self._recipe)

    def keep(self, files: Mapping[str, bytes], documents: Iterable[FilledDocument]) -> None:
        """Note what was made of this recipe, unless a picture shows in it."""
        if not any(document.has_picture for document in documents):
            self._kept.put_all(files, self._recipe)
        self._kept.save()
