"""The kinds of documents that the law requires, and the conditions of those that the place has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tierslieu.core.finding import Finding
from tierslieu.core.paths import KeyPath
from tierslieu.core.problems import closest
from tierslieu.model import Space
from tierslieu.model.vocabulary import LegalDocument

#: Who can sign, by what a document is about.
SIGNATORIES = {
    "space": ("organisations", "person", "table"),
    "organisation": ("organisations", "organisation", "person", "table"),
    "service": ("organisations", "operator", "person", "table"),
    "agreement": ("organisations", "organisation", "other", "person", "table"),
}


def kinds_exist(space: Space) -> Iterator[Finding]:
    """The kinds of documents that law, legal forms and approvals require exist, unless the team deleted all documents."""
    kinds = sorted({document.meta.kind for document in space.documents})
    organisations = space.organisations.organisations.values()
    forms = dict.fromkeys(organisation.legal_form for organisation in organisations)
    marks = dict.fromkeys(mark for organisation in organisations for mark in organisation.marks)
    for name in forms if kinds else ():
        form = space.vocabulary.legal_form(name)
        if form:
            yield from _unknown(form.documents, kinds, f"vocabulary/legal_forms/{name}.yaml")
    for name, obligation in space.vocabulary.obligations.items() if kinds else ():
        yield from _unknown([obligation], kinds, f"vocabulary/obligations/{name}.yaml", ())
    for name in marks if kinds else ():
        if name in space.vocabulary.marks:
            yield from _unknown(space.vocabulary.marks[name].documents, kinds, f"vocabulary/marks/{name}.yaml")


def documents_can_apply(space: Space) -> Iterator[Finding]:
    """The legal forms in the conditions of documents exist, and a document for agreements names their kind."""
    forms = space.vocabulary.legal_forms
    for document in space.documents:
        when = document.meta.when
        for index, form in enumerate(when.legal_forms):
            if form not in forms:
                path = ("when", "legal_forms", index)
                yield Finding("reference.unknown", document.path, path, {"name": form, "closest": closest(form, forms)})
        if document.meta.per == "agreement" and not when.agreements:
            yield Finding("document.agreements", document.path, ("per",))


def signatories_can_sign(space: Space) -> Iterator[Finding]:
    """A document is signed by those whom it is about, by all organisations or by a person."""
    for document in space.documents:
        allowed = SIGNATORIES[document.meta.per]
        for index, signatory in enumerate(document.meta.signatories):
            if signatory not in allowed:
                values = {"who": signatory, "per": document.meta.per, "known": ", ".join(allowed)}
                yield Finding("document.signatory", document.path, ("signatories", index), values)


def laws_have_been_read(space: Space) -> Iterator[Finding]:
    """The day on which the laws of a document were read is not to come; a warning until somebody has reviewed it.

    Without a review, the day is the kit's, and what is wrong may be the clock of the computer.
    """
    for document in space.documents:
        day = document.meta.law_as_of
        if day > space.today:
            values = {"day": day.isoformat(), "today": space.today.isoformat()}
            reviewed = document.meta.review == "relu"
            yield Finding(
                "document.law_as_of", document.path, ("law_as_of",), values, "error" if reviewed else "warning"
            )


def _unknown(
    documents: Sequence[LegalDocument], kinds: Sequence[str], file: str, path: KeyPath = ("documents",)
) -> Iterator[Finding]:
    """The kinds that no document has; ``path`` leads to the list of documents, empty when ``file`` is one document."""
    for index, document in enumerate(documents):
        for position, kind in enumerate(document.kinds):
            if kind not in kinds:
                values = {"name": kind, "closest": closest(kind, kinds)}
                document_path = (*path, index) if path else ()
                yield Finding("document.kind", file, (*document_path, "kinds", position), values, "warning")
