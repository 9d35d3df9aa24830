"""A screen made of forms of the configuration: each is a page, with the others of its screen as tabs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from tierslieu.core.folding import slug
from tierslieu.core.problems import Problems

from . import forms, pictures, saving, trials
from .choices import Choices
from .edits import Conflicts
from .form_inputs import Typed
from .forms import Form, View
from .open_place import OpenPlace
from .rendering import render
from .shown_problems import register


@dataclass(frozen=True)
class FormPage:
    """A form at ``address`` (``place/hours/``), under the message ``title``; ``shown_at`` is the page of the site beside it.

    With ``results``, a button with the message ``try_label`` shows what they make of the place as typed, and the script
    while one types; ``template`` extends ``form_page.html`` to show them. ``fills`` gives what its button ``fill`` types in
    inputs from other ones. ``saved`` is called once it is saved, and may say something on the next screen.
    """

    address: str
    title: str
    form: Form
    shown_at: str = ""
    template: str = "form_page.html"
    results: trials.Results | None = None
    try_label: str = "editor.recalculate"
    fills: Callable[[Typed, OpenPlace], Mapping[str, list[str]]] | None = None
    saved: Callable[[HttpRequest], None] | None = None


def routes(screen: str, pages: Sequence[FormPage]) -> list[URLPattern]:
    """The addresses of ``pages``, which are the tabs of the screen named by the message ``screen``."""
    for page in pages:
        register(screen, page.title, page.address, page.form)
    return [path(page.address, _view(screen, page, pages)) for page in pages]


def _view(screen: str, page: FormPage, pages: Sequence[FormPage]) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        place: OpenPlace = request.place
        posted = dict(request.POST.lists())
        refused: Mapping[str, str] = {}
        if request.method == "POST" and posted.get(forms.PRESSED) != [forms.TRY]:
            kept, refused = pictures.sent(request)
            posted |= kept
        if page.fills and posted.get(forms.PRESSED) == ["fill"]:
            posted |= {**page.fills(posted, place), forms.PRESSED: [forms.TRY]}
        return show_page(request, answer(request, posted, page, place, refused), screen, page, pages, posted)

    return view


def show_page(
    request: HttpRequest,
    shown: View | HttpResponse,
    screen: str,
    page: FormPage,
    pages: Sequence[FormPage],
    posted: Typed = MappingProxyType({}),
    **names: Any,
) -> HttpResponse:
    """The page of a form with what it gives; ``names`` are others that its template takes."""
    if isinstance(shown, HttpResponse):
        return shown
    results, is_tried = None, True
    if page.results:
        shown, results, is_tried = trials.results(request.place, shown, posted, page.results)
    names |= {"screen": screen, "page": page, "pages": pages, "results": results, "is_tried": is_tried}
    names["page_text"] = text_of_page(request.place, page)
    status = 422 if shown.errors or shown.above else 200
    return render(request, page.template, status=status, view=shown, **names)


def text_of_page(place: OpenPlace, page: FormPage) -> str:
    """The text of the page of the site that shows what a form asks for, which people look for under the same name."""
    name = page.shown_at.strip("/") or ("le-lieu" if page.address == "place/" else "")
    path = f"content/{place.language}/pages/{name}.md"
    return path if name and (place.root / path).is_file() else ""


def answer(
    request: HttpRequest,
    posted: Typed,
    page: FormPage,
    place: OpenPlace,
    refused: Mapping[str, str] = MappingProxyType({}),
) -> View | HttpResponse:
    """The form to show, or where to go once it is saved; ``refused`` are photographs that were not kept, by input."""
    choices = Choices(place.root, place.language, _organisations(posted))
    if request.method != "POST":
        return forms.show(page.form, place.data(page.form.file), choices)
    view = forms.read(page.form, posted, choices)
    if refused:
        return replace(view, errors={**view.errors, **{name: (text,) for name, text in refused.items()}})
    if view.pressed or view.errors or posted.get(forms.PRESSED) == [forms.TRY]:
        return view
    if lacking := pictures.without_words(posted, page.form.file, place):
        return replace(view, errors=lacking)
    try:
        saving.save(request, view.edits, place.text("editor.message", screen=place.text(page.title), what=view.changed))
    except Problems as error:
        return forms.place(view, error.problems)
    except Conflicts as error:
        return saving.conflicting(view, error, place.data(view.form.file), place)
    if page.saved:
        page.saved(request)
    return HttpResponseRedirect(f"{request.path}#task", status=303)


def _organisations(posted: Typed) -> dict[str, str]:
    """The organisations that a form has rows for, those just added too, with the names typed for them."""
    new = {slug(words): words.strip() for words in posted.get("/organisations/+", ())}
    rows = {row: posted.get(f"/organisations/{row}/name", [""])[0] or row for row in posted.get("/organisations", ())}
    return {row: words for row, words in {**new, **rows}.items() if row}
