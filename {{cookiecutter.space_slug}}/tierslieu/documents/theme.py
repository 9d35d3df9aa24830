"""The files that shape documents: those of ``overrides/documents/`` first, then those of ``theme/documents/``."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tierslieu.core.problems import Problem, Problems

if TYPE_CHECKING:
    from typst import Fonts

_FOLDERS = ("overrides/documents", "theme/documents")
#: Fonts of documents, then those that write the name of the place on pictures.
_FONT_FOLDERS = (*(f"{folder}/fonts" for folder in _FOLDERS), "overrides/fonts", "theme/fonts")


class DocumentTheme:
    """The files that shape the documents of the place in ``root``."""

    def __init__(self, root: Path):
        self.root = root.resolve()

    def path(self, name: str) -> Path:
        """The file ``name``, the team's own if there is one; raises ``Problems`` when there is none."""
        for folder in _FOLDERS:
            path = self.root / folder / name
            if path.is_file():
                return path
        raise Problems([self._problem(name)])

    @property
    def folders(self) -> list[Path]:
        """Its folders that exist, the team's own first."""
        return [path for folder in _FOLDERS if (path := self.root / folder).is_dir()]

    def label(self, name: str) -> str:
        """The path of ``name`` relative to the place, for messages."""
        override = f"{_FOLDERS[0]}/{name}"
        return override if (self.root / override).is_file() else f"{_FOLDERS[1]}/{name}"

    def text(self, name: str) -> str:
        """The content of a text file; raises ``Problems`` when it is missing or not UTF-8."""
        try:
            return self.path(name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise Problems([self._problem(name)]) from None

    @cached_property
    def fonts(self) -> Fonts:
        """The fonts of typst itself, of the kit and of the team; never the machine's, which differ."""
        from typst import Fonts  # heavy to load, and only PDFs need it

        folders = [self.root / folder for folder in _FONT_FOLDERS]
        return Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in folders if folder.is_dir()])

    def _problem(self, name: str) -> Problem:
        return Problem("document.theme", {"name": name}, self.label(name))
