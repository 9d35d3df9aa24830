"""Sharing with others: where each version goes, what came back, and the passages that two people have changed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from tierslieu.core.problems import Problems
from tierslieu.editor import saving
from tierslieu.editor.deciding import acted, decide, undecided, waiting
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.versions import sharing

_ADDRESS = "/share/"


def share(request: HttpRequest) -> HttpResponse:
    """Whether the place is shared; a form begins, exchanges, decides, goes back or stops."""
    place: OpenPlace = request.place
    problems = acted(request, _act)
    if problems is None:
        return HttpResponseRedirect(_ADDRESS, status=303)
    address = sharing.shared_address(place.root)
    waits = waiting(place) == "sharing.waits"
    return render(
        request, "share.html", status=422 if problems else 200, problems=problems, address=address, waits=waits,
        unsent=sharing.unsent_count(place.root) if address else 0, typed=request.POST.get("address", ""),
        undecided=undecided(place) if waits else [],
    )  # fmt: skip


def _act(request: HttpRequest, place: OpenPlace) -> None:
    press = request.POST.get("press", "")
    if press == "share":
        saving.remember_author(request)
        saving.keep_unsaved(request)
        sharing.share(place.root, request.POST.get("address", ""), place.text("sharing.message"))
        messages.success(request, place.text("sharing.begun"))
    elif press == "exchange":
        saving.keep_unsaved(request)
        _exchange(request, place)
    elif press == "decide":
        saving.remember_author(request)
        if decide(request, place):
            saving.keep_version(request, place.text("sharing.message"))
    elif press == "finish":
        saving.remember_author(request)
        saving.keep_version(request, place.text("sharing.message"))
    elif press == "abort":
        sharing.give_up_receiving(place.root)
    elif press == "stop":
        sharing.stop_sharing(place.root)
        messages.success(request, place.text("sharing.stopped"))


def _exchange(request: HttpRequest, place: OpenPlace) -> None:
    """Receive, then send; what two people have changed waits on the screen."""
    try:
        received = sharing.receive(place.root, place.text("sharing.message"), keep_conflicts=True)
    except Problems as error:
        if error.problems[0].code == "sharing.conflict":
            return
        raise
    sharing.send(place.root)
    messages.success(request, place.text("sharing.exchanged", count=received))


urlpatterns = [path("share/", share)]
