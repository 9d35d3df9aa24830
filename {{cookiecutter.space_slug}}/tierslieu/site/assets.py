"""The files that all pages share: styles, fonts, drawings and pictures."""

from __future__ import annotations

from tierslieu.look import css, draw, pictures
from tierslieu.model import Space

from . import marks
from .minified import minified
from .theme import Theme


def assets(space: Space, theme: Theme, keep: bool = False) -> dict[str, bytes]:
    """The static files by path in ``public/``; what the team has put in ``overrides/static/`` goes before all.

    The style sheet begins with the colours and the letters of the place. ``keep`` leaves the pictures in ``.cache/``
    for the next time. Raises ``Problems`` when a drawing of the team can't be made into a picture.
    """
    slug, look = space.identity.slug, space.look
    drawn = {
        "emblem.svg": draw.emblem(slug, look),
        "pattern.svg": draw.pattern(slug, look),
        "band.svg": draw.band(slug, look),
    } | {f"patch-{number}.svg": patch for number, patch in enumerate(draw.patches(slug, look))}
    fonts = {f"fonts/{name}": theme.bytes_of(f"fonts/{name}") for name in css.font_files(look)}
    static = drawn | fonts | theme.static()
    static["site.css"] = css.head(look).encode("utf-8") + static["site.css"]
    made = pictures.pictures(space, static["emblem.svg"], static["pattern.svg"], keep)
    return made | marks.in_style_sheets(minified({f"static/{name}": data for name, data in static.items()}))
