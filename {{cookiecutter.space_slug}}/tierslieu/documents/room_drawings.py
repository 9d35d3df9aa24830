"""Drawings of the site for a document that welcomes people: the rooms of the place, and what stands beside a heading."""

from __future__ import annotations

import re
from itertools import islice

from markupsafe import Markup, escape

from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.place import areas
from tierslieu.i18n import messages
from tierslieu.look import scenes
from tierslieu.look.print_colours import print_palette
from tierslieu.model import SERVICES

from . import charts

#: The most rooms, and how many stand side by side.
_MOST, _ACROSS = 6, 3
#: What the drawings of ``scenes.TOLD`` show.
_SHOWN = {"door": "drawing.door", "screen": "drawing.screen", "board": "drawing.board"}
#: Between two rooms, and below one for its name.
_GUTTER, _NAME = 6, 13
#: The size of the letters of a name, and the most that have room below a drawing.
_SIZE, _MOST_LETTERS = 6.5, 30


def beside(fmt: FactFormatter, what: str) -> Markup:
    """A drawing in Markdown that stands beside the text of a part: one of ``scenes.TOLD``, or people by the number of a service."""
    slug, look = fmt.space.identity.slug, fmt.space.look
    drawn = (
        scenes.told(slug, look, what)
        if what in _SHOWN
        else scenes.activity(f"{slug} {what}", look, SERVICES[int(what)])
    )
    alternative = messages.text(fmt.locale, _SHOWN.get(what, "drawing.people"))
    return Markup(f"{charts.as_markdown(drawn.decode(), alternative)}{{.beside}}")


def rooms(fmt: FactFormatter) -> Markup:
    """The first rooms with their names, as a picture in Markdown; empty while none is known."""
    space = fmt.space
    drawn = list(islice(zip(areas(fmt), space.identity.areas, strict=True), _MOST))
    if not drawn:
        return Markup()
    ink = print_palette(space)["ink"]
    parts = []
    for place, (facts, area) in enumerate(drawn):
        row, column = divmod(place, _ACROSS)
        x, y = column * (scenes.ROOM_WIDTH + _GUTTER), row * (scenes.ROOM_HEIGHT + _NAME)
        room = scenes.room(f"{space.identity.slug} {area.key}", space.look, area.key, place).decode()
        size = f'x="{x}" y="{y}" width="{scenes.ROOM_WIDTH}" height="{scenes.ROOM_HEIGHT}"'
        parts.append(re.sub(r' width="\d+" height="\d+"', f" {size}", room, count=1))
        name = str(facts["name"])
        name = name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1].rstrip()}…"
        parts.append(f'<text x="{x}" y="{y + scenes.ROOM_HEIGHT + 9}" fill="{ink}">{escape(name)}</text>')
    across = min(_ACROSS, len(drawn))
    width = _ACROSS * (scenes.ROOM_WIDTH + _GUTTER) - _GUTTER
    height = -(-len(drawn) // across) * (scenes.ROOM_HEIGHT + _NAME)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{charts.families(fmt)}" font-size="{_SIZE}" font-weight="bold">{"".join(parts)}</svg>'
    )
    names = ", ".join(str(facts["name"]) for facts, _ in drawn)
    return charts.as_markdown(svg, messages.text(fmt.locale, "drawing.rooms", names=names))
