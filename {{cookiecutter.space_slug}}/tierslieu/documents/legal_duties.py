"""The documents that the law asks of the place, of each organisation and of each service, and their state."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tierslieu.i18n.messages import DEFAULT_LANGUAGE
from tierslieu.model import Space
from tierslieu.model.vocabulary import LegalDocument, Obligation

from .filling import changed_documents, is_marked_reviewed
from .selection import DocumentInstance, document_title, select_documents

#: No model in the place; a model, but not for this organisation as it is today; not reviewed yet; reviewed, then changed;
#: reviewed.
State = Literal["absent", "not_now", "to_review", "changed", "reviewed"]
#: What somebody competent is still to read.
TO_REVIEW = ("to_review", "changed")


@dataclass(frozen=True)
class Duty:
    """A document that the law asks for: its source in the law, and the document of the place that meets it.

    It is asked of a ``service``, else of an ``organisation``, else of the whole place. ``title`` is that of the document;
    without ``instance``, that of its model, empty when the place has none.
    """

    organisation: str | None
    service: str | None
    legal: LegalDocument
    instance: DocumentInstance | None
    title: str
    state: State


def duties(space: Space, instances: Sequence[DocumentInstance], changed: Container[str]) -> tuple[Duty, ...]:
    """What is asked of all, then what the legal form and the approvals of each organisation add, in the order of their files.

    ``instances`` are the documents of the place, ``changed`` the file names of those changed since their review. An obligation that several of them meet comes once for each.
    """
    return tuple(
        duty
        for legal, organisation, service in _obligations(space)
        for duty in _duties(space, legal, organisation, service, instances, changed)
    )


def duties_of(space: Space) -> tuple[Duty, ...]:
    """``duties`` with the documents that ``space`` gets."""
    instances = select_documents(space)
    return duties(space, instances, changed_documents(instances, space))


def is_asked(space: Space, name: str) -> bool:
    """Whether the obligation ``name`` of ``vocabulary/obligations/`` is asked of the place or of a part of it."""
    obligation = space.vocabulary.obligations.get(name)
    return obligation is not None and any(True for _ in _parties(space, obligation))


def summary(duties: Sequence[Duty]) -> dict[str, int]:
    """Of the documents asked for: how many are to be reviewed (``todo``), how many apply, how many the place lacks."""
    states = {duty.instance.slug: duty.state for duty in duties if duty.instance}
    return {
        "todo": sum(state in TO_REVIEW for state in states.values()),
        "total": len(states),
        "absent": sum(duty.state == "absent" for duty in duties),
    }


def state_of(instance: DocumentInstance, changed: Container[str]) -> State:
    """Whether somebody competent has reviewed a document, as it is now."""
    if not is_marked_reviewed(instance):
        return "to_review"
    return "changed" if instance.slug in changed else "reviewed"


def _obligations(space: Space) -> Iterator[tuple[LegalDocument, str | None, str | None]]:
    """What the law asks for, with the organisation and the service of which it is asked, both None for the place."""
    vocabulary = space.vocabulary
    for legal in vocabulary.obligations.values():
        yield from ((legal, *party) for party in _parties(space, legal))
    for key, organisation in space.organisations.organisations.items():
        form = vocabulary.legal_form(organisation.legal_form)
        documents = [*form.documents] if form else []
        documents += [legal for mark in organisation.marks for legal in vocabulary.marks[mark].documents]
        yield from ((legal, key, None) for legal in documents)


def _parties(space: Space, legal: Obligation) -> Iterator[tuple[str | None, str | None]]:
    """The organisations and services of which an obligation is asked."""
    organisations = space.organisations.organisations
    if len(organisations) < legal.organisations:
        return
    if legal.per == "service":
        yield from (
            (space.operator_key(name), name)
            for name in space.identity.services
            if not legal.services or name in legal.services
        )
        return
    concerned = [
        key
        for key, organisation in organisations.items()
        if not legal.legal_forms or {*space.vocabulary.family(organisation.legal_form)} & {*legal.legal_forms}
    ]
    if legal.per == "organisation":
        yield from ((key, None) for key in concerned)
    elif concerned:
        yield None, None


def _duties(
    space: Space,
    legal: LegalDocument,
    organisation: str | None,
    service: str | None,
    instances: Sequence[DocumentInstance],
    changed: Container[str],
) -> Iterator[Duty]:
    if not legal.kinds:
        yield Duty(organisation, service, legal, None, "", "absent")
    for kind in legal.kinds:
        matches = [
            instance
            for instance in instances
            if instance.source.meta.kind == kind and _concerns(space, instance, organisation, service)
        ]
        # The law asks for a document in French: a translation beside it meets nothing.
        french = [instance for instance in matches if instance.source.locale == DEFAULT_LANGUAGE]
        for instance in french or matches:
            title = document_title(space, instance)
            yield Duty(organisation, service, legal, instance, title, state_of(instance, changed))
        if not matches:
            model = next((document.meta.title for document in space.documents if document.meta.kind == kind), "")
            yield Duty(organisation, service, legal, None, model, "not_now" if model else "absent")


def _concerns(space: Space, instance: DocumentInstance, key: str | None, service: str | None) -> bool:
    """Whether a document is about this service or organisation, or about the whole place and so about them too."""
    per, about = instance.source.meta.per, instance.about
    if about is None or key is None:
        return True
    if per == "service":
        return about == service if service else space.operator_key(about) == key
    if per == "agreement":
        return space.organisations.agreements[about].organisation == key
    return about == key
