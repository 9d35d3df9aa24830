"""All that stops, that is to verify and to complete, under the name of who can answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tierslieu.build import dry_run
from tierslieu.build.missing_facts import wanted_facts
from tierslieu.build.readable_facts import gaps_by_hand, pending_duties, readable, with_waiting
from tierslieu.build.undecided import undecided
from tierslieu.core.problems import Problem, Problems
from tierslieu.documents import legal_duties
from tierslieu.documents.missing_facts import MissingFactsByDocument
from tierslieu.editor import pictures
from tierslieu.editor.answerers import by_answerer
from tierslieu.editor.going_online import OnlineFact, online_facts
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.facts.blank_reads import PageBlanks
from tierslieu.model import Space

#: How many of the titles that wait for a fact are named.
_TITLES = 2
#: Groups with more lines are folded.
_LINES = 40


def missing(request: HttpRequest) -> HttpResponse:
    """What ``./lieu check --all`` lists, each with its field."""
    place: OpenPlace = request.place
    space: Space | None = None
    online: list[OnlineFact] = []
    try:
        page_blanks: list[PageBlanks] = []
        space, problems = dry_run.check(place.root, place.today(), page_blanks)
        online = online_facts(space, problems, place)
        found = list(_all(space, problems, page_blanks, place))
    except Problems as error:
        found = list(error.problems)
    counts = {level: sum(problem.level == level for problem in found) for level in ("error", "warning", "blank")}
    return render(
        request,
        "missing.html",
        groups=by_answerer(found, space, place.language),
        counts=counts,
        online=online,
        most=_LINES,
        pictures=pictures.unused(place.root),
    )


def _all(
    space: Space, problems: Sequence[Problem], page_blanks: Sequence[PageBlanks], place: OpenPlace
) -> Iterator[Problem]:
    blanks = [on_screen(problem) for problem in problems if problem.level == "blank"]
    others = [problem for problem in problems if problem.level != "blank"]
    yield from others
    if any(problem.level == "error" for problem in others):  # nothing can tell what waits for each fact
        yield from (readable(problem, space, place.text) for problem in blanks)
        return
    by_document = MissingFactsByDocument(space)
    yield from undecided(space)
    yield from with_waiting(wanted_facts(space, blanks, page_blanks, by_document), space, place.text, named=_TITLES)
    yield from gaps_by_hand(by_document, blanks)
    yield from pending_duties(legal_duties.duties_of(space), space)


def on_screen(problem: Problem) -> Problem:
    """A missing fact without the lines that its file lacks: a form writes them."""
    values = {name: value for name, value in problem.values.items() if name != "missing_lines"}
    return replace(problem, values=values)


urlpatterns = [path("missing/", missing)]
