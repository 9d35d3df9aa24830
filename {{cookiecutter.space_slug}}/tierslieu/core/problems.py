"""Problems of a place: a message code, the values of its text, and where the problem is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from .folding import fold
from .paths import KeyPath

Level = Literal["error", "warning", "blank"]


@dataclass(frozen=True)
class Problem:
    """A problem of a place, in no language yet.

    ``code`` is a key of the catalogues of ``i18n``, and ``values`` fill its text. ``file`` is relative to the place,
    with forward slashes; ``line`` counts from 1; ``path`` is that of the value in the YAML of the file, where it is
    about one. A ``blank`` is a missing fact, and prevents nothing.
    """

    code: str
    values: dict[str, Any] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None
    level: Level = "error"
    path: KeyPath = field(default=(), compare=False)


@dataclass(frozen=True)
class Phrase:
    """A part of a message that is a message itself: its code, and the values of its text."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MissingFact:
    """A fact that is not written yet, and that some figure or file needs.

    ``label`` is the key of its name among the strings of a locale, and ``file`` where to write it, at ``path`` where
    one place in the file is meant. Several facts may bear the same label: ``detail`` (an offer, a pass, or a label of
    the budget) and ``organisation`` then say which. ``name`` is the label in the language of a reader, once translated.
    """

    label: str
    file: str
    path: tuple[str | int, ...] = ()
    detail: str | None = None
    organisation: str | None = None
    name: str = ""


class Problems(Exception):
    """The problems that prevent an operation; the command line writes them in the language of the place."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__(", ".join(problem.code for problem in self.problems))

    def __reduce__(self) -> tuple[type[Problems], tuple[tuple[Problem, ...]]]:
        """An exception is pickled with its words alone: another process needs the problems."""
        return Problems, (self.problems,)


def close_match(word: str, names: Iterable[str]) -> str | None:
    """The name that ``word`` is most likely meant for, accents and capitals aside; None when none is close."""
    from difflib import get_close_matches  # here for start-up time: most commands have nothing to suggest

    by_folded = {fold(name): name for name in names}
    matches = get_close_matches(fold(word), by_folded, n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else None


def closest(word: str, names: Iterable[str]) -> str:
    """The name closest to ``word``, to suggest it; the list of all when none is close."""
    names = list(names)
    return close_match(word, names) or ", ".join(names)
