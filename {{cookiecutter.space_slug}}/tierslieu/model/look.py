"""The look of a place: a palette, typefaces and a motif, each a file of ``theme/`` or ``overrides/``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Generic, Literal, TypeVar
from xml.etree import ElementTree

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from .base import Key, Model, Text, YesNo

#: The elements of a drawing; others are refused, because a drawing is inlined in pages.
_ELEMENTS = {"circle", "ellipse", "g", "line", "path", "polygon", "polyline", "rect"}
#: The placeholders of colours in a shape.
TOKENS = ("{ground}", "{thread}", "{spot}")


def _shape(text: str) -> str:
    plain = text
    for token in TOKENS:
        plain = plain.replace(token, "none")
    try:
        elements = list(ElementTree.fromstring(f"<g>{plain}</g>").iter())
    except ElementTree.ParseError:
        raise PydanticCustomError("shape", "shape") from None
    attributes = {name.lower() for element in elements for name in element.attrib}
    if any(element.tag not in _ELEMENTS for element in elements):
        raise PydanticCustomError("shape", "shape")
    if any(name.startswith(("on", "style", "{")) for name in attributes):
        raise PydanticCustomError("shape", "shape")
    return text


#: A colour of the screen: ``#`` and six hexadecimal digits, in quotes since YAML takes ``#`` for a comment.
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
#: A part of an SVG drawing in a square of 20, whose colours may be ``{ground}``, ``{thread}`` and ``{spot}``.
Shape = Annotated[Text, AfterValidator(_shape)]
#: The data of an SVG path.
PathData = Annotated[str, Field(pattern=r"^[A-Za-z0-9 .,-]+$")]
#: The name of a font file of ``fonts/``, without its ending.
FontName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class Colours(Model):
    """The colours of the site by day, or by night, by use; ``sun_pale`` is ``--sun-pale`` in the style sheet."""

    paper: Colour = Field(description="Ground of pages.")
    raised: Colour = Field(description="Ground of what lies on the page: tickets, cards.")
    ink: Colour = Field(description="Text on paper.")
    soft: Colour = Field(description="Less important text on paper.")
    rule: Colour = Field(description="Strong lines.")
    hair: Colour = Field(description="Thin lines, and the ground of plain tags.")
    link: Colour = Field(description="Links on paper.")
    sun: Colour = Field(description="The colour of the place: ground of mastheads.")
    sun_pale: Colour = Field(description="Its tint.")
    brick_pale: Colour = Field(description="Tint of the first service.")
    sea_pale: Colour = Field(description="Tint of the second service.")
    leaf_pale: Colour = Field(description="Tint of the third service.")
    on_pale: Colour = Field(description="Text on the colour of the place and on every tint.")
    title: Colour = Field(description="Titles on mastheads.")
    gold: Colour = Field(description="Golden tickets and what stands out.")
    on_gold: Colour = Field(description="Text on gold.")
    night: Colour = Field(description="The darkest ground: menus, buttons, the foot of pages.")
    on_night: Colour = Field(description="Text on it.")
    spark: Colour = Field(description="Figures and headings on it.")
    focus: Colour = Field(description="The ring around what the keyboard is on.")
    focus_night: Colour = Field(description="The same on the darkest ground.")
    bars: tuple[Colour, Colour, Colour, Colour] = Field(
        description="Parts of a chart; the first three are also the hues of the services, in titles, marks and drawings."
    )


class Palette(Model):
    """A file of ``palettes/``: every colour of the site, by day and by night."""

    name: dict[Key, Text] = Field(description="Its name, by language.")
    about: dict[Key, Text] = Field(description="Its spirit in a few words, by language.")
    light: Colours = Field(description="By day; what is printed uses these.")
    dark: Colours = Field(description="By night, when the reader's device asks for it.")


class FontMetrics(Model):
    """Measures of a font file in its own size, so that a font of the device can take the same room until it is there."""

    width: float = Field(gt=0, le=2, description="Mean width of a letter in French.")
    ascent: float = Field(gt=0, le=2, description="Height of a line above its foot.")
    descent: float = Field(ge=0, le=2, description="Depth of a line below its foot.")


class Letters(Model):
    """The letters of headings, or of texts."""

    font: FontName | None = Field(None, description="File of fonts/, without .woff2; none: fonts of the device alone.")
    family: Text | None = Field(None, pattern=r'^[^"\\<>{};]+$', description="What the style sheet calls it.")
    metrics: FontMetrics | None = Field(None, description="Its measures; none: the page may move when it arrives.")
    fallback: Text = Field(pattern=r"^[^\\<>{};]+$", description="The fonts to use instead, in order, as in CSS.")


class Type(Model):
    """A file of ``typefaces/``: the letters of headings and of texts, which go together."""

    name: dict[Key, Text] = Field(description="Its name, by language.")
    about: dict[Key, Text] = Field(description="Its spirit in a few words, by language.")
    display: Letters = Field(description="Headings.")
    text: Letters = Field(description="Texts.")
    size: float = Field(1, ge=0.5, le=2, description="How large headings are, 1 being usual.")
    leading: float = Field(1.08, ge=0.8, le=2, description="Distance between the lines of a heading, in its own size.")
    tracking: float = Field(0, ge=-0.1, le=0.2, description="Space added between the letters of headings, in em.")
    words: float = Field(0, ge=0, le=0.3, description="Space added between words, in em of the text around.")
    card: Text = Field(description="Family of a .ttf file of fonts/: headings on pictures and on paper.")
    paper: Text | None = Field(None, description="Family of .ttf files of fonts/: texts on paper; none: the kit's own.")


class Motif(Model):
    """A file of ``motifs/``: the shapes that drawings are made of."""

    name: dict[Key, Text] = Field(description="Its name, by language.")
    about: dict[Key, Text] = Field(description="Its spirit in a few words, by language.")
    frame: PathData = Field(description="Outline of the emblem, in a square of 40.")
    turn: YesNo = Field(True, description="Whether a shape may be shown turned by a quarter.")
    one_cloth: YesNo = Field(False, description="Whether all shapes lie on one ground, so that their lines run on.")
    hero: Literal["below", "left", "sides"] | None = Field(
        None,
        description="Where its cloth lies on the front page: below the words, left of them or on both sides; none: right.",
    )
    around: Shape | None = Field(
        None, description="What lies around the drawing of a format, in a square of 20; none: nothing."
    )
    shapes: tuple[Shape, ...] = Field(min_length=4, description="Drawings in a square of 20.")


class Looks(Model):
    """What was chosen of the look, each optional: the kit chooses the rest from the short name of the place."""

    palette: Key | None = Field(None, description="Colours: a file of theme/palettes/ or overrides/palettes/.")
    type: Key | None = Field(None, description="Letters: a file of theme/typefaces/ or overrides/typefaces/.")
    motif: Key | None = Field(None, description="Drawings: a file of theme/motifs/ or overrides/motifs/.")


P = TypeVar("P", Palette, Type, Motif)


@dataclass(frozen=True)
class Piece(Generic[P]):
    """A part of the look: its name, its file relative to the place, its content, and the names of the choices."""

    key: str
    path: str
    meta: P
    known: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Look:
    """The look of a place, chosen."""

    palette: Piece[Palette]
    type: Piece[Type]
    motif: Piece[Motif]
