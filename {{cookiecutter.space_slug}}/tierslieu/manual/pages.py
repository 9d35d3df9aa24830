"""Reads the pages of the manual: Markdown files below ``docs/``, each with a title and sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tierslieu.core.problems import Problem, Problems

#: The folder of the manual in a place.
FOLDER = "docs"
#: The page that lists all others, below ``FOLDER``.
INDEX = "README.md"
#: The folders of pages, in the order in which a reader should meet them.
_ORDER = ("guides", "explications", "reference")

_FENCE = re.compile(r" *(```|~~~)")
_HEADING = re.compile(r"(#{1,6}) +(.*?)(?: +\{[^}]*\})? *$")


@dataclass(frozen=True)
class Section:
    """A part of a page: its heading without markup, its level (1 is the title of the page), and its Markdown."""

    heading: str
    level: int
    text: str


@dataclass(frozen=True)
class ManualPage:
    """A page: its path below ``docs/``, and its sections; the first one holds the title."""

    path: str
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        """The title, without markup."""
        return self.sections[0].heading

    @property
    def kind(self) -> str:
        """The folder of the page: ``guides``, ``explications`` or ``reference``."""
        return self.path.partition("/")[0]

    @property
    def name(self) -> str:
        """The name of the file, without its folder and suffix."""
        return self.path.rpartition("/")[2].removesuffix(".md")

    @property
    def text(self) -> str:
        """The whole page, in Markdown."""
        return "".join(section.text for section in self.sections)


def read_manual(root: Path) -> tuple[ManualPage, ...]:
    """Every page of the manual but its index, guides first; raises ``Problems`` when the place has none."""
    folder = root / FOLDER
    paths = [path for kind in _ORDER for path in sorted((folder / kind).glob("*.md"))]
    if not paths:
        raise Problems([Problem("manual.missing", {"folder": f"{FOLDER}/"})])
    return tuple(
        ManualPage(path.relative_to(folder).as_posix(), tuple(_sections(path.read_text(encoding="utf-8"))))
        for path in paths
    )


def _sections(text: str) -> Iterator[Section]:
    """The sections of a page; a heading in a block of code is none."""
    heading, level, fence, lines = "", 1, "", list[str]()
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if mark and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        match = None if fence else _HEADING.match(line)
        if match:
            if lines:
                yield Section(heading, level, "".join(lines))
            heading, level, lines = plain(match[2]), len(match[1]), []
        lines.append(line)
    yield Section(heading, level, "".join(lines))


def anchor(heading: str) -> str:
    """The identifier that forges give to a heading without markup."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def plain(markdown: str) -> str:
    """A line of Markdown without its markup."""
    return re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", lambda match: match[1] or "", markdown)
