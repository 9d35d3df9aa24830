"""A problem: what is wrong, where, and how to mend it, in words that live in ``messages/``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["error", "warning", "blank"]


@dataclass(frozen=True)
class Problem:
    """One finding about a place.

    ``code`` is a key of ``messages/<language>.yaml``; ``values`` fill its text. ``file`` is relative to the place, with
    forward slashes; ``line`` counts from 1. A ``blank`` is a fact still missing: it stops nothing.
    """

    code: str
    values: dict[str, Any] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None
    level: Level = "error"


@dataclass(frozen=True)
class MissingFact:
    """A fact that is not written yet, and that some figure or file needs.

    ``label`` is the key of its name among the strings of a locale, and ``file`` where to write it, at ``path`` where one
    place in the file is meant. Several facts may bear the same label: ``detail`` (an offer, a pass, or a label of the
    budget) and ``organisation`` then say which. ``name`` is the label in the language of a reader, once translated.
    """

    label: str
    file: str
    path: tuple[str | int, ...] = ()
    detail: str | None = None
    organisation: str | None = None
    name: str = ""


class Problems(Exception):
    """Raised with every problem found, when something can't go on; the command line turns it into text."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__(", ".join(problem.code for problem in self.problems))


def closest(word: str, known: Iterable[str]) -> str:
    """The known name nearest to ``word``; failing that, the list of all, to choose from."""
    from difflib import get_close_matches  # here, since most commands find nothing to suggest

    names = list(known)
    found = get_close_matches(word, names, n=1, cutoff=0.6)
    return found[0] if found else ", ".join(names)
