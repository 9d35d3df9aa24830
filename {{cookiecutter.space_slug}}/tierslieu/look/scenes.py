"""Drawings in place of photographs that a place does not have yet: its rooms, and the people who agreed to be shown.

Each is drawn with the shapes of the motif in the colours of the palette, and is the same for the same name and look.
A drawing shows nothing true of the room or of the person: pages give it no text.
Lengths are in SVG user units, as in ``patterns``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tierslieu.model import SERVICES
from tierslieu.model.look import Colours, Look

from .colours import TOLD_APART, contrast, distance, service_colours
from .patterns import SIDE, choose, patchwork, pictogram, pseudo_random_bytes, svg

#: The sides of the drawing of a room: three to two, as photographs of rooms are shown.
ROOM_WIDTH, ROOM_HEIGHT = 120, 80
#: A box of another shape than the drawing is filled with the middle of it.
_SLICED = ' preserveAspectRatio="xMidYMid slice"'
#: In a box that is higher than the drawing, there is more of its wall.
_ON_FLOOR = ' preserveAspectRatio="xMidYMax"'
#: The height at which the floor begins.
FLOOR = 62
#: The side of a portrait.
PORTRAIT = 60
#: A cloth whose ground is that of the heads of pages.
_HERO_CLOTH = frozenset({0})
#: The colours of skin, of no palette: the lightest is darker than the pale walls of all, the darkest lighter than those of their night.
SKINS = ("#e5b48f", "#c98f63", "#a86f49", "#6f4630")
#: The colours of hair, of no palette either: black, red, fair and grey, told from all walls by day and by night.
HAIRS = ("#2f1d14", "#d06422", "#d6a24a", "#a39d94")

#: What is in a room, by a part of its key: the first that fits.
_FURNISHED = {
    "kitchen": ("cuisine", "kitchen", "cafe", "bar"),
    "workshop": ("atelier", "workshop", "fablab", "bricol"),
    "meeting": ("reunion", "meeting", "conference"),
    "reception": ("accueil", "reception", "entree", "welcome"),
    "quiet": ("calme", "quiet", "repos", "telephone", "phone", "salon"),
}


def room(name: str, look: Look, key: str = "", place: int = 0, seats: int = 0) -> bytes:
    """A room with a hanging of the motif and a lamp, then what its ``key`` tells of its use, else a table, a long
    one for more than six ``seats``.

    Its ``place`` in the visit sets the colour of its walls, and whether it has a window, with what is seen from it.
    """
    colours, numbers = look.palette.meta.light, pseudo_random_bytes(f"{name} room")
    next(numbers)
    wall = (colours.brick_pale, colours.sea_pale, colours.leaf_pale, colours.sun_pale)[(place + place // 2) % 4]
    has_window = place % 3 != 2
    columns, rows = choose(numbers, ((2, 1), (1, 2), (2, 2), (3, 1))) if has_window else (3, 1)
    scale = 0.62 if has_window else 0.9
    window_first = choose(numbers, (True, False))
    width = columns * SIDE * scale
    window_x, hanging_x = (8, 112 - width) if window_first else (78, 8)
    hanging = patchwork(f"{name} hanging", look, columns, rows)
    use = next((use for use, words in _FURNISHED.items() if any(word in key for word in words)), "")
    elements = [
        _rectangle(0, 0, ROOM_WIDTH, ROOM_HEIGHT, wall),
        _rectangle(0, FLOOR, ROOM_WIDTH, ROOM_HEIGHT - FLOOR, colours.sun),
        _rectangle(0, FLOOR, ROOM_WIDTH, 1.2, colours.night),
        _window(window_x, 10, colours, place) if has_window else "",
        f'<g class="hung" transform="translate({hanging_x:g} {14 if rows == 1 and has_window else 10 if has_window else 8}) scale({scale})">'
        f'<path d="M-2-2h{columns * SIDE + 4}v{rows * SIDE + 4}h-{columns * SIDE + 4}z" fill="{colours.paper}"/>'
        f"{hanging}</g>",
        _lamp(choose(numbers, (52, 58, 64)) if has_window else 30 if window_first else 90, colours, numbers),
    ]
    corner = choose(
        numbers,
        (_plant(105 if window_first else 14, colours), _shelf(95 if window_first else 6, colours, numbers)),
    )
    furniture = {
        "kitchen": _kitchen,
        "workshop": _workbench,
        "meeting": _meeting,
        "reception": _counter,
        "quiet": _armchair,
    }
    if use:
        elements.append(furniture[use](colours, numbers))
    else:
        table = choose(numbers, (_desk, _round_table, _long_table))
        elements += [corner, (_long_table if seats > 6 else table)(colours, numbers)]
    return svg("".join(elements), ROOM_WIDTH, ROOM_HEIGHT)


def portrait(name: str, look: Look, place: int = 0) -> bytes:
    """Head and shoulders, dressed in the motif; ``place`` sets the ground and the hair, so that no neighbours are alike."""
    colours, numbers = look.palette.meta.light, pseudo_random_bytes(f"{name} portrait")
    next(numbers)
    clothes = (
        f'<clipPath id="clothes"><path d="{_SHOULDERS}"/></clipPath>'
        f'<g clip-path="url(#clothes)"><g transform="translate(6 40) scale(.6)">'
        f"{patchwork(f'{name} clothes', look, 4, 2)}</g></g>"
    )
    ground = (colours.sun_pale, colours.sea_pale, colours.leaf_pale)[place % 3]
    elements = _rectangle(0, 0, PORTRAIT, PORTRAIT, ground) + _person(colours, numbers, place, clothes)
    return svg(elements, PORTRAIT, PORTRAIT)


def crowd(slug: str, look: Look, people: Sequence[tuple[int, str]]) -> bytes:
    """Some of the ``people``, by number and name, side by side without a ground: each dressed in the motif."""
    colours, step = look.palette.meta.light, 46
    elements = f'<clipPath id="clothes"><path d="{_SHOULDERS}"/></clipPath>'
    for index, (number, name) in enumerate(people):
        numbers = pseudo_random_bytes(f"{slug} {name} portrait")
        next(numbers)
        woven = patchwork(f"{slug} {name} clothes", look, 4, 2, _HERO_CLOTH)
        clothes = f'<g clip-path="url(#clothes)"><g transform="translate(6 40) scale(.6)">{woven}</g></g>'
        person = _person(colours, numbers, number, clothes)
        elements += f'<g transform="translate({index * step} -5)">{person}</g>'
    return svg(elements, (len(people) - 1) * step + PORTRAIT, PORTRAIT - 5)


def activity(name: str, look: Look, service: str, icon: str = "") -> bytes:
    """What people do, as its ``icon`` shows it, on the tint of ``service``: they sit around a table, or are shown
    something. A box of another shape shows the middle."""
    colours, numbers = look.palette.meta.light, pseudo_random_bytes(f"{name} activity")
    next(numbers)
    hanging = _hung(
        38, 5, 0.55, f"{_rectangle(-2, -2, 84, 24, colours.paper)}{patchwork(f'{name} hanging', look, 4, 1)}"
    )
    if not icon:
        return svg(_table(colours, numbers, service, hanging), ROOM_WIDTH, ROOM_HEIGHT, _SLICED)
    draw = choose(numbers, (_table, _shown))
    sheet = f'<g transform="translate(2 2) scale(.6667)">{pictogram(icon, service_colours(colours, service)[0], colours.night)}</g>'
    sheet = f"{_rectangle(-1, -1, 22, 22, colours.night)}{_rectangle(0, 0, 20, 20, colours.paper)}{sheet}"
    if draw is _table:
        # Both hang over the middle, as a high box shows little more; and above all heads.
        left = choose(numbers, (30, 68))
        cloth = f"{_rectangle(-2, -2, 44, 24, colours.paper)}{patchwork(f'{name} hanging', look, 2, 1)}"
        hanging = _hung(left, 3, 1, sheet) + _hung(58 if left < 50 else 40, 5, 0.55, cloth)
    else:
        hanging = _hung(49, 2.4, 1.1, sheet)
    return svg(draw(colours, numbers, service, hanging), ROOM_WIDTH, ROOM_HEIGHT, _SLICED)


def service(name: str, look: Look, service: str) -> bytes:
    """People whom the place welcomes: some who are shown something where the service helps, else some around a table.

    It fills a box of any height, as those who decide do: one cloth hangs close above them, or others higher up the wall.
    """
    colours, numbers = look.palette.meta.light, pseudo_random_bytes(f"{name} service")
    next(numbers)
    near = _hung(38, 5, 0.55, f"{_rectangle(-2, -2, 84, 24, colours.paper)}{patchwork(f'{name} hanging', look, 4, 1)}")
    cloth = _growing(patchwork(f"{name} cloth", look, 5, _ROWS), colours, f'<g class="near">{near}</g>')
    draw = _shown if service == "mediation" else _table
    return svg(draw(colours, numbers, service, cloth), ROOM_WIDTH, ROOM_HEIGHT, _ON_FLOOR)


def assembly(name: str, look: Look, voters: int = 0) -> bytes:
    """Four people who decide together, two of whom are seen from behind: what two say, or what each voter votes.

    The voters are all four, or the two who face the others. Unless those two alone vote, one of the others raises a hand.

    It fills a box that is higher or wider than it: the wall goes on, and where there is room a cloth hangs there.
    """
    colours, numbers = look.palette.meta.light, pseudo_random_bytes(f"{name} {'votes' if voters == 4 else 'assembly'}")
    next(numbers)
    said = _hung(0, 0, 1, _bubble(17, 4, 40, colours.paper, colours) + _bubble(54, 5, 63, colours.gold, colours))
    votes = [
        (6.0, 25.4, colours.paper),
        (34.0, 42.0, colours.gold),
        (62.0, 61.0, colours.gold),
        (90.0, 85.4, colours.paper),
    ]
    if voters == 2:
        votes = [(24.0, 41.0, colours.gold), (55.0, 63.0, colours.gold)]
    if voters:
        drawn = (_vote(left, above, colour, colours, ticked=voters == 2) for left, above, colour in votes)
        said = _hung(0, 0, 1, "".join(drawn))
    cloth = _growing(patchwork(f"{name} cloth", look, 5, _ROWS), colours)
    return svg(
        _shown(colours, numbers, SERVICES[0], cloth + said, facing=2, raised=voters != 2),
        ROOM_WIDTH,
        ROOM_HEIGHT,
        _ON_FLOOR,
    )


#: The rows of the cloth above those who decide.
_ROWS = 6


def board(name: str, look: Look) -> bytes:
    """Those who direct, around a table, in a box of any height as those who decide are."""
    colours, numbers = look.palette.meta.light, pseudo_random_bytes(f"{name} board")
    said = _hung(0, 0, 1, _bubble(12, 4, 35, colours.gold, colours) + _bubble(76, 5, 84, colours.paper, colours))
    cloth = _growing(patchwork(f"{name} board", look, 5, _ROWS), colours)
    table = _table(colours, numbers, SERVICES[1], cloth + said)
    return svg(table, ROOM_WIDTH, ROOM_HEIGHT, _ON_FLOOR)


def _growing(cloth: str, colours: Colours, near: str = "") -> str:
    """As many rows of a cloth, five wide, as the box of a picture has room for above the picture, in a frame.

    Where there is room for less than one, two rows hang there at half their size, side by side; where there is none, what
    is ``near`` the people.
    """
    width, rows, rules = 5 * SIDE, "", ""
    for row in range(_ROWS + 1):
        high = row * SIDE or SIDE // 2
        # Its hem is 6 units above the picture; 5 more are left above the cloth.
        top = -6 - high
        others = ".row0{display:none}" if row == 1 else ".near{display:none}" if near and not row else ""
        rules += (
            f"@media (max-aspect-ratio:{ROOM_WIDTH}/{ROOM_HEIGHT - top + 5}){{.row{row}{{display:inline}}{others}}}"
        )
        # A row has the frame above it, and the first one that below.
        hidden = f'class="row{row}" display="none"'
        frame = min(high, SIDE) + (4 if row < 2 else 2)
        rows += f'<path {hidden} d="M8 {top - 2}h{width + 4}v{frame}h-{width + 4}z" fill="{colours.paper}"/>'
        # A hair of a row lies over the one below it: no joint shows.
        shown = [(10, width, SIDE + 0.2, f"0 {(_ROWS - row) * SIDE} {width} {SIDE + 0.2}")]
        if not row:
            shown = [(10 + width // 2 * one, width // 2, high, f"0 {one * SIDE} {width} {SIDE}") for one in (0, 1)]
        for x, wide, tall, box in shown:
            rows += f'<svg {hidden} x="{x}" y="{top}" width="{wide}" height="{tall}" viewBox="{box}"><use href="#cloth"/></svg>'
    # A copy that is used is drawn outside of what hangs: it says itself that it does.
    rules += "@media (prefers-color-scheme:dark){#cloth{opacity:.75}}"
    return f"<style>{rules}</style>{near}" + _hung(
        0, 0, 1, f'<defs><g id="cloth" class="hung">{cloth}</g></defs>{rows}'
    )


def one_and_nine(look: Look) -> bytes:
    """One that pays, and nine places that use what it paid: a coin, from which lines lead through nine houses."""
    colours, side, step = look.palette.meta.light, 18, 21
    pale = (colours.brick_pale, colours.sea_pale, colours.leaf_pale)
    places = [(70 + step * column, step * row, (row + column) % 3) for row in range(3) for column in range(3)]
    grounds = "".join(_rectangle(x, y, side, side, pale[kind]) for x, y, kind in places)
    houses = "".join(
        f'<path d="M{x + side / 2:g} {y + 1.7:g}l-7.6 7v7.6h4.8v-5h5.6v5h4.8v-7.6z" fill="{colours.bars[kind]}"/>'
        for x, y, kind in places
    )
    # Shapes, which keep their light by night as the coin does; slanting ones are higher, to be as thick.
    lines = "".join(
        f"M50 {30 - thick:g}L70 {side / 2 + step * row - 1.2:g}h50v2.4H70L50 {30 + thick:g}z"
        for row, thick in enumerate((1.6, 1.2, 1.6))
    )
    coin = (
        f'<path class="lamp" d="{lines}" fill="{colours.gold}"/>'
        f'<path class="lamp" d="M0 30a30 30 0 0 1 60 0a30 30 0 0 1-60 0z" fill="{colours.gold}"/>'
        f'<path d="M43.5 19.6a14 14 0 1 0 0 20.8M13.5 26h24M13.5 34h21" fill="none" stroke="{colours.night}" stroke-width="5.4"/>'
    )
    return svg(f'{coin}{grounds}<g class="worn">{houses}</g>', 130, 60)


def front(slug: str, look: Look) -> bytes:
    """A house in its street, below a sign in the motif of the place; by night its windows are lit."""
    colours = look.palette.meta.light
    brick, sea, leaf, _ = colours.bars
    panes = "".join(
        f'<path class="lamp" d="M{x} 21h8v9h-8z" fill="{colours.paper}"/>'
        f'<path d="M{x + 4} 21v9M{x} 25.5h8M{x - 1} 30.6h10" stroke="{colours.night}" stroke-width=".9"/>'
        for x in (39, 51, 63, 75)
    )
    stripes = "".join(_rectangle(x, 39, 3, 5, colours.paper) for x in (41, 47, 53, 59))
    neighbours = (
        f'<path d="M-2 54V30l13-11l13 11v24z" fill="{colours.brick_pale}"/><path d="M-4 31l15-13l15 13" fill="none" stroke="{brick}" stroke-width="3"/>'
        f"{_rectangle(96, 24, 26, 30, colours.leaf_pale)}{_rectangle(95, 22, 27, 3, leaf)}"
        + "".join(
            f'<path class="lamp" d="M{x} {y}h5v7h-5z" fill="{colours.paper}" stroke="{colours.night}" stroke-width=".8"/>'
            for x, y in ((4, 34), (13, 34), (101, 29), (110, 29), (110, 41))
        )
        + _rectangle(4, 45, 6, 9, brick)
        + f'<g class="lit">{_rectangle(101, 42, 6, 12, leaf)}</g>'
    )
    # A name is as wide as five shapes.
    sign = f'<g transform="translate(46 9) scale(.34)">{patchwork(f"{slug} sign", look, 5, 1, _HERO_CLOTH)}</g>'
    house = (
        f'<path class="front" d="M34 16h54v38h-54z" fill="{colours.sun}"/>'
        + f'<path d="M32 16h58M36 34h50" stroke="{colours.night}" stroke-width="1.6"/>'
        + _rectangle(44.6, 7.6, 36.8, 9.6, colours.night)
        + f'<g class="hung">{sign}</g>'
        + panes
        + f'<path class="lamp" d="M41 42h22v10h-22z" fill="{colours.paper}"/><path d="M41 44v8h22v-8M52 44v8" fill="none" stroke="{colours.night}" stroke-width="1.2"/>'
        + _rectangle(38, 39, 27, 5, sea)
        + stripes
        + f'<path d="M70 54v-11a6 6 0 0 1 12 0v11z" fill="{colours.night}"/>'
        + f'<path class="lamp" d="M72 47v-4a4 4 0 0 1 8 0v4z" fill="{colours.paper}"/><circle cx="79" cy="50" r=".9" fill="{colours.gold}"/>'
    )
    tree = (
        f'<path d="M92 54v-18" stroke="{colours.night}" stroke-width="1.8"/>'
        f'<g class="lit"><circle cx="92" cy="33" r="7" fill="{leaf}"/></g>'
    )
    bicycle = (
        f'<g fill="none" stroke="{colours.night}" stroke-width="1"><circle cx="21" cy="51" r="4"/><circle cx="32" cy="51" r="4"/>'
        f'<path d="M21 51l4-6h6l-4 6zM32 51l-2-8h-2M24 43.4h3M25 45l2 6"/></g>'
    )
    street = _rectangle(0, 54, ROOM_WIDTH, 6, colours.sun_pale) + _rectangle(0, 54, ROOM_WIDTH, 1.2, colours.night)
    sky = (
        f'<path class="sky" d="M0 0h{ROOM_WIDTH}v60H0z" fill="{colours.sea_pale}"/>'
        f'<circle class="moon" cx="98" cy="9" r="4.5" fill="{colours.gold}"/>'
    )
    return svg(sky + neighbours + house + tree + street + bicycle, ROOM_WIDTH, 60)


def _hung(x: float, y: float, scale: float, picture: str) -> str:
    """What hangs on a wall: it keeps its own colours by night."""
    return f'<g class="hung" transform="translate({x:g} {y:g}) scale({scale:g})">{picture}</g>'


def _bubble(x: float, y: float, tip: float, colour: str, colours: Colours) -> str:
    """What is said, in two lines, above the ``tip`` of its bubble."""
    return (
        f'<path d="M{x} {y}h30v15H{tip + 2.5:g}L{tip} {y + 20}L{tip - 2.5:g} {y + 15}H{x}z" fill="{colour}" stroke="{colours.night}" stroke-width="1.4"/>'
        f'<path d="M{x + 5} {y + 5}h20m-20 5h13" fill="none" stroke="{colours.night}" stroke-width="1.6"/>'
    )


def _vote(left: float, above: float, colour: str, colours: Colours, ticked: bool) -> str:
    """A bubble that says « 1 », or that is ``ticked``, whose tip is above somebody."""
    one = f"M{left + 9.9:g} 9.4l3-2h1.8v9h-2.6v-6.2l-2.2 1.2z"
    tick = f"M{left + 6.6:g} 11.3l1.8-1.8 2.6 2.6 5.4-5.4 1.8 1.8-7.2 7.2z"
    tip = min(max(above, left + 4), left + 20)
    return (
        f'<path d="M{left:g} 4h24v15H{tip + 2.5:g}L{tip:g} 24L{tip - 2.5:g} 19H{left:g}z" fill="{colour}" stroke="{colours.night}" stroke-width="1.4"/>'
        f'<path d="{tick if ticked else one}" fill="{colours.night}"/>'
    )


def _walls(colours: Colours, service: str) -> str:
    """A wall and a floor, which go on around the picture."""
    hue, tint = service_colours(colours, service)
    floor = f'<path class="floor" d="M-60 {FLOOR}h240v{ROOM_HEIGHT - FLOOR}h-240z" fill="{hue}"/>'
    return _rectangle(-60, -240, 240, 320, tint) + floor


def _facing(colours: Colours, numbers: Iterator[int], middles: Sequence[float], first: int) -> str:
    return "".join(
        f'<g transform="translate({middle - 18:g} 21) scale(.6)">{_person(colours, numbers, first + index)}</g>'
        for index, middle in enumerate(middles)
    )


def _table(colours: Colours, numbers: Iterator[int], service: str, hanging: str) -> str:
    """Two or three people behind a table."""
    count, first = choose(numbers, (2, 3)), next(numbers)
    # Nobody is cut where a picture shows the middle square alone.
    step = 42 if count == 2 else 26
    middles = [60 + step * (index - (count - 1) / 2) for index in range(count)]
    people = _facing(colours, numbers, middles, first)
    things = "".join(choose(numbers, (_laptop, _gold_cup))(middle - 6, 57, colours) for middle in middles)
    return (
        _walls(colours, service)
        + hanging
        + people
        + _rectangle(12, 57, 96, 3.4, colours.night)
        + f'<path d="M18 59v18M102 59v18" stroke="{colours.night}" stroke-width="2"/>'
        + things
    )


def _shown(
    colours: Colours, numbers: Iterator[int], service: str, hanging: str, facing: int = 1, raised: bool = False
) -> str:
    """Someone who shows or says something, before others seen from behind; one may ask to speak."""
    first = next(numbers)
    # A hand that is raised is beside the heads, not before a face.
    middles = (60,) if facing == 1 else (40, 63)
    # Two who sit side by side are not dressed alike, nor are their hairs.
    floor = service_colours(colours, service)[0]
    backs, worn, hairs, cut = "", [floor], list[str](), next(numbers)
    for index, left in enumerate((14, 59) if facing == 1 else (2, 62)):
        worn.append(_apart(colours.bars, first + facing + index, *worn))
        skin = _apart(SKINS, next(numbers), worn[-1])
        hairs.append(_apart(HAIRS, 3 * (first + facing + index), worn[-1], skin, *hairs))
        back = _back(worn[-1], skin, hairs[-1], cut + index, raised and index == 1)
        backs += f'<g transform="translate({left} 33.2) scale(.78)">{back}</g>'
    return (
        _walls(colours, service)
        + hanging
        + f'<g transform="translate(0 {6 if facing == 1 else 4})">{_facing(colours, numbers, middles, first)}</g>'
        + _rectangle(-60, 61, 240, 3.4, colours.night)
        + backs
    )


def _apart(choices: Sequence[str], first: int, *others: str) -> str:
    """The first of ``choices``, from the number ``first`` on, that the eye tells from ``others`` where they touch."""
    turned = [choices[(first + index) % len(choices)] for index in range(len(choices))]
    return next((one for one in turned if all(distance(one, other) >= TOLD_APART for other in others)), turned[0])


def _back(clothes: str, skin: str, hair: str, cut: int, raised: bool) -> str:
    """Somebody seen from behind, in a square of ``PORTRAIT``, whose hair has one of three cuts."""
    short = "M18.6 25a11.4 12 0 0 1 22.8 0q.3 6-2.6 9.5q-1.6 2-4.3 1.6h-9q-2.7.4-4.3-1.6q-2.9-3.5-2.6-9.5z"
    long = "M17.6 25a12.4 12.5 0 0 1 24.8 0q-.4 11 3 19.5q-7 4.5-15.4 4.5t-15.4-4.5q3.4-8.5 3-19.5z"
    shape = (short, long, f"{short}M23.4 10.5a6.6 6 0 0 1 13.2 0a6.6 5.4 0 0 1-13.2 0z")[cut % 3]
    # What long hair hides would show at its edges.
    head = "" if shape is long else f'<path d="M25.5 32h9v10a4.5 4.5 0 0 1-9 0z" fill="{skin}"/>'
    parting = "" if shape.endswith("13.2 0z") else "M31.6 15.6q-2.6 2.6-1.9 7"
    # One line from the shoulder to the hand; the cuff is hardly wider than the wrist.
    arm = (
        f'<path d="M53.4 30V14" fill="none" stroke="{skin}" stroke-width="6.4"/>'
        f'<path d="M49.2 9.6q0-1.4 1.2-1.4h6q1.2 0 1.2 1.4v3.4q0 4.2-4.2 4.2t-4.2-4.2z" fill="{skin}"/>'
        f'<path d="M50.15 9V3.4M52.3 9V1.8M54.45 9V2M56.6 9V4M49.9 14l-3.6-3.6" fill="none" stroke="{skin}" stroke-width="1.75" stroke-linecap="round"/>'
        f'<g class="worn"><path d="M41 55Q53.4 51 53.4 23.5" fill="none" stroke="{clothes}" stroke-width="8.4"/></g>'
        if raised
        else ""
    )
    return (
        f'{arm}<g class="worn"><path d="{_SHOULDERS}" fill="{clothes}"/></g>'
        f'{head}<g class="hair"><path d="{shape}" fill="{hair}"/></g>'
        f'<path d="{parting}" fill="none" stroke="{"#ffffff" if hair == HAIRS[0] else "#000000"}" opacity=".3" stroke-linecap="round"/>'
    )


#: What a piece of news without an activity or a room is about, by a part of one of its words: the first that fits.
_TOLD = {
    "door": ("porte", "ouver", "ouvr", "door", "open", "travaux"),
    "screen": ("site", "ligne", "online", "web"),
}
#: The drawings of news, and the one of all others.
TOLD = (*_TOLD, "board")


def told_by(words: str) -> str:
    """Which of ``TOLD`` fits ``words``, in small letters."""
    return next((name for name, parts in _TOLD.items() if any(part in words for part in parts)), "board")


def told(name: str, look: Look, what: str) -> bytes:
    """One of ``TOLD``: the open door of the place, a screen with its cloth, or a board with sheets."""
    colours = look.palette.meta.light
    wall = {"door": colours.sun_pale, "screen": colours.sea_pale}.get(what, colours.leaf_pale)
    elements = _rectangle(0, 0, ROOM_WIDTH, ROOM_HEIGHT, wall)
    floor = _rectangle(0, FLOOR, ROOM_WIDTH, 18, colours.sun) + _rectangle(0, FLOOR, ROOM_WIDTH, 1.2, colours.night)
    if what == "door":
        elements += (
            _rectangle(0, 0, ROOM_WIDTH, FLOOR, colours.brick_pale)
            + _rectangle(8, 6, 104, 14, colours.paper)
            + f'<g transform="translate(10 8) scale(.5)">{patchwork(f"{name} sign", look, 10, 1)}</g>'
            + floor
            + f'<g class="lit"><path d="M46 34h28v36l8 10h-44l8-10z" fill="{colours.gold}"/></g>'
            + f'<path d="M46 34v36l-14 5v-36z" fill="{colours.bars[0]}"/><circle cx="34.5" cy="56" r="1.2" fill="{colours.night}"/>'
            + _rectangle(10, 36, 16, 16, colours.paper)
            + f'<path d="M10 36h16v16h-16zM18 36v16M10 44h16M84 36h26v16h-26zM97 36v16" fill="none" stroke="{colours.night}" stroke-width="1.4"/>'
            + _plant(100, colours)
        )
    elif what == "screen":
        elements += (
            floor
            + f'<path d="M54 50h12v7h-12z" fill="{colours.night}"/>'
            + _rectangle(28, 8, 64, 43, colours.night)
            + f'<path class="shining" d="M31 11h58v37h-58z" fill="{colours.paper}"/>'
            + f'<g transform="translate(31 11) scale(.2417)">{patchwork(f"{name} band", look, 6, 1)}</g>'
            + _rectangle(34, 25, 26, 4, colours.night)
            + _rectangle(34, 32, 20, 2, colours.soft)
            + _rectangle(34, 36, 22, 2, colours.soft)
            + _rectangle(34, 41, 12, 4, colours.bars[0])
            + _rectangle(64, 25, 21, 19, colours.sun)
            + _rectangle(16, 57, 88, 3.4, colours.night)
            + f'<path d="M22 59v18M98 59v18" stroke="{colours.night}" stroke-width="2"/>'
            + _cup(20, 57, colours.bars[0])
            + _plant(108, colours)
        )
    else:
        sheets = ((12, 12, 22, colours.paper), (38, 10, 18, colours.sun), (88, 14, 20, colours.paper))
        elements += (
            _rectangle(6, 6, 108, 50, colours.bars[3])
            + "".join(
                _rectangle(x, y, width, width * 1.4, colour)
                + f'<path d="M{x + 3} {y + 8}h{width - 6}m0 5h{6 - width}m0 5h{width - 9}" stroke="{colours.night}" stroke-width="1.4" fill="none"/>'
                + f'<circle cx="{x + width / 2:g}" cy="{y + 1.5}" r="1.8" fill="{colours.bars[0]}"/>'
                for x, y, width, colour in sheets
            )
            + f'<g transform="translate(60 12) scale(.6)">{patchwork(f"{name} board", look, 1, 1)}</g>'
            + f'<circle cx="72" cy="13" r="1.8" fill="{colours.gold}"/>'
            + floor
        )
    return svg(elements, ROOM_WIDTH, ROOM_HEIGHT)


_SHOULDERS = "M8 60C8 46 18 42 30 42S52 46 52 60z"


def _person(colours: Colours, numbers: Iterator[int], place: int, clothes: str = "") -> str:
    """Head and shoulders in a square of ``PORTRAIT``, without a ground.

    Without woven ``clothes``, they are plain.
    """
    skin = choose(numbers, SKINS)
    clothes = clothes or f'<path d="{_SHOULDERS}" fill="{_apart(colours.bars, place, skin)}"/>'
    style = ("tail", "bun", "beard", "curls", "bob", "long", "bald")[place % 7]
    # Below hair and above a beard that are lighter than the skin, a face would look like a mask.
    hairs = [hair for hair in HAIRS if style != "beard" or contrast(hair, "#000000") <= contrast(skin, "#000000")]
    hair = HAIRS[-1] if style == "bald" else _apart(hairs, 3 * place, skin)
    behind = {
        "bob": f'<path d="M18 24a12 13 0 0 1 24 0v10h-24z" fill="{hair}"/>',
        "long": f'<path d="M17 25a13 14 0 0 1 26 0q-1 12 3 21h-32q4-9 3-21z" fill="{hair}"/>',
        "tail": f'<path d="M36 16q13-1 11 20q-2 5-5-1q1-9-6-13z" fill="{hair}"/>',
        "bun": f'<circle cx="30" cy="12.5" r="5.5" fill="{hair}"/>',
        "curls": "".join(
            f'<circle cx="{x}" cy="{y}" r="6" fill="{hair}"/>'
            for x, y in ((20, 22), (22, 15), (30, 12), (38, 15), (40, 22))
        ),
    }.get(style, "")
    head = f'<path d="M26 34h8v8a4 4 0 0 1-8 0z" fill="{skin}"/><circle cx="30" cy="26" r="10.5" fill="{skin}"/>'
    # One shape, wider than the head, so that no skin shows between the hair before and behind.
    fringe = f'<path d="M19 26a11 11 0 0 1 22 0q-6.5-1-9.5-6q-4 6-12.5 6z" fill="{hair}"/>'
    if style == "bald":
        fringe = f'<path d="M19.7 21.5q-1.9 4 .3 9.5q1.6-1.6 1.5-4.6t-1.8-4.9zM40.3 21.5q1.9 4-.3 9.5q-1.6-1.6-1.5-4.6t1.8-4.9z" fill="{hair}"/>'
    elif style == "beard":
        fringe += f'<path d="M19.6 28q4 2 5.4 2.6h10q1.4-.6 5.4-2.6q0 9.5-10.4 9.5t-10.4-9.5z" fill="{hair}"/>'
    mouth = colours.paper if style == "beard" else colours.night
    behind, fringe = (f'<g class="hair">{part}</g>' if part else "" for part in (behind, fringe))
    face = (
        f'<g fill="none" stroke-width="1.1" stroke-linecap="round"><path stroke="{colours.night}" d="M25.9 26.1v.5M34.1 26.1v.5"/>'
        f'<path stroke="{mouth}" d="M27.2 31.9q2.8 2.2 5.6 0"/></g>'
    )
    glasses = (
        f'<g fill="none" stroke="{colours.night}" stroke-width="1"><circle cx="26" cy="26" r="3"/>'
        f'<circle cx="34" cy="26" r="3"/><path d="M29 26h2"/></g>'
        if place % 3 == 0
        else ""
    )
    return f'{behind}<g class="worn">{clothes}</g>{head}{fringe}{face}{glasses}'


def _rectangle(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<path d="M{x:g} {y:g}h{width:g}v{height:g}h-{width:g}z" fill="{colour}"/>'


def _window(x: float, y: float, colours: Colours, place: int) -> str:
    """A window of four panes; what is outside, by day or by night, changes from one ``place`` to the next."""
    bars = colours.bars
    outside = (
        f'<path d="M0 26q9-14 17-6t17-6v16h-34z" fill="{bars[2]}"/>',
        f'<path d="M4 30v-11l8-7 8 7v11z" fill="{bars[0]}"/><path d="M20 30v-8h12v8z" fill="{bars[3]}"/>',
        f'<path d="M23 30v-10h3v10z" fill="{bars[0]}"/><circle cx="24.5" cy="16" r="7" fill="{bars[1]}"/>',
        f'<path d="M2 30v-14h7v14zM11 30v-9h8v9zM21 30v-17h9v17z" fill="{bars[1]}"/>',
    )[place % 4]
    sky = colours.night if place % 4 == 3 else colours.paper
    return (
        f'<g transform="translate({x:g} {y:g})"><path class="sky" d="M0 0h34v30h-34z" fill="{sky}"/>'
        f'<circle class="moon" cx="{(25, 26, 9, 9)[place % 4]}" cy="{(9, 7, 9, 7)[place % 4]}" r="4" fill="{colours.gold}"/>{outside}'
        f'<path d="M0 0h34v30h-34zM17 0v30M0 15h34" fill="none" stroke="{colours.night}" stroke-width="1.6"/>'
        f"{_rectangle(-2, 30, 38, 2, colours.night)}</g>"
    )


def _lamp(x: float, colours: Colours, numbers: Iterator[int]) -> str:
    length = choose(numbers, (10, 16, 22))
    return (
        f'<path d="M{x:g} 0v{length}" stroke="{colours.night}" stroke-width=".8"/>'
        f'<path class="lamp" d="M{x - 6:g} {length + 6}a6 6 0 0 1 12 0z" fill="{choose(numbers, colours.bars)}"/>'
    )


def _plant(x: float, colours: Colours) -> str:
    return (
        f'<g class="lit"><path d="M{x:g} 62c-2-10-9-10-9-18c6 1 8 6 9 10c0-9-1-14 3-20c4 7 1 13 0 20c2-5 5-8 9-8c0 7-7 8-9 16z" '
        f'fill="{colours.bars[1]}"/><path d="M{x - 5:g} 60h13l-2 12h-9z" fill="{colours.bars[0]}"/></g>'
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
        f'<path d="M{x:g} {y:g}v-8h12.5v8z" fill="{colours.night}"/>'
        f'<circle cx="{x + 6.25:g}" cy="{y - 4.6:g}" r="1.1" fill="{colours.paper}"/>'
        f'<path d="M{x - 1:g} {y - 1:g}h14.5v1.2h-14.5z" fill="{colours.bars[3]}"/>'
    )


def _cup(x: float, y: float, colour: str) -> str:
    return f'<g class="lit"><path d="M{x:g} {y - 3.6:g}h4v3.6h-4zm4 .7h1.6v1.8h-1.6" fill="{colour}"/></g>'


def _gold_cup(x: float, y: float, colours: Colours) -> str:
    """A cup in the middle of what a laptop would take."""
    return _cup(x + 4, y, colours.gold)


def _chair(x: float, colours: Colours, colour: str) -> str:
    return (
        f'<path d="M{x:g} 76v-12h10v12M{x:g} 64" fill="none" stroke="{colours.night}" stroke-width="1.2"/>'
        f'<g class="lit">{_rectangle(x - 1, 62, 12, 2.6, colour)}{_rectangle(x, 50, 10, 9, colour)}</g>'
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


def _kitchen(colours: Colours, numbers: Iterator[int]) -> str:
    """A refrigerator, and a worktop with a sink, a tap, a kettle and cups."""
    front = choose(numbers, colours.bars[:3])
    return (
        _rectangle(6, 43, 17, 33, colours.paper)
        + f'<path d="M6 43h17v33h-17zM6 54h17M20 46v5M20 57v6" fill="none" stroke="{colours.night}" stroke-width="1.2"/>'
        + _rectangle(27, 54, 84, 22, front)
        + _rectangle(25, 51, 88, 3.4, colours.night)
        + f'<path d="M48 54v22M69 54v22M90 54v22" stroke="{colours.night}" stroke-width="1"/>'
        + f'<path d="M50 51h20v5a4 4 0 0 1-4 4h-12a4 4 0 0 1-4-4z" fill="{colours.paper}" stroke="{colours.night}"/>'
        + f'<path d="M73 51v-9a4 4 0 0 0-8 0v2" fill="none" stroke="{colours.night}" stroke-width="1.8"/>'
        + f'<g class="lit"><path d="M88 51l1.5-8h8l1.5 8zM91 43a3 3 0 0 1 5 0" fill="{colours.gold}" stroke="{colours.night}"/></g>'
        + _cup(32, 51, colours.bars[3])
        + _cup(40, 51, colours.bars[1])
    )


def _workbench(colours: Colours, numbers: Iterator[int]) -> str:
    """A bench with a vice and a box of tools, a saw and a hammer on the wall, a stool."""
    wood = choose(numbers, (colours.bars[3], colours.bars[0]))
    return (
        f'<path d="M48 39h6l-1 13h-4z" fill="{wood}"/><path d="M43 35h16v5h-16z" fill="{colours.night}"/>'
        + f'<path d="M66 37l3-2l6 15l-4 1z" fill="{colours.raised}" stroke="{colours.night}"/>'
        + f'<path d="M64 30h7v6h-7z" fill="{wood}"/>'
        + _rectangle(14, 54, 92, 4.5, wood)
        + f'<path d="M20 58v18M100 58v18M20 69h80" stroke="{colours.night}" stroke-width="3"/>'
        + f'<path d="M24 54v-7h5v3h4v-3h5v7z" fill="{colours.night}"/>'
        + f'<path d="M38 49h7" stroke="{colours.night}" stroke-width="1.4"/>'
        + f'<path d="M78 54v-7h18v7z" fill="{colours.bars[1]}"/>'
        + f'<path d="M83 47v-3h8v3" fill="none" stroke="{colours.night}" stroke-width="1.2"/>'
        + f'<path d="M54 63h12v2.5h-12zM56 65.5l-2 12M64 65.5l2 12" fill="{colours.night}" stroke="{colours.night}" stroke-width="1.4"/>'
    )


def _meeting(colours: Colours, numbers: Iterator[int]) -> str:
    """A screen with a chart on its stand, chairs on both sides of a table."""
    first, second = choose(numbers, colours.bars), choose(numbers, colours.bars)
    return (
        _rectangle(44, 31, 32, 18, colours.night)
        + _rectangle(45.5, 32.5, 29, 15, colours.paper)
        + "".join(
            _rectangle(49 + 6 * index, 46 - height, 4, height, bar)
            for index, (height, bar) in enumerate(zip((4, 8, 6, 11), colours.bars, strict=True))
        )
        + f'<path d="M60 49v8" stroke="{colours.night}" stroke-width="1.6"/>'
        + "".join(_chair(x, colours, first if x < 60 else second) for x in (20, 34, 76, 90))
        + _rectangle(28, 57, 64, 3, colours.night)
        + f'<path d="M40 58v18M80 58v18" stroke="{colours.night}" stroke-width="1.8"/>'
        + _cup(50, 57, first)
        + _cup(66, 57, second)
    )


def _counter(colours: Colours, numbers: Iterator[int]) -> str:
    """A counter with a bell and leaflets, coats on their pegs."""
    front = choose(numbers, colours.bars[:3])
    coats = "".join(
        f'<path d="M{x} 37c-6 2-6 9-6 20h14c0-11 0-18-6-20z" fill="{coat}"/>'
        f'<path d="M{x - 2.4:g} 38.4l3.4 4.2 3.4-4.2m-3.4 4.2v9" fill="none" stroke="{colours.night}"/>'
        for x, coat in ((52, colours.bars[1]), (66, colours.bars[3]))
    )
    return (
        f'<path d="M47 36h24" stroke="{colours.night}" stroke-width="2"/><g class="lit">{coats}</g>'
        + _rectangle(20, 54, 66, 22, front)
        + _rectangle(17, 51, 72, 3.4, colours.night)
        + f'<g class="lit"><path d="M30 51a6 6 0 0 1 12 0zM35.2 45a.8.8 0 0 1 1.6 0" fill="{colours.gold}" stroke="{colours.night}" stroke-width=".8"/></g>'
        + f'<path d="M75 51v-8h5v8zM81 51v-9h5v9z" fill="{colours.paper}" stroke="{colours.night}" stroke-width=".8"/>'
        + _plant(100, colours)
    )


def _armchair(colours: Colours, numbers: Iterator[int]) -> str:
    """An armchair beside a standing lamp and a pile of books."""
    cover = choose(numbers, colours.bars[:3])
    return (
        f'<path d="M44 72v-20a7 7 0 0 1 7-7h18a7 7 0 0 1 7 7v20z" fill="{cover}"/>'
        + f'<path d="M39 58a4 4 0 0 1 8 0v6h26v-6a4 4 0 0 1 8 0v14h-42z" fill="{colours.night}"/>'
        + f'<path d="M44 72v4M76 72v4" stroke="{colours.night}" stroke-width="2"/>'
        + f'<path d="M94 76v-26M88 76h12" stroke="{colours.night}" stroke-width="1.6"/>'
        + f'<g class="lit"><path d="M86 52l4-11h8l4 11z" fill="{colours.gold}"/></g>'
        + _rectangle(22, 72, 14, 3, colours.bars[0])
        + _rectangle(23, 69, 12, 3, colours.bars[3])
        + _rectangle(22, 66, 13, 3, colours.bars[1])
    )
