"""Sample pages for screenshots: every palette, every pair of fonts and every motif side by side."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tierslieu.core import yaml_reader
from tierslieu.look import choices, css, patterns
from tierslieu.model.look import Colours, Look, Motif, Palette, Piece, Type

_KINDS: dict[str, Any] = {"palettes": Palette, "typefaces": Type, "motifs": Motif}
#: The palette and the motif of the samples that are about another part, and the slugs of the emblems.
_PALETTE, _MOTIF, _SLUGS = "canal", "etoffe", ("fil-numerique", "atelier", "la-halle")
_NAME, _TEXT = (
    "Un lieu à partager",
    "Un papier à remplir en ligne ? Nous avançons avec vous, pas à pas : 9 € la journée.",
)
_STYLE = """
* { box-sizing: border-box; margin: 0 }
body { padding: 24px; background: #fff; color: #1b1f23; font: 16px/1.4 Archivo, sans-serif }
main { display: grid; grid-template-columns: 1fr 1fr; gap: 32px 24px }
h2 { margin-bottom: 8px; font: 700 18px/1 Archivo }
img { display: block }
.sides { display: grid; grid-template-columns: 1fr 1fr }
.side { background: var(--paper); color: var(--ink) }
.side > * { padding: 12px 16px }
.name { background: var(--sun); color: var(--title); font: 700 28px/1.1 Bricolage }
.link { color: var(--link); text-decoration: underline }
.board { background: var(--night); color: var(--spark); font-weight: 700 }
.tints { display: grid; grid-template-columns: repeat(8, 1fr); padding: 0 }
.tints span { height: 28px }
.cloth { height: 48px; background-size: auto 100% }
.letters { padding-top: 12px; border-top: 4px solid }
.motifs main { grid-template-columns: repeat(6, minmax(0, 1fr)) }
.motifs .cloth { height: 176px; background-size: auto 200% }
.emblems { display: flex; justify-content: space-between; margin-top: 12px }
"""


def palettes(theme: Path) -> str:
    """Each palette in light and dark mode: a title, a text, its tints and its band of shapes."""
    sections = []
    for name in _names(theme, "palettes"):
        look = look_of(theme, name, "affiche", _MOTIF)
        sides = "".join(_side(colours) for colours in (look.palette.meta.light, look.palette.meta.dark))
        sections.append(
            f'<section><h2>{name}</h2><div class="sides">{sides}</div>{_cloth(patterns.band(name, look))}</section>'
        )
    return _page(theme, "".join(sections))


def fonts(theme: Path) -> str:
    """Each pair of fonts: a heading and a text."""
    sections = []
    for name in _names(theme, "typefaces"):
        look = look_of(theme, _PALETTE, name, _MOTIF)
        meta = look.type.meta
        heading = (
            f"font: 700 semi-condensed calc({meta.size} * 40px)/{meta.leading} var(--display);"
            f"letter-spacing: {meta.tracking}em; margin: 8px 0"
        )
        sections.append(
            f"<style>.{name}{{{_declarations(css.font_variables(meta))}}}</style>"
            f'<section class="letters {name}">{name}<p style="{heading}">{_NAME}</p>'
            f'<p style="font-family:var(--text)">{_TEXT}</p></section>'
        )
    return _page(theme, "".join(sections))


def motifs(theme: Path) -> str:
    """Each motif: its pattern, and the emblems of three slugs."""
    sections = []
    for name in _names(theme, "motifs"):
        look = look_of(theme, _PALETTE, "affiche", name)
        emblems = "".join(f'<img src="{_data_url(patterns.emblem(slug, look))}" width="54" alt="">' for slug in _SLUGS)
        cloth = _cloth(patterns.pattern(name, look))
        sections.append(f'<section><h2>{name}</h2>{cloth}<div class="emblems">{emblems}</div></section>')
    return _page(theme, "".join(sections), "motifs")


def _side(colours: Colours) -> str:
    tints = ("sun", "sun_pale", "brick_pale", "sea_pale", "leaf_pale")
    squares = (*(getattr(colours, tint) for tint in tints), *colours.bars[:3])
    spans = "".join(f'<span style="background:{square}"></span>' for square in squares)
    return (
        f'<div class="side" style="{_declarations(css.colour_variables(colours))}"><p class="name">Fil numérique</p>'
        f'<p>Un texte, <span class="link">un lien</span>.</p><div class="tints">{spans}</div>'
        '<p class="board">C’est ouvert ?</p></div>'
    )


def _cloth(drawing: bytes) -> str:
    return f'<div class="cloth" style="background-image:url({_data_url(drawing)})"></div>'


def _data_url(drawing: bytes) -> str:
    return f"data:image/svg+xml;base64,{b64encode(drawing).decode('ascii')}"


def _declarations(values: dict[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in values.items()).replace('"', "'")


def _names(theme: Path, kind: str) -> list[str]:
    return list(choices.available(theme.parent, kind))


def look_of(theme: Path, palette: str, letters: str, motif: str) -> Look:
    """The look made of these pieces of the theme."""
    names = {"palettes": palette, "typefaces": letters, "motifs": motif}
    return Look(*(_piece(theme, kind, name) for kind, name in names.items()))


def _piece(theme: Path, kind: str, name: str) -> Piece[Any]:
    path = theme / kind / f"{name}.yaml"
    return Piece(name, path.as_posix(), _KINDS[kind].model_validate(yaml_reader.parse(path.read_text("utf-8")).data))


def _page(theme: Path, body: str, kind: str = "") -> str:
    faces = "".join(_font_faces(theme))
    return (
        f'<!doctype html><meta charset="utf-8"><style>{faces}{_STYLE}</style><body class="{kind}"><main>{body}</main>'
    )


def _font_faces(theme: Path) -> Iterator[str]:
    """An ``@font-face`` rule with an embedded file for every font."""
    for name in _names(theme, "typefaces"):
        meta = _piece(theme, "typefaces", name).meta
        for letters in (meta.display, meta.text):
            if letters.font:
                data = b64encode((theme / "fonts" / f"{letters.font}.woff2").read_bytes()).decode("ascii")
                yield (
                    f'@font-face{{font-family:"{letters.family}";font-weight:100 900;'
                    f"src:url(data:font/woff2;base64,{data})}}"
                )
