"""Colours, letters and motif of the place, each chosen from its picture."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from tierslieu.build.live_site import DRAFT
from tierslieu.core.paths import SPACE
from tierslieu.editor.form_page import FormPage, answer, show_page
from tierslieu.editor.form_tree import leaves
from tierslieu.editor.forms import Form, View
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.shown_problems import register
from tierslieu.i18n.formatting import translated
from tierslieu.loading.load import pieces
from tierslieu.look import choices, css, patterns
from tierslieu.model import Space
from tierslieu.model.identity import Identity
from tierslieu.model.look import Look
from tierslieu.rendering import urls
from tierslieu.site.assets import versioned_address
from tierslieu.site.build import home_page

#: The folder of each part of the look.
_KINDS = {"palette": "palettes", "type": "typefaces", "motif": "motifs"}
_NAME = re.compile(r"[\w-]+")


def look(request: HttpRequest) -> HttpResponse:
    """The form, below the home page as it will be with what is chosen."""
    place: OpenPlace = request.place
    page, posted = replace(_PAGE, results=partial(_pictured, place)), dict(request.POST.lists())
    return show_page(request, answer(request, posted, page, place), _SCREEN, page, (page,), posted)


def _pictured(place: OpenPlace, space: Space, view: View) -> Mapping[str, Any]:
    """Each question with what is told of its answers, and what the kit chooses; then the address of the home page."""
    language = view.choices.language
    questions = [
        (
            part,
            node,
            {name: translated(piece.meta.about, language) for name, piece in pieces(space, kind).items()},
            choices.choose(space.root, kind, None, space.identity.slug)[0],
        )
        for node in leaves(view.nodes)
        for part in [node.name.rpartition("/")[2]]
        if (kind := _KINDS.get(part))
    ]
    return {
        "questions": questions,
        "home": _drafted_home(place, space) if view.edits else urls.base(space),
        "others": urlencode({"palette": space.look.palette.key, "motif": space.look.motif.key}),
    }


def _drafted_home(place: OpenPlace, space: Space) -> str:
    """The address at which the preview shows the home page with the look of ``space``, which is saved nowhere.

    Its files are known by their fingerprints, so that those of the saved look stay what they are.
    """
    html, static = home_page(space)
    query = f"{DRAFT}={sha256(html).hexdigest()[:8]}"  # another look has another address: the page is loaded anew
    place.drafts.clear()
    place.drafts.update({versioned_address(path, static): data for path, data in static.items()})
    place.drafts[f"{urls.file_of('')}?{query}"] = html
    return f"{urls.base(space)}?{query}"


def sample(request: HttpRequest, part: str, name: str) -> HttpResponse:
    """The cloth of the place with another palette or motif, beside those that the form has for now."""
    space = request.place.last_facts()
    if space is None or part not in ("palette", "motif") or name not in pieces(space, _KINDS[part]):
        raise Http404
    asked = {**request.GET.dict(), part: name}
    known = {key: pieces(space, _KINDS[key]).get(asked.get(key, "")) for key in ("palette", "motif")}
    look: Look = replace(space.look, **{key: piece for key, piece in known.items() if piece})
    return HttpResponse(patterns.pattern(space.identity.slug, look), content_type="image/svg+xml")


def letters(request: HttpRequest) -> HttpResponse:
    """A style sheet with the letters of each pair, for the samples."""
    space = request.place.last_facts()
    rules: list[str] = []
    for name, piece in (pieces(space, "typefaces") if space else {}).items():
        if space and _NAME.fullmatch(name):
            rules.append(css.font_faces(replace(space.look, type=piece), lambda file: [f"/static/fonts/{file}"]))
            variables = ";".join(f"--{key}:{value}" for key, value in css.font_variables(piece.meta).items())
            rules.append(f'[data-letters="{name}"]{{{variables}}}\n')
    return HttpResponse("".join(rules), content_type="text/css; charset=utf-8")


_SCREEN = "editor.nav_look"
_PAGE = FormPage(
    "look/", _SCREEN, Form(SPACE, (), Identity, ("look",)), template="look.html", try_label="editor.see_look"
)
register(_SCREEN, _PAGE.title, _PAGE.address, _PAGE.form)
urlpatterns = [
    path("look/", look),
    path("look/sample/<str:part>/<str:name>.svg", sample),
    path("look/letters.css", letters),
]
