"""The addresses of the questionnaire: its steps, its first page while answers are kept, and what it shows beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from tierslieu.core.rules import Violation
from tierslieu.editor import static_files
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.generation.answer_types import RefusedAnswer
from tierslieu.rendering import template_cache

from . import parent_folder, steps
from .creation import CreationFailure, create
from .new_place import NewPlace

#: The answers to a form that is not accepted.
_REFUSED = 422


def start(request: HttpRequest) -> HttpResponse:
    """The first page: it offers to go on with the answers that are kept, if there are any."""
    place: NewPlace = request.place
    if place.draft.answers and not place.is_resumed:
        return render(request, "new_start.html", name=place.raw()["space_name"])
    place.is_resumed = True
    return _to_step(1)


def restart(request: HttpRequest) -> HttpResponse:
    """Go on with the answers that are kept, or forget them."""
    place: NewPlace = request.place
    if request.method != "POST":
        return HttpResponseRedirect("/", status=303)
    place.is_resumed = True
    if request.POST.get("press") == "again":
        with place.lock:
            place.draft.forget()
        return _to_step(1)
    return _to_step(steps.first_refused(place.violations()) or steps.LAST)


def step(request: HttpRequest, number: int) -> HttpResponse:
    """A step: its questions with the answers so far; or what is sent from it, kept, then the step that is asked for."""
    place: NewPlace = request.place
    if not 1 <= number <= steps.LAST:
        raise Http404
    if request.method == "POST":
        return _answer(request, place, number)
    place.is_resumed = True
    refused = steps.first_refused(place.violations())
    if refused is not None and refused < number:
        return _to_step(refused)
    return _page(request, place, number, only_answered=True)


def _answer(request: HttpRequest, place: NewPlace, number: int) -> HttpResponse:
    press = request.POST.get("press", "next")
    with place.lock:
        _keep(request, place, number)
    refused = steps.first_refused(place.violations())
    if press == "keep":
        return _page(request, place, number, only_answered=True)
    if press == "back":
        return _to_step(max(1, number - 1))
    if number == steps.LAST and press not in ("create", "next") and not press.isdecimal():
        return _page(request, place, number, only_answered=True)
    if press == "create":
        return _to_step(refused) if refused else _create(request, place)
    target = min(int(press), steps.LAST) if press.isdecimal() else min(number + 1, steps.LAST)
    if refused is not None and number <= refused < target:
        return _page(request, place, number, status=_REFUSED) if refused == number else _to_step(refused)
    return _to_step(max(1, target))


def _keep(request: HttpRequest, place: NewPlace, number: int) -> None:
    """Keep what was sent from a step, without the spaces around it; an empty short name becomes that of the name."""
    asked = [name for _, names in steps.STEPS[number - 1] for name in names]
    sent = {name: request.POST[name].strip() for name in asked if name in request.POST}
    if number == 1 and request.POST.get("press") != "keep" and sent.get("space_name"):
        former = place.draft.answers.get("space_name", "")
        # One that was made from the former name follows the new one.
        if not sent.get("space_slug") or (former and sent["space_slug"] == place.kit.short_name(former)):
            sent["space_slug"] = place.kit.short_name(sent["space_name"])
    press = request.POST.get("press", "")
    parent = press.removeprefix("folder:") if press.startswith("folder:") else request.POST.get("parent")
    place.draft.update(sent, None if parent is None else parent.strip())


def _to_step(number: int) -> HttpResponse:
    return HttpResponseRedirect(f"/{number}/", status=303)


def _page(
    request: HttpRequest, place: NewPlace, number: int, *, only_answered: bool = False, status: int = 200
) -> HttpResponse:
    """The page of a step; ``only_answered`` leaves out what is wrong with questions that have no answer yet."""
    place.picture()
    raw, violations = place.raw(), place.violations()
    if only_answered:
        violations = [violation for violation in violations if any(raw.get(name) for name in violation.questions)]
    template = place.kit.place_template
    names = {
        "number": number,
        "last": steps.LAST,
        "reached": steps.first_refused(place.violations()) or steps.LAST,
        "titles": [place.text(code) for code in steps.TITLES],
        "use": place.text(steps.USES[number - 1]),
        "groups": steps.fields(number, raw, violations, template, place.language),
        "drawing": place.drawing(),
        "suggested": place.kit.short_name(raw["space_name"]) if number == 1 and raw["space_name"] else "",
    }
    if number < steps.LAST:
        return render(request, "new_step.html", status=status, **names)
    is_refused = status == _REFUSED
    return render(
        request, "new_create.html", status=status, is_refused=is_refused, **names, **_last_page(place, raw, violations)
    )


def _last_page(place: NewPlace, raw: dict[str, str], violations: Sequence[Violation]) -> dict[str, object]:
    """All answers by step, what is unusual, and the folder with those that it holds."""
    template = place.kit.place_template
    answers = [steps.answered(number, raw, template, place.language) for number in range(1, steps.LAST)]
    parent, fault = _parent(place)
    return {
        "answers": answers,
        "warnings": [
            (place.text(violation.code, **violation.values), steps.step_of(violation.questions[0]))
            for violation in violations
            if violation.level == "warning"
        ],
        "short_name": raw["space_slug"],
        "typed": place.draft.parent or str(parent),
        "parent": parent,
        "fault": fault,
        "folders": parent_folder.folders_in(parent) if parent else [],
        "output": "",
    }


def _parent(place: NewPlace) -> tuple[Path | None, str]:
    """The folder in which the place is to be made, and why it can't be; None when it can't be read."""
    try:
        folder = parent_folder.read_parent(place.draft.parent or str(place.home))
    except RefusedAnswer as refusal:
        return None, place.text(refusal.code, **refusal.values)
    short_name = place.raw()["space_slug"]
    if parent_folder.is_taken(folder, short_name):
        return folder, place.text("editor.new_taken", value=short_name)
    return folder, ""


def _create(request: HttpRequest, place: NewPlace) -> HttpResponse:
    with place.lock:
        if place.successor:  # the button was pressed twice
            return HttpResponseRedirect("/", status=303)
        parent, fault = _parent(place)
        if parent is None or fault:
            return _page(request, place, steps.LAST, status=_REFUSED)
        try:
            root = create(place.kit, place.raw(), parent)
        except CreationFailure as failure:
            return _failure(request, place, str(failure))
        place.draft.forget()
        template_cache.keep_in(root)
        place.successor = OpenPlace(root, place.address, place.preview, place.today, place.token)
        messages.success(request, place.successor.text("editor.new_made", folder=root))
    place.born.set()
    return HttpResponseRedirect("/", status=303)


def _failure(request: HttpRequest, place: NewPlace, output: str) -> HttpResponse:
    names = {
        "number": steps.LAST,
        "last": steps.LAST,
        "reached": steps.LAST,
        "titles": [place.text(code) for code in steps.TITLES],
        "use": place.text(steps.USES[-1]),
    }
    page = _last_page(place, place.raw(), place.violations())
    return render(
        request, "new_create.html", status=500, **names, groups=[], drawing=place.drawing(), suggested="",
        **{**page, "output": output.strip()},
    )  # fmt: skip


def drawing_style(request: HttpRequest) -> HttpResponse:
    """The style sheet of the drawings, that of their page."""
    data = request.place.site.files.get("static/governance.css", b"")
    return HttpResponse(data, content_type="text/css; charset=utf-8")


urlpatterns = [
    path("", start),
    path("start/", restart),
    path("<int:number>/", step),
    path("static/look.css", static_files.look),
    path("static/drawing.css", drawing_style),
    path("static/fonts/<str:name>", static_files.font),
    path("static/<str:name>", static_files.static),
]
handler400 = "tierslieu.editor.failures.unreadable"
handler404 = "tierslieu.editor.failures.missing"
