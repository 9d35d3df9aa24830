"""Which documents the law asks of each organisation, and where each of them stands in the place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tierslieu.model import Space
from tierslieu.model.vocabulary import LegalDocument

from .applies import Instance, applicable, title

#: Not in the place; in the place, but not for this organisation as it is today; waiting for a reader; read.
State = Literal["absent", "not_now", "to_review", "reviewed"]


@dataclass(frozen=True)
class Duty:
    """A document that an organisation must have: what the law says of it, and the one of the place that serves it.

    ``title`` is that of the latter; without ``instance``, that of the model, empty when the place has none.
    """

    organisation: str
    legal: LegalDocument
    instance: Instance | None
    title: str
    state: State


def duties(space: Space, instances: Sequence[Instance]) -> tuple[Duty, ...]:
    """What the legal form and the approvals of each organisation ask for, in the order of their files.

    ``instances`` are the documents of the place. A text of the law that several documents serve is told once for each.
    """
    return tuple(
        duty
        for key in space.organisations.organisations
        for legal in _asked(space, key)
        for duty in _duties(space, key, legal, instances)
    )


def of(space: Space) -> tuple[Duty, ...]:
    """The same, with the documents that ``space`` gets."""
    return duties(space, applicable(space))


def summary(due: Sequence[Duty]) -> dict[str, int]:
    """Of the documents asked for: how many wait for a reader (``todo``), how many apply, how many the place lacks."""
    states = {duty.instance.slug: duty.state for duty in due if duty.instance}
    return {
        "todo": sum(state == "to_review" for state in states.values()),
        "total": len(states),
        "absent": sum(duty.state == "absent" for duty in due),
    }


def state_of(instance: Instance) -> State:
    """Whether somebody competent has read a document."""
    return "reviewed" if instance.source.meta.review == "relu" else "to_review"


def _asked(space: Space, key: str) -> Iterator[LegalDocument]:
    organisation, words = space.organisations.organisations[key], space.vocabulary
    yield from words.legal_forms[organisation.legal_form].documents
    for mark in organisation.marks:
        yield from words.marks[mark].documents


def _duties(space: Space, key: str, legal: LegalDocument, instances: Sequence[Instance]) -> Iterator[Duty]:
    if not legal.kinds:
        yield Duty(key, legal, None, "", "absent")
    for kind in legal.kinds:
        found = [one for one in instances if one.source.meta.kind == kind and _is_of(space, one, key)]
        yield from (Duty(key, legal, one, title(space, one), state_of(one)) for one in found)
        if not found:
            model = next((document.meta.title for document in space.documents if document.meta.kind == kind), "")
            yield Duty(key, legal, None, model, "not_now" if model else "absent")


def _is_of(space: Space, instance: Instance, key: str) -> bool:
    """Whether a document is about an organisation, or about the whole place and so about it too."""
    per, about = instance.source.meta.per, instance.about
    if about is None:
        return True
    if per == "service":
        return space.operator_key(about) == key
    if per == "agreement":
        return space.organisations.agreements[about].organisation == key
    return about == key
