"""The drawings of a place by night: the grounds of the cloths are dark, what lies on them is light."""

from __future__ import annotations

from tierslieu.model.look import Look

from .colours import SERVICE_TINTS

#: The share of its light that a bright colour keeps: a field of it would dazzle on a dark page.
_KEPT = 0.8


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
    for pale, deep, dark, light in pairs:
        # Where a drawing lies on one ground, this is dark by night, pale or deep as it may be by day.
        swapped = look.motif.meta.one_cloth and f'<path fill="{deep}" d="M0 0'.encode() in drawing
        colours |= {pale: light, deep: dark} if swapped else {pale: dark, deep: light}
    rules = "".join(f'[fill="{old}"]{{fill:{new}}}[stroke="{old}"]{{stroke:{new}}}' for old, new in colours.items())
    start, end, rest = drawing.partition(b">")
    return b"".join((start, end, f"<style>@media(prefers-color-scheme:dark){{{rules}}}</style>".encode(), rest))


def _dimmed(colour: str) -> str:
    return "#" + "".join(f"{round(int(colour[start : start + 2], 16) * _KEPT):02x}" for start in (1, 3, 5))
