"""What stops the build, what to fill in next, and what has changed: the first screen."""

from __future__ import annotations

from subprocess import CalledProcessError

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tierslieu.build.readable_facts import readable
from tierslieu.core.problems import Problem, Problems
from tierslieu.editor.deciding import waiting
from tierslieu.editor.former_forms import former_forms
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.editor.screens.missing import on_screen
from tierslieu.editor.version_changes import title
from tierslieu.model import Space
from tierslieu.versions.history import saved_versions
from tierslieu.versions.published import versions_since_published
from tierslieu.versions.saved_version import SavedVersion

#: How many facts to fill in, and how many versions, are listed.
_FACTS, _VERSIONS = 10, 5


def home(request: HttpRequest) -> HttpResponse:
    """The state of the place on one screen."""
    place: OpenPlace = request.place
    space, problems = place.facts()
    merging = waiting(place)
    if merging:  # its own screen shows the passages to decide
        problems = [problem for problem in problems if problem.code != "file.conflict"]
    by_level = {level: [p for p in problems if p.level == level] for level in ("error", "warning", "blank")}
    versions = _versions(place)
    since = versions_since_published(place.root, versions) if versions else None
    former = former_forms(space, place, versions if since is None else since) if space else None
    return render(
        request, "home.html", former=former, since=since is not None, space=space, merging=merging, errors=by_level["error"], warnings=by_level["warning"],
        missing=[_in_words(blank, space, place) for blank in by_level["blank"][:_FACTS]],
        missing_count=len(by_level["blank"]), versions=[(one, title(one, place)) for one in (versions if since is None else since)[:_VERSIONS]], has_host=bool(space and space.identity.upload),
    )  # fmt: skip


def _in_words(blank: Problem, space: Space | None, place: OpenPlace) -> Problem:
    """A missing fact with its label in the language of the place."""
    return readable(on_screen(blank), space, place.text) if space else blank


def _versions(place: OpenPlace) -> list[SavedVersion]:
    try:
        return saved_versions(place.root)
    except (Problems, CalledProcessError):
        return []


urlpatterns = [path("", home)]
