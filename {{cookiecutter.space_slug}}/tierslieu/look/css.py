"""The head of the style sheet: custom properties for the colours and fonts of the look, ``@font-face`` rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from tierslieu.model.look import Colours, Letters, Look, Type

#: Keywords (https://www.w3.org/TR/css-fonts-4/#generic-font-families), and names for one system.
_CSS_NAME = re.compile(r"-|(?:sans-)?serif|system-ui|monospace|cursive|fantasy|ui-")
#: The cascade layers of the theme, from the weakest: the look of the place, the sheet of all pages, those of some pages.
#: What is in no layer wins over all of them, however specific their selectors: the sheets that a team adds.
LAYERS = LOOK, SITE, PAGE = "look", "site", "page"
#: By whether a font has serifs: fonts of devices as wide as one another, or nearly so for the last, and the mean width of a
#: letter in French, regular then bold, in their own size. Measured on Arimo and Tinos, whose widths are the same.
_STAND_INS = {
    False: (("Arial", "Liberation Sans", "Roboto"), (0.4199, 0.4515)),
    True: (("Times New Roman", "Liberation Serif", "Noto Serif"), (0.3810, 0.4091)),
}


def head(look: Look, tokens: str) -> str:
    """The ``@font-face`` rules, with files in ``fonts/`` beside the style sheet, the order of the layers, the first of them.

    ``tokens`` are the custom properties that the theme adds to those of the look.
    """
    letters = look.type.meta
    faces = font_faces(look, lambda font: [f"fonts/{font}"])
    faces += "".join((_stand_in(letters.display, bold=True), _stand_in(letters.text)))
    words = f"body{{word-spacing:{letters.words:g}em}}\n" if letters.words else ""
    properties = variables(look, _family_with_stand_in) + tokens + words
    return f"{faces}@layer {','.join(LAYERS)};\n{in_layer(LOOK, properties)}"


def font_faces(look: Look, sources: Callable[[str], Sequence[str]]) -> str:
    """The ``@font-face`` rules of the look; ``sources`` gives the addresses of a file by its name, tried in turn."""
    letters = look.type.meta
    return "".join((_font_face(letters.display, sources), _font_face(letters.text, sources)))


def in_layer(layer: str, sheet: str) -> str:
    """The rules of ``sheet`` in a layer."""
    return f"@layer {layer}{{\n{sheet}}}\n"


def variables(look: Look, family: Callable[[Letters], str] | None = None) -> str:
    """The custom properties on ``:root``: colours in light and dark mode, and fonts, as ``family`` names them."""
    palette, letters = look.palette.meta, font_variables(look.type.meta)
    if family:
        letters |= {"display": family(look.type.meta.display), "text": family(look.type.meta.text)}
    return (
        f":root{{{_declarations(colour_variables(palette.light) | letters)}}}\n"
        "@media screen and (prefers-color-scheme:dark){:root{"
        f"{_declarations(colour_variables(palette.dark))}}}}}\n"
    )


def colour_variables(colours: Colours) -> dict[str, str]:
    """Colours by the name of their custom property, without ``--``."""
    plain = {name.replace("_", "-"): value for name, value in colours if name != "bars"}
    return plain | {f"bar-{number}": bar for number, bar in enumerate(colours.bars)}


def font_variables(letters: Type) -> dict[str, str]:
    """Font families and the metrics of headings by the name of their custom property, without ``--``."""
    return {
        "display": _font_family(letters.display),
        "text": _font_family(letters.text),
        "size": f"{letters.size:g}",
        "leading": f"{letters.leading:g}",
        "tracking": f"{letters.tracking:g}em",
    }


def font_files(look: Look) -> list[str]:
    """Names of the files in ``fonts/`` that the look needs, headings first, as pages use them."""
    fonts = (letters.font for letters in (look.type.meta.display, look.type.meta.text))
    return [f"{font}.woff2" for font in dict.fromkeys(fonts) if font]


def _declarations(values: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in values.items())


def font_names(letters: Letters) -> tuple[str, ...]:
    """Names of fonts as machines know them, the own one first: no keyword of CSS, and none that browsers alone know."""
    fallback = (name.strip().strip('"') for name in letters.fallback.split(","))
    names = (*([letters.family] if letters.font and letters.family else []), *fallback)
    return tuple(name for name in names if not _CSS_NAME.match(name))


def is_serif(letters: Letters) -> bool:
    """Whether the last resort is a font with serifs."""
    return letters.fallback.rpartition(",")[2].strip() == "serif"


def _font_family(letters: Letters) -> str:
    return f'"{letters.family}",{letters.fallback}' if letters.font else letters.fallback


def _font_face(letters: Letters, sources: Callable[[str], Sequence[str]]) -> str:
    if letters.font is None:
        return ""
    files = ",".join(f'url({source}) format("woff2")' for source in sources(f"{letters.font}.woff2"))
    return f'@font-face{{font-family:"{letters.family}";src:{files};font-weight:100 900;font-display:swap}}\n'


def _stand_in(letters: Letters, *, bold: bool = False) -> str:
    """A font of the device that takes the room of ``letters`` until these are there, so that nothing moves then.

    https://www.w3.org/TR/css-fonts-5/#font-metrics-override-desc
    """
    if letters.font is None or letters.metrics is None:
        return ""
    weight = " Bold" if bold else ""
    names, widths = _STAND_INS[is_serif(letters)]
    size = letters.metrics.width / widths[bold]
    sources = ",".join(f'local("{name}{weight}")' for name in names)
    return (
        f'@font-face{{font-family:"{_stand_in_name(letters)}";src:{sources};size-adjust:{size:.1%};'
        f"ascent-override:{letters.metrics.ascent / size:.1%};descent-override:{letters.metrics.descent / size:.1%};"
        f"line-gap-override:0%{';font-weight:100 900' if bold else ''}}}\n"
    )


def _family_with_stand_in(letters: Letters) -> str:
    if letters.font is None or letters.metrics is None:
        return _font_family(letters)
    return f'"{letters.family}","{_stand_in_name(letters)}",{"serif" if is_serif(letters) else "sans-serif"}'


def _stand_in_name(letters: Letters) -> str:
    return f"{letters.family} local"
