"""The colours and letters of the place for what is printed or sent.

The colours are those of its light palette, where text in them is legible.
"""

from __future__ import annotations

from typing import Any

from tierslieu.model import SERVICES, Space
from tierslieu.model.look import Type

from .colours import LARGE_TEXT_CONTRAST, TEXT_CONTRAST, contrast, service_colours

#: Paper is white, whatever the background of the site.
WHITE, BLACK = "#ffffff", "#000000"


def print_palette(space: Space, ground: str = WHITE) -> dict[str, str]:
    """Colours as ``#rrggbb`` by use, on the background ``ground``.

    Each ``on_…`` is for text on the colour that it names, on a ``deep_…`` for large text alone. Contrast is one of lightness, so what it separates stays
    separate in black and white.
    """
    palette = space.look.palette.meta.light
    accent = legible(palette.link, ground)
    # ``sun`` is for what is of no service.
    pairs = {name: service_colours(palette, name) for name in (*SERVICES, "sun")}
    services = {name: pale for name, (_, pale) in pairs.items()}
    deep = {f"deep_{name}": colour for name, (colour, _) in pairs.items()}
    return {
        "ground": ground,
        "ink": legible(palette.ink, ground),
        "soft": legible(palette.soft, ground),
        "hair": palette.hair,
        "accent": accent,
        "on_accent": legible(WHITE, accent),
        "band": palette.sun,
        "on_band": legible(palette.on_pale, palette.sun),
        "title": legible(palette.title, palette.sun),
        "tint": palette.sun_pale,
        "on_tint": legible(palette.on_pale, palette.sun_pale),
        "gold": palette.gold,
        "on_gold": legible(palette.on_gold, palette.gold),
        "foot": palette.night,
        "on_foot": legible(palette.on_night, palette.night),
        **services,
        **{f"on_{name}": legible(palette.on_pale, tint) for name, tint in services.items()},
        **deep,
        **{f"on_{name}": legible(WHITE, colour, LARGE_TEXT_CONTRAST) for name, colour in deep.items()},
    }


def print_letters(letters: Type) -> dict[str, Any]:
    """The families of headings and of texts on paper, the latter empty for that of the kit, and the size of headings.

    ``words`` is the space added between words, in em.
    """
    return {"letters": letters.card, "text": letters.paper or "", "size": letters.size, "words": letters.words}


def legible(front: str, ground: str, least: float = TEXT_CONTRAST) -> str:
    """``front`` if text in it has the contrast of WCAG on ``ground``, else black or white, whichever has more."""
    if contrast(front, ground) >= least:
        return front
    return max((BLACK, WHITE), key=lambda colour: contrast(colour, ground))
