"""What drawings of the site share: text that is measured, wrapped and cut, and a few shapes of SVG.

A drawing takes its colours from the style sheet, by class; it holds no style of its own. Lengths are in its own units,
which are pixels at the width for which it is drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from markupsafe import Markup

_NARROW = frozenset("iljtfrI.,:;!|'’()[] \u00a0\u202f")
#: How much higher a line of text is than its letters, and how much wider bold ones are.
LEADING, BOLD = 1.25, 1.13


def text_width(text: str, size: float) -> float:
    """About how wide ``text`` is in letters of ``size``; rather too much than too little, since fonts differ."""
    return size * sum(map(_letter, text))


def _letter(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter in _NARROW:
        return 0.38
    return 0.82 if letter.isupper() or letter in "mw€%—…" else 0.6


def wrap(text: str, width: float, size: float, lines: int) -> list[str]:
    """``text`` in at most ``lines`` lines of ``width``; the last one ends in dots where the text is cut."""
    found: list[str] = []
    line = ""
    for word in _pieces(text, width, size):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size) <= width:
            line = longer
            continue
        found.append(line)
        line = word
    found.append(line)
    if len(found) > lines:
        kept = found[lines - 1]
        while kept and text_width(kept + "…", size) > width:
            kept = kept[:-1]
        found = [*found[: lines - 1], kept.rstrip() + "…"]
    return found


def fitting(text: str, width: float, size: float) -> float:
    """The size of letters, ``size`` or down to four fifths of it, at which the longest word of ``text`` fits."""
    longest = max((text_width(word, size) for word in text.split()), default=0)
    return size * max(0.8, min(1, 0.999 * width / longest)) if longest else size


def _pieces(text: str, width: float, size: float) -> list[str]:
    """The words of ``text``; one that is wider than ``width`` is cut into parts that are not."""
    found = []
    # Spaces that do not break keep what they join together.
    for word in text.replace("\t", " ").replace("\n", " ").split(" "):
        part = ""
        for letter in word:
            if part and text_width(part + letter, size) > width:
                found.append(part)
                part = ""
            part += letter
        if part:
            found.append(part)
    return found


def lines_of_text(
    lines: Sequence[str], x: float, y: float, size: float, classes: str, anchor: str = "middle"
) -> Markup:
    """Lines of text, the first one's base line at ``y``."""
    drawn = Markup()
    for number, line in enumerate(lines):
        drawn += Markup('<text class="{}" x="{}" y="{}" font-size="{}" text-anchor="{}">{}</text>').format(
            classes, told(x), told(y + number * size * LEADING), told(size), anchor, line
        )
    return drawn


def box(x: float, y: float, width: float, height: float, classes: str) -> Markup:
    """A filled rectangle."""
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        classes, told(x), told(y), told(width), told(height)
    )


def ribbon(x1: float, top1: float, x2: float, top2: float, height1: float, height2: float, classes: str) -> Markup:
    """A band from the left, ``height1`` high, to the right, ``height2`` high, in one soft wave."""
    middle = told((x1 + x2) / 2)
    path = (
        f"M{told(x1)} {told(top1)}C{middle} {told(top1)} {middle} {told(top2)} {told(x2)} {told(top2)}"
        f"V{told(top2 + height2)}C{middle} {told(top2 + height2)} {middle} {told(top1 + height1)} "
        f"{told(x1)} {told(top1 + height1)}z"
    )
    return Markup('<path class="{}" d="{}"/>').format(classes, path)


def thread(x: float, y: float, lane: float, bottom: float, width: float, classes: str) -> Markup:
    """A line that leaves ``x`` sideways to ``lane``, turns and falls to ``bottom``."""
    turn = min(14.0, abs(lane - x), abs(bottom - y))
    side = turn if lane > x else -turn
    path = (
        f"M{told(x)} {told(y)}H{told(lane - side)}Q{told(lane)} {told(y)} {told(lane)} {told(y + turn)}V{told(bottom)}"
    )
    return Markup('<path class="{}" d="{}" stroke-width="{}"/>').format(classes, path, told(width))


def drawing(width: float, height: float, classes: str, label: str, *parts: Markup) -> Markup:
    """A whole drawing; ``label`` says in words what it shows."""
    return Markup('<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        classes, told(width), told(height), label, Markup("").join(parts)
    )


def named(name: str, lines: Sequence[str], *parts: Markup) -> Markup:
    """Parts that show ``name`` in ``lines``; where these cut it, it is shown whole to whoever points at them."""
    drawn = Markup("").join(parts)
    cut = bool(lines) and lines[-1].endswith("…") and not name.endswith("…")
    return Markup("<g><title>{}</title>{}</g>").format(name, drawn) if cut else drawn


def told(number: float) -> str:
    """A length with one decimal at most."""
    return f"{round(number, 1):g}"
