"""What stops the build, what to fill in next, and what has changed: the first screen."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tierslieu.build.readable_facts import readable
from tierslieu.core.problems import Problem
from tierslieu.editor.deciding import waiting
from tierslieu.editor.former_forms import former_forms, unfit_model
from tierslieu.editor.going_online import online_facts
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.editor.screens.missing import on_screen
from tierslieu.editor.shown_problems import shown
from tierslieu.editor.version_changes import title
from tierslieu.i18n.formatting import translated
from tierslieu.lineage.kit_news import known_news
from tierslieu.model import Space
from tierslieu.versions.published import last_publication

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
    versions = place.versions()
    online = last_publication(place.root, versions) if versions else None
    latest = online.since if online else versions
    needed = [] if online or not space else [one for one in online_facts(space, problems, place) if not one.is_known]
    addresses = {one.address for one in needed}
    blanks = [blank for blank in by_level["blank"] if shown(blank, place).address not in addresses]
    former = former_forms(space, place, versions) if space else None
    unfit = unfit_model(space) if space else None
    return render(
        request, "home.html", former=former, unfit=translated(unfit.label, place.language) if unfit else "", shows_papers="papers" in request.GET, online=online, merging=merging, errors=by_level["error"], warnings=by_level["warning"],
        missing=[_in_words(blank, space, place) for blank in _first(blanks)], missing_count=len(blanks),
        versions=[(one, title(one, place)) for one in latest[:_VERSIONS]], more=max(0, len(latest) - _VERSIONS),
        has_host=bool(space and space.identity.upload), website=space.identity.contact.website if space else None,
        needed=needed,
        kit=None if merging else known_news(place.root),
        asks_author=place.asks_author,
    )  # fmt: skip


def _first(blanks: Sequence[Problem]) -> list[Problem]:
    """Those to begin with; of the examples that the kit has brought, one stands for all while anything else is missing."""
    examples = [blank for blank in blanks if blank.code == "blank.example"]
    others = [blank for blank in blanks if blank.code != "blank.example"]
    return (others[: _FACTS - 1] + examples[:1] if others else examples)[:_FACTS]


def _in_words(blank: Problem, space: Space | None, place: OpenPlace) -> Problem:
    """A missing fact with its label in the language of the place."""
    return readable(on_screen(blank), space, place.text) if space else blank


urlpatterns = [path("", home)]
