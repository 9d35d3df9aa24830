"""The drawings of a place in SVG: shapes of its motif in the colours of its palette, in an order set by its slug.

The same slug and the same look give the same bytes. A place may put files of the same names in ``overrides/static/``.
Lengths are in SVG user units; a drawing is shown at two pixels a unit.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import TypeVar

from tierslieu.core.theme_files import theme_file
from tierslieu.model import SERVICES, Space
from tierslieu.model.look import Colours, Look, Motif

from .colours import service_colours

T = TypeVar("T")
#: A part of a drawing: its left and its top, its width and its height in units.
Box = tuple[int, int, int, int]

#: The side of a shape, and the width of the edge around the emblem.
SIDE, EDGE = 20, 2
#: The numbers of shapes across and down of the cloth of activities, and of the part of it that an activity shows.
_CLOTH, _PART = (16, 10), (9, 4)
#: Cloths whose ground is the colour of the place, paper or the palest tint, the usual backgrounds of an emblem: on
#: these, such a shape would look like a hole.
_BACKGROUND_CLOTHS = frozenset({0, 6, 7})
_PAPER_CLOTH = frozenset({6})
#: Cloths with a large part in the colour of the place, or with the ground of paper: on that colour they would have holes.
_OPEN_ON_PLACE = _PAPER_CLOTH | {0, 1}
#: The numbers of shapes across and down of the cloth at the head of a card, and in its row, whose top is apart from it.
_HEAD, _ROW, _ROW_TOP = (2, 4), 5, -2 * SIDE
#: The next squares, from the one above as the hands of a clock.
_NEXT = ((0, -1), (1, 0), (0, 1), (-1, 0))
#: The turn of the cloth of a card that lies on the colour of the place: no square has that ground.
ON_PLACE = 3
#: The number of squares down the band of a pass, and how far it goes beyond each edge of the paper.
BAND, _BEYOND = 5, 8
#: The part of a shape along an edge of the paper that goes on beyond it, and how far the shapes of a band go over the next ones.
_RIM, _OVER = 0.05, 0.2
#: Nearer to an edge than this, a dot would be cut with it.
_NEAR_EDGE = 1.5
#: The number of squares in the column of a patch, and of columns and rows of the cloth that hangs at the left of the front page.
_COLUMN, _HANGING = 4, (5, 3)
#: How much of the edge of a drawing that fills its box is not shown.
_INSET = 0.03
#: The width of the line around a shape in its own colour: two shapes that touch overlap by it, and no ground shows.
_SEAM = 0.3
#: That of a shape as large as a door, where more of it would be seen to be cut.
_LARGE_SEAM = 0.06
#: The part of its side by which a square goes on below the next one.
_HAIR = 0.025
#: Somebody, and what is said, as shapes of a motif.
_BUST = '<path d="M2 20v-2.4a8 8 0 0 1 16 0V20z"/><circle cx="10" cy="5.4" r="3.8" fill="{spot}"/>'
_SAID = '<path d="M2.5 3.5h15V13h-6l-3.6 4v-4H2.5z"/><path d="M5.2 6h9.6v1.4H5.2zM5.2 9h6v1.4h-6z" fill="{spot}"/>'
#: Where a petal of a flower may be: its sides are as far from those of the next petals everywhere, from its heart on.
_PETAL = '<clipPath id="petal"><path d="M-2.2-6.4L-5.8-15.1H5.8L2.2-6.4z"/></clipPath>'
#: A petal of a flower of upright shapes, a roof, and a pane of its heart, which is a window.
_ROOF = '<path d="M-5-6V-8.5L0-13.9 5-8.5V-6z"/>'
_PANE = '<path d="M-1.3-1.3h2.6v2.6h-2.6z"/>'
#: A command of a path or one of its numbers, and how many numbers follow each command: the last two are where it ends.
_PART_OF_PATH = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")
_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "A": 7, "C": 6, "Z": 0}
_CIRCLE = re.compile(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"')
#: An element of a shape with a colour of its own and no line.
_OWN_FILL = re.compile(r'<(?![^>]*stroke=)([a-z]+)([^>]*?fill="\{(?:spot|ground)\}")')
_TURNED = re.compile(r' transform="rotate\(\d+ 10 10\)"')


@dataclass(frozen=True)
class Cloth:
    """The colours of a shape, named as in motifs: its ground, its lines (``thread``) and an accent (``spot``)."""

    ground: str
    thread: str
    spot: str


def emblem(slug: str, look: Look) -> bytes:
    """The logo of the place, 88 pixels square: four shapes clipped by the frame of the motif, with an edge of paper.

    The edge separates the shapes from any background. Where shapes stand upright, two of them stand below a roof: it would
    cut those above.
    """
    frame, paper, side = look.motif.meta.frame, look.palette.meta.light.paper, 2 * (SIDE + EDGE)
    edge = f'<path d="{frame}" fill="{paper}" stroke="{paper}" stroke-width="{2 * EDGE}" stroke-linejoin="round"/>'
    clip = f'<clipPath id="frame"><path d="{frame}"/></clipPath>'
    drawing = patchwork(slug, look, 2, 2, _BACKGROUND_CLOTHS) if look.motif.meta.turn else _under_a_roof(slug, look)
    shapes = f'<g clip-path="url(#frame)">{drawing}</g>'
    # A clip shows a hair of the ground under a shape that it cuts.
    rim = f'<path d="{frame}" fill="none" stroke="{paper}" stroke-width="0.4"/>'
    return svg(f'<g transform="translate({EDGE} {EDGE})">{edge}{clip}{shapes}{rim}</g>', side, side)


def _under_a_roof(slug: str, look: Look) -> str:
    """Two shapes below a roof with a round window, each on a deep ground of its own: a pale one would be lost on paper."""
    motif, colours, numbers = look.motif.meta, look.palette.meta.light, pseudo_random_bytes(f"{slug} roof")
    deep = [Cloth(colours.night, colours.sun, colours.paper)]
    deep += [
        Cloth(deep_one, tint, colours.sun) for deep_one, tint in (service_colours(colours, name) for name in SERVICES)
    ]
    roof = deep.pop(next(numbers) % len(deep))
    drawing = (
        f'<path fill="{roof.ground}" d="M0 0h40v20.1H0z"/><circle cx="20" cy="11.5" r="3.6" fill="{colours.sun}"/>'
    )
    used = set[int]()
    for x in (0, SIDE):
        wall, shape = deep.pop(next(numbers) % len(deep)), _pick(numbers, len(motif.shapes), used)
        used.add(shape)
        drawing += _tile(motif, wall, _shape(motif, motif.shapes[shape], wall, 0), x, SIDE)
    return drawing


def pattern(slug: str, look: Look) -> bytes:
    """A cloth of five by four shapes, 200 by 160 pixels, for covers and heads; none has the ground of a page."""
    return svg(patchwork(slug, look, 5, 4, _PAPER_CLOTH), 5 * SIDE, 4 * SIDE)


def band(slug: str, look: Look, squares: int = 16) -> bytes:
    """A row of ``squares`` shapes, 40 pixels high, to repeat along an edge; none has the ground of a page or of its head.

    Its last shape stands beside its first one: none is like one of the three before it.
    """
    return svg(_band(slug, look, squares), squares * SIDE, SIDE)


def _band(
    slug: str, look: Look, squares: int, part: Box | None = None, excluded: frozenset[int] = _PAPER_CLOTH | {0}
) -> str:
    """A row of shapes without the ``excluded`` cloths, unless one cloth is that of them all."""
    grounds = _PAPER_CLOTH if look.motif.meta.one_cloth else excluded
    return patchwork(slug, look, squares, 1, grounds, part, meeting=(1, 2))


def patches(slug: str, look: Look) -> dict[str, bytes]:
    """Squares for each service, in its colours, and for the ``place``: a shape each, or four where they stand upright.

    Their first shapes all differ. The file fills its box: with a square, a column of some more below it, or a row of five.
    """
    motif, colours = look.motif.meta, look.palette.meta.light
    numbers = pseudo_random_bytes(f"{slug} patches")
    # Beside a panel in the tint of the service, a shape of this tint would look like a hole.
    cloths = {service: _service_cloths(colours, service)[4:] for service in SERVICES}
    if not motif.one_cloth:
        # A tint is hardly seen on the colour of the place, and not at all by night.
        cloths = {name: (deep, Cloth(sun.ground, sun.thread, colours.night)) for name, (deep, sun) in cloths.items()}
    cloths["place"] = (
        Cloth(colours.sun, colours.night, colours.paper),
        Cloth(colours.night, colours.sun, colours.paper),
    )
    if not motif.turn:
        streets = {service: _street(numbers, motif, colours, service) for service in SERVICES}
        return streets | {"place": _met(numbers, motif, colours)}
    used: set[int] = set()
    drawings = {}
    for name, pair in cloths.items():
        shape, place = _pick(numbers, len(motif.shapes), used), next(numbers) % 2
        used.add(shape)
        first, second = pair[place], pair[place if motif.one_cloth else 1 - place]
        degrees, other = next(numbers) % 4 * 90, _pick(numbers, len(motif.shapes), {shape})
        squares = [(0, 0, first, shape, degrees), (SIDE, 0, second, other, next(numbers) % 4 * 90)]
        below = pseudo_random_bytes(f"{slug} {name} below")
        for row in range(1, _COLUMN):
            shape = _pick(below, len(motif.shapes), {shape})
            squares.append((0, row * SIDE, (first, second)[row % 2], shape, next(below) % 4 * 90))
        drawings[name] = _patch(motif, squares)
    return drawings


def _patch(motif: Motif, squares: Iterable[tuple[int, int, Cloth, int | str, int]], side: int = SIDE) -> bytes:
    """Squares of ``side``, each with its left, its top, its cloth, its shape or the number of it, and how far that is turned.

    They fill their box from its foot: as many of the column as it is nearly high, or a row of two or five where it is as wide.
    """

    def drawn(squares: Iterable[tuple[int, int, Cloth, int | str, int]], width: int, height: int) -> str:
        tiles = ""
        for x, y, cloth, shape, degrees in squares:
            if motif.one_cloth and not tiles:
                tiles = f'<path fill="{cloth.ground}" d="M0 0h{width}v{height}H0z"/>'
            drawing = motif.shapes[shape] if isinstance(shape, int) else shape
            tiles += _tile(motif, cloth, _shape(motif, drawing, cloth, degrees, _LARGE_SEAM), x, y, side, _LARGE_SEAM)
        return tiles

    squares = list(squares)
    row = [(index * side, 0, *square[2:]) for index, square in enumerate([*squares[: _ROW - 1], squares[-1]])]
    column = drawn((square for square in squares if square[0] < SIDE), SIDE, _COLUMN * SIDE)
    return _filling(
        {
            column: [(0, 0, SIDE, high * SIDE) for high in range(_COLUMN, 0, -1)],
            drawn(row, _ROW * side, side): [(0, 0, wide * side, side) for wide in (2, _ROW)],
        },
        "xMidYMax",
    )


def hanging(slug: str, look: Look) -> bytes:
    """The cloth at the left of the front page: as many of its columns as its box has room for in three rows, all whole."""
    columns, rows = _HANGING
    boxes = [(0, 0, across * SIDE, rows * SIDE) for across in range(1, columns + 1)]
    return _filling({patchwork(slug, look, columns, 4, _PAPER_CLOTH): boxes}, "xMinYMin", whole=True)


def _filling(drawings: Mapping[str, Sequence[Box]], anchor: str, whole: bool = False) -> bytes:
    """A file that fills its box, whatever this is, with the box of its drawings, the narrowest first, that loses the least of itself;
    or with the widest that it has room for, which is ``whole``.

    A hair around it is not shown, so that no shape ends just before the edge.
    """
    shown, rules, last = "", "", 0.0
    fits = "meet" if whole else "slice"
    for number, (name, (x, y, width, height)) in enumerate(
        (f"drawing{index}", box) for index, boxes in enumerate(drawings.values()) for box in boxes
    ):
        if last:
            ratio = round(1000 * (width / height if whole else (last * width / height) ** 0.5))
            rules += f"@media (min-aspect-ratio:{ratio}/1000){{.box{number}{{display:inline}}.box{number - 1}{{display:none}}}}"
        hidden = ' display="none"' if last else ""
        # Beside a box that is shown whole, nothing of the next column is.
        cut = f" clip-path=\"path('M{x} {y}h{width}v{height}h-{width}z')\"" if whole else ""
        shown += (
            f'<svg class="box{number}"{hidden} viewBox="{x + _INSET:g} {y + _INSET:g} {width - 2 * _INSET:g} '
            f'{height - 2 * _INSET:g}" preserveAspectRatio="{anchor} {fits}"><use href="#{name}"{cut}/></svg>'
        )
        last = width / height
    kept = "".join(f'<g id="drawing{index}">{drawing}</g>' for index, drawing in enumerate(drawings))
    return f'<svg xmlns="http://www.w3.org/2000/svg"><style>{rules}</style><defs>{kept}</defs>{shown}</svg>\n'.encode()


def _street(numbers: Iterator[int], motif: Motif, colours: Colours, service: str) -> bytes:
    """Squares of four upright shapes each: one alone would be too plain as large as a door. None meets its like.

    Two cloths that meet have no colour in common but what lies within a shape: a stair would melt into the next awning.
    """
    deep, pale = service_colours(colours, service)
    often, others = (
        Cloth(deep, pale, colours.sun),
        (Cloth(colours.sun, colours.night, deep), Cloth(colours.night, colours.sun, pale)),
    )
    half, squares, used = SIDE // 2, [], list[int]()
    places = [(x, y) for y in range(2) for x in range(4)] + [(x, y) for y in range(2, 2 * _COLUMN) for x in range(2)]
    for x, y in places:
        shape = _pick(numbers, len(motif.shapes), set(used[-5:]))
        used.append(shape)
        cloth = others[(x + y) // 2 % 2] if (x + y) % 2 else often
        squares.append((x * half, y * half, cloth, shape, 0))
    return _patch(motif, squares, half)


def _met(numbers: Iterator[int], motif: Motif, colours: Colours) -> bytes:
    """Squares of four upright shapes: in each, people of whom one says something, beside one of the motif."""
    half, used = SIDE // 2, set[int]()
    (brick, brick_pale), (sea, sea_pale), (leaf, leaf_pale) = (service_colours(colours, name) for name in SERVICES[:3])
    said, alone = Cloth(brick, colours.sun, colours.night), Cloth(colours.sun, colours.night, brick)
    other = Cloth(colours.night, leaf_pale, leaf)
    bust_dark, bust_pale = Cloth(colours.night, colours.sun, brick_pale), Cloth(leaf_pale, leaf, colours.night)
    bust_sun, bust_sea = Cloth(colours.sun, brick, colours.night), Cloth(sea, sea_pale, colours.sun)
    two = [(_SAID, said), ("", alone), (_BUST, bust_dark), (_BUST, bust_pale)]
    next_two = [("", Cloth(sea_pale, sea, colours.night)), (_SAID, other), (_BUST, bust_sun), (_BUST, bust_sea)]
    squares = []
    for number, four in enumerate((two, next_two, next_two, two, next_two)):
        left, top = (number * SIDE, 0) if number < 2 else (0, (number - 1) * SIDE)
        for index, (shape, cloth) in enumerate(four):
            drawn: int | str = shape or _pick(numbers, len(motif.shapes), used)
            if isinstance(drawn, int):
                used = {drawn}
            squares.append((left + index % 2 * half, top + index // 2 * half, cloth, drawn, 0))
    return _patch(motif, squares, half)


def service_pattern(seed: str, look: Look, service: str, columns: int, rows: int) -> bytes:
    """Shapes in the colours of a service alone, to be printed large: on paper each service has its own colour."""
    cloths = _service_cloths(look.palette.meta.light, service)
    return svg(patchwork(seed, look, columns, rows, cloths=cloths), columns * SIDE, rows * SIDE)


def pass_band(seed: str, look: Look, service: str, ground: str, count: int = BAND) -> bytes:
    """The ``count`` squares along the edge of a pass whose ground is ``ground``, one below the other, as far as ``_BEYOND`` their own edges.

    As in the band of the place, each stands on a ground of its own, which differs from its neighbours' and from that of the pass; those
    of one cloth are cut from it. No two shapes merge at the edge between them, nor does one with the pass. Beyond the edges of the
    paper, shapes go on as they are there: no cut, exact or not, shows where they end.
    """
    motif, colours = look.motif.meta, look.palette.meta.light
    _, pale = service_colours(colours, service)
    numbers = pseudo_random_bytes(f"{seed} band")
    spots = [colour for colour in (pale, colours.paper) if colour != ground]
    # A dark pass has the colour of the place in its squares alone.
    plain = {ground, colours.paper} if ground == colours.night else {ground, colours.sun, colours.paper}
    cloths = [cloth for cloth in _cloths(colours) if cloth.ground not in plain]
    turns = range(4) if motif.turn else range(1)
    every = [(number, turn) for number, shape in enumerate(motif.shapes) for turn in turns if not _is_cut(motif, shape)]
    squares, shapes = "", ""
    used_shapes, used, above = list[int](), list[Cloth](), set[int]()
    for row in range(count):
        others = [choice for choice in every if choice[0] not in used_shapes[-1 if motif.one_cloth else -2 :]]
        if motif.one_cloth:
            # One cloth for all of them has threads of the colour of the pass.
            one = Cloth(colours.sun if ground == colours.night else colours.night, ground, choose(numbers, spots))
            fitting = others
        else:
            near = {cloth.ground for cloth in used[-2:]} | {
                colour for last in used[-1:] for colour in (last.thread, last.spot)
            }
            one = choose(numbers, [cloth for cloth in cloths if cloth.ground not in near])
            taken = ({0} if 2 in above else set[int]()) | ({1, 3} if one.thread == ground else set[int]())
            fitting = [choice for choice in others if not _reached(motif.shapes[choice[0]], choice[1]) & taken]
        shape, turn = choose(numbers, fitting or others)
        used_shapes.append(shape)
        used.append(one)
        above = _reached(motif.shapes[shape], turn)
        drawn = _shape(motif, motif.shapes[shape], one, turn * 90)
        if motif.one_cloth:
            # Shapes overlap where they meet, and no ground shows between them.
            above = set(range(4))
            drawn = f'<g transform="translate({-_OVER:g} {-_OVER:g})scale({1 + _OVER / 10:g})">{drawn}</g>'
        top, foot = (
            row * SIDE if row else -_BEYOND,
            (row + 1) * SIDE + 0.1 if row < count - 1 else count * SIDE + _BEYOND,
        )
        squares += f'<path fill="{one.ground}" d="M{-_BEYOND} {top}h{SIDE + 2 * _BEYOND}V{foot:g}H{-_BEYOND}z"/>'
        shapes += (
            f'<g transform="translate(0 {row * SIDE})"><g id="shape{row}">{drawn}</g></g>{_beyond(row, above, count)}'
        )
    box = f"{-_BEYOND} {-_BEYOND} {SIDE + 2 * _BEYOND} {count * SIDE + 2 * _BEYOND}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{squares}{shapes}</svg>\n'.encode()


def _beyond(row: int, reached: set[int], count: int) -> str:
    """What goes on of the shape of ``row`` beyond the edges of the paper that it has ``reached``: its rim, as long as that asks for."""
    # Where a strip begins and its length on the paper, then in the shape, for an edge before it, itself, and one after it.
    before, itself, after = (-_BEYOND, _BEYOND, 0, _RIM), (0, SIDE, 0, SIDE), (SIDE, _BEYOND, SIDE - _RIM, _RIM)
    across = [(itself, set[int]())] + [(part, {edge}) for part, edge in ((before, 3), (after, 1)) if edge in reached]
    down = [(itself, set[int]())] + [
        (part, {edge}) for part, edge, end in ((before, 0, 0), (after, 2, count - 1)) if edge in reached and row == end
    ]
    strips = ""
    for (x, width, from_x, part_x), sides in across:
        for (y, height, from_y, part_y), ends in down:
            if sides or ends:
                strips += (
                    f'<svg x="{x}" y="{y + row * SIDE}" width="{width}" height="{height}" preserveAspectRatio="none" '
                    f'viewBox="{from_x:g} {from_y:g} {part_x:g} {part_y:g}"><use href="#shape{row}"/></svg>'
                )
    return strips


def _is_cut(motif: Motif, shape: str) -> bool:
    """Whether a dot of a shape of one cloth stands so near to an edge that it would be cut with it."""
    circles = [[float(number) for number in circle] for circle in _CIRCLE.findall(shape)]
    return motif.one_cloth and any(min(x, y, SIDE - x, SIDE - y) - r < _NEAR_EDGE for x, y, r in circles)


def _reached(drawing: str, turn: int) -> set[int]:
    """The edges of its square that a shape reaches by more than a point: 0 for the top, then as the hands of a clock, ``turn`` further."""
    points = {point for path in re.findall(r'\bd="([^"]*)"', drawing) for point in _ends(path)}
    edges = Counter(edge for x, y in points for edge, at in enumerate((y <= 0, x >= SIDE, y >= SIDE, x <= 0)) if at)
    return {(edge + turn) % 4 for edge, ends in edges.items() if ends > 1}


def _ends(path: str) -> list[tuple[float, float]]:
    """The points where the parts of a path end, in their order."""
    points = list[tuple[float, float]]()
    x, y, start, command, values = 0.0, 0.0, (0.0, 0.0), "M", list[float]()
    for part in _PART_OF_PATH.findall(path):
        if part.isalpha():
            command = part
        else:
            values.append(float(part))
        name = command.upper()
        if name == "Z":
            x, y = start
        elif len(values) == _NUMBERS[name]:
            from_x, from_y = (x, y) if command.islower() else (0.0, 0.0)
            x = from_x + values[0 if name == "H" else -2] if name != "V" else x
            y = from_y + values[-1] if name != "H" else y
            points.append((x, y))
            values.clear()
            if name == "M":
                start, command = (x, y), "l" if command.islower() else "L"
    return points


def flower(look: Look, dark: str = "") -> bytes:
    """The flower of a golden ticket: eight petals around a round heart of gold with four seeds, each the frame of the motif.

    A thread, whose frame is round, gives a daisy with a button. It is ``dark``, else as text on gold is.
    """
    frame, light = look.motif.meta.frame, look.palette.meta.light
    # A frame with a corner at the left of its top stands on a corner, so that its petals point to the centre.
    has_corner = frame.startswith("M0 0")
    # What has no arc is rounded, as petals are.
    round_by = 0 if "A" in frame else 28
    rounded = f' stroke="{dark or light.on_gold}" stroke-width="{round_by}" stroke-linejoin="round"' if round_by else ""
    turn, side = ("rotate(45)", 40 * 2**0.5 + round_by) if has_corner else ("", 40 + round_by)

    def framed(y: float, width: float, height: float) -> str:
        scale = f"scale({width / side:.3g} {height / side:.3g})"
        return f'<path d="{frame}"{rounded} transform="translate(0 {y:g}){scale}{turn}translate(-20 -20)"/>'

    petal = framed(-9, 9, 10) if has_corner else framed(-9.5, 7, 9)
    if not look.motif.meta.turn:
        petal = _ROOF
    petals = "".join(f'<g clip-path="url(#petal)" transform="rotate({45 * index})">{petal}</g>' for index in range(8))
    seed = framed(0, 2.5, 2.5) if look.motif.meta.turn else _PANE
    seeds = "".join(f'<g transform="translate({x:g} {y:g})">{seed}</g>' for x in (-1.8, 1.8) for y in (-1.8, 1.8))
    heart = f'<circle r="7"/><circle r="5.3" fill="{light.gold}"/>'
    return _svg(f'{_PETAL}<g fill="{dark or light.on_gold}">{petals}{heart}{seeds}</g>', (-14, -14, 28, 28))


def stamp(look: Look, ink: str = "currentColor", ground: str = "none") -> bytes:
    """What a use of a pass is stamped with, to hold its number: the frame of the motif, in stitches where it is of one cloth."""
    stitches = ' stroke-dasharray="3.2 1.9"' if look.motif.meta.one_cloth else ""
    frame = f'<path fill="{ground}" stroke="{ink}" d="{look.motif.meta.frame}"'
    outer = 2 if stitches else 1.5
    inner = f'{frame} stroke-width="1" transform="translate(3.6 3.6)scale(0.82)"/>' if stitches else ""
    return _svg(
        f'{frame} stroke-width="{4 if stitches else 3}"{stitches} transform="translate({outer} {outer})scale({1 - outer / 20:g})"/>{inner}',
        (0, 0, 40, 40),
    )


def thumb(look: Look) -> bytes:
    """What the slider of prices is moved by: the frame of the motif with four holes of the same outline, as a button has."""
    day, night = look.palette.meta.light, look.palette.meta.dark
    holes = "".join(
        f'<use href="#f" transform="translate({x} {y})scale(.19)"/>' for x in (10.4, 22) for y in (10.4, 22)
    )
    drawing = (
        f'<g class="i" fill="{day.ink}"><path id="f" d="{look.motif.meta.frame}"/></g>'
        f'<g class="o" fill="{day.brick_pale}">{holes}</g>'
    )
    style = f"<style>@media(prefers-color-scheme:dark){{.i{{fill:{night.ink}}}.o{{fill:{night.brick_pale}}}}}</style>"
    return _svg(style + drawing, (0, 0, 40, 40))


def modules(
    slug: str,
    look: Look,
    formats: Iterable[tuple[str, str]],
    icons: Mapping[str, str] | None = None,
    *,
    darkest: bool = False,
    turn: int = 0,
) -> dict[tuple[str, str], bytes]:
    """A cloth of two by four shapes for each service and format of activities, in the colours of the service and of the place.

    The format's drawing among ``icons``, if any, lies on the first square, ``#sign``, so that the first row, ``#head``, is the
    head of a card, the first column, ``#side``, its side; ``#swung`` is another head, with the drawing at its right, ``#amid``
    one with the drawing in the middle, ``#row`` a longer and lower one. With ``darkest``, one large ground is the darkest: it lies beside the colour of the service. Each
    ``turn`` has the next of three grounds, so that neighbours differ; that of ``ON_PLACE`` lies on the colour of the place.
    """
    columns, rows = _HEAD
    drawings, seen, apart = {}, dict[int, set[int]](), dict[int, set[int]]()
    if turn == 2:
        # Below this ground, fewer shapes fit: first those that no neighbour has there, as each is of another turn.
        for service, key in sorted(set(formats)):
            _head(look, service, pseudo_random_bytes(f"{slug} {key} head"), apart, set(), darkest, 0)
    for service, key in sorted(set(formats)):
        numbers = pseudo_random_bytes(f"{slug} {key} head")
        drawing = _head(look, service, numbers, seen, apart.get(columns, set()), darkest, turn)
        icon, (under, *_) = (icons or {}).get(key, ""), _head_cloths(look, service, darkest, turn)
        if icon:
            drawing += "".join(
                medal(look.palette.meta.light, service, icon, 0, top, SIDE, under.ground) for top in (0, _ROW_TOP)
            )
        views = "".join(
            f'<view id="{name}" viewBox="{left} {top} {width * SIDE} {height * SIDE}"/>'
            for name, left, top, width, height in (
                ("side", 0, 0, 1, rows),
                ("sign", 0, 0, 1, 1),
                ("head", 0, 0, 2, 1),
                ("swung", -SIDE, 0, 2, 1),
                ("amid", -SIDE, 0, 3, 1),
                ("row", 0, _ROW_TOP, _ROW, 1),
            )
        )
        box = (0, 0, columns * SIDE, rows * SIDE)
        drawings[service, key] = _svg(views + drawing, box, ' preserveAspectRatio="xMinYMin slice"')
    return drawings


def _head_cloths(look: Look, service: str, darkest: bool, turn: int) -> tuple[Cloth, Cloth, tuple[Cloth, Cloth]]:
    """The cloth under the button of a format, the one beside it, and those of the others in turns, of which the first lies below it."""
    motif, colours = look.motif.meta, look.palette.meta.light
    deep, pale = service_colours(colours, service)
    # On the colour of the place, the tints of other services stand in its stead: squares of it would come apart.
    lit = thread = colours.sun
    if turn == ON_PLACE and not motif.one_cloth:
        thread, *_, lit = (service_colours(colours, name)[1] for name in SERVICES if name != service)
    own, dark = Cloth(deep, thread, pale), Cloth(colours.night, lit, pale)
    bright = Cloth(lit, colours.night, deep)
    if turn == 2:
        return bright, own if motif.one_cloth else dark, (dark, own)
    first, other = (dark, own) if turn == 1 or (darkest and motif.one_cloth) else (own, dark)
    # What lies around the button and goes on to an edge does not melt into the next ground.
    goes_on = not motif.one_cloth and any(len(edge) > 1 for edge in _along(motif.around or ""))
    return first, other if goes_on else bright, (other, first)


def _head(
    look: Look,
    service: str,
    numbers: Iterator[int],
    seen: dict[int, set[int]],
    apart: set[int],
    darkest: bool,
    turn: int,
) -> str:
    """The cloth of a format: the first ground is in the deep colour of its service, or the one that ``turn`` brings there.

    A shape comes back beside or below the button, whose squares ``seen`` names, only once all others that fit have been
    there; below it, those ``apart`` come last. Neither a ground nor a line of it is pale as the words beside it and, but for a
    ``turn``, no ground at its left that of the place, as the head of a page. No square melts into the next one.
    """
    motif, (_, pale) = look.motif.meta, service_colours(look.palette.meta.light, service)
    first, beside, others = _head_cloths(look, service, darkest, turn)
    # On the bright ground, the darkest is that of the squares beside the button.
    around = Cloth(first.ground, first.spot, first.thread) if turn == 2 else first
    every = [(shape, way) for shape in range(len(motif.shapes)) for way in range(4 if motif.turn else 1)]
    # The head, the square at the left of the button when it is swung, and the row, which begins with the button too.
    columns, rows = _HEAD
    places = [(column, row) for row in range(rows) for column in range(columns)]
    places += [(-1, 0), *((column, _ROW_TOP // SIDE) for column in range(_ROW))]
    cloths = {
        (x, y): around if not x and y <= 0 else others[(x + y + 1) % 2] if y > 0 or x > 1 else beside for x, y in places
    }
    along = [_along(shape) for shape in motif.shapes]
    # Before its shape is known, a square has its ground along its edges.
    edges = {place: _coloured([{"ground"}] * 4, cloth) for place, cloth in cloths.items()}
    squares, shapes, used = list[str](), list[str](), dict[tuple[int, int], int]()
    for index, (x, y) in enumerate(places):
        is_button, cloth = not x and y <= 0, cloths[x, y]
        if motif.one_cloth:
            cloth = first if is_button else _with_accent(first, choose(numbers, (first, beside)))
        if x < 0:
            # Below the others, and below the rim of the button's square: no edge of it shows where that begins.
            rim = f'<path fill="{first.ground}" d="M-.1 0h1v{SIDE}h-1z"/>'
            squares.insert(0, _square(cloth.ground, x * SIDE, y * SIDE) + rim)
        else:
            squares.append(_square(cloth.ground, x * SIDE, y * SIDE))
        drawing, way = motif.around or "", 0
        if not is_button:
            fitting = every
            if not motif.one_cloth:
                # Words are below a head and its row, and at the right of a column.
                fitting = [
                    (shape, way)
                    for shape, way in every
                    if (mine := _coloured(along[shape], cloth, way))
                    and pale not in mine[2 if y <= 0 else 1]
                    and not any(
                        mine[edge] & edges[x + right, y + down][(edge + 2) % 4]
                        for edge, (right, down) in enumerate(_NEXT)
                        if (x + right, y + down) in edges
                    )
                ] or every
            if index == columns:
                fitting = [choice for choice in fitting if choice[0] not in apart] or fitting
            near = {used.get((x - 1, y))}
            if not motif.one_cloth:
                near |= {shape for (_, row), shape in used.items() if row == y < 0} | {used.get((x, y - 1))}
            taken = seen.setdefault(index, set()) if x >= 0 and y >= 0 else set[int]()
            fresh = [shape for shape, _ in fitting if shape not in near and shape not in taken]
            if not fresh:
                taken.clear()
                fresh = [shape for shape, _ in fitting if shape not in near] or [shape for shape, _ in fitting]
            # The next one from the same number on: most formats keep their own shape under another ``turn``, and when swung.
            start = used[1, 0] if x < 0 else next(numbers)
            used[x, y] = chosen = min(fresh, key=lambda shape: (shape - start) % len(motif.shapes))
            taken.add(chosen)
            drawing, way = motif.shapes[chosen], choose(numbers, [way for shape, way in fitting if shape == chosen])
        edges[x, y] = _coloured(_along(drawing), cloth, way)
        if drawing:
            # Threads go on from square to square; other shapes end with theirs, as one that is not shown beside it does.
            clip = "" if motif.one_cloth and x >= 0 else ' clip-path="url(#square)"'
            move = f' transform="translate({x * SIDE} {y * SIDE})"' if x or y else ""
            drawn = _shape(motif, drawing, cloth, way * 90)
            shapes.append(f"<g{clip}{move}>{drawn}</g>" if clip or move else drawn)
    if motif.one_cloth:
        # One ground for all squares that are shown together: between two, what lies behind would shine through.
        width, height = columns * SIDE, rows * SIDE
        grounds = f"M0 0h{width}v{height}h-{width + SIDE}v-{height}zM0 {_ROW_TOP}h{_ROW * SIDE}v{SIDE}H0z"
        squares = [f'<path fill="{first.ground}" d="{grounds}"/>']
    return "".join(['<clipPath id="square"><path d="M0 0h20v20H0z"/></clipPath>', *squares, *shapes])


def _along(drawing: str) -> list[set[str]]:
    """The names of the colours of a shape along each edge of its square, from the top as the hands of a clock."""
    edges = [{"ground"} for _ in range(4)]
    for element in re.findall("<[^>]*>", drawing):
        name = next((name for name in ("ground", "spot") if f'fill="{{{name}}}"' in element), "thread")
        for part in re.findall(r"M[^M\"]*", element):
            # Near its ends, an arc as wide as the square seems to lie on the edges: a quarter of a disc, or half of one.
            ends = pairwise(_ends(part)) if "A" in part else ()
            is_wide = any(SIDE in (abs(to_x - x), abs(to_y - y)) for (x, y), (to_x, to_y) in ends)
            for edge in range(4) if is_wide else _reached(f'd="{part}"', 0):
                edges[edge].add(name)
    return edges


def _coloured(along: Sequence[set[str]], cloth: Cloth, way: int = 0) -> list[set[str]]:
    """The colours along each edge of a square of ``cloth`` whose shape is turned by ``way`` quarters."""
    return [{getattr(cloth, name) for name in along[(edge - way) % 4]} for edge in range(4)]


def pictogram(icon: str, colour: str, accent: str) -> str:
    """The SVG elements of the drawing of a format, in two colours, on a square of 24."""
    first, _, second = icon.partition("|")
    return f'<path fill="{colour}" d="{first.strip()}"/>' + (
        f'<path fill="{accent}" d="{second.strip()}"/>' if second else ""
    )


def medal(colours: Colours, service: str, icon: str, x: float, y: float, side: float, ground: str = "") -> str:
    """The drawing of a format on a button in the tint of ``service``, in a square of the cloth, with a ring in its colour.

    On a ``ground`` of this colour, the ring is in the darkest.
    """
    (deep, pale), centre, edge = service_colours(colours, service), side / 2, side * 0.225
    ring = colours.night if ground == deep else deep
    return (
        f'<g class="medal"><circle fill="{ring}" cx="{x + centre:g}" cy="{y + centre:g}" r="{side * 0.45:g}"/>'
        f'<circle fill="{pale}" cx="{x + centre:g}" cy="{y + centre:g}" r="{side * 0.4:g}"/>'
        f'<g transform="translate({x + edge:g} {y + edge:g}) scale({(side - 2 * edge) / 24:.4g})">'
        f"{pictogram(icon, colours.night, deep)}</g></g>"
    )


def cloth(slug: str, look: Look) -> bytes:
    """The cloth of which each activity shows a part: ``cloth_part`` of it, enlarged until it fills its box."""
    columns, rows = _CLOTH
    whole = (0, 0, columns * SIDE, rows * SIDE)
    return _svg(patchwork(_cloth_seed(slug), look, columns, rows), whole, ' preserveAspectRatio="xMidYMid slice"')


def cloth_part(slug: str, key: str) -> Box:
    """The part of the cloth that the activity ``key`` shows."""
    numbers = pseudo_random_bytes(f"{slug} {key}")
    x, y = (next(numbers) % (whole - part + 1) for whole, part in zip(_CLOTH, _PART, strict=True))
    return x * SIDE, y * SIDE, _PART[0] * SIDE, _PART[1] * SIDE


def composition(slug: str, key: str, look: Look, icon: str, service: str) -> bytes:
    """The drawing of the activity ``key``: the middle third of its part of the cloth.

    In its corner is ``icon``, the drawing of its format, on a button with a ring in the colour of ``service``, as large
    as two shapes by two.
    """
    x, y, width, height = cloth_part(slug, key)
    x, width = x + width // 3, width // 3
    drawing = patchwork(_cloth_seed(slug), look, *_CLOTH, part=(x, y, width, height))
    if icon:
        left, top, side = x + width - 2 * SIDE, y + height - 2 * SIDE, 2 * SIDE
        drawing += medal(look.palette.meta.light, service, icon, left, top, side)
    # A shape may extend beyond its own square, and so beyond the drawing.
    clip = f'<clipPath id="edge"><path d="M{x} {y}h{width}v{height}H{x}z"/></clipPath>'
    return _svg(f'{clip}<g clip-path="url(#edge)">{drawing}</g>', (x, y, width, height))


def _cloth_seed(slug: str) -> str:
    return f"{slug} cloth"


def emblem_of(space: Space) -> bytes:
    """The emblem of a place: the file of its team if there is one, else the generated one."""
    return override(space, "emblem.svg") or emblem(space.identity.slug, space.look)


def pattern_of(space: Space) -> bytes:
    """The pattern of a place: the file of its team if there is one, else the generated one."""
    return override(space, "pattern.svg") or pattern(space.identity.slug, space.look)


def band_of(space: Space) -> bytes:
    """The band of a place on its colour, at the head of documents: the file of its team if there is one, else a generated one."""
    row = _band(space.identity.slug, space.look, 16, excluded=_OPEN_ON_PLACE)
    return override(space, "band.svg") or svg(row, 16 * SIDE, SIDE)


def patches_of(space: Space) -> bytes:
    """Two rows of four shapes that stand upright, all different where there are as many.

    There are none for a motif of few shapes or of one cloth, nor where a team has its own band.
    """
    motif = space.look.motif.meta
    if motif.one_cloth or len(motif.shapes) <= 4 or override(space, "band.svg"):
        return b""
    meeting = (2, 7) if len(motif.shapes) > 7 else (2,)
    elements = patchwork(f"{space.identity.slug} prices", space.look, 4, 2, _OPEN_ON_PLACE, meeting=meeting)
    return svg(_TURNED.sub("", elements), 4 * SIDE, 2 * SIDE)


def override(space: Space, name: str) -> bytes | None:
    """The drawing of the team instead of the one of this name."""
    path = theme_file(space.root, f"static/{name}")
    return (space.root / path).read_bytes() if path else None


def svg(elements: str, width: int, height: int, attributes: str = "") -> bytes:
    """A complete SVG file of ``width`` by ``height`` units, at two pixels a unit."""
    return _svg(elements, (0, 0, width, height), attributes)


def _svg(elements: str, box: Box, attributes: str = "") -> bytes:
    _, _, width, height = box
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{" ".join(map(str, box))}" width="{width * 2}" '
        f'height="{height * 2}"{attributes}>{elements}</svg>\n'
    ).encode()


def patchwork(
    name: str,
    look: Look,
    columns: int,
    rows: int,
    excluded: frozenset[int] = frozenset(),
    part: Box | None = None,
    cloths: Sequence[Cloth] | None = None,
    meeting: Sequence[int] = (),
) -> str:
    """The SVG elements of ``columns`` by ``rows`` shapes, in ``cloths`` or those of the palette without the ``excluded``.

    Those that are ``meeting`` steps apart, around the end, are neighbours too. With ``part``, only those in it and next to it, which
    may extend into it.
    """
    tiles = []
    left, top, width, height = part or (0, 0, columns * SIDE, rows * SIDE)
    cloths = cloths or _cloths(look.palette.meta.light)
    grid = _grid(f"{name} {columns}x{rows}", look, columns * rows, columns, excluded, cloths, meeting)
    for index, (cloth, shape) in enumerate(grid):
        x, y = index % columns * SIDE, index // columns * SIDE
        if left - SIDE <= x <= left + width and top - SIDE <= y <= top + height:
            tiles.append(_tile(look.motif.meta, cloth, shape, x, y))
    if look.motif.meta.one_cloth:
        tiles.insert(0, f'<path fill="{cloth.ground}" d="M0 0h{columns * SIDE}v{rows * SIDE}H0z"/>')
    return "".join(tiles)


def _grid(
    seed: str,
    look: Look,
    number_of_shapes: int,
    columns: int,
    excluded: frozenset[int],
    cloths: Sequence[Cloth],
    meeting: Sequence[int],
) -> Iterator[tuple[Cloth, str]]:
    """``number_of_shapes`` shapes in rows of ``columns`` with their cloths; neighbours differ, so that no two merge."""
    motif, numbers = look.motif.meta, pseudo_random_bytes(seed)
    # A motif of one cloth has one of the two cloths with the highest contrast.
    shared = _pick(numbers, 2, set(excluded)) if motif.one_cloth else None
    used_cloths: list[int] = []
    used_shapes: list[int] = []
    for index in range(number_of_shapes):
        neighbours = {i for i in (index - 1 if index % columns else -1, index - columns) if i >= 0}
        if not motif.one_cloth:
            steps = {step for one in meeting for step in (one, number_of_shapes - one)}
            neighbours |= {i for i in range(index) if index - i in steps}
        nearby = {used_cloths[i] for i in neighbours}
        # ``cloth ^ 1`` is the same cloth with its two main colours swapped; among many neighbours there may be no other.
        taken = nearby | {cloth ^ 1 for cloth in nearby} | excluded
        cloth = _pick(numbers, len(cloths), taken if len(taken) < len(cloths) else nearby | excluded)
        seen = {used_shapes[i] for i in neighbours}
        # In a row, none is seen again within four where there are enough of them.
        if meeting and len(motif.shapes) > 2 * 3:
            seen |= {used_shapes[i] for i in range(index) if index - i in (3, number_of_shapes - 3)}
        shape = _pick(numbers, len(motif.shapes), set() if motif.one_cloth else seen)
        used_cloths.append(cloth)
        used_shapes.append(shape)
        colours = cloths[cloth] if shared is None else _with_accent(cloths[shared], cloths[cloth])
        yield colours, _shape(motif, motif.shapes[shape], colours, next(numbers) % 4 * 90)


def _cloths(colours: Colours) -> tuple[Cloth, ...]:
    """The cloths of a palette; each pair (0 and 1, 2 and 3…) has the same two main colours, swapped."""
    brick, sea, leaf, _ = colours.bars
    return (
        Cloth(colours.sun, colours.night, colours.paper),
        Cloth(colours.night, colours.sun, brick),
        Cloth(brick, colours.brick_pale, colours.sun),
        Cloth(colours.brick_pale, brick, colours.night),
        Cloth(sea, colours.sea_pale, colours.sun),
        Cloth(colours.sea_pale, sea, colours.night),
        Cloth(colours.paper, colours.night, brick),
        Cloth(colours.leaf_pale, leaf, colours.night),
    )


def _service_cloths(colours: Colours, service: str) -> tuple[Cloth, ...]:
    """The cloths of a service: its deep colour and its tint, with the darkest colour and that of the place; in pairs."""
    deep, pale = service_colours(colours, service)
    return (
        Cloth(deep, pale, colours.sun),
        Cloth(pale, deep, colours.night),
        Cloth(colours.night, pale, deep),
        Cloth(pale, colours.night, deep),
        Cloth(deep, colours.sun, pale),
        Cloth(colours.sun, deep, pale),
    )


def _with_accent(shared: Cloth, accent: Cloth) -> Cloth:
    """``shared`` with a colour of ``accent`` that it does not have as its spot."""
    candidates = (accent.ground, accent.thread, accent.spot)
    unused = (colour for colour in candidates if colour not in (shared.ground, shared.thread))
    return Cloth(shared.ground, shared.thread, next(unused, shared.spot))


def _tile(motif: Motif, cloth: Cloth, shape: str, x: int, y: int, side: int = SIDE, seam: float = _SEAM) -> str:
    """A shape in its square; but for the threads of one cloth, it is cut there, on its own ground.

    The next square covers a hair of it, and begins with the seam of its shape, so that neither a gap nor its own ground shows
    between them.
    """
    if motif.one_cloth:
        return f'<g transform="translate({x} {y})">{shape}</g>'
    lap = seam / 2
    box, ground = SIDE * (1 + _HAIR) + lap, SIDE * (1 + _HAIR)
    size, start = f"{box * side / SIDE:g}", f"{-lap * side / SIDE:g}"
    square = f'<path fill="{cloth.ground}" d="M0 0h{ground:g}v{ground:g}H0z"/>{shape}'
    cut = f'<svg x="{start}" y="{start}" width="{size}" height="{size}" viewBox="{-lap:g} {-lap:g} {box:g} {box:g}">{square}</svg>'
    return f'<g transform="translate({x} {y})">{cut}</g>'


def _square(colour: str, x: int, y: int) -> str:
    """The ground of a shape, slightly larger than ``SIDE`` so that no gap shows between two squares."""
    return f'<path fill="{colour}" d="M{x} {y}h20.1v20.1h-20.1z"/>'


def _shape(motif: Motif, drawing: str, cloth: Cloth, degrees: int, seam: float = _SEAM) -> str:
    drawing = _OWN_FILL.sub(r'<\1 stroke="none"\2', drawing)
    for name in ("ground", "thread", "spot"):
        drawing = drawing.replace(f"{{{name}}}", getattr(cloth, name))
    rotation = f' transform="rotate({degrees} 10 10)"' if motif.turn and degrees else ""
    return f'<g fill="{cloth.thread}" stroke="{cloth.thread}" stroke-width="{seam}"{rotation}>{drawing}</g>'


def pseudo_random_bytes(seed: str) -> Iterator[int]:
    """An endless sequence of numbers from 0 to 255, always the same for ``seed``."""
    for counter in count():
        yield from hashlib.sha256(f"{seed} {counter}".encode()).digest()


def _pick(numbers: Iterator[int], count: int, excluded: set[int]) -> int:
    """One of the numbers below ``count`` that are not ``excluded``."""
    return choose(numbers, [number for number in range(count) if number not in excluded])


def choose(numbers: Iterator[int], options: Sequence[T]) -> T:
    """One of ``options``, by the next of ``numbers``."""
    return options[next(numbers) % len(options)]
