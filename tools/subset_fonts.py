"""Makes the fonts of ``theme/fonts/`` again from the npm packages of fontsource: cut down to what a site needs.

    npm install --prefix FOLDER @fontsource-variable/{archivo,atkinson-hyperlegible-next,bricolage-grotesque,fraunces,literata}
    pip install fonttools brotli
    python tools/fonts.py FOLDER

Headings need one weight and one width, texts a range of weights. Letters kept: those of French, English and
their neighbours, punctuation, figures (tabular ones too); other letters are shown by the next font of the stack.
All these fonts are under the SIL Open Font License 1.1 (``LICENSES/``, ``REUSE.toml``); none reserves its name.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

TARGET = Path(__file__).parents[1] / "{{cookiecutter.space_slug}}" / "theme" / "fonts"
#: ASCII, the letters and signs of Western Europe, dashes, quotes, narrow spaces, the dots, the euro and the minus.
LETTERS = "".join(
    (
        "".join(map(chr, range(0x20, 0x7F))),
        "ÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŒàâäæçèéêëîïôöùûüÿœÁÍÓÚÑÅØßáíóúñåøìòãõ",
        "\u00a0«»°·²×©®£€§±½\u2009\u202f‐‑–—‘’“”„•…‹›−",
    )
)
FEATURES = ["kern", "liga", "tnum", "lnum"]
#: Fonts also written as TrueType, one weight: what the pictures of a place are set in, by a program that reads no WOFF2.
HEADING, RUNNING = "heading", "running"


@dataclass(frozen=True)
class Cut:
    """One font to make: ``source`` is its package and file, ``axes`` what remains of its variation."""

    name: str
    source: str
    axes: dict[str, float | tuple[float, float]] = field(default_factory=dict)
    use: str = RUNNING


CUTS = (
    Cut("archivo-condensed", "archivo/files/archivo-latin-standard-normal", {"wdth": 78, "wght": 750}, HEADING),
    Cut("archivo", "archivo/files/archivo-latin-wght-normal", {"wght": (400, 700)}),
    Cut("bricolage", "bricolage-grotesque/files/bricolage-grotesque-latin-standard-normal",
        {"opsz": 48, "wdth": 92, "wght": 750}, HEADING),
    Cut("atkinson", "atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal",
        {"wght": (400, 700)}),
    Cut("fraunces", "fraunces/files/fraunces-latin-full-normal",
        {"opsz": 96, "SOFT": 60, "WONK": 0, "wght": 650}, HEADING),
    Cut("literata", "literata/files/literata-latin-wght-normal", {"wght": (400, 700)}),
)  # fmt: skip


def make(cut: Cut, packages: Path) -> TTFont:
    """The font of ``cut``, not yet written."""
    font = TTFont(packages / f"{cut.source}.woff2", recalcTimestamp=False)
    options = subset.Options(
        layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 4, 6, 13, 14], notdef_outline=True
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=LETTERS)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, cut.axes)
    family = cut.name.replace("-", " ").title()
    for identifier, text in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", ""))):
        font["name"].setName(text, identifier, 3, 1, 0x409)
    if cut.use == HEADING:
        # One weight alone is the regular one of its family: programs then find it without being asked for bold.
        font["OS/2"].usWeightClass = 400
        font["OS/2"].usWidthClass = 5
        font["OS/2"].fsSelection = 0x40
        font["head"].macStyle = 0
        font["name"].names = [one for one in font["name"].names if one.nameID not in (16, 17)]
    return font


def main(packages: Path) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for cut in CUTS:
        font = make(cut, packages)
        if cut.use == HEADING:
            font.flavor = None
            font.save(TARGET / f"{cut.name}.ttf")
        font.flavor = "woff2"
        font.save(TARGET / f"{cut.name}.woff2")
        print(cut.name, (TARGET / f"{cut.name}.woff2").stat().st_size)


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "node_modules" / "@fontsource-variable")
