"""A document whose placeholders are replaced: the one Markdown text that every format is made from."""

from __future__ import annotations

import datetime as dt
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tierslieu.core.problems import Problem, Problems
from tierslieu.facts import Facts
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.look import css
from tierslieu.look.patterns import emblem_of
from tierslieu.model import Space
from tierslieu.rendering import markdown

from .selection import Document, DocumentInstance, document_title
from .theme import DocumentTheme

#: The frame around the text of every document (review stamp, laws), and the block in which it is signed.
_FRAME, _SIGNATURES = "document.md", "signatures.md"
#: What a document names to be signed elsewhere than at its end.
_PLACED = "{{ signatures }}"
#: What a picture looks like in Markdown or HTML.
_PICTURES = ("![", "<img")
#: Who can sign, by what a document is about.
_SIGNATORIES = {
    "space": ("organisations", "person"),
    "organisation": ("organisations", "organisation", "person"),
    "service": ("organisations", "operator", "person"),
    "agreement": ("organisations", "organisation", "other", "person"),
}


@dataclass(frozen=True)
class FilledDocument:
    """One document, ready to be laid out.

    ``path`` is the file that people edit; ``text`` is Markdown; ``strings`` are the words of its language; ``emblem`` is
    that of the place, as an address that holds the whole picture, and ``look`` its colours and letters, as CSS.
    """

    path: str
    slug: str
    title: str
    place: str
    locale: str
    law_as_of: dt.date
    reviewed: bool
    strings: dict[str, str]
    text: str
    emblem: str
    look: str

    @property
    def has_picture(self) -> bool:
        """Whether it shows a picture, and so depends on another file."""
        return any(mark in self.text for mark in _PICTURES)


def fill_document(
    instance: DocumentInstance, space: Space, theme: DocumentTheme, told: Mapping[str, Facts]
) -> FilledDocument:
    """Fill the document ``instance`` with the facts of ``space``; raises ``Problems`` naming file and line."""
    document = instance.source
    _refuse(document)
    strings = space.vocabulary.locales[document.locale].strings
    subject = _subject(document, instance.about, told[document.locale])
    day = LocaleFormatter(document.locale, strings).date(document.meta.law_as_of, "date")
    known = {**told[document.locale], **subject, "document": {**document.meta.model_dump(), "law_as_of": day}}
    known["signing"] = _signing(document, known)
    known["signatures"] = Markup(markdown.fill(theme.text(_SIGNATURES), known, theme.label(_SIGNATURES)))
    known["signatures_placed"] = _PLACED in document.body
    known["body"] = Markup(markdown.fill(document.body, known, document.path, document.body_line))
    return FilledDocument(
        path=document.path,
        slug=instance.slug,
        title=document_title(space, instance),
        place=space.identity.name,
        locale=document.locale,
        law_as_of=document.meta.law_as_of,
        reviewed=document.meta.review == "relu",
        strings=strings,
        text=markdown.fill(theme.text(_FRAME), known, theme.label(_FRAME)),
        emblem=emblem(space),
        look=css.variables(space.look),
    )


def emblem(space: Space) -> str:
    """The emblem of the place as an address that holds the whole picture, for pages of one file."""
    return f"data:image/svg+xml;base64,{b64encode(emblem_of(space)).decode('ascii')}"


def _refuse(document: Document) -> None:
    """Raise ``Problems`` for a document without text, or signed by somebody whom it is not about."""
    problems = []
    if not document.body.strip():
        problems.append(Problem("document.empty", file=document.path, line=document.body_line))
    allowed = _SIGNATORIES[document.meta.per]
    for who in document.meta.signatories:
        if who not in allowed:
            values = {"who": who, "per": document.meta.per, "known": ", ".join(allowed)}
            problems.append(Problem("document.signatory", values, document.path))
    if problems:
        raise Problems(problems)


def _subject(document: Document, about: str | None, known: Facts) -> Facts:
    """What the document is about, by the name that its text gives it."""
    per = document.meta.per
    if about is None:
        return {}
    if per == "organisation":
        return {per: next(one for one in known["organisations"] if one["key"] == about)}
    if per == "service":
        return {per: known["services"][about]}
    agreement = known["agreements"][about]
    return {per: agreement, "organisation": agreement["organisation"]}


def _signing(document: Document, known: Facts) -> list[dict[str, Any]]:
    """Who signs, in order: a heading, the person's name and role, with the laws of an organisation."""
    found = []
    for who in document.meta.signatories:
        if who == "person":
            name = known["blank"](known["t"]("fact_person"))
            told = document.meta.person or known["t"]("person")
            found += [_signer(heading, name) for heading in ((told,) if isinstance(told, str) else told)]
        elif who == "other":
            other = known["agreement"]["other"]
            heading = known["t"]("signature_for", name=other["name"])
            found.append(_signer(heading, other["representative"], other["role"]))
        else:
            found += [
                _signer(
                    known["t"]("signature_for", name=one["called"]), one["representative"], one["role"], one["sources"]
                )
                for one in _organisations(who, known)
            ]
    return found


def _signer(heading: str, name: Any, role: Any = "", sources: Sequence[str] = ()) -> dict[str, Any]:
    return {"heading": heading, "name": name, "role": role, "sources": list(sources)}


def _organisations(who: str, known: Facts) -> list[Facts]:
    if who == "organisations":
        return list(known["organisations"])
    return [known["organisation"] if who == "organisation" else known["service"]["operator"]]
