"""Makes the fonts of ``theme/fonts/`` from the npm packages of Fontsource, reduced to what a site needs.

    npm install --prefix FOLDER @fontsource-variable/{archivo,atkinson-hyperlegible-next,bricolage-grotesque,fraunces,literata}
    pip install fonttools brotli
    python tools/subset_fonts.py FOLDER

Headings need one weight and one width, texts a range of weights. The glyphs are those of French, English and
neighbouring languages, punctuation and figures (also tabular); for others, browsers use the next font of the stack.
All these fonts are under the SIL Open Font License 1.1 (``LICENSES/``, ``REUSE.toml``); none reserves its name.
"""

from __future__ import annotations

import math
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates
from fontTools.varLib import instancer

TARGET = Path(__file__).parents[1] / "{{cookiecutter.space_slug}}" / "theme" / "fonts"
#: ASCII, letters and signs of Western Europe, dashes, quotes, narrow spaces, ellipsis, euro and minus.
CHARACTERS = "".join(
    (
        "".join(map(chr, range(0x20, 0x7F))),
        "ÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŒàâäæçèéêëîïôöùûüÿœÁÍÓÚÑÅØßáíóúñåøìòãõ",
        "\u00a0«»°·²×©®£€§±½\u2009\u202f‐‑–—‘’“”„•…‹›−",
    )
)
FEATURES = ["kern", "liga", "tnum", "lnum"]
#: Fonts are also written as TrueType, for pictures and paper: typst can't read WOFF2. Texts are then in two weights, since
#: typst takes longer with a font of variable weight.
HEADING, TEXT = "heading", "text"
WEIGHTS = {"Regular": 400, "Bold": 700}


@dataclass(frozen=True)
class FontSubset:
    """A font to make: ``source`` is its package and file, ``axes`` the values or ranges of its variation axes."""

    name: str
    source: str
    axes: dict[str, float | tuple[float, float]] = field(default_factory=dict)
    use: str = TEXT


SUBSETS = (
    FontSubset("archivo-condensed", "archivo/files/archivo-latin-standard-normal", {"wdth": 78, "wght": 750}, HEADING),
    FontSubset("archivo", "archivo/files/archivo-latin-wght-normal", {"wght": (400, 700)}),
    FontSubset("bricolage", "bricolage-grotesque/files/bricolage-grotesque-latin-standard-normal",
        {"opsz": 48, "wdth": 92, "wght": 750}, HEADING),
    FontSubset("atkinson", "atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal",
        {"wght": (400, 700)}),
    FontSubset("fraunces", "fraunces/files/fraunces-latin-full-normal",
        {"opsz": 96, "SOFT": 60, "WONK": 0, "wght": 650}, HEADING),
    FontSubset("literata", "literata/files/literata-latin-wght-normal", {"wght": (400, 700)}),
)  # fmt: skip


def reduce_font(spec: FontSubset, packages: Path) -> TTFont:
    """The font of ``spec``, read from ``packages``."""
    font = TTFont(packages / f"{spec.source}.woff2", recalcTimestamp=False)
    options = subset.Options(
        layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 4, 6, 13, 14], notdef_outline=True
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, spec.axes)
    plain_zeros(font)
    family = spec.name.replace("-", " ").title()
    for identifier, text in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", ""))):
        font["name"].setName(text, identifier, 3, 1, 0x409)
    if spec.use == HEADING:
        # The only weight of a family is declared as regular, so that typst finds it without a weight.
        font["OS/2"].usWeightClass = 400
        font["OS/2"].usWidthClass = 5
        font["OS/2"].fsSelection = 0x40
        font["head"].macStyle = 0
        font["name"].names = [record for record in font["name"].names if record.nameID not in (16, 17)]
    return font


