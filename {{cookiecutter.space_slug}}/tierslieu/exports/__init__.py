"""Open formats: one module for each, and their names here.

To add one: write ``build(space)`` in a module of this folder, name it below and describe it in
``vocabulary/exports/``. ``build`` gives the files by path under ``public/``, and none at all when the standard would
refuse them for a fact that is missing (``missing`` says which) or when they don't concern the place (``applies``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tierslieu.exports import (
    directories,
    geojson,
    ics,
    lieu,
    mediation,
    movilab,
    navigateur,
    openstreetmap,
    spaceapi,
)
from tierslieu.exports.wanting import Want
from tierslieu.facts import words as in_words
from tierslieu.model import Space


@dataclass(frozen=True)
class Format:
    """A format: the paths of its files, how to build them, what it wants, and whether it concerns a place."""

    paths: tuple[str, ...]
    build: Callable[[Space], dict[str, bytes]]
    missing: Callable[[Space], Iterator[Want]] = lambda space: iter(())
    applies: Callable[[Space], bool] = lambda space: True


#: By the name of its file in ``vocabulary/exports/``.
FORMATS: dict[str, Format] = {
    "ics": Format((lieu.CALENDAR,), ics.build),
    "mediation": Format((mediation.CSV, mediation.JSON), mediation.build, mediation.missing, mediation.applies),
    "lieu": Format((lieu.PATH, lieu.SCHEMA), lieu.build),
    "geojson": Format((geojson.PATH,), geojson.build, geojson.missing),
    "spaceapi": Format((spaceapi.PATH,), spaceapi.build, spaceapi.missing),
    "openstreetmap": Format((openstreetmap.PATH,), openstreetmap.build, openstreetmap.missing),
    "navigateur": Format((navigateur.PATH,), navigateur.build, navigateur.missing),
    "movilab": Format((movilab.PATH,), movilab.build),
    "directories": Format((directories.PATH,), directories.build, directories.missing, directories.applies),
}
EXPORTS: dict[str, Callable[[Space], dict[str, bytes]]] = {name: one.build for name, one in FORMATS.items()}


def offered(space: Space) -> dict[str, Format]:
    """The formats that concern the place; a team that wants one no more deletes its file of ``vocabulary/exports/``."""
    return {key: one for key, one in FORMATS.items() if key in space.vocabulary.exports and one.applies(space)}


def build(space: Space) -> dict[str, bytes]:
    """Every file that the place gives as data, by path under ``public/``. Raises ``Problems``."""
    return {path: data for one in offered(space).values() for path, data in one.build(space).items()}


@dataclass(frozen=True)
class Missing:
    """A fact that a format wants: its ``name`` in words, and where it is written."""

    name: str
    file: str
    path: tuple[str | int, ...]


@dataclass(frozen=True)
class Described:
    """A format as told to people, in one language.

    ``files`` are paths under ``public/``; they are there when ``missing``, the facts that the format still wants, is
    empty. ``licence`` is an SPDX identifier; ``taken_by`` ends a sentence; ``source`` is the
    address of the standard.
    """

    key: str
    title: str
    audience: str
    taken_by: str
    licence: str
    source: str | None
    files: tuple[str, ...]
    missing: tuple[Missing, ...]

    @property
    def written(self) -> bool:
        """Whether its files are there."""
        return not self.missing


def describe(space: Space, locale: str | None = None) -> list[Described]:
    """Every format that concerns the place, in ``locale`` (blank: the main language): what the page of open data shows."""
    language = locale or space.identity.language
    strings = space.vocabulary.locales[language].strings
    licences = {"data": space.identity.data_licence, "texts": space.identity.licence}
    return [
        Described(
            key=key,
            title=in_words(told.label, language),
            audience=in_words(told.audience, language),
            taken_by=in_words(told.taken_by, language),
            licence=licences[told.licence],
            source=told.source,
            files=one.paths,
            missing=tuple(Missing(strings[want.label], want.file, want.path) for want in one.missing(space)),
        )
        for key, one in offered(space).items()
        for told in [space.vocabulary.exports[key]]
    ]
