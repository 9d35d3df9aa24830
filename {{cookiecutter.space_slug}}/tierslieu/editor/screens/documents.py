"""The documents: what can be signed, what waits and for what, who has reviewed what; filled in and downloaded here."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import get_args

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.http import urlencode

from tierslieu.build.documents_process import DocumentsProcess
from tierslieu.core.folding import fold
from tierslieu.core.front_matter import body_of
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.core.problems import Problem, Problems
from tierslieu.documents.build import build_documents
from tierslieu.documents.facts import DocumentFacts
from tierslieu.documents.filling import FilledDocument, fill_documents, fill_instances
from tierslieu.documents.missing_facts import MissingFactsByDocument, count_gaps
from tierslieu.documents.review_block import count_questions, questions
from tierslieu.documents.review_pages import REFERENCE, article_numbers
from tierslieu.documents.selection import DocumentInstance, document_title, select_documents
from tierslieu.documents.theme import DocumentTheme
from tierslieu.editor import document_notes, saving, trials
from tierslieu.editor.document_page import show_document
from tierslieu.editor.document_search import find_documents
from tierslieu.editor.edits import Conflicts, Edit
from tierslieu.editor.former_forms import paper_change
from tierslieu.editor.handmade_gaps import (
    HandmadeGap,
    fill_gaps,
    handmade_gaps,
    marked_gaps,
    noted_gaps,
    with_kept_gaps,
)
from tierslieu.editor.navigation import file_address
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.editor.screens.file import editable
from tierslieu.editor.shown_problems import field_link, shown
from tierslieu.editor.text_changes import readable
from tierslieu.editor.typed_values import read_day
from tierslieu.facts.formatter import organisation_heading
from tierslieu.generation.answer_types import RefusedAnswer
from tierslieu.i18n.formatting import capitalised
from tierslieu.model import Space
from tierslieu.model.content import Reader
from tierslieu.model.organisations import Organisation
from tierslieu.versions.history import file_versions, versions_changing

#: The formats in which a document is downloaded, with the content type of each.
_FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html",
}
#: Facts of organisations that documents call by another name than that of their field, with the path of this.
_OTHER_FACTS: dict[str, tuple[str, ...]] = {
    "fact_vat_number": ("vat", "number"), "fact_vat_number_to_come": ("vat", "number"),
    "fact_vat_regime": ("vat", "regime"), "fact_vat_mention": ("vat", "mention"), "fact_company": ("legal_form",),
}  # fmt: skip
#: The gap of statutes that a legal form fills, and no words typed in it.
_COMPANY = "forme de société"
_NOTES = (document_notes.READ, document_notes.REVIEWED, document_notes.ADOPTED)
#: How many versions a document can be compared with, and how many are searched for the words of a gap.
_VERSIONS = 20


@dataclass(frozen=True)
class DocumentLine:
    """A document in the list: how many gaps it shows, how many questions its reviewer has, what was done with it."""

    slug: str
    title: str
    path: str
    gaps: int
    questions: int
    reviewed: bool
    changed: bool
    to_review: bool
    to_sign: bool
    read: bool
    adopted: bool
    law_as_of: dt.date


def documents(request: HttpRequest) -> HttpResponse:
    """Every document of the place, or those that some words find, under the headings of who reads it or what it is for."""
    space = request.place.checked_facts()
    words = request.GET.get("words", "")
    instances = select_documents(space)
    found = find_documents(space, instances, words)
    filled = fill_documents(space)
    headings = _headings(space, request.place)
    groups: dict[str, list[DocumentLine]] = {group: [] for group in headings}
    for instance, one in zip(instances, filled, strict=True):
        if instance.slug in found:
            groups[_group(instance)].append(_line(instance, one))
    for lines in groups.values():
        lines.sort(key=lambda line: fold(line.title))
    listed = [(headings[group], lines) for group, lines in groups.items() if lines]
    return render(request, "documents.html", words=words, groups=listed)


def _headings(space: Space, place: OpenPlace) -> dict[str, str]:
    """The headings of the list by group: the readers of public documents as on the site, then what the others are for."""
    strings = space.vocabulary.locales[space.identity.language].strings
    headings = {reader: strings[f"reader_{reader}"] for reader in get_args(Reader)}
    headings |= {name: place.text(f"editor.documents_of_{name}") for name in ("service", "agreement", "space")}
    keys = space.organisations.organisations
    return headings | {f"organisation {key}": organisation_heading(space, key, space.identity.language) for key in keys}


def _group(instance: DocumentInstance) -> str:
    """The group of a document in the list."""
    meta = instance.source.meta
    if meta.visibility == "public":
        return meta.reader
    return f"organisation {instance.about}" if meta.per == "organisation" else meta.per


def document(request: HttpRequest, slug: str) -> HttpResponse:
    """One document: its gaps to fill in, its review, its formats, and what has changed in it."""
    place: OpenPlace = request.place
    space = place.checked_facts()
    facts = DocumentFacts(space)
    instances = select_documents(space, facts)
    try:
        instance = _instance(instances, slug)
    except Http404:  # a text of which the place has no document today
        files = sorted((place.root / "governance").glob(f"*/{slug}.md"))
        if not files:
            raise
        return HttpResponseRedirect(file_address(files[0].relative_to(place.root).as_posix()))
    file = instance.source.path
    body = _body(place, file, editable(place.root, file).read_text(encoding="utf-8"))
    gaps = _gaps(space, instance, body, facts)
    same = [one for one in instances if one.source.path == file]
    instance = replace(instance, source=replace(instance.source, body=body))
    (filled,) = fill_instances([instance], space, DocumentTheme(place.root), facts)
    ways, typed = _ways(instance, filled, gaps), request.POST.getlist("gap")
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            if _is_sent_twice(request, filled.title):
                return HttpResponseRedirect(request.path, status=303)
            edits, done = _asked(request, space, instance, gaps, ways, [one.about or "" for one in same])
            edits += _fingerprint(edits, same, instance, filled, gaps, space, facts)
            if request.POST.get("press") == "try":
                html = build_documents(trials.drafted(place, edits), ("html",), (instance.slug,))
                return show_document(next(iter(html.values())), "", place.text("editor.document_draft"))
            if done == "filled" and _left(place, edits, instance.slug):
                done = "partly"
            saving.save(request, edits, place.text(f"editor.document_{done}", title=filled.title))
            return HttpResponseRedirect(_back(request, instance), status=303)
        except Problems as error:
            problems = error.problems
        except Conflicts:
            problems = [Problem("editor.text_changed_meanwhile", file=file)]
    said = request.POST if request.method == "POST" else request.GET
    elsewhere = _elsewhere(space, place, instance)
    to_fill = Counter(gap.tells_agreement for gap in gaps if gap.is_shown and not gap.noted)
    papers = paper_change(space, place)
    names = {
        "elsewhere": elsewhere, "to_fill": to_fill,
        "company": papers is not None and papers.from_association and slug in dict(papers.come),
        "sharing": [document_title(space, one) for one in same if one.slug != instance.slug],
        "line": _line(instance, filled), "problems": problems, "gaps": gaps, "typed": typed,
        "formats": {kind: place.text(f"editor.format_{kind}") for kind in _FORMATS}, "versions": place.versions()[1 : _VERSIONS + 1],
        "notes": document_notes.notes(place, space, instance, gaps, facts, changed=filled.changed), "ways": ways,
        "how": said.get("how", ""), "who": said.get("who", ""), "day": said.get("day", f"{place.today():%d/%m/%Y}"), "again": "who" in request.GET,
        "questions": _questions(filled), "capitalised": capitalised,
    }  # fmt: skip
    return render(request, "document.html", status=422 if problems else 200, **names)


def download(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A document in one format, made now."""
    if kind not in _FORMATS:
        raise Http404
    space = request.place.checked_facts()
    _instance(select_documents(space), slug)
    request.place.install_document_tools()
    # What makes PDFs keeps 15 MB of each: another process, which gives them back, takes a second more.
    if kind == "pdf":
        files = DocumentsProcess(space, (kind,), (slug,)).documents() or {}
    else:
        files = build_documents(space, (kind,), (slug,), use_cache=True)
    name = f"{slug}.{kind}"
    if kind == "html":
        return show_document(files[name], f"/documents/{slug}/", request.place.text("editor.back_to_document"))
    answer = HttpResponse(files[name], content_type=_FORMATS[kind])
    answer["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What has changed in a document since a version, as its assembly reads it."""
    place: OpenPlace = request.place
    space = place.checked_facts()
    _instance(select_documents(space), slug)
    place.install_document_tools()
    from tierslieu.documents.comparison import build_comparison  # needs the libraries that are installed just before

    files = build_comparison(space, request.GET.get("since", ""), ("html",), (slug,))
    if not files:
        messages.info(request, place.text("editor.same_document"))
        return HttpResponseRedirect(f"/documents/{slug}/", status=303)
    return show_document(next(iter(files.values())), f"/documents/{slug}/", place.text("editor.back_to_document"))


def _instance(instances: Sequence[DocumentInstance], slug: str) -> DocumentInstance:
    """The document of that name, or the first of its text; raises ``Http404`` without one."""
    named = [one for one in instances if one.slug == slug]
    if found := named or [one for one in instances if PurePosixPath(one.source.path).stem == slug]:
        return found[0]
    raise Http404


def _body(place: OpenPlace, file: str, text: str) -> str:
    """The body of a document, where words that once took the place of a gap fill it, as far as its versions tell."""
    body = body_of(text)
    for version in versions_changing(place.root, place.versions(), file, "blank")[:_VERSIONS]:
        body = with_kept_gaps(body, body_of(file_versions(place.root, version, file)[0]))
    return body


def _gaps(space: Space, instance: DocumentInstance, body: str, facts: DocumentFacts) -> list[HandmadeGap]:
    """The gaps of the text of a document, with the words that stand around each."""
    marked = replace(instance, source=replace(instance.source, body=marked_gaps(body)))
    (filled,) = fill_instances([marked], space, DocumentTheme(space.root), facts)
    return handmade_gaps(body, filled.text, instance.about)


@dataclass(frozen=True)
class _Elsewhere:
    """The facts of the place that a document shows as gaps, in ``count`` places.

    ``lines`` are the address of the field of each, its name and where it is; ``company`` is such a line for the choice
    of a company that its text waits for.
    """

    count: int
    lines: list[tuple[str, str, str]]
    company: tuple[str, str, str] | None = None


def _elsewhere(space: Space, place: OpenPlace, instance: DocumentInstance) -> _Elsewhere:
    by_document = MissingFactsByDocument(space, (instance.slug,))
    missing = [problem for problem in place.facts()[1] if problem.code == "blank.fact"]
    found = [shown(problem, place) for problem in by_document.shown(missing)]
    lines = {one.address: (one.address, one.text, one.where) for one in found}
    strings = space.vocabulary.locales[instance.source.locale].strings
    paths: dict[str | None, tuple[str, ...]] = {
        strings.get(f"fact_{name}"): (name,) for name in Organisation.model_fields
    }
    paths |= {strings.get(name): path for name, path in _OTHER_FACTS.items()}
    shown_gaps = by_document.all()
    owned = Counter({gap: count for gap, count in shown_gaps.items() if gap.owner})
    for gap in sorted(owned, key=lambda gap: gap.label):
        if gap.owner in space.organisations.organisations and gap.label in paths:
            line = _line_of(place, str(gap.owner), paths[gap.label], capitalised(gap.label))
            lines.setdefault(line[0], line)
    company = None
    if instance.about and any(gap.label == _COMPANY for gap in shown_gaps):
        company = _line_of(place, instance.about, _OTHER_FACTS["fact_company"], strings["fact_company"])
    return _Elsewhere(owned.total(), list(lines.values()), company)


def _line_of(place: OpenPlace, organisation: str, path: tuple[str, ...], label: str) -> tuple[str, str, str]:
    """The address of a field of an organisation, a name for it, and where it is."""
    link = field_link(ORGANISATIONS, ("organisations", organisation, *path), place)
    assert link  # the screen of the organisations has all their fields
    return link.address, label, " › ".join(link.labels)


def _line(instance: DocumentInstance, filled: FilledDocument) -> DocumentLine:
    questions = 0 if filled.reviewed else count_questions(filled.review_block)
    needed = bool(filled.legal_bases or filled.review_block) and not filled.reviewed
    return DocumentLine(
        filled.slug, filled.title, filled.path, count_gaps(filled.text), questions, filled.reviewed, filled.changed, needed,
        bool(instance.source.meta.signatories), bool(instance.source.meta.readings),
        any(gap.tells_agreement and gap.noted for gap in noted_gaps(instance.source.body, instance.about)), filled.law_as_of,
    )  # fmt: skip


def _left(place: OpenPlace, edits: list[Edit], slug: str) -> int:
    """How many gaps a document has left after ``edits``."""
    (filled,) = fill_documents(trials.drafted(place, edits), (slug,))
    return count_gaps(filled.text)


def _ways(instance: DocumentInstance, filled: FilledDocument, gaps: Sequence[HandmadeGap]) -> list[str]:
    """What can be noted of a document."""
    can = {
        document_notes.READ: True,
        document_notes.REVIEWED: bool(filled.legal_bases or filled.review_block),
        document_notes.ADOPTED: any(gap.tells_agreement for gap in gaps),
    }
    return [way for way, is_possible in can.items() if is_possible]


def _asked(
    request: HttpRequest, space: Space, instance: DocumentInstance, gaps: Sequence[HandmadeGap], ways: Sequence[str],
    subjects: Sequence[str],
) -> tuple[list[Edit], str]:  # fmt: skip
    """The edits that a form asks for with what was typed in its gaps, and what they do; raises ``Problems``.

    ``subjects`` are those of the documents that its text makes.
    """
    place: OpenPlace = request.place
    file, body, typed = instance.source.path, instance.source.body, request.POST.getlist("gap")
    if len(typed) != len(gaps):
        raise Problems([Problem("editor.text_changed_meanwhile", file=file)])
    press, who = request.POST.get("press", ""), " ".join(request.POST.get("who", "").split())
    edits: list[Edit] = []
    done = "filled"
    if press == "again":
        edits, done = document_notes.without_review(file, instance), "again"
    elif press.startswith("unread "):
        edits, done = document_notes.without_reading(file, instance, int(press.removeprefix("unread "))), "unnoted"
    elif press == "unadopted":
        typed, done = document_notes.without_adoption(gaps, typed), "unnoted"
    elif press == "note" or (press == "fill" and who):
        done, day = _note(request, ways, who)
        if done == document_notes.READ:
            edits = document_notes.reading_edits(file, instance, who, day)
        elif done == document_notes.REVIEWED:
            edits = document_notes.review_edits(file, who, day)
        else:
            typed = document_notes.with_adoption(space, instance, gaps, typed, who, day)
    written = fill_gaps(body, typed, instance.about, subjects)
    if written != body:
        edits.append(Edit(file, (), written, body_of((place.root / file).read_text(encoding="utf-8"))))
    return edits, done


def _fingerprint(
    edits: Sequence[Edit], same: Sequence[DocumentInstance], instance: DocumentInstance, filled: FilledDocument, gaps: Sequence[HandmadeGap],
    space: Space, facts: DocumentFacts,
) -> list[Edit]:  # fmt: skip
    """The edit that keeps which text is reviewed, where ``edits`` note its review or, after it, who agreed alone."""
    source = same[0].source
    values = {edit.path: edit.value for edit in edits}
    body = values.get((), source.body)
    is_kept = (
        filled.reviewed
        and source.meta.reviewed_text
        and () in values
        and _changes_agreement_alone(gaps, body, instance.about)
    )
    if values.get(("review",)) != "relu" and not is_kept:
        return []
    return [
        document_notes.fingerprint_edit(same, body, values.get(("law_as_of",), source.meta.law_as_of), space, facts)
    ]


def _changes_agreement_alone(gaps: Sequence[HandmadeGap], body: str, about: str | None) -> bool:
    """Whether ``body`` has other words than ``gaps`` for who agreed to the document, which is no other text, and nowhere else."""
    return all(
        before.noted == after.noted or before.tells_agreement
        for before, after in zip(gaps, handmade_gaps(body, about=about), strict=True)
    )


def _is_sent_twice(request: HttpRequest, title: str) -> bool:
    """Whether a note has just been saved, and its button pressed again with nothing more; says that it was saved."""
    place: OpenPlace = request.place
    if request.POST.get("press") != "note" or request.POST.get("who") or request.POST.get("how"):
        return False
    noted = [place.text(f"editor.document_{way}", title=title) for way in _NOTES]
    latest = place.versions()[:1]
    if not latest or latest[0].message not in noted:
        return False
    messages.success(request, place.text("editor.saved_as", message=latest[0].message))
    return True


def _back(request: HttpRequest, instance: DocumentInstance) -> str:
    """The document, with a reading that was taken back in its form."""
    path: str = request.path
    verb, _, index = request.POST.get("press", "").partition(" ")
    if verb != "unread":
        return path
    one = instance.source.meta.readings[int(index)]
    note = {"how": document_notes.READ, "who": one.by, "day": f"{one.date:%d/%m/%Y}"}
    return f"{path}?{urlencode(note)}#review"


def _note(request: HttpRequest, ways: Sequence[str], who: str) -> tuple[str, dt.date]:
    """What is to be noted, and of which day; raises ``Problems`` with all that is wrong in it."""
    place: OpenPlace = request.place
    problems: list[Problem] = []
    how, day = request.POST.get("how", ""), place.today()
    if how not in ways:
        problems.append(Problem("editor.note_how_missing"))
    if not who:
        problems.append(Problem("editor.note_who_missing"))
    try:
        day = _day(request, place)
    except Problems as error:
        problems += error.problems
    if problems:
        raise Problems(problems)
    return how, day


def _questions(filled: FilledDocument) -> list[str]:
    """The questions of the review without their marks, where articles have their numbers."""
    numbers = article_numbers(filled)
    named = REFERENCE.sub(lambda link: f"{link[1]}\u00a0{numbers.get(link[2], '…')}", filled.review_block)
    marks = re.compile(r"(?<![\w*\\])\*([^*]+)\*(?!\w)|\\(?=[^\w\s])")
    return [marks.sub(r"\1", readable(one)) for one in questions(named)]


def _day(request: HttpRequest, place: OpenPlace) -> dt.date:
    """The day of the review, as typed; raises ``Problems`` for one that is none, or has not come."""
    typed = request.POST.get("day", "")
    try:
        day = read_day(typed, place.language)
    except RefusedAnswer as error:
        raise Problems([Problem(error.code, error.values)]) from None
    if day is None or day > place.today():
        raise Problems([Problem("editor.review_day_wrong", {"day": typed})])
    return day


def source(request: HttpRequest, slug: str) -> HttpResponse:
    """The text of a document, to be edited as it is."""
    instance = _instance(select_documents(request.place.checked_facts()), slug)
    return HttpResponseRedirect(f"/file/?{urlencode({'path': instance.source.path})}", status=303)


urlpatterns = [
    path("documents/", documents),
    path("documents/<slug:slug>/", document),
    path("documents/<slug:slug>/text/", source),
    path("documents/<slug:slug>/changes/", compare),
    path("documents/<slug:slug>/<str:kind>/", download),
]
