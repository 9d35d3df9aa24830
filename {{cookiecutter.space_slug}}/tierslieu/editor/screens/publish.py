"""Publication: what would change at the host, then its progress."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.editor.site_upload import SiteUpload

#: How many paths of each kind are listed.
_PATHS = 12


def publish(request: HttpRequest) -> HttpResponse:
    """The publication in progress; a form prepares one, recognises the key of the host, sends, or starts again."""
    place: OpenPlace = request.place
    if request.method == "POST":
        _act(request, place)
        return HttpResponseRedirect("/publish/", status=303)
    space = place.last_facts()
    upload = space.identity.upload if space else None
    return render(request, "publish.html", publication=place.upload, upload=upload, most=_PATHS)


def _act(request: HttpRequest, place: OpenPlace) -> None:
    press, current = request.POST.get("press", ""), place.upload
    if current and current.is_running:
        return
    if press == "prepare":
        place.upload = SiteUpload(place, request.POST.get("password", ""))
        place.upload.prepare()
    elif press == "trust" and current and current.state == "unknown_key":
        place.upload = SiteUpload(place, current.secret, trusted=current.fingerprint)
        place.upload.prepare()
    elif press == "send" and current and current.state == "planned":
        dangerous = current.other or (current.plan and current.plan.overwritten)
        if not dangerous or request.POST.get("replace") == "yes":
            current.send()
    elif press == "again":
        place.upload = None


urlpatterns = [path("publish/", publish)]
