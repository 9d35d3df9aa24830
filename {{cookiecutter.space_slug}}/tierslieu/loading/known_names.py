"""The names that a fact can have when each is that of a file: of the vocabulary, or of the look."""

from __future__ import annotations

import posixpath
from pathlib import Path

from tierslieu.core.paths import KeyPath
from tierslieu.look import choices

from .source_tree import VOCABULARY, SourceTree

_LOOK = {"palette": "palettes", "type": "typefaces", "motif": "motifs"}
_VOCABULARY = {"format": "activity_formats", "legal_form": "legal_forms"}


def known_names(root: Path, tree: SourceTree, path: KeyPath) -> list[str]:
    """The names that the fact at ``path`` of a file can have; none if it names no file."""
    key = str(path[-1]) if path else ""
    if path[:1] == ("look",) and key in _LOOK:
        return list(choices.available(root, _LOOK[key]))
    folder = f"{VOCABULARY}/{_VOCABULARY.get(key, '')}"
    return [posixpath.splitext(name)[0] for name in tree.names.get(folder, ()) if name.endswith(".yaml")]
