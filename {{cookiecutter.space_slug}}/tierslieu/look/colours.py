"""Contrast of the colour pairs that the style sheets use.

The measure is that of WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio: 4.5 for text (criterion 1.4.3, level
AA), 3 for text from 18 points, or 14 in bold, and for graphics (1.4.11).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import dist

from tierslieu.model import SERVICES
from tierslieu.model.look import Colours

#: From this distance on, the eye tells two fields that touch: a skin from a wall, clothes from a floor.
TOLD_APART = 10.0
TEXT_CONTRAST, LARGE_TEXT_CONTRAST, GRAPHIC_CONTRAST = 4.5, 3.0, 3.0
#: The tint of each service, in the order of ``SERVICES``; its hue is the part of a chart of the same number.
SERVICE_TINTS = ("brick_pale", "sea_pale", "leaf_pale")
#: Backgrounds of coloured blocks, on which text is in ``on_pale``.
_TINTS = ("sun", "sun_pale", *SERVICE_TINTS)
#: Foreground and background of every pair in ``theme/static/*.css``: text, then graphics.
_TEXT_PAIRS = (
    *((text, ground) for text in ("ink", "soft", "link") for ground in ("paper", "raised")),
    ("ink", "hair"),
    *(("ink", ground) for ground in _TINTS[2:]),
    *(("on_pale", ground) for ground in _TINTS),
    *(("title", ground) for ground in ("sun", *_TINTS[2:])),
    ("paper", "title"),
    ("on_gold", "gold"),
    ("on_night", "night"),
    ("spark", "night"),
)
_GRAPHIC_PAIRS = (
    ("rule", "paper"),
    *(("focus", ground) for ground in ("paper", "raised", *_TINTS)),
    ("focus_night", "night"),
)


def service_colours(colours: Colours, service: str) -> tuple[str, str]:
    """The deep colour and the tint of ``service``; those of the place for what is of none."""
    if service not in SERVICES:
        return colours.night, colours.sun_pale
    number = SERVICES.index(service)
    return colours.bars[number], str(getattr(colours, SERVICE_TINTS[number]))


@dataclass(frozen=True)
class ColourPair:
    """A foreground and a background colour, by their names in ``Colours``, and the least contrast allowed."""

    front: str
    ground: str
    least: float


PAIRS = (
    *(ColourPair(*pair, TEXT_CONTRAST) for pair in _TEXT_PAIRS),
    *(ColourPair(*pair, GRAPHIC_CONTRAST) for pair in _GRAPHIC_PAIRS),
)


def mixed(first: str, second: str, share: float = 0.5) -> str:
    """The colour that is ``share`` of ``second``, the rest of ``first``."""
    parts = ((int(first[start : start + 2], 16), int(second[start : start + 2], 16)) for start in (1, 3, 5))
    return "#" + "".join(f"{round(one * (1 - share) + other * share):02x}" for one, other in parts)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours written ``#rrggbb``, from 1 to 21."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def distance(first: str, second: str) -> float:
    """How far two colours are apart for the eye, hue and light together: in OKLab, https://bottosson.github.io/posts/oklab/, from 0 to 100."""
    return 100 * dist(_oklab(first), _oklab(second))


def weak_pairs(colours: Colours) -> Iterator[tuple[ColourPair, float]]:
    """The pairs of ``colours`` below their least contrast, with their contrast."""
    for pair in PAIRS:
        ratio = contrast(getattr(colours, pair.front), getattr(colours, pair.ground))
        if ratio < pair.least:
            yield pair, ratio
    # The hue of each service, on its tint and on paper: titles and marks; words on the hue are in the colour of paper.
    for number, tint in enumerate(SERVICE_TINTS):
        for ground in (tint, "paper"):
            ratio = contrast(colours.bars[number], getattr(colours, ground))
            if ratio < TEXT_CONTRAST:
                yield ColourPair(f"bars.{number}", ground, TEXT_CONTRAST), ratio
    # Parts of a chart.
    for ground, (number, bar) in product(("paper", "raised"), enumerate(colours.bars)):
        ratio = contrast(bar, getattr(colours, ground))
        if ratio < GRAPHIC_CONTRAST:
            yield ColourPair(f"bars.{number}", ground, GRAPHIC_CONTRAST), ratio


def _luminance(colour: str) -> float:
    """Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    red, green, blue = _light(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _light(colour: str) -> Iterator[float]:
    """The linear light of each channel."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)


def _oklab(colour: str) -> tuple[float, float, float]:
    red, green, blue = _light(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )
