"""Colours, letters and motif of the place, each chosen from its picture."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from tierslieu.core.paths import SPACE
from tierslieu.editor.form_page import FormPage, routes
from tierslieu.editor.form_tree import leaves
from tierslieu.editor.forms import Form, View
from tierslieu.i18n.formatting import translated
from tierslieu.loading.load import pieces
from tierslieu.look import choices, css, patterns
from tierslieu.model import Space
from tierslieu.model.identity import Identity
from tierslieu.model.look import Look

#: The folder of each part of the look.
_KINDS = {"palette": "palettes", "type": "typefaces", "motif": "motifs"}
_NAME = re.compile(r"[\w-]+")


def _pictured(space: Space, view: View) -> Mapping[str, Any]:
    """Each question with what is told of its answers, and what the kit chooses; then the drawings of the place as they are."""
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
    slug = space.identity.slug
    drawings = [(patterns.emblem(slug, space.look), 160), (patterns.band(slug, space.look), 960)]
    return {
        "questions": questions,
        "drawings": [(f"data:image/svg+xml;base64,{b64encode(svg).decode('ascii')}", width) for svg, width in drawings],
        "letters": space.look.type.key,
        "others": urlencode({"palette": space.look.palette.key, "motif": space.look.motif.key}),
    }


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


PAGES = (
    FormPage(
        "look/", "editor.nav_look", Form(SPACE, (), Identity, ("look",)), template="look.html", results=_pictured,
        try_label="editor.see_look",
    ),
)  # fmt: skip
urlpatterns = [
    *routes("editor.nav_look", PAGES),
    path("look/sample/<str:part>/<str:name>.svg", sample),
    path("look/letters.css", letters),
]
