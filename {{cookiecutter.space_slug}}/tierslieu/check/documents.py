"""What the law asks for and what the place writes are the same sorts of documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tierslieu.model import Space
from tierslieu.model.vocabulary import LegalDocument
from tierslieu.suggest import closest

from .finding import Finding


def kinds_exist(space: Space) -> Iterator[Finding]:
    """The documents that legal forms and approvals ask for are of kinds that ``governance/`` has.

    A place that keeps no document at all has none to mistake for another.
    """
    kinds = sorted({document.meta.kind for document in space.documents})
    forms, marks = space.vocabulary.legal_forms, space.vocabulary.marks
    if not kinds:
        return
    for name, form in forms.items():
        base = forms.get(form.extends or "")
        if base is None or base.documents != form.documents:  # what is taken from another form is told there
            yield from _unknown(form.documents, kinds, f"vocabulary/legal_forms/{name}.yaml")
    for name, mark in marks.items():
        yield from _unknown(mark.documents, kinds, f"vocabulary/marks/{name}.yaml")


def _unknown(documents: Sequence[LegalDocument], kinds: Sequence[str], file: str) -> Iterator[Finding]:
    for index, document in enumerate(documents):
        for position, kind in enumerate(document.kinds):
            if kind not in kinds:
                values = {"name": kind, "closest": closest(kind, kinds)}
                yield Finding("document.kind", file, ("documents", index, "kinds", position), values)
