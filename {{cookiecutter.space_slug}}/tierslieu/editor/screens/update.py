"""The improvements of the kit: what they change, taking them, and the passages that the kit and the place both changed."""

from __future__ import annotations

import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import get_template
from django.urls import path

from tierslieu.core.problems import Problem, Problems
from tierslieu.editor import saving
from tierslieu.editor.deciding import acted, decide, undecided
from tierslieu.editor.kit_update import KitUpdate
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import TEMPLATES, render
from tierslieu.lineage import undo_record
from tierslieu.lineage.recorded import read_lineage
from tierslieu.versions.repository import has_repository

_ADDRESS = "/update/"
#: The problem of a computer without git.
_NO_GIT = "versions.no_git"


def update(request: HttpRequest) -> HttpResponse:
    """The update in progress, or what one has left to decide; a form looks for one, takes it, decides, or goes back."""
    place: OpenPlace = request.place
    problems = acted(request, _act)
    if problems is None:
        return HttpResponseRedirect(_ADDRESS, status=303)
    unfinished = _unfinished(place)
    lineage, unknown = None, tuple[Problem, ...]()
    try:
        has_repository(place.root)  # without git, nothing can be taken
        lineage = read_lineage(place.root)
    except Problems as error:
        unknown = error.problems
    return render(
        request, "update.html", status=422 if problems else 200, problems=problems,
        update=copy.copy(place.kit_update),  # its thread goes on while the screen is written
        lineage=lineage, unknown=unknown, unfinished=unfinished,
        latest=len(place.versions()), asks_author=place.asks_author,
        undecided=undecided(place) if unfinished == "update.unfinished" else [],
    )  # fmt: skip


def _unfinished(place: OpenPlace) -> str:
    """The code of what an earlier update waits for; empty when it waits for nothing."""
    try:
        if has_repository(place.root):
            undo_record.refuse_unfinished(place.root)
    except Problems as error:
        code = error.problems[0].code
        return "" if code == _NO_GIT else code
    return ""


def _act(request: HttpRequest, place: OpenPlace) -> None:
    press, current = request.POST.get("press", ""), place.kit_update
    if current and current.is_running:
        return
    if press == "abort":
        undo_record.abort(place.root)
        place.kit_update = None
        messages.success(request, place.text("editor.update_aborted"))
    elif press == "decide":
        saving.remember_author(request)
        if decide(request, place):
            _finish(request, place)
    elif press == "finish":
        saving.remember_author(request)
        _finish(request, place)
    elif press == "again":
        place.kit_update = None
    elif not _unfinished(place):
        _go_on(request, place, current, press)


def _go_on(request: HttpRequest, place: OpenPlace, current: KitUpdate | None, press: str) -> None:
    """Look for an update, or take the next step with the ``current`` one."""
    saving.keep_unsaved(request)
    if press == "look":
        place.kit_update = KitUpdate(place)
        place.kit_update.look()
    elif press == "trust" and current and current.state == "untrusted":
        place.kit_update = KitUpdate(place, agreed=current.asked)
        place.kit_update.look()
    elif press == "take" and current and current.state == "planned":
        for file in TEMPLATES.glob("*.html"):  # those of the new kit may not suit this program, which runs on
            get_template(file.name)
        current.take()


def _finish(request: HttpRequest, place: OpenPlace) -> None:
    """Keep the version that ends the update."""
    saving.keep_version(request, place.text("editor.update_message"))
    place.kit_update = KitUpdate(place, state="done")


urlpatterns = [path("update/", update)]
