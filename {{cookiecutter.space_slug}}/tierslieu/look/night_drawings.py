"""The drawings of a place by night: the grounds of the cloths are dark, what lies on them is light."""

from __future__ import annotations

from tierslieu.model.look import Look

#: The share of its light that a bright colour keeps: a field of it would dazzle on a dark page.
_KEPT = 0.8


def with_night_colours(drawing: bytes, look: Look) -> bytes:
    """``drawing``, an SVG file made of cloths, in other colours where the reader's device asks for dark pages.

    The shapes keep the colours that they have: what knows no style sheet draws these.
    """
    day, night = look.palette.meta.light, look.palette.meta.dark
    sun, ground = (_dimmed(day.sun), night.night), (night.sun, _dimmed(day.sun))
    # The two main colours change places, unless the drawing lies on one dark ground by day too.
    day_sun, day_night = sun if f'<path fill="{day.night}" d="M0 0'.encode() in drawing else ground
    colours = {
        day.sun: day_sun,
        day.night: day_night,
        day.paper: night.raised,
        **{getattr(day, tint): getattr(night, tint) for tint in ("brick_pale", "sea_pale", "leaf_pale")},
        **{bar: _dimmed(bar_by_night) for bar, bar_by_night in zip(day.bars, night.bars, strict=True)},
    }
    rules = "".join(f'[fill="{old}"]{{fill:{new}}}[stroke="{old}"]{{stroke:{new}}}' for old, new in colours.items())
    start, end, rest = drawing.partition(b">")
    return b"".join((start, end, f"<style>@media(prefers-color-scheme:dark){{{rules}}}</style>".encode(), rest))


def _dimmed(colour: str) -> str:
    return "#" + "".join(f"{round(int(colour[start : start + 2], 16) * _KEPT):02x}" for start in (1, 3, 5))
