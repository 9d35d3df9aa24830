"""The colours of the place on what is printed or sent: those of its palette by day, as far as they can be read there."""

from __future__ import annotations

from tierslieu.look.colours import TEXT_CONTRAST, contrast
from tierslieu.model import SERVICES, Space

#: Paper is white, whatever the ground of the pages of the site.
WHITE, BLACK = "#ffffff", "#000000"
_TINTS = ("brick_pale", "sea_pale", "leaf_pale")


def print_palette(space: Space, ground: str = WHITE) -> dict[str, str]:
    """Colours as ``#rrggbb`` by what they are for, on ``ground``.

    Each ``on_…`` is for texts on the colour it names. What is told apart by contrast stays so in black and white, as
    contrast is one of lightness.
    """
    palette = space.look.palette.meta.light
    accent = legible(palette.link, ground)
    services = {name: getattr(palette, tint) for name, tint in zip(SERVICES, _TINTS, strict=True)}
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
        "foot": palette.night,
        "on_foot": legible(palette.on_night, palette.night),
        **services,
        **{f"on_{name}": legible(palette.on_pale, tint) for name, tint in services.items()},
    }


def legible(front: str, ground: str) -> str:
    """``front`` if a text of that colour can be read on ``ground``, else black or white."""
    if contrast(front, ground) >= TEXT_CONTRAST:
        return front
    return max((BLACK, WHITE), key=lambda colour: contrast(colour, ground))
