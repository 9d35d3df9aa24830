"""The drawings of a place: shapes of its motif in the colours of its palette, in an order that its short name draws.

The same short name and the same look give the same drawings, to the byte. A place may put its own files of the same
names in ``overrides/static/``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from tierslieu.model import Space
from tierslieu.model.look import Colours, Look, Motif

#: The side of a square, and the width of the edge around the emblem, in the units of shapes.
SIDE, EDGE = 20, 2
#: Cloths of the colour of the place, of paper and of the palest tint: an emblem on one of these would have a hole.
_OFTEN_BEHIND = frozenset({0, 6, 7})


@dataclass(frozen=True)
class Cloth:
    """Three colours that go together: the ground, what is drawn on it, and a touch of something else."""

    ground: str
    thread: str
    spot: str


def emblem(slug: str, look: Look) -> bytes:
    """The sign of the place, 88 pixels square: four shapes inside the outline of the motif, on paper cut a little larger.

    Whatever the ground that it is put on, no shape runs into it.
    """
    frame, paper, side = look.motif.meta.frame, look.palette.meta.light.paper, 2 * (SIDE + EDGE)
    cut = f'<path d="{frame}" fill="{paper}" stroke="{paper}" stroke-width="{2 * EDGE}" stroke-linejoin="round"/>'
    clip = f'<clipPath id="frame"><path d="{frame}"/></clipPath>'
    shapes = f'<g clip-path="url(#frame)">{patchwork(slug, look, 2, 2, _OFTEN_BEHIND)}</g>'
    return svg(f'<g transform="translate({EDGE} {EDGE})">{cut}{clip}{shapes}</g>', side, side)


def emblem_of(space: Space) -> bytes:
    """The emblem that the place shows: the team's own file if there is one, else the drawn one."""
    return _own(space, "emblem.svg") or emblem(space.identity.slug, space.look)


def pattern_of(space: Space) -> bytes:
    """The cloth that the place shows on covers: the team's own file if there is one, else the drawn one."""
    return _own(space, "pattern.svg") or pattern(space.identity.slug, space.look)


def _own(space: Space, name: str) -> bytes | None:
    file = space.root / "overrides" / "static" / name
    return file.read_bytes() if file.is_file() else None


def pattern(slug: str, look: Look) -> bytes:
    """A cloth of five by four shapes, 200 by 160 pixels, for covers."""
    return svg(patchwork(slug, look, 5, 4), 5 * SIDE, 4 * SIDE)


def band(slug: str, look: Look) -> bytes:
    """A strip of sixteen shapes, to run along an edge."""
    return svg(patchwork(slug, look, 16, 1), 16 * SIDE, SIDE)


def patches(slug: str, look: Look) -> tuple[bytes, ...]:
    """Four shapes, each unlike the others, to mark as many things of the place."""
    motif, cloths = look.motif.meta, cloths_of(look.palette.meta.light)
    draws = _draws(f"{slug} patches")
    shapes: set[int] = set()
    used: set[int] = set()
    drawn = []
    for _ in range(4):
        shape, cloth = _choose(draws, len(motif.shapes), shapes), _choose(draws, len(cloths), used)
        shapes.add(shape)
        used.add(cloth)
        ground = _ground(cloths[cloth].ground, 0, 0)
        drawn.append(svg(ground + _shape(motif, shape, cloths[cloth], next(draws) % 4 * 90), SIDE, SIDE))
    return tuple(drawn)


def svg(elements: str, width: int, height: int) -> bytes:
    """A whole SVG file, shown twice as large as its units."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width * 2}" '
        f'height="{height * 2}">{elements}</svg>\n'
    ).encode()


def patchwork(name: str, look: Look, columns: int, rows: int, but: frozenset[int] = frozenset()) -> str:
    """The elements of ``columns`` by ``rows`` shapes, in all cloths ``but`` some.

    Neighbours differ, so that no two run together. All grounds lie under all shapes, which may reach beyond theirs.
    """
    grounds, shapes = [], []
    for index, (cloth, shape) in enumerate(_patches(f"{name} {columns}x{rows}", look, columns * rows, columns, but)):
        x, y = index % columns * SIDE, index // columns * SIDE
        grounds.append(_ground(cloth.ground, x, y))
        shapes.append(f'<g transform="translate({x} {y})">{shape}</g>')
    if look.motif.meta.one_cloth:
        grounds = [f'<path fill="{cloth.ground}" d="M0 0h{columns * SIDE}v{rows * SIDE}H0z"/>']
    return "".join(grounds + shapes)


def _patches(seed: str, look: Look, count: int, columns: int, but: frozenset[int]) -> Iterator[tuple[Cloth, str]]:
    """``count`` shapes in rows of ``columns`` with their cloths, each unlike the one before it and the one above."""
    motif, cloths = look.motif.meta, cloths_of(look.palette.meta.light)
    draws = _draws(seed)
    # The two strongest cloths may carry a whole drawing.
    common = _choose(draws, 2, set(but)) if motif.one_cloth else None
    before: list[int] = []
    shapes: list[int] = []
    for index in range(count):
        near = {i for i in (index - 1 if index % columns else -1, index - columns) if i >= 0}
        cloth = _choose(draws, len(cloths), {before[i] for i in near} | {before[i] ^ 1 for i in near} | but)
        shape = _choose(draws, len(motif.shapes), set() if motif.one_cloth else {shapes[i] for i in near})
        before.append(cloth)
        shapes.append(shape)
        colours = cloths[cloth] if common is None else _one_cloth(cloths, common, cloth)
        yield colours, _shape(motif, shape, colours, next(draws) % 4 * 90)


def cloths_of(colours: Colours) -> tuple[Cloth, ...]:
    """The cloths of a palette, from its colours by day: two by two, one being the other turned over."""
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


def _one_cloth(cloths: tuple[Cloth, ...], common: int, spot: int) -> Cloth:
    """The ground and thread that all shapes share, with a touch of the cloth ``spot``."""
    shared, other = cloths[common], cloths[spot]
    touches = (other.ground, other.thread, other.spot)
    free = (one for one in touches if one not in (shared.ground, shared.thread))
    return Cloth(shared.ground, shared.thread, next(free, shared.spot))


def _ground(colour: str, x: int, y: int) -> str:
    """A square, and a little more, so that no light shows between two."""
    return f'<path fill="{colour}" d="M{x} {y}h20.1v20.1h-20.1z"/>'


def _shape(motif: Motif, number: int, cloth: Cloth, turn: int) -> str:
    drawn = motif.shapes[number]
    for token, colour in (("{ground}", cloth.ground), ("{thread}", cloth.thread), ("{spot}", cloth.spot)):
        drawn = drawn.replace(token, colour)
    turned = f' transform="rotate({turn} 10 10)"' if motif.turn and turn else ""
    return f'<g fill="{cloth.thread}"{turned}>{drawn}</g>'


def _draws(seed: str) -> Iterator[int]:
    """Numbers from 0 to 255 without end, always the same for ``seed``."""
    counter = 0
    while True:
        yield from hashlib.sha256(f"{seed} {counter}".encode()).digest()
        counter += 1


def _choose(draws: Iterator[int], count: int, but: set[int]) -> int:
    left = [number for number in range(count) if number not in but]
    return left[next(draws) % len(left)]
