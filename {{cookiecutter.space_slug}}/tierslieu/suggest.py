"""The name somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, known: Iterable[str]) -> str:
    """The known name nearest to ``word``; failing that, the list of all, to choose from."""
    from difflib import get_close_matches  # here, since most commands find nothing to suggest

    names = list(known)
    found = get_close_matches(word, names, n=1, cutoff=0.6)
    return found[0] if found else ", ".join(names)
