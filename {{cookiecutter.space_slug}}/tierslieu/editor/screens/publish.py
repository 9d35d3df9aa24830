"""Publication: what would change at the host, then its progress."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from tierslieu.core.paths import SPACE
from tierslieu.core.problems import Problem, Problems
from tierslieu.editor import saving
from tierslieu.editor.choices import Choices
from tierslieu.editor.edits import Edit
from tierslieu.editor.form_fields import form_fields
from tierslieu.editor.forms import Form
from tierslieu.editor.going_online import online_facts
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.editor.screens.history import VersionLine, version_line
from tierslieu.editor.shown_problems import register
from tierslieu.editor.site_upload import SiteUpload
from tierslieu.model.identity import Identity
from tierslieu.publish.remote import parse_target
from tierslieu.versions.published import LastPublication, last_publication

#: How many titles of each kind are listed at once, and how many versions are told.
_TITLES, _VERSIONS = 12, 10
_TITLE = "editor.nav_publish"

register(_TITLE, _TITLE, "publish/", Form(SPACE, (), Identity, ("upload",)))


def publish(request: HttpRequest) -> HttpResponse:
    """The publication in progress; a form prepares one, recognises the key of the host, sends, or starts again."""
    place: OpenPlace = request.place
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            if request.POST.get("press") == "where":
                _keep_target(request, place)
            else:
                _act(request, place)
            return HttpResponseRedirect("/publish/", status=303)
        except Problems as error:
            problems = error.problems
    space = place.last_facts()
    versions = place.versions()
    online = last_publication(place.root, versions) if versions else None
    if place.upload and place.upload.state == "done" and online and online.since:
        place.upload = None  # what was published is no longer the last word
    upload = space.identity.upload if space else None
    typed = request.POST.dict() if problems else _typed(upload)
    publication = copy.copy(place.upload)  # its thread goes on while the screen is written
    return render(
        request, "publish.html", status=422 if problems else 200, publication=publication, upload=upload, online=online, most=_TITLES,
        needed=online_facts(space, place.facts()[1], place) if space and not online else (),
        website=space.identity.contact.website if space else None,
        changes=_changes(online, place) if publication and publication.state == "planned" else [], problems=problems, typed=typed, is_changing=bool(problems) or "change" in request.GET or not upload,
    )  # fmt: skip


def _changes(online: LastPublication | None, place: OpenPlace) -> list[VersionLine]:
    """What was saved since the site was published last, answer by answer."""
    if online is None:
        return []
    choices = Choices(place.root, place.language)
    return [version_line(version, place, choices) for version in online.since[:_VERSIONS]]


def _keep_target(request: HttpRequest, place: OpenPlace) -> None:
    """Write where the site goes; raises ``Problems`` for an address that is none."""
    scheme, server, port, user, folder = (
        request.POST.get(name, "").strip() for name in ("scheme", "server", "port", "user", "folder")
    )
    parse_target(address := _address(scheme, server, port, user, folder))
    message = place.text(
        "editor.message", screen=place.text(_TITLE), what=form_fields(Identity, place.language)["upload"].texts.label
    )
    saving.save(request, [Edit(SPACE, ("upload",), address)], message)


def _address(scheme: str, server: str, port: str, user: str, folder: str) -> str:
    """The address of a folder; ``server`` may be that of a host, or already a whole address."""
    if "://" in server:
        return server
    return f"{scheme}://{quote(user, safe='')}@{server}{f':{port}' if port else ''}/{quote(folder.strip('/'))}"


def _typed(upload: str | None) -> Mapping[str, str]:
    """What the form holds for the address that is written; nothing for one that can't be read."""
    try:
        target = parse_target(upload or "")
    except Problems:
        return {}
    return {
        "scheme": target.scheme, "server": target.host, "port": str(target.port), "user": target.user,
        "folder": target.folder,
    }  # fmt: skip


def _act(request: HttpRequest, place: OpenPlace) -> None:
    press, current = request.POST.get("press", ""), place.upload
    if current and current.is_running:
        return
    if press == "prepare":
        place.upload = SiteUpload(place, request.POST.get("password", ""))
        place.upload.prepare()
    elif press == "trust" and current and current.state == "unknown_key":
        current.trust()
    elif press == "send" and current and current.state == "planned":
        dangerous = current.other or (current.plan and current.plan.overwritten)
        if not dangerous or request.POST.get("replace") == "yes":
            current.send()
    elif press == "again":
        place.upload = None


urlpatterns = [path("publish/", publish)]
