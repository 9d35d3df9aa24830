"""What was saved, when and by whom; one change taken back, or the whole place as it was on a day."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.html import format_html

from tierslieu.core import place_lock
from tierslieu.core.problems import Problems
from tierslieu.documents.build import build_documents
from tierslieu.documents.old_version import space_at
from tierslieu.documents.selection import select_documents
from tierslieu.editor.choices import Choices
from tierslieu.editor.document_page import show_document
from tierslieu.editor.navigation import screen_of
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.editor.version_changes import AnswerChange, ChangedFile, file_changes, is_birth, kept_texts, title
from tierslieu.i18n.formatting import capitalised
from tierslieu.versions import dated_copies
from tierslieu.versions.changed_files import summary
from tierslieu.versions.history import saved_versions
from tierslieu.versions.published import last_publication
from tierslieu.versions.repository import author_of, has_repository, set_author
from tierslieu.versions.saved_version import SavedVersion
from tierslieu.versions.undo import changed_lines, go_back, undo_change

#: How many versions are listed on a page.
_PER_PAGE = 30
#: Up to how many files a version is told answer by answer in the list, and one answer more is shown.
_SHORT = 3
#: Up to how many files the lines of a version are shown.
_LINED = 40
#: How many of the versions that a return takes away are named.
_LATER = 10


def history(request: HttpRequest) -> HttpResponse:
    """The versions, newest first."""
    place: OpenPlace = request.place
    if request.method == "POST" and (name := " ".join(request.POST.get("name", "").split())):
        if not place.lacks_author and has_repository(place.root):
            set_author(place.root, name, request.POST.get("email", "").strip())
            messages.success(request, place.text("editor.signed_now", name=name))
        return HttpResponseRedirect("/history/", status=303)
    versions = _versions(place)
    page = int(request.GET["page"]) if request.GET.get("page", "").isdecimal() else 1
    shown = versions[(page - 1) * _PER_PAGE : page * _PER_PAGE]
    older = page + 1 if page * _PER_PAGE < len(versions) else None
    choices = Choices(place.root, place.language)
    online = last_publication(place.root, versions) if versions else None
    lines = [version_line(version, place, choices) for version in shown]
    published = (versions[len(online.since)], online.moment) if online and online.moment else None
    knows = bool(versions) and not dated_copies.are_used(place.root) and not place.lacks_author
    author = author_of(place.root) if knows else None
    return render(request, "history.html", versions=lines, older=older, published=published, author=author)


def _versions(place: OpenPlace) -> list[SavedVersion]:
    """The versions, newest first; none before the first saving."""
    try:
        return saved_versions(place.root)
    except Problems as error:
        if [problem.code for problem in error.problems] == ["versions.none"]:
            return []
        raise


@dataclass(frozen=True)
class VersionLine:
    """A version in the list: its title, what it changed in some words, and its first answers."""

    version: SavedVersion
    title: str
    files: str
    answers: tuple[AnswerChange, ...] = ()


def version_line(version: SavedVersion, place: OpenPlace, choices: Choices) -> VersionLine:
    """The line of a version in a list."""
    words = title(version, place)
    if is_birth(version):
        return VersionLine(version, words, place.text("history.birth"))
    answers: tuple[AnswerChange, ...] = ()
    if len(version.paths) <= _SHORT:
        changes = file_changes(version, place, choices)
        answers = tuple(answer for change in changes for answer in _of_list(change, place))[: _SHORT + 1]
    files = summary(version.paths, place.language)
    said = "" if answers or files.casefold() == words.casefold() else f"{capitalised(files)}."
    if kept := [] if dated_copies.are_used(place.root) else kept_texts(version, place, choices):
        names = ", ".join(change.name.rpartition(" › ")[2] for change in kept)
        said = f"{said} {place.text('history.kept_files', names=names)}".lstrip()
    return VersionLine(version, words, said, answers)


def _of_list(change: ChangedFile, place: OpenPlace) -> tuple[AnswerChange, ...]:
    """The answers of a file, or the file itself where it is new or gone; nothing for those of the kit."""
    if change.kind in ("M", "K"):
        return change.answers
    kind, _, name = change.name.partition(" › ")
    words = name or PurePosixPath(change.path).name
    if change.kind == "D":
        return (AnswerChange(kind, words, ""),)
    is_text = change.path.endswith(".md") and (place.root / change.path).exists()
    return (AnswerChange(kind, "", words, address=screen_of(change.path) if is_text else ""),)


def version(request: HttpRequest, number: int) -> HttpResponse:
    """What a version changed; taken back, or gone back to, when a form asks for it."""
    place: OpenPlace = request.place
    versions = {one.number: one for one in saved_versions(place.root)}
    chosen = versions.get(number)
    if chosen is None:
        raise Http404
    problems: tuple[object, ...] = ()
    newer: list[SavedVersion] = []
    if request.method == "POST":
        try:
            with place_lock.hold(place.root):
                made = _go_back(place, chosen, request.POST.get("press", ""))
            said = place.text("editor.gone_back", message=made.message)
            if last_publication(place.root, place.versions()):  # the site on line is as it was
                said = format_html('{} <a href="/publish/">{}</a>', said, place.text("editor.publish_changes"))
            messages.success(request, said)
            return HttpResponseRedirect("/history/", status=303)
        except Problems as error:
            problems = error.problems
            newer = [one for one in versions.values() if one.number > number and set(one.paths) & set(chosen.paths)]
    lines = [] if len(chosen.paths) > _LINED else changed_lines(place.root, chosen)
    later = [(one.number, title(one, place)) for one in versions.values() if one.number > number]
    choices = Choices(place.root, place.language)
    names = {
        "newer": [(one.number, title(one, place)) for one in newer], "later": later[:_LATER], "more": len(later) - _LATER,
        "version": chosen, "title": title(chosen, place), "problems": problems, "is_last": number == max(versions),
        "is_birth": is_birth(chosen), "files": file_changes(chosen, place, choices),
        "kept": [] if dated_copies.are_used(place.root) else kept_texts(chosen, place, choices),
        "changes": [(name, changed) for name, changed in lines if _is_text(name)],
    }  # fmt: skip
    return render(request, "version.html", status=409 if problems else 200, **names)


def former_document(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """A document as it was just before a version, which took it away."""
    place: OpenPlace = request.place
    space = place.facts()[0]
    if space is None:
        raise Http404
    old = space_at(space, str(number - 1))[0]
    if slug not in {one.slug for one in select_documents(old)}:
        raise Http404
    place.install_document_tools()
    html = build_documents(old, ("html",), (slug,))[f"{slug}.html"]
    return show_document(html, "/#former", place.text("editor.back_to_home"))


def _go_back(place: OpenPlace, version: SavedVersion, press: str) -> SavedVersion:
    if press == "change":
        return undo_change(place.root, version, place.language)
    message = place.text("editor.went_back", title=title(version, place))
    return go_back(place.root, version.number - 1, place.language, message)


def _is_text(name: str) -> bool:
    return PurePosixPath(name).suffix in (".yaml", ".md", ".html", ".css", ".txt")


urlpatterns = [
    path("history/", history),
    path("history/<int:number>/", version),
    path("history/<int:number>/<slug:slug>/", former_document),
]
