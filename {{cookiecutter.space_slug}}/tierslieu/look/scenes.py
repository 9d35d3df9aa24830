"""Drawings in place of photographs that a place does not have yet: its rooms, and the people who agreed to be shown.

Each is drawn with the shapes of the motif in the colours of the palette, and is the same for the same name and look.
A drawing shows nothing true of the room or of the person: pages give it no text.
Lengths are in SVG user units, as in ``patterns``.
"""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.model.look import Colours, Look

from .patterns import SIDE, choose, patchwork, pseudo_random_bytes, svg

#: The sides of the drawing of a room: three to two, as photographs of rooms are shown.
ROOM_WIDTH, ROOM_HEIGHT = 120, 80
#: The height at which the floor begins.
FLOOR = 62
#: The side of a portrait.
PORTRAIT = 60
#: The colours of skin, of no palette.
SKINS = ("#f3d3bd", "#d9a47a", "#a86f49", "#6f4630")


def room(name: str, look: Look) -> bytes:
    """A room with a window, a hanging of the motif, a table and what stands on it."""
    colours, numbers = look.palette.meta.light, pseudo_random_bytes(f"{name} room")
    wall = choose(numbers, (colours.sun_pale, colours.brick_pale, colours.sea_pale, colours.leaf_pale))
    columns, rows = choose(numbers, ((2, 1), (1, 2), (2, 2), (3, 1)))
    scale = 0.62
    window_first = choose(numbers, (True, False))
    width = columns * SIDE * scale
    window_x, hanging_x = (8, 112 - width) if window_first else (78, 8)
    hanging = patchwork(f"{name} hanging", look, columns, rows)
    elements = [
        _rectangle(0, 0, ROOM_WIDTH, ROOM_HEIGHT, wall),
        _rectangle(0, FLOOR, ROOM_WIDTH, ROOM_HEIGHT - FLOOR, colours.sun),
        _rectangle(0, FLOOR, ROOM_WIDTH, 1.2, colours.night),
        _window(window_x, 10, colours, numbers),
        f'<g transform="translate({hanging_x:g} {14 if rows == 1 else 10}) scale({scale})">'
        f'<path d="M-2-2h{columns * SIDE + 4}v{rows * SIDE + 4}h-{columns * SIDE + 4}z" fill="{colours.paper}"/>'
        f"{hanging}</g>",
        _lamp(choose(numbers, (52, 58, 64)), colours, numbers),
        choose(
            numbers,
            (_plant(105 if window_first else 14, colours), _shelf(95 if window_first else 6, colours, numbers)),
        ),
        choose(numbers, (_desk, _round_table, _long_table))(colours, numbers),
    ]
    return svg("".join(elements), ROOM_WIDTH, ROOM_HEIGHT)


def portrait(name: str, look: Look) -> bytes:
    """Head and shoulders without a face, dressed in the motif."""
    colours, numbers = look.palette.meta.light, pseudo_random_bytes(f"{name} portrait")
    ground = choose(numbers, (colours.sun_pale, colours.sea_pale, colours.leaf_pale, colours.brick_pale))
    skin = choose(numbers, SKINS)
    hair = choose(numbers, (colours.night, *colours.bars[:3]))
    style = choose(numbers, ("short", "long", "bun", "curls"))
    clothes = (
        f'<clipPath id="clothes"><path d="M8 60C8 46 18 42 30 42S52 46 52 60z"/></clipPath>'
        f'<g clip-path="url(#clothes)"><g transform="translate(6 40) scale(.6)">'
        f"{patchwork(f'{name} clothes', look, 4, 2)}</g></g>"
    )
    behind = {
        "long": f'<path d="M18 24a12 13 0 0 1 24 0v20h-24z" fill="{hair}"/>',
        "bun": f'<circle cx="30" cy="12.5" r="5.5" fill="{hair}"/>',
        "curls": "".join(
            f'<circle cx="{x}" cy="{y}" r="6" fill="{hair}"/>'
            for x, y in ((20, 22), (22, 15), (30, 12), (38, 15), (40, 22))
        ),
    }.get(style, "")
    head = f'<path d="M26 34h8v8a4 4 0 0 1-8 0z" fill="{skin}"/><circle cx="30" cy="26" r="10.5" fill="{skin}"/>'
    # One shape, wider than the head, so that no skin shows between the hair before and behind.
    fringe = f'<path d="M19 26a11 11 0 0 1 22 0q-6.5-1-9.5-6q-4 6-12.5 6z" fill="{hair}"/>'
    glasses = (
        f'<g fill="none" stroke="{colours.night}" stroke-width="1"><circle cx="26" cy="27" r="3"/>'
        f'<circle cx="34" cy="27" r="3"/><path d="M29 27h2"/></g>'
        if choose(numbers, (True, False, False))
        else ""
    )
    elements = _rectangle(0, 0, PORTRAIT, PORTRAIT, ground) + behind + clothes + head + fringe + glasses
    return svg(elements, PORTRAIT, PORTRAIT)


