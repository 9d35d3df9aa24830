"""Open formats: one module for each, and their names here.

To add one: write ``build(space)`` in a module of this folder, name it below with what its standard wants, and describe
it in ``vocabulary/exports/``. A format is not written while a fact that it wants is missing, nor where it does not
concern the place. The modules are imported when they are asked to build: to know what is missing, they are not needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module

from tierslieu.core.problems import MissingFact
from tierslieu.i18n.formatting import translated
from tierslieu.model import Space

from . import required_facts


@dataclass(frozen=True)
class ExportModule:
    """A format: its name, the paths of its files, the service that it is about if any, and the facts it wants.

    ``key`` is that of its module, and of the file of ``vocabulary/exports/`` that describes it.
    """

    key: str
    paths: tuple[str, ...]
    service: str | None = None
    wants: tuple[Callable[[Space], Iterator[MissingFact]], ...] = ()

    def applies(self, space: Space) -> bool:
        """Whether it concerns the place; a team that wants it no more deletes the file that describes it."""
        return self.key in space.vocabulary.exports and (
            self.service is None or self.service in space.identity.services
        )

    def missing(self, space: Space) -> Iterator[MissingFact]:
        """The facts without which its standard would refuse it."""
        return (want for wants in self.wants for want in wants(space))

    def build(self, space: Space) -> dict[str, bytes]:
        """Its files by path under ``public/``; none while they would be refused. Raises ``Problems``."""
        if not self.applies(space) or any(self.missing(space)):
            return {}
        files: dict[str, bytes] = import_module(f"{__name__}.{self.key}").build(space)
        return files


FORMATS = (
    ExportModule("ics", ("agenda.ics",)),
    ExportModule("atom", ("agenda.xml",)),
    ExportModule(
        "mediation",
        ("donnees/mediation-numerique.csv", "donnees/mediation-numerique.json"),
        "mediation",
        (required_facts.number, required_facts.address, required_facts.plain_address),
    ),
    ExportModule("lieu", ("lieu.json", "lieu.schema.json")),
    ExportModule("geojson", ("donnees/lieu.geojson",), wants=(required_facts.position,)),
    ExportModule("spaceapi", ("spaceapi.json",), wants=(required_facts.website,)),
    ExportModule("openstreetmap", ("donnees/openstreetmap.txt",), wants=(required_facts.address,)),
    ExportModule(
        "navigateur",
        ("donnees/navigateur-tiers-lieux.txt",),
        wants=(required_facts.summary, required_facts.email, required_facts.address),
    ),
    ExportModule("movilab", ("donnees/movilab.wiki",)),
    ExportModule(
        "directories", ("donnees/annuaires-coworking.txt",), "coworking", (required_facts.address, required_facts.email)
    ),
)
#: What builds each format, by its name.
EXPORTS: dict[str, Callable[[Space], dict[str, bytes]]] = {one.key: one.build for one in FORMATS}


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
    missing: tuple[MissingFact, ...]

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
            key=one.key,
            title=translated(told.label, language),
            audience=translated(told.audience, language),
            taken_by=translated(told.taken_by, language),
            licence=licences[told.licence],
            source=told.source,
            files=one.paths,
            missing=tuple(replace(fact, name=strings[fact.label]) for fact in one.missing(space)),
        )
        for one in FORMATS
        if one.applies(space)
        for told in [space.vocabulary.exports[one.key]]
    ]
