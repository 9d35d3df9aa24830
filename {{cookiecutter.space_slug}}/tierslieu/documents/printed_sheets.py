"""What a place prints from its facts: door sign, posters, cards, stickers, leaflet, each a file of ``theme/print/``.

A sheet is a Typst file that begins with a comment, its header in YAML between two lines of dashes (``SheetHeader``).
``theme/documents/sheet.typ``, with what all of them share, precedes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from pydantic import Field, ValidationError

from tierslieu.core import yaml_reader
from tierslieu.core.folding import fold
from tierslieu.core.front_matter import header_of
from tierslieu.core.problems import Phrase, Problem, Problems, closest
from tierslieu.core.theme_files import theme_files
from tierslieu.i18n.formatting import translated
from tierslieu.model import Model, Space
from tierslieu.model.base import Key, Localised, Text

from .sheet_facts import SheetFacts
from .theme import DocumentTheme
from .typst_pdf import typeset

#: The folder of what was printed: beside ``documents/``, whose files every build replaces.
FOLDER = "imprimer"
_TEMPLATES = "print"
#: The text that precedes that of a sheet: what all share.
_SHARED = "sheet.typ"

Need = Literal["address", "opening_hours", "website", "prices", "activities"]
#: Whether a fact without which a sheet would be an empty promise is known.
_NEEDS: Mapping[Need, Callable[[SheetFacts], bool]] = {
    "address": lambda facts: bool(facts.space.identity.address.line),
    "opening_hours": lambda facts: facts.space.opening_hours is not None,
    "website": lambda facts: bool(facts.space.identity.contact.website),
    "prices": lambda facts: bool(facts.prices),
    "activities": lambda facts: bool(facts.upcoming),
}


class SheetHeader(Model):
    """The header of a sheet."""

    name: dict[Key, Text] = Field(description="What people type, and the name of the PDF, by language.")
    title: Localised = Field(description="What it is, by language.")
    paper: Localised = Field(description="The paper to print it on: A4, A3.")
    needs: tuple[Need, ...] = Field(default_factory=tuple, description="Facts without which it is not made.")
    texts: dict[Key, Localised] = Field(default_factory=dict, description="Its own words, by key and by language.")


@dataclass(frozen=True)
class PrintedSheet:
    """A sheet of the place: the ``path`` of its file, ``name`` and ``title`` in the main language.

    ``aliases`` are its names in every language; ``missing`` are the facts that it needs and that are unknown.
    """

    path: str
    name: str
    title: str
    paper: str
    aliases: tuple[str, ...]
    texts: Mapping[str, str]
    missing: tuple[Need, ...]

    @property
    def file(self) -> str:
        """The name of its PDF."""
        return f"{self.name}.pdf"


def printed_sheets(facts: SheetFacts) -> list[PrintedSheet]:
    """Every sheet, by name; raises ``Problems`` about headers that can't be read."""
    sheets: list[PrintedSheet] = []
    problems: list[Problem] = []
    locale = facts.space.identity.language
    for path in theme_files(facts.space.root, _TEMPLATES, "*.typ").values():
        header = _header(facts.space, path)
        if isinstance(header, Problem):
            problems.append(header)
            continue
        sheets.append(
            PrintedSheet(
                path,
                translated(header.name, locale),
                translated(header.title, locale),
                translated(header.paper, locale),
                (PurePosixPath(path).stem, *header.name.values()),
                {key: translated(texts, locale) for key, texts in header.texts.items()},
                tuple(need for need in header.needs if not _NEEDS[need](facts)),
            )
        )
    if problems:
        raise Problems(problems)
    return sorted(sheets, key=lambda sheet: sheet.name)


def choose(sheets: Sequence[PrintedSheet], names: Sequence[str]) -> list[PrintedSheet]:
    """The sheets with ``names``, in any language, capitals and accents aside.

    Raises ``Problems`` for other names, and for sheets that wait for facts.
    """
    by_name = {fold(alias): sheet for sheet in sheets for alias in sheet.aliases}
    unknown = [name for name in names if fold(name) not in by_name]
    if unknown:
        known = [sheet.name for sheet in sheets]
        raise Problems(Problem("print.unknown", {"name": name, "closest": closest(name, known)}) for name in unknown)
    chosen = {by_name[fold(name)].path for name in names}
    wanted = [sheet for sheet in sheets if sheet.path in chosen]
    missing = [(sheet, need) for sheet in wanted for need in sheet.missing]
    if missing:
        raise Problems(
            Problem("print.missing", {"name": sheet.name, "need": Phrase(f"print.need_{need}")})
            for sheet, need in missing
        )
    return wanted


def render(sheet: PrintedSheet, facts: SheetFacts) -> bytes:
    """A sheet as PDF; raises ``Problems``."""
    space, theme = facts.space, DocumentTheme(facts.space.root)
    source = f"{theme.text(_SHARED)}\n{_read(space, sheet.path)}"
    inputs = {
        "title": f"{sheet.title}, {space.identity.name}",
        "place": space.identity.name,
        "language": space.identity.language,
        "data": json.dumps({**facts.data, "texts": dict(sheet.texts)}),
    }
    return typeset(source, inputs, theme, sheet.path)


def _header(space: Space, path: str) -> SheetHeader | Problem:
    """The header of the sheet at ``path``, or why it can't be read."""
    # The comment around it is Typst's.
    parsed = yaml_reader.parse(header_of(_read(space, path).removeprefix("/*\n")), first_line=3)
    try:
        return SheetHeader.model_validate({} if parsed.faults else parsed.data)
    except ValidationError as error:
        keys = dict.fromkeys(".".join(map(str, fault["loc"])) for fault in error.errors())
        return Problem("print.header", {"keys": ", ".join(keys)}, path)


def _read(space: Space, path: str) -> str:
    """The text of a file of the theme; raises ``Problems`` unless it is UTF-8."""
    try:
        return (space.root / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Problems([Problem("document.theme", {"name": PurePosixPath(path).name}, path)]) from None
