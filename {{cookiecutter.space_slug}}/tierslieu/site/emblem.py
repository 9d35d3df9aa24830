"""The emblem of a place: a patchwork of a few shapes, drawn from its short name and always the same for it.

A tiers-lieu is many uses sewn together; hence the patches. Each place gets its own without drawing anything, and may
put another in ``overrides/static/``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

# Each patch: cloth, then thread. The colours are those of theme/static/site.css.
_CLOTHS = (
    ("#ffcb45", "#16302f"),
    ("#16302f", "#ffcb45"),
    ("#c8492b", "#fbd9c9"),
    ("#fbd9c9", "#c8492b"),
    ("#1b6a76", "#cfe6e8"),
    ("#cfe6e8", "#1b6a76"),
    ("#fbf8f1", "#c8492b"),
    ("#dfe9c6", "#3f6212"),
)
# Shapes in a square of 20: what one sees through a window, a table, a door left open, a thread.
_SHAPES = (
    '<path d="M0 0h20A20 20 0 0 1 0 20z"/>',
    '<path d="M0 20A10 10 0 0 1 20 20z"/><path d="M0 10A10 10 0 0 1 20 10z"/>',
    '<circle cx="10" cy="10" r="7"/>',
    '<path d="M0 0A20 20 0 0 1 20 20A20 20 0 0 1 0 0z"/>',
    '<path d="M0 0h20L0 20z"/>',
    '<path d="M0 0h20v4H4v16H0z"/><path d="M8 8h12v4H12v8H8z"/><path d="M16 16h4v4h-4z"/>',
    '<path d="M0 0h5v20H0zM10 0h5v20h-5z"/>',
    '<path d="M10 0A10 10 0 0 1 0 10V0zM20 10A10 10 0 0 0 10 20h10z"/>',
)


def emblem(name: str) -> bytes:
    """Four patches: the sign of the place and its favicon."""
    return _patchwork(name, 2, 2)


def pattern(name: str) -> bytes:
    """A cloth of five by four patches, for the front page."""
    return _patchwork(name, 5, 4)


def band(name: str) -> bytes:
    """A strip of sixteen patches, to run along an edge."""
    return _patchwork(name, 16, 1)


def patch(name: str) -> bytes:
    """One patch, to mark one thing of the place."""
    return _patchwork(name, 1, 1)


def _patchwork(name: str, columns: int, rows: int) -> bytes:
    draws = _draws(f"{name} {columns}x{rows}")
    before: list[int] = []
    shapes: list[int] = []
    patches = []
    for index in range(columns * rows):
        x, y = index % columns, index // columns
        # Neighbours differ, in cloth and in shape, so that no two patches run together.
        near = {i for i in (index - 1 if x else -1, index - columns) if i >= 0}
        cloth = _choose(draws, len(_CLOTHS), {before[i] for i in near} | {before[i] ^ 1 for i in near})
        shape = _choose(draws, len(_SHAPES), {shapes[i] for i in near})
        before.append(cloth)
        shapes.append(shape)
        ground, thread = _CLOTHS[cloth]
        turn = next(draws) % 4 * 90
        patches.append(
            f'<g transform="translate({x * 20} {y * 20})"><path fill="{ground}" d="M0 0h20v20H0z"/>'
            f'<g fill="{thread}" transform="rotate({turn} 10 10)">{_SHAPES[shape]}</g></g>'
        )
    box = f"0 0 {columns * 20} {rows * 20}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{columns * 40}" height="{rows * 40}">'
        f"{''.join(patches)}</svg>\n"
    ).encode()


def _draws(seed: str) -> Iterator[int]:
    """Numbers from 0 to 255 without end, always the same for ``seed``."""
    counter = 0
    while True:
        yield from hashlib.sha256(f"{seed} {counter}".encode()).digest()
        counter += 1


def _choose(draws: Iterator[int], count: int, but: set[int]) -> int:
    left = [number for number in range(count) if number not in but]
    return left[next(draws) % len(left)]
