"""Documents whose placeholders are replaced: the one Markdown text that every format is made from."""

from __future__ import annotations

import datetime as dt
import hashlib
from base64 import b64encode
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from tierslieu.core.problems import Problem, Problems
from tierslieu.core.theme_files import theme_file
from tierslieu.facts import Facts
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.look import css
from tierslieu.look.patterns import band_of, emblem_of, flower, patches_of, stamp
from tierslieu.look.print_colours import print_palette
from tierslieu.model import GovernanceDocument, Space
from tierslieu.model.look import Type
from tierslieu.rendering import markdown

from . import charts
from .facts import DocumentFacts
from .review_block import split_review
from .selection import Document, DocumentInstance, document_title, select_documents
from .theme import DocumentTheme

#: The frame around the text of every document (review stamp, laws), and the block in which it is signed.
_FRAME, _SIGNATURES = "document.md", "signatures.md"
#: What documents say of an organisation in the same words: how a contract names a party, how a party that is not created
#: yet is bound, the form to withdraw from a contract.
_ABOUT_ORGANISATION = {"party": "party.md", "until_created": "creation.md", "withdrawal_form": "withdrawal.md"}
#: Where this stands in a document, it is signed there and not at its end.
_SIGNATURES_PLACEHOLDER = "{{ signatures }}"
#: The kinds of documents that are shown to funders although they are not published.
_SHOWN = frozenset({"business-plan", "activity-report"})
#: The kinds of what an organisation signs only once it exists, as the text says.
_AFTER_CREATION = ("grant", "house-rules")
#: How long the fingerprint of a text is.
_FINGERPRINT = 12
#: How a picture begins in Markdown or HTML.
_PICTURE_MARKS = ("![", "<img")