def plain_zeros(font: TTFont) -> None:
    """Take the stroke out of the zeros of a font that slashes them: with it, a price or a postcode looks like code.

    The stroke cuts the inside of such a zero into two contours, each closed by a long straight edge.
    """
    zero = font.getBestCmap()[ord("0")]
    tabular = [
        substitution.mapping[zero]
        for lookup in font["GSUB"].table.LookupList.Lookup
        for substitution in lookup.SubTable
        if zero in getattr(substitution, "mapping", {})
    ]
    for name in (zero, *tabular):
        glyph = font["glyf"][name]
        if glyph.numberOfContours != 3:
            continue
        coordinates, ends, flags = glyph.getCoordinates(font["glyf"])
        (variation,) = font["gvar"].variations[name]
        points = list(coordinates)
        heavy = [(x + dx, y + dy) for (x, y), (dx, dy) in zip(points, variation.coordinates, strict=False)]
        first, second = (_opened(points, range(ends[index] + 1, ends[index + 1] + 1)) for index in (0, 1))
        outside, corners = list(range(ends[0] + 1)), (len(points), len(points) + 1)
        inside = [*first, corners[0], *second, corners[1]]
        for each in (points, heavy):
            each += [_corner(each, first, second), _corner(each, second, first)]
        order = [*outside, *inside]
        glyph.coordinates = GlyphCoordinates([points[index] for index in order])
        glyph.flags = array("B", [*flags, 0, 0])
        glyph.flags = array("B", [glyph.flags[index] for index in order])
        glyph.endPtsOfContours, glyph.numberOfContours = [len(outside) - 1, len(order) - 1], 2
        deltas = [(heavy[index][0] - points[index][0], heavy[index][1] - points[index][1]) for index in order]
        variation.coordinates = [*deltas, *variation.coordinates[-4:]]


def _opened(points: list[tuple[int, int]], contour: range) -> list[int]:
    """The points of a contour from the end of its longest edge round to its beginning."""
    turned = [*contour[1:], contour[0]]
    edges = [math.dist(points[start], points[end]) for start, end in zip(contour, turned, strict=True)]
    after = edges.index(max(edges)) + 1
    return [*contour[after:], *contour[:after]]


def _corner(points: list[tuple[int, int]], before: list[int], after: list[int]) -> tuple[int, int]:
    """Where the tangents at the end of ``before`` and at the beginning of ``after`` meet: a point off the curve."""
    (ax, ay), (bx, by) = points[before[-2]], points[before[-1]]
    (cx, cy), (dx, dy) = points[after[0]], points[after[1]]
    ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
    along = ((cx - bx) * vy - (cy - by) * vx) / (ux * vy - uy * vx)
    return round(bx + along * ux), round(by + along * uy)


def paper_fonts(name: str, font: TTFont) -> Iterator[tuple[Path, TTFont]]:
    """The font of a text in each of ``WEIGHTS``, with its file: a family of its own, unlike that of headings."""
    family = f"{name.title()} Text"
    for style, weight in WEIGHTS.items():
        instance = instancer.instantiateVariableFont(font, {"wght": weight}, inplace=False)
        instance.flavor = None
        names = ((1, family), (2, style), (4, f"{family} {style}"), (6, f"{family.replace(' ', '')}-{style}"))
        for identifier, text in names:
            instance["name"].setName(text, identifier, 3, 1, 0x409)
        instance["OS/2"].usWeightClass = weight
        instance["OS/2"].fsSelection = 0x20 if style == "Bold" else 0x40
        instance["head"].macStyle = int(style == "Bold")
        yield TARGET / f"{name}-{style.lower()}.ttf", instance


def main(packages: Path) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for spec in SUBSETS:
        font = reduce_font(spec, packages)
        if spec.use == HEADING:
            font.flavor = None
            font.save(TARGET / f"{spec.name}.ttf")
        else:
            for path, instance in paper_fonts(spec.name, font):
                instance.save(path)
        font.flavor = "woff2"
        font.save(TARGET / f"{spec.name}.woff2")
        print(spec.name, (TARGET / f"{spec.name}.woff2").stat().st_size)


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "node_modules" / "@fontsource-variable")
