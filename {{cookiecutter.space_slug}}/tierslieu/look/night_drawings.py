"""The drawings of a place by night: the grounds of the cloths are dark, what lies on them is light."""

from __future__ import annotations

from collections.abc import Mapping

from tierslieu.model.look import Look

from .colours import SERVICE_TINTS, distance, mixed

#: The share of its light that a bright colour keeps: a field of it would dazzle on a dark page.
_KEPT = 0.82
#: The share of its light that a ground keeps beside a panel in the tint of the same service: on this, it would be lost.
_GROUND = 0.65
#: The share of the light hue of a service in the button of a format: a pale one that is dimmed looks grey.
_LIT = 0.45
#: How far a bead is at least from the ground that it lies on, for the eye.
_SUNK = 15
#: The share of its light that a wall keeps in a room or behind a person, and what is of paper there.
_WALL, _SHEET = 0.2, 0.85
#: The share of its light that the front of the place keeps in its street: it has the colour of the place by night too.
_FRONT = 0.85
#: The share of its light that the floor keeps before which people sit: they and their table stand on what is darker than the wall.
_FLOOR = 0.55
#: The share of a light hue in hair, clothes and things: a part of their deep one keeps the warm ones from looking like skin.
_WORN = 0.8


def with_night_colours(drawing: bytes, look: Look) -> bytes:
    """``drawing``, an SVG file made of cloths, in other colours where the reader's device asks for dark pages.

    The shapes keep the colours that they have: what knows no style sheet draws these.
    """
    day, night = look.palette.meta.light, look.palette.meta.dark
    # A pale and a deep colour by day; by night, their dark and their light ones.
    pairs = [(day.sun, day.night, night.sun, _dimmed(day.sun))]
    pairs += [
        (getattr(day, tint), deep, getattr(night, tint), _dimmed(light))
        for tint, deep, light in zip(SERVICE_TINTS, day.bars, night.bars, strict=False)
    ]
    colours = {day.paper: night.raised}
    # Where a drawing lies on one ground, this is dark by night, pale or deep as it may be by day; threads on it are light.
    grounds = [
        look.motif.meta.one_cloth and f'<path fill="{deep}" d="M0 0'.encode() in drawing for _, deep, *_ in pairs
    ]
    # On the darkest one, the pale threads of a service are light too.
    grounds = [True] * len(pairs) if grounds[0] else [any(grounds), *grounds[1:]]
    pairs[1:] = [
        (pale, deep, mixed("#000000", dark, _GROUND) if swapped else dark, light)
        for (pale, deep, dark, light), swapped in zip(pairs[1:], grounds[1:], strict=True)
    ]
    for (pale, deep, dark, light), swapped in zip(pairs, grounds, strict=True):
        colours |= {pale: light, deep: dark} if swapped else {pale: dark, deep: light}
    # The button of a format is as light by night on every cloth, in the hue of its service, and its drawing as dark.
    medal = {day.sun: _dimmed(day.sun)}
    medal |= {
        getattr(day, tint): mixed(getattr(day, tint), light, _LIT)
        for tint, light in zip(SERVICE_TINTS, night.bars, strict=False)
    }
    medal |= {colour: colour for colour in (day.night, *day.bars)}
    medals = _rules(medal, ".medal ") if b'class="medal"' in drawing else ""
    if not look.motif.meta.one_cloth:
        return _changed(drawing, _rules(colours) + medals)
    # Beads and buttons are small enough to keep their light; the dark ones get the pale colour of the cloth they lie on.
    pale_beads = [
        pale
        for pale, deep, *_ in pairs[1:]
        if any(f'<path fill="{ground}" d="M0 0'.encode() in drawing for ground in (pale, deep))
    ]
    beads = {day.night: pale_beads[0]} if pale_beads else {}
    # Those that would sink into their ground are pale.
    ground = next((dark for (_, _, dark, _), is_ground in zip(pairs, grounds, strict=True) if is_ground), None)
    beads |= {deep: pale for pale, deep, *_ in pairs[1:] if ground and distance(deep, ground) < _SUNK}
    return _changed(drawing, _rules(colours, ":not(circle)") + _rules(beads, "circle") + medals)


def _warmth(colour: str) -> int:
    """How much more red than blue is in ``colour``."""
    red, _, blue = bytes.fromhex(colour[1:])
    return red - blue


def with_dusk_colours(drawing: bytes, look: Look) -> bytes:
    """``drawing``, a room or a person, before darker walls where the reader's device asks for dark pages: its lamp is lit, the moon is up."""
    day, night = look.palette.meta.light, look.palette.meta.dark
    walls = {
        getattr(day, tint): mixed(getattr(night, tint), light, _WALL)
        for tint, light in zip(SERVICE_TINTS, night.bars, strict=False)
    }
    # A warm wall would turn brown, as hair, wood and skin are: by night it is in a cool tint of the palette.
    warm = max(walls, key=lambda tint: _warmth(walls[tint]))
    first, last = (wall for tint, wall in walls.items() if tint != warm)
    colours = walls | {warm: first, day.sun_pale: last}
    colours[day.sun] = mixed(night.sun, day.sun, _WALL)
    colours[day.paper] = mixed(night.raised, day.sun_pale, _SHEET)
    lights = {
        "sky": night.sea_pale,
        "moon": day.paper,
        "shining": day.paper,
        "lamp": day.gold,
        "front": mixed("#000000", day.sun, _FRONT),
    }
    rules = "".join(f".{name}{{fill:{colour}}}" for name, colour in lights.items() if f'"{name}"'.encode() in drawing)
    # Hair and clothes are as light as these walls are dark. Hair that is dark by day is darker than them: grey, it would be
    # that of another person. A picture keeps its colours, as if a lamp lit it.
    lit = {deep: mixed(deep, light, _WORN) for deep, light in zip(day.bars, night.bars, strict=True)}
    own = {colour: colour for colour in colours}
    apart = {
        "hung": own,
        "lit": own | lit,
        "hair": lit | {day.night: mixed("#000000", day.night)},
        "worn": own | lit | {day.night: mixed(day.night, day.sun)},
    }
    groups = "".join(_rules(own, f".{name} ") for name, own in apart.items() if f'class="{name}"'.encode() in drawing)
    floor = (
        _rules({deep: mixed("#000000", deep, _FLOOR) for deep in day.bars}, ".floor") if b'"floor"' in drawing else ""
    )
    return _changed(drawing, groups + _rules(colours) + rules + floor)


def _rules(colours: Mapping[str, str], which: str = "") -> str:
    """Style rules that turn each colour into another, of the elements that the selector ``which`` picks."""
    return "".join(
        f'{which}[fill="{old}"]{{fill:{new}}}{which}[stroke="{old}"]{{stroke:{new}}}' for old, new in colours.items()
    )


def _changed(drawing: bytes, rules: str) -> bytes:
    start, end, rest = drawing.partition(b">")
    return b"".join((start, end, f"<style>@media(prefers-color-scheme:dark){{{rules}}}</style>".encode(), rest))


def _dimmed(colour: str) -> str:
    return mixed("#000000", colour, _KEPT)