@dataclass(frozen=True)
class FilledDocument:
    """One document, ready to be laid out.

    ``path`` is the file that people edit; ``text`` is Markdown; ``strings`` are those of its language; ``emblem`` is the
    mark of the place as SVG, ``band`` a row of its shapes and ``patches`` some rows, ``flower`` and ``stamp`` what golden tickets and uses of a pass bear, ``look`` its fonts and colours as CSS, ``colours``
    those of prints by use; ``landscape`` is whether its pages are wide, and ``act`` whether its paper is sober.
    ``fingerprint`` is that of its words, ``changed`` whether they were others when it was reviewed: then it is to be
    ``reviewed`` again. What follows is for the person who reviews it: ``review_block`` is Markdown, ``form_laws`` are the laws of the legal forms
    of its signers.
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
    emblem: bytes
    band: bytes
    patches: bytes
    flower: bytes
    stamp: bytes
    look: str
    colours: Mapping[str, str]
    letters: Type
    landscape: bool = False
    act: bool = False
    fingerprint: str = ""
    changed: bool = False
    review_block: str = ""
    legal_bases: tuple[str, ...] = ()
    form_laws: tuple[str, ...] = ()

    @property
    def has_picture(self) -> bool:
        """Whether it shows a picture of another file, on whose content it depends."""
        text = charts.without_charts(self.text)
        return any(mark in text for mark in _PICTURE_MARKS)


def fill_documents(space: Space, names: Container[str] = ()) -> tuple[FilledDocument, ...]:
    """Fill every applicable document, or those whose file names are in ``names``; raises ``Problems`` with all of them."""
    facts = DocumentFacts(space)
    instances = [instance for instance in select_documents(space, facts) if not names or instance.slug in names]
    return fill_instances(instances, space, DocumentTheme(space.root), facts)


def fill_instances(
    instances: Iterable[DocumentInstance], space: Space, theme: DocumentTheme, facts: Mapping[str, Facts]
) -> tuple[FilledDocument, ...]:
    """Fill ``instances`` with ``facts``, by language; raises ``Problems`` with those of all of them, each once."""
    documents: list[FilledDocument] = []
    problems: list[Problem] = []
    for instance in instances:
        try:
            documents.append(fill_document(instance, space, theme, facts))
        except Problems as error:
            problems.extend(problem for problem in error.problems if problem not in problems)
    if problems:
        raise Problems(problems)
    return tuple(documents)


def fill_document(
    instance: DocumentInstance, space: Space, theme: DocumentTheme, facts: Mapping[str, Facts]
) -> FilledDocument:
    """Fill ``instance`` with ``facts``, by language; raises ``Problems`` with file and line."""
    document = instance.source
    body, review = split_review(document)
    _check(document, body)
    strings = space.vocabulary.locales[document.locale].strings
    law_as_of = LocaleFormatter(document.locale, strings).date(document.meta.law_as_of, "date")
    context = {
        **facts[document.locale],
        **_subject(document, instance.about, facts[document.locale]),
    }
    context["blank"] = partial(_blank_of, instance.about, context["blank"])
    laws = _legal_bases(document, context)
    context["document"] = {**document.meta.model_dump(), "law_as_of": law_as_of, "legal_bases": laws}
    context["signing"] = _signers(document, context)
    for name, file in _ABOUT_ORGANISATION.items():
        context[name] = partial(_fill_about, context, theme, file)
    context["signatures"] = Markup(markdown.fill(theme.text(_SIGNATURES), context, theme.label(_SIGNATURES)))
    context["signatures_placed"] = _SIGNATURES_PLACEHOLDER in document.body
    context["body"] = Markup(markdown.fill(body, context, document.path, document.body_line))
    fingerprint = _fingerprint(context)
    former = document.meta.reviewed_text
    changed = is_marked_reviewed(instance) and bool(former) and former.get(instance.slug) != fingerprint
    context["document"]["changed"] = changed
    return FilledDocument(
        path=document.path,
        slug=instance.slug,
        title=document_title(space, instance),
        place=space.identity.name,
        locale=document.locale,
        law_as_of=document.meta.law_as_of,
        reviewed=is_marked_reviewed(instance) and not changed,
        strings=strings,
        text=markdown.fill(theme.text(_FRAME), context, theme.label(_FRAME)),
        **_drawn(space),
        landscape=document.meta.landscape,
        act=_is_act(document.meta),
        fingerprint=fingerprint,
        changed=changed,
        review_block=markdown.fill(review, context, document.path, document.body_line, part="#review").strip(),
        legal_bases=laws,
        form_laws=_form_laws(laws, context["signing"]),
    )


def is_marked_reviewed(instance: DocumentInstance) -> bool:
    """Whether its file says that somebody competent has reviewed it, whatever its text has become since."""
    return instance.source.meta.review == "relu"


def changed_documents(instances: Sequence[DocumentInstance], space: Space) -> frozenset[str]:
    """The file names of those of ``instances`` whose text has changed since it was reviewed."""
    kept = [one for one in instances if is_marked_reviewed(one) and one.source.meta.reviewed_text]
    if not kept:
        return frozenset()
    filled = fill_instances(kept, space, DocumentTheme(space.root), DocumentFacts(space))
    return frozenset(document.slug for document in filled if document.changed)


def generated_document(space: Space, path: str, slug: str, title: str, text: str = "") -> FilledDocument:
    """A document that the engine writes itself, in the main language: as of today, and with nothing to review."""
    locale = space.identity.language
    return FilledDocument(
        path=path,
        slug=slug,
        title=title,
        place=space.identity.name,
        locale=locale,
        law_as_of=space.today,
        reviewed=True,
        strings=space.vocabulary.locales[locale].strings,
        text=text,
        **_drawn(space),
    )


def _drawn(space: Space) -> dict[str, Any]:
    """What each document has of the look of the place, by field."""
    return {
        "emblem": emblem_of(space),
        "band": band_of(space),
        "patches": patches_of(space),
        "flower": flower(space.look, "currentColor"),
        "stamp": stamp(space.look),
        "look": _look(space),
        "colours": print_palette(space),
        "letters": space.look.type.meta,
    }


def _look(space: Space) -> str:
    """The fonts and the colours as CSS; the fonts are in it, for a document is one file that goes by e-mail."""
    return css.font_faces(space.look, lambda font: [_font(space.root, font)]) + css.variables(space.look)


def _font(root: Path, name: str) -> str:
    """The address that holds a font."""
    path = theme_file(root, f"fonts/{name}")
    data = b64encode((root / path).read_bytes()) if path else b""
    return f"data:font/woff2;base64,{data.decode('ascii')}"


def _fingerprint(context: Facts) -> str:
    """A short name of the words that somebody reviews: those of the text, of who signs it, and its laws."""
    words = " ".join(
        f"{context['body']} {context['signatures']} {' '.join(context['document']['legal_bases'])}".split()
    )
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_FINGERPRINT]


def _is_act(meta: GovernanceDocument) -> bool:
    """Whether the paper is sober: what is signed, and what is not for everybody, but not what convinces funders."""
    return bool(meta.signatories) or (meta.visibility != "public" and meta.kind not in _SHOWN)


def _blank_of(
    about: str | None, blank: Callable[[str, str], Any], what: str, proposed: str = "", of: Mapping[str, str] = MappingProxyType({})
) -> Any:  # fmt: skip
    """The words ``of`` the organisation that a document is about, as Markdown, or a gap where it has none."""
    own = of.get(about or "")
    return blank(what, proposed) if own is None else Markup(own)


def _check(document: Document, body: str) -> None:
    """Raise ``Problems`` for a document without text."""
    if not body.strip():
        raise Problems([Problem("document.empty", file=document.path, line=document.body_line)])


def _fill_about(context: Facts, theme: DocumentTheme, file: str, organisation: Facts) -> Markup:
    """The text of a file of the theme about ``organisation``, which it calls ``party``."""
    return Markup(markdown.fill(theme.text(file), {**context, "party": organisation}, theme.label(file)).strip())


def _subject(document: Document, about: str | None, facts: Facts) -> Facts:
    """The facts of what the document is about, by the names that its text uses."""
    per = document.meta.per
    if about is None:
        return {}
    if per == "organisation":
        return {per: next(organisation for organisation in facts["organisations"] if organisation["key"] == about)}
    if per == "service":
        return {per: facts["services"][about]}
    agreement = facts["agreements"][about]
    return {per: agreement, "organisation": agreement["organisation"]}


def _signers(document: Document, context: Facts) -> list[dict[str, Any]]:
    """Who signs, in order: a heading, the name and role of a person and, for an organisation, the laws of its form."""
    signers = []
    for signatory in document.meta.signatories:
        if signatory == "table":
            continue  # in the text
        if signatory == "person":
            name = context["blank"](context["t"]("fact_person"))
            headings = document.meta.person or context["t"]("person")
            signers += [_signer(heading, name) for heading in ((headings,) if isinstance(headings, str) else headings)]
        elif signatory == "other":
            other = context["agreement"]["other"]
            heading = context["t"]("signature_for", name=other["name"])
            signers.append(_signer(heading, other["representative"], other["role"]))
        else:
            for organisation in _signing_organisations(signatory, context):
                signers.append(
                    _organisation_signer(organisation, context, created=document.meta.kind in _AFTER_CREATION)
                )
    return signers


def _legal_bases(document: Document, context: Facts) -> tuple[str, ...]:
    """The laws of a document that concern what it is about: those that its conditions empty are left out."""
    laws = (
        markdown.fill(law, context, document.path, part=f"#law{index}")
        for index, law in enumerate(document.meta.legal_bases)
    )
    return tuple(markdown.plain(law).strip() for law in laws if law.strip())


def _form_laws(laws_of_document: Sequence[str], signers: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The laws of the legal forms of ``signers`` that the document does not name itself, each once."""
    named = _folded(" ; ".join(laws_of_document))
    laws = dict.fromkeys(law for signer in signers for law in signer["sources"])
    return tuple(law for law in laws if _folded(law) not in named)


