"""Which documents a place gets, and what each is about: the place, an organisation, a service or an agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from tierslieu.core.folding import slug
from tierslieu.core.problems import Problem, Problems, closest
from tierslieu.facts import Facts, organisation_name
from tierslieu.i18n.messages import DEFAULT_LANGUAGE
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
    """The title of a document, followed by what it is about unless that is the whole place or has no name beside it."""
    title, name = instance.source.meta.title, subject_name(space, instance)
    return f"{title} – {name}" if name else title


def subject_name(space: Space, instance: DocumentInstance) -> str:
    """The name of what a document is about, empty for the whole place or for what has no name beside it."""
    per, about, locale = instance.source.meta.per, instance.about, instance.source.locale
    if about is None:
        return ""
    if per == "agreement":
        return space.organisations.agreements[about].other.name or about
    if per == "service":
        return space.vocabulary.locales[locale].strings[f"service_{about}"]
    if len(space.organisations.organisations) == 1 and not space.organisations.organisations[about].name:
        return ""
    return organisation_name(space, about, locale)


def select_documents(space: Space, facts: Mapping[str, Facts] | None = None) -> tuple[DocumentInstance, ...]:
    """The documents that the space gets, by file name; ``facts`` are those of ``DocumentFacts``.

    Of each kind, those in the language of the space; where it has none, those in the first language that has some.
    A document that follows laws is also made in French: offers, prices and notices to the public must be in French
    (loi n° 94-665 du 4 août 1994, articles 2 and 3), and others may stand beside.
    Raises ``Problems`` for a condition on a fact that doesn't exist, or for two documents with one name.
    """
    facts = facts or DocumentFacts(space)
    languages: dict[str, str] = {}
    for document in sorted(
        space.documents, key=lambda document: (document.locale != space.identity.language, document.locale)
    ):
        languages.setdefault(document.meta.kind, document.locale)
    documents = [
        document
        for document in space.documents
        if document.locale == languages[document.meta.kind]
        or (document.locale == DEFAULT_LANGUAGE and document.meta.legal_bases)
    ]
    problems = [problem for document in documents for problem in _unknown_facts(document, facts)]
    if problems:
        raise Problems(problems)
    instances = sorted(
        (instance for document in documents for instance in _instances(space, document, facts)),
        key=lambda instance: instance.slug,
    )
    counts = Counter(instance.slug for instance in instances)
    duplicates = [instance for instance in instances if counts[instance.slug] > 1]
    if duplicates:
        raise Problems(
            Problem("document.duplicate", {"name": instance.slug}, instance.source.path) for instance in duplicates
        )
    return tuple(instances)


#: How many names are shown to somebody whose words fit several documents, or none.
_MOST_NAMES, _NEAREST_NAMES = 8, 3


def chosen_names(words: Sequence[str], titles: Mapping[str, str]) -> tuple[str, ...]:
    """The documents that ``words`` mean, among those of ``titles`` by name; accents, capitals and spaces do not matter.

    Each word is a name, or the beginnings of words of one name or title; or all together are. Raises ``Problems``.
    """
    found = {word: _fitting(word, titles) for word in words}
    phrase = " ".join(words)
    is_unclear = any(len(names) != 1 for names in found.values()) and not set(words) & set(titles)
    if is_unclear and (together := _fitting(phrase, titles)):
        found = {phrase: together}
    problems = [_choice_problem(word, names, titles) for word, names in found.items() if len(names) != 1]
    if problems:
        raise Problems(problems)
    return tuple(dict.fromkeys(name for names in found.values() for name in names))


def _fitting(word: str, titles: Mapping[str, str]) -> list[str]:
    """The names that ``word`` fits: the one that it is, or each whose name or title has words that begin as its own."""
    if word in titles:
        return [word]
    wanted = slug(word)
    same = [name for name, title in titles.items() if wanted and wanted in (slug(name), slug(title))]
    if len(same) == 1:
        return same
    parts = [part for part in wanted.split("-") if part]
    return [
        name
        for name, title in titles.items()
        if parts and all(f"-{part}" in f"-{slug(name)}-{slug(title, len(title))}" for part in parts)
    ]


def _choice_problem(word: str, names: Sequence[str], titles: Mapping[str, str]) -> Problem:
    if names:
        known = ", ".join([*names[:_MOST_NAMES], *(["…"] if len(names) > _MOST_NAMES else ())])
        return Problem("document.several", {"name": word, "known": known})
    nearest = get_close_matches(slug(word), titles, n=_NEAREST_NAMES, cutoff=0)
    return Problem("document.unknown", {"name": word, "known": ", ".join(nearest)})


def refuse_unknown(names: Sequence[str], known: Sequence[str], code: str) -> None:
    """Raise ``Problems`` with the message ``code`` for each of ``names`` that is not ``known``."""
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Problems(Problem(code, {"name": name, "known": ", ".join(known)}) for name in unknown)


def _instances(space: Space, document: Document, facts: Mapping[str, Facts]) -> Iterator[DocumentInstance]:
    when, per = document.meta.when, document.meta.per
    organisations = [key for key in space.organisations.organisations if _concerns(space, document, key)]
    if len(space.organisations.organisations) < when.organisations or not organisations:
        return
    if not set(when.services) <= set(space.identity.services):
        return
    services = [name for name in when.services or space.identity.services if _sells(space, name, when.offers)]
    if when.offers and not services:
        return
    if when.needs and not all(_fact(facts[document.locale], name) for name in when.needs):
        return
    if per == "space":
        yield DocumentInstance(document)
    elif per == "organisation":
        conditions = services if when.services or when.offers else ()
        yield from (DocumentInstance(document, key) for key in organisations if _runs_any(space, key, conditions))
    elif per == "service":
        yield from (DocumentInstance(document, name) for name in services if space.operator_key(name) in organisations)
    else:
        for key, agreement in space.organisations.agreements.items():
            if agreement.kind in when.agreements and agreement.organisation in organisations:
                yield DocumentInstance(document, key)


def _concerns(space: Space, document: Document, key: str) -> bool:
    """Whether an organisation has the legal form and the stage for which the document is written."""
    organisation, when = space.organisations.organisations[key], document.meta.when
    forms = space.vocabulary.family(organisation.legal_form)
    form = space.vocabulary.legal_form(organisation.legal_form)
    if when.legal_forms and not {*forms} & {*when.legal_forms}:
        return False
    if when.companies and not (form and {*form.companies} & {*when.companies}):
        return False
    if when.public is not None and when.public is not (form is not None and form.public):
        return False
    # Statutes of an organisation whose stage is unknown name what founds it: these documents come with them.
    return when.stage in (None, organisation.stage or "to_create")


def _sells(space: Space, service: str, kinds: Sequence[str]) -> bool:
    """Whether a service sells an offer of one of ``kinds``; always true when ``kinds`` is empty."""
    offers = space.prices.offers.values()
    return not kinds or any(offer.service == service and offer.kind in kinds for offer in offers)


def _runs_any(space: Space, key: str, services: Sequence[str]) -> bool:
    """Whether an organisation runs one of ``services``; always true when ``services`` is empty."""
    return not services or any(space.operator_key(service) == key for service in services)


def _unknown_facts(document: Document, facts: Mapping[str, Facts]) -> Iterator[Problem]:
    for name in document.meta.when.needs:
        try:
            _fact(facts[document.locale], name)
        except LookupError:
            values = {"name": name, "closest": closest(name, _fact_names(facts[document.locale]))}
            yield Problem("document.needs", values, document.path)


def _fact_names(facts: Facts) -> Iterator[str]:
    """The dotted name of every fact."""
    for name, value in facts.items():
        yield name
        if isinstance(value, dict):
            yield from (f"{name}.{inner}" for inner in _fact_names(value))


def _fact(facts: Facts, name: str) -> object:
    """The value of the fact with a dotted name; raises ``LookupError``."""
    value: object = facts
    for part in name.split("."):
        if not isinstance(value, dict):
            raise LookupError(name)
        value = value[part]
    return value
