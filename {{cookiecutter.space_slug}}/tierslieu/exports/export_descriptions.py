"""The formats of a place in words: their files, readers and licences, and the facts that they lack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tierslieu.core.problems import MissingFact
from tierslieu.facts.organisations import licence_name
from tierslieu.i18n.formatting import translated
from tierslieu.model import Space

from . import FORMATS


@dataclass(frozen=True)
class ExportDescription:
    """A format in the words of one language.

    ``use`` is that of its ``ExportModule``. ``files`` are paths under ``public/``, written unless ``missing`` names
    required facts. ``taken_by`` ends a sentence. ``licence`` is the name of one; ``source`` is the address of the
    standard.
    """

    key: str
    use: str
    title: str
    audience: str
    taken_by: str
    licence: str
    source: str | None
    files: tuple[str, ...]
    missing: tuple[MissingFact, ...]

    @property
    def written(self) -> bool:
        """Whether its files are written."""
        return not self.missing


def describe(space: Space, locale: str | None = None) -> list[ExportDescription]:
    """Every format that applies to the place, in ``locale`` (None: the main language)."""
    return list(_descriptions(space, locale or space.identity.language))


def _descriptions(space: Space, locale: str) -> Iterator[ExportDescription]:
    strings = space.vocabulary.locales[locale].strings
    licences = {"data": licence_name(space.identity.data_licence), "texts": licence_name(space.identity.licence)}
    for module in FORMATS:
        if module.applies(space):
            words = space.vocabulary.exports[module.key]
            yield ExportDescription(
                key=module.key,
                use=module.use,
                title=translated(words.label, locale),
                audience=translated(words.audience, locale),
                taken_by=translated(words.taken_by, locale),
                licence=licences[words.licence],
                source=words.source,
                files=module.paths,
                missing=tuple(replace(fact, name=strings[fact.label]) for fact in module.missing(space)),
            )
