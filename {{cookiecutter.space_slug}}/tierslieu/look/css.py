"""The head of the style sheet: the values that the look gives to its variables, and its fonts."""

from __future__ import annotations

from collections.abc import Mapping

from tierslieu.model.look import Colours, Letters, Look, Type


def head(look: Look) -> str:
    """The variables, and ``@font-face`` for each font, named as a file of ``fonts/`` beside the style sheet."""
    return "".join(_face(one) for one in (look.type.meta.display, look.type.meta.text)) + variables(look)


def variables(look: Look) -> str:
    """The variables of colours, by day and by night, and those of letters."""
    palette, letters = look.palette.meta, letters_of(look.type.meta)
    return (
        f":root{{color-scheme:light dark;{_declared(colours_of(palette.light) | letters)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{_declared(colours_of(palette.dark))}}}}}\n"
    )


def colours_of(colours: Colours) -> dict[str, str]:
    """The colours by the name of their variable."""
    plain = {name.replace("_", "-"): value for name, value in colours if name != "bars"}
    return plain | {f"bar-{number}": bar for number, bar in enumerate(colours.bars)}


def letters_of(letters: Type) -> dict[str, str]:
    """What the style sheet knows of the letters, by the name of its variable."""
    return {
        "display": _stack(letters.display),
        "text": _stack(letters.text),
        "size": f"{letters.size:g}",
        "leading": f"{letters.leading:g}",
        "tracking": f"{letters.tracking:g}em",
    }


def font_files(look: Look) -> list[str]:
    """The files of ``fonts/`` that the letters of ``look`` need, in the order in which pages use them."""
    used = (letters.font for letters in (look.type.meta.display, look.type.meta.text))
    return [f"{font}.woff2" for font in dict.fromkeys(used) if font]


def _declared(variables: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in variables.items())


def _stack(letters: Letters) -> str:
    return f'"{letters.family}",{letters.fallback}' if letters.font else letters.fallback


def _face(letters: Letters) -> str:
    if letters.font is None:
        return ""
    return (
        f'@font-face{{font-family:"{letters.family}";src:url(fonts/{letters.font}.woff2) format("woff2");font-weight:100 900;'
        "font-display:optional}\n"
    )
