"""Which documents the law asks of the place, of each organisation and service, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tierslieu.model import Space
from tierslieu.model.vocabulary import LegalDocument, Obligation

from .selection import DocumentInstance, document_title, select_documents

#: Not in the place; in the place, but not for this organisation as it is today; waiting for a reader; read.
State = Literal["absent", "not_now", "to_review", "reviewed"]


@dataclass(frozen=True)
class Duty:
    """A document that must be there: what the law says of it, and the one of the place that serves it.

    It is asked of a ``service``, else of an ``organisation``, else of the whole place. ``document_title`` is that of the
    document; without ``instance``, that of the model, empty when the place has none.
    """

    organisation: str | None
    service: str | None
    legal: LegalDocument
    instance: DocumentInstance | None
    title: str
    state: State


def duties(space: Space, instances: Sequence[DocumentInstance]) -> tuple[Duty, ...]:
    """What is asked of all, then what the legal form and the approvals of each organisation add, as in their files.

    ``instances`` are the documents of the place. A text of the law that several documents serve is told once for each.
    """
    return tuple(
        duty
        for legal, organisation, service in _asked(space)
        for duty in _duties(space, legal, organisation, service, instances)
    )


def duties_of(space: Space) -> tuple[Duty, ...]:
    """The same, with the documents that ``space`` gets."""
    return duties(space, select_documents(space))


def summary(due: Sequence[Duty]) -> dict[str, int]:
    """Of the documents asked for: how many wait for a reader (``todo``), how many apply, how many the place lacks."""
    states = {duty.instance.slug: duty.state for duty in due if duty.instance}
    return {
        "todo": sum(state == "to_review" for state in states.values()),
        "total": len(states),
        "absent": sum(duty.state == "absent" for duty in due),
    }


def state_of(instance: DocumentInstance) -> State:
    """Whether somebody competent has read a document."""
    return "reviewed" if instance.source.meta.review == "relu" else "to_review"


def _asked(space: Space) -> Iterator[tuple[LegalDocument, str | None, str | None]]:
    """What the law asks for, of which organisation or service; of neither when it is asked of the place."""
    words = space.vocabulary
    for legal in words.obligations.values():
        yield from ((legal, *whom) for whom in _whom(space, legal))
    for key, organisation in space.organisations.organisations.items():
        asked = [*words.legal_forms[organisation.legal_form].documents]
        asked += [legal for mark in organisation.marks for legal in words.marks[mark].documents]
        yield from ((legal, key, None) for legal in asked)


def _whom(space: Space, legal: Obligation) -> Iterator[tuple[str | None, str | None]]:
    """The organisation and the service of which an obligation is asked."""
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
) -> Iterator[Duty]:
    if not legal.kinds:
        yield Duty(organisation, service, legal, None, "", "absent")
    for kind in legal.kinds:
        found = [one for one in instances if one.source.meta.kind == kind and _is_of(space, one, organisation, service)]
        yield from (Duty(organisation, service, legal, one, document_title(space, one), state_of(one)) for one in found)
        if not found:
            model = next((document.meta.title for document in space.documents if document.meta.kind == kind), "")
            yield Duty(organisation, service, legal, None, model, "not_now" if model else "absent")


def _is_of(space: Space, instance: DocumentInstance, key: str | None, service: str | None) -> bool:
    """Whether a document is about a service, an organisation, or the whole place and so about them too."""
    per, about = instance.source.meta.per, instance.about
    if about is None or key is None:
        return True
    if per == "service":
        return about == service if service else space.operator_key(about) == key
    if per == "agreement":
        return space.organisations.agreements[about].organisation == key
    return about == key
