"""The palette, typefaces and motif of the place: their files, and the contrast of the colours."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tierslieu.core.finding import Finding
from tierslieu.core.paths import SPACE
from tierslieu.core.problems import closest
from tierslieu.core.theme_files import theme_file
from tierslieu.look import css
from tierslieu.look.colours import weak_pairs
from tierslieu.model import Space


def look_is_known(space: Space) -> Iterator[Finding]:
    """The palette, the typefaces and the motif that the place names have their file."""
    look, choices = space.look, space.identity.look
    for part, piece in (("palette", look.palette), ("type", look.type), ("motif", look.motif)):
        name = getattr(choices, part)
        if name is not None and name != piece.key:
            values = {"name": name, "closest": closest(name, piece.known), "known": ", ".join(piece.known)}
            yield Finding("look.unknown", SPACE, ("look", part), values)


def look_has_its_fonts(space: Space) -> Iterator[Finding]:
    """The font files of the typefaces exist."""
    piece = space.look.type
    for name in css.font_files(space.look):
        if theme_file(space.root, f"fonts/{name}") is None:
            yield Finding("look.font", piece.path, (), {"name": name})


def colours_can_be_read(space: Space) -> Iterator[Finding]:
    """Texts, signs and the focus ring have enough contrast with their background, by day and by night."""
    piece = space.look.palette
    for side in ("light", "dark"):
        colours = getattr(piece.meta, side)
        for pair, ratio in weak_pairs(colours):
            part, _, number = pair.front.partition(".")
            path = (side, part, int(number)) if number else (side, part)
            front = getattr(colours, part)
            values = {
                "front": pair.front,
                "ground": pair.ground,
                "front_colour": front[int(number)] if number else front,
                "ground_colour": getattr(colours, pair.ground),
                "ratio": Decimal(f"{ratio:.2f}"),
                "least": Decimal(f"{pair.least:.1f}"),
            }
            yield Finding("look.contrast", piece.path, path, values)
