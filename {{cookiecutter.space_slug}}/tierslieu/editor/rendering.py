"""Fills the templates of screens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from jinja2 import Environment, StrictUndefined

from . import navigation
from .shown_problems import shown
from .word_changes import word_changes

TEMPLATES = Path(__file__).parent / "templates"


def environment(**options: Any) -> Environment:
    """The Jinja environment of screens: values are escaped, an unknown name is a fault."""
    return Environment(**{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True})


def render(request: HttpRequest, template: str, *, status: int = 200, **names: Any) -> HttpResponse:
    """The screen ``template`` for the place of the request, filled with ``names``."""
    place = request.place
    language = place.language
    messages = get_messages(request)
    common = {
        "place": place,
        "language": language,
        "T": place.text,
        "shown": lambda problem: shown(problem, place),
        "navigation": [] if place.routes else navigation.entries(language),
        "screen_of": navigation.screen_of,
        "help": f"{place.preview}/{navigation.help_of(request.path)}",
        "date": lambda moment: place.text("history.date", **{name: moment.strftime(f"%{name}") for name in "dmYHM"}),
        "here": request.path,
        "word_changes": word_changes,
        "flash": messages if len(messages) else (),  # reading none would delete one that a save gives meanwhile
    }
    return HttpResponse(get_template(template).render({**common, **names}, request), status=status)