def _folded(text: str) -> str:
    return text.lower().replace("\u00a0", " ")


def _signer(heading: str, name: Any, role: Any = "", sources: Sequence[str] = ()) -> dict[str, Any]:
    return {"heading": heading, "name": name, "role": role, "sources": list(sources)}


def _organisation_signer(organisation: Facts, context: Facts, *, created: bool) -> dict[str, Any]:
    """The person who signs for an organisation; for a company being created, a founder (code de commerce, L. 210-6).

    An association signs once it has legal personality, by who represents it; a form that is undecided may be a company.
    """
    name, t = organisation["representative"], context["t"]
    if not created and organisation["stage"] and (organisation["companies"] or not organisation["legal_form"]):
        heading = t("signature_for_created", name=organisation["called"])
        others = context["blank"](t("fact_other_founders")) if name else ""
        return _signer(heading, name or context["blank"](t("fact_founder")), others, organisation["sources"])
    heading = t("signature_for", name=organisation["called"])
    if organisation["public"] and not name:
        # Code des relations entre le public et l’administration, article L. 212-1: its acts have a first name.
        return _signer(heading, context["blank"](t("fact_signing_agent")), sources=organisation["sources"])
    return _signer(heading, name, organisation["role"], organisation["sources"])


def _signing_organisations(signatory: str, context: Facts) -> list[Facts]:
    if signatory == "organisations":
        return list(context["organisations"])
    return [context["organisation"] if signatory == "organisation" else context["service"]["operator"]]
