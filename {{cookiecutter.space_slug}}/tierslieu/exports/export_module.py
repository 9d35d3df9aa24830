"""A format as ``FORMATS`` lists it: its files, and the conditions under which they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from tierslieu.core.problems import MissingFact
from tierslieu.model import Space


@dataclass(frozen=True)
class ExportModule:
    """A format: ``key`` names its module in this folder and the file of ``vocabulary/exports/`` that describes it.

    ``paths`` are its files under ``public/``. ``use`` is what they serve for: to follow the place, to find it, or to reuse
    what it says of itself. ``service`` is the service that it is about, if any. ``required`` are the
    functions of ``required_facts`` for the facts that its standard requires.
    """

    key: str
    paths: tuple[str, ...]
    use: Literal["follow", "find", "reuse"] = "reuse"
    service: str | None = None
    required: tuple[Callable[[Space], Iterator[MissingFact]], ...] = ()

    def applies(self, space: Space) -> bool:
        """Whether the place has this format: its service is on, and the team has not deleted its description."""
        return self.key in space.vocabulary.exports and (
            self.service is None or self.service in space.identity.services
        )

    def missing(self, space: Space) -> Iterator[MissingFact]:
        """The required facts that are missing."""
        return (fact for required in self.required for fact in required(space))

    def build(self, space: Space) -> dict[str, bytes]:
        """Its files under ``public/``; none if not applicable or a fact is missing. Raises ``Problems``."""
        if not self.applies(space) or any(self.missing(space)):
            return {}
        # Imported here: several formats load libraries that a command which writes no export does not need.
        files: dict[str, bytes] = import_module(f"{__package__}.{self.key}").build(space)
        return files
