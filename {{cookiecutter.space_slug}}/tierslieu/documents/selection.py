"""Which documents a place gets, and about what each is: the place, an organisation, a service, an agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tierslieu.core.problems import Problem, Problems, closest
from tierslieu.facts import Facts, organisation_name
from tierslieu.model import GovernanceDocument, Source, Space

from .facts import DocumentFacts

Document = Source[GovernanceDocument]


@dataclass(frozen=True)
class DocumentInstance:
    """A document of the place: its file, and the short name of what it is about, None when that is the whole place."""

    source: Document
    about: str | None = None

    @property
    def slug(self) -> str:
        """Its file name: that of its source, then what it is about."""
        return self.source.slug if self.about is None else f"{self.source.slug}-{self.about}"


def document_title(space: Space, instance: DocumentInstance) -> str:
    """The title of a document, with what tells it from the others of its file."""
    meta, about = instance.source.meta, instance.about
    if about is None:
        return meta.title
    if meta.per == "agreement":
        return f"{meta.title} – {space.organisations.agreements[about].other.name or about}"
    locale = instance.source.locale
    if meta.per == "service":
        return f"{meta.title} – {space.vocabulary.locales[locale].strings[f'service_{about}']}"
    return f"{meta.title} – {organisation_name(space, about, locale)}"


def select_documents(space: Space, told: Mapping[str, Facts] | None = None) -> tuple[DocumentInstance, ...]:
    """The documents that the space gets, by file name; ``told`` gives the facts by language.

    Of each kind, those in the language of the space; where it has none, those in the first language that has some.
    Raises ``Problems`` for a condition on a fact that doesn't exist, or for two documents with one name.
    """
    told = told or DocumentFacts(space)
    languages: dict[str, str] = {}
    for document in sorted(space.documents, key=lambda one: (one.locale != space.identity.language, one.locale)):
        languages.setdefault(document.meta.kind, document.locale)
    chosen = [document for document in space.documents if document.locale == languages[document.meta.kind]]
    problems = [problem for document in chosen if document.meta.when.needs for problem in _unknown(document, told)]
    if problems:
        raise Problems(problems)
    found = sorted((one for document in chosen for one in _instances(space, document, told)), key=lambda one: one.slug)
    names = Counter(one.slug for one in found)
    twice = [one for one in found if names[one.slug] > 1]
    if twice:
        raise Problems(Problem("document.duplicate", {"name": one.slug}, one.source.path) for one in twice)
    return tuple(found)


def _instances(space: Space, document: Document, told: Mapping[str, Facts]) -> Iterator[DocumentInstance]:
    when, per = document.meta.when, document.meta.per
    organisations = [key for key in space.organisations.organisations if _concerns(space, document, key)]
    if len(space.organisations.organisations) < when.organisations or not organisations:
        return
    if not set(when.services) <= set(space.identity.services):
        return
    if when.needs and not all(_fact(told[document.locale], name) for name in when.needs):
        return
    if per == "space":
        yield DocumentInstance(document)
    elif per == "organisation":
        yield from (DocumentInstance(document, key) for key in organisations if _runs_any(space, key, when.services))
    elif per == "service":
        yield from (DocumentInstance(document, name) for name in when.services or space.identity.services)
    else:
        for key, agreement in space.organisations.agreements.items():
            if agreement.kind in when.agreements and agreement.organisation in organisations:
                yield DocumentInstance(document, key)


def _concerns(space: Space, document: Document, key: str) -> bool:
    """Whether the legal form and the stage of an organisation are those that the document wants."""
    organisation, when = space.organisations.organisations[key], document.meta.when
    forms = space.vocabulary.family(organisation.legal_form)
    return (not when.legal_forms or bool({*forms} & {*when.legal_forms})) and when.stage in (None, organisation.stage)


def _runs_any(space: Space, key: str, services: tuple[str, ...]) -> bool:
    """Whether an organisation runs one of ``services``; any will do when none is named."""
    return not services or any(space.operator_key(service) == key for service in services)


def _unknown(document: Document, told: Mapping[str, Facts]) -> Iterator[Problem]:
    known = told[document.locale]
    for name in document.meta.when.needs:
        try:
            _fact(known, name)
        except LookupError:
            yield Problem("document.needs", {"name": name, "closest": closest(name, _names(known))}, document.path)


def _names(known: Facts) -> Iterator[str]:
    """The dotted name of every fact: what a person may have meant."""
    for name, value in known.items():
        yield name
        if isinstance(value, dict):
            yield from (f"{name}.{inner}" for inner in _names(value))


def _fact(known: Facts, name: str) -> object:
    """The fact that a dotted name gives; raises ``LookupError``."""
    value: object = known
    for part in name.split("."):
        if not isinstance(value, dict):
            raise LookupError(name)
        value = value[part]
    return value
