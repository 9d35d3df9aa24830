"""What stops the build, what to fill in next, and what has changed: the first screen."""

from __future__ import annotations

from dataclasses import replace
from subprocess import CalledProcessError

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tierslieu.core.problems import Problem, Problems
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.editor.version_changes import title
from tierslieu.model import Space
from tierslieu.versions.history import SavedVersion, saved_versions
from tierslieu.versions.repository import is_merging

#: How many facts to fill in, and how many versions, are listed.
_FACTS, _VERSIONS = 10, 5


def home(request: HttpRequest) -> HttpResponse:
    """The state of the place on one screen."""
    place: OpenPlace = request.place
    space, problems = place.facts()
    by_level = {level: [p for p in problems if p.level == level] for level in ("error", "warning", "blank")}
    return render(
        request, "home.html", space=space, merging=_is_merging(place), errors=by_level["error"], warnings=by_level["warning"],
        missing=[_in_words(blank, space) for blank in by_level["blank"][: None if "all" in request.GET else _FACTS]],
        missing_count=len(by_level["blank"]), versions=[(version, title(version, place)) for version in _versions(place)], has_host=bool(space and space.identity.upload),
    )  # fmt: skip


def _in_words(blank: Problem, space: Space | None) -> Problem:
    """A missing fact with its label in the language of the place."""
    locale = space.vocabulary.locales.get(space.identity.language) if space else None
    if locale is None or "label" not in blank.values:
        return blank
    label = blank.values["label"]
    return replace(blank, values={**blank.values, "label": locale.strings.get(label, label)})


def _is_merging(place: OpenPlace) -> bool:
    try:
        return is_merging(place.root)
    except FileNotFoundError:  # without git
        return False


def _versions(place: OpenPlace) -> list[SavedVersion]:
    try:
        return saved_versions(place.root)[:_VERSIONS]
    except (Problems, CalledProcessError):
        return []


urlpatterns = [path("", home)]
