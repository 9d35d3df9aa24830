"""The files that shape documents: those of ``overrides/documents/`` first, then those of ``theme/documents/``."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tierslieu.core.problems import Problem, Problems
from tierslieu.core.theme_files import THEME, theme_file, theme_folders

if TYPE_CHECKING:
    from typst import Fonts

_FOLDER = "documents"


class DocumentTheme:
    """The files that shape the documents of the place in ``root``, each looked up and read once."""

    def __init__(self, root: Path):
        self.root = root.resolve()
        self._files: dict[str, str | None] = {}
        self._texts: dict[str, str] = {}

    def path(self, name: str) -> Path:
        """The file ``name``, the team's own if there is one; raises ``Problems`` when there is none."""
        path = self._file(name)
        if path is None:
            raise Problems([self._problem(name)])
        return self.root / path

    @property
    def folders(self) -> list[Path]:
        """Its folders that exist, the team's own first."""
        return theme_folders(self.root, _FOLDER)

    def label(self, name: str) -> str:
        """The path of ``name`` relative to the place, for messages."""
        return self._file(name) or f"{THEME}/{_FOLDER}/{name}"

    def text(self, name: str) -> str:
        """The content of a text file; raises ``Problems`` when it is missing or not UTF-8."""
        if name not in self._texts:
            try:
                self._texts[name] = self.path(name).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                raise Problems([self._problem(name)]) from None
        return self._texts[name]

    @cached_property
    def fonts(self) -> Fonts:
        """The fonts of typst itself, of the kit and of the team; never the machine's, which differ."""
        from typst import Fonts  # heavy to load, and only PDFs need it

        # Those of documents, then those that write the name of the place on pictures.
        folders = [*theme_folders(self.root, f"{_FOLDER}/fonts"), *theme_folders(self.root, "fonts")]
        return Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in folders])

    def _file(self, name: str) -> str | None:
        if name not in self._files:
            self._files[name] = theme_file(self.root, f"{_FOLDER}/{name}")
        return self._files[name]

    def _problem(self, name: str) -> Problem:
        return Problem("document.theme", {"name": name}, self.label(name))
