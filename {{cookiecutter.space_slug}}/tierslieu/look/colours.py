"""Whether colours can be read: the pairs that the style sheet puts together, and their contrast.

The measure is that of WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio: 4.5 for texts (criterion 1.4.3, level
AA), 3 for what shows without words (1.4.11).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from tierslieu.model.look import Colours

TEXT, SIGN = 4.5, 3.0
#: Grounds of coloured blocks, on which texts are in ``on_pale``.
_TINTS = ("sun", "sun_pale", "brick_pale", "sea_pale", "leaf_pale")
#: What is written, or drawn, on what: every pair of ``theme/static/*.css``.
_TEXTS = (
    *((text, ground) for text in ("ink", "soft", "link") for ground in ("paper", "raised")),
    ("ink", "hair"),
    *(("ink", ground) for ground in _TINTS[2:]),
    *(("on_pale", ground) for ground in _TINTS),
    *(("title", ground) for ground in ("sun", *_TINTS[2:])),
    ("on_gold", "gold"),
    ("on_night", "night"),
    ("spark", "night"),
)
_SIGNS = (
    ("rule", "paper"),
    *(("focus", ground) for ground in ("paper", "raised", *_TINTS)),
    ("focus_night", "night"),
)


@dataclass(frozen=True)
class Pair:
    """Two colours that meet, by role: ``least`` is the contrast that they need."""

    front: str
    ground: str
    least: float


PAIRS = (*(Pair(*pair, TEXT) for pair in _TEXTS), *(Pair(*pair, SIGN) for pair in _SIGNS))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours written ``#rrggbb``, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def weak(colours: Colours) -> Iterator[tuple[Pair, float]]:
    """The pairs of ``colours`` that can't be told apart well enough, with their contrast."""
    for pair in PAIRS:
        found = contrast(getattr(colours, pair.front), getattr(colours, pair.ground))
        if found < pair.least:
            yield pair, found
    # Parts of a chart; by night, large letters too.
    for ground, (number, bar) in product(("paper", "raised"), enumerate(colours.bars)):
        found = contrast(bar, getattr(colours, ground))
        if found < SIGN:
            yield Pair(f"bars.{number}", ground, SIGN), found


def _luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