def _rectangle(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<path d="M{x:g} {y:g}h{width:g}v{height:g}h-{width:g}z" fill="{colour}"/>'


def _window(x: float, y: float, colours: Colours, numbers: Iterator[int]) -> str:
    """A window of four panes, with a hill or a roof outside."""
    outside = choose(numbers, (
        f'<path d="M0 26q9-14 17-6t17-6v16h-34z" fill="{colours.bars[2]}"/>',
        f'<path d="M4 30v-11l8-7 8 7v11z" fill="{colours.bars[0]}"/><path d="M20 30v-8h12v8z" fill="{colours.bars[3]}"/>',
    ))  # fmt: skip
    return (
        f'<g transform="translate({x:g} {y:g})">{_rectangle(0, 0, 34, 30, colours.paper)}'
        f'<circle cx="{choose(numbers, (9, 25))}" cy="9" r="4" fill="{colours.gold}"/>{outside}'
        f'<path d="M0 0h34v30h-34zM17 0v30M0 15h34" fill="none" stroke="{colours.night}" stroke-width="1.6"/>'
        f"{_rectangle(-2, 30, 38, 2, colours.night)}</g>"
    )


def _lamp(x: float, colours: Colours, numbers: Iterator[int]) -> str:
    length = choose(numbers, (10, 16, 22))
    return (
        f'<path d="M{x:g} 0v{length}" stroke="{colours.night}" stroke-width=".8"/>'
        f'<path d="M{x - 6:g} {length + 6}a6 6 0 0 1 12 0z" fill="{choose(numbers, colours.bars)}"/>'
    )


def _plant(x: float, colours: Colours) -> str:
    return (
        f'<path d="M{x:g} 62c-2-10-9-10-9-18c6 1 8 6 9 10c0-9-1-14 3-20c4 7 1 13 0 20c2-5 5-8 9-8c0 7-7 8-9 16z" '
        f'fill="{colours.bars[1]}"/><path d="M{x - 5:g} 60h13l-2 12h-9z" fill="{colours.bars[0]}"/>'
    )


def _shelf(x: float, colours: Colours, numbers: Iterator[int]) -> str:
    """Two rows of books and boxes."""
    books = []
    for y in (46, 58):
        offset = 1.5
        while offset < 15:
            width, height = choose(numbers, (1.6, 2.2, 3)), choose(numbers, (6, 7.5, 9))
            books.append(
                _rectangle(x + offset, y - height, width, height, choose(numbers, (*colours.bars, colours.night)))
            )
            offset += width + 0.4
    frame = f'<path d="M{x:g} 34h19v38h-19zM{x:g} 46h19M{x:g} 58h19" fill="none" stroke="{colours.night}" stroke-width="1.2"/>'
    return _rectangle(x, 34, 19, 38, colours.paper) + "".join(books) + frame


def _laptop(x: float, y: float, colours: Colours) -> str:
    """An open laptop that stands on ``y``."""
    return (
        f'<path d="M{x:g} {y:g}l1.5-7.5h9.5l1.5 7.5z" fill="{colours.night}"/>'
        f'<path d="M{x - 1:g} {y - 1:g}h14.5v1.2h-14.5z" fill="{colours.bars[3]}"/>'
    )


def _cup(x: float, y: float, colour: str) -> str:
    return f'<path d="M{x:g} {y - 3.6:g}h4v3.6h-4zm4 .7h1.6v1.8h-1.6" fill="{colour}"/>'


def _chair(x: float, colours: Colours, colour: str) -> str:
    return (
        f'<path d="M{x:g} 76v-12h10v12M{x:g} 64" fill="none" stroke="{colours.night}" stroke-width="1.2"/>'
        f"{_rectangle(x - 1, 62, 12, 2.6, colour)}{_rectangle(x, 50, 10, 9, colour)}"
        f'<path d="M{x + 5:g} 58v5" stroke="{colours.night}" stroke-width="1.2"/>'
    )


def _desk(colours: Colours, numbers: Iterator[int]) -> str:
    return (
        _chair(50, colours, choose(numbers, colours.bars))
        + _rectangle(34, 55, 46, 2.6, colours.night)
        + f'<path d="M37 57v19M77 57v19" stroke="{colours.night}" stroke-width="1.6"/>'
        + _laptop(56, 55, colours)
        + _cup(42, 55, choose(numbers, colours.bars))
    )


def _round_table(colours: Colours, numbers: Iterator[int]) -> str:
    first, second = choose(numbers, colours.bars), choose(numbers, colours.bars)
    return (
        _chair(30, colours, first)
        + _chair(78, colours, second)
        + f'<path d="M59 58v16M50 75h18" stroke="{colours.night}" stroke-width="1.8"/>'
        + f'<ellipse cx="59" cy="57" rx="17" ry="2.4" fill="{colours.night}"/>'
        + _cup(52, 55.6, first)
        + _cup(62, 55.6, second)
    )


def _long_table(colours: Colours, numbers: Iterator[int]) -> str:
    chairs = "".join(_chair(x, colours, choose(numbers, colours.bars)) for x in (33, 53, 73))
    return (
        chairs
        + _rectangle(26, 57, 66, 3, colours.night)
        + f'<path d="M30 58v19M88 58v19" stroke="{colours.night}" stroke-width="1.8"/>'
        + _laptop(36, 57, colours)
        + _cup(60, 57, choose(numbers, colours.bars))
        + _laptop(72, 57, colours)
    )
