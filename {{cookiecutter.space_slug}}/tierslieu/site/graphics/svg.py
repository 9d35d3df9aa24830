"""SVG elements that the drawings share, and the measuring, wrapping and cutting of text.

A drawing has no colours of its own: the style sheet colours it by class. Lengths are in SVG user units, which are CSS
pixels at the width for which a drawing is made.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from markupsafe import Markup

_NARROW_LETTERS = frozenset("iljtfrI.,:;!|'’()[] \u00a0\u202f")
#: The height of a line, and the width of bold text, relative to the font size.
LINE_HEIGHT, BOLD = 1.25, 1.13


def text_width(text: str, size: float) -> float:
    """The approximate width of ``text`` at font size ``size``; too large rather than too small, as fonts differ."""
    return size * sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    """The approximate width of a letter, relative to the font size."""
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter in _NARROW_LETTERS:
        return 0.38
    return 0.82 if letter.isupper() or letter in "mw€%—…" else 0.6


def wrap(text: str, width: float, size: float, max_lines: int) -> list[str]:
    """``text`` in lines of ``width`` at font size ``size``; beyond ``max_lines``, it ends in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in _words(text, width, size):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size) > width:
            lines.append(line)
            longer = word
        line = longer
    lines.append(line)
    if len(lines) > max_lines:
        last = lines[max_lines - 1]
        while last and text_width(last + "…", size) > width:
            last = last[:-1]
        lines = [*lines[: max_lines - 1], last.rstrip() + "…"]
    return lines


def _words(text: str, width: float, size: float) -> list[str]:
    """The words of ``text``; a word wider than ``width`` is cut into parts that fit."""
    words = []
    # Split at plain spaces only: non-breaking ones must keep words together.
    for word in text.replace("\t", " ").replace("\n", " ").split(" "):
        part = ""
        for letter in word:
            if part and text_width(part + letter, size) > width:
                words.append(part)
                part = ""
            part += letter
        if part:
            words.append(part)
    return words


def fit_font_size(text: str, width: float, size: float) -> float:
    """The font size at which the longest word of ``text`` fits in ``width``: at most ``size``, at least 80 % of it."""
    longest = max((text_width(word, size) for word in text.split()), default=0)
    return size * max(0.8, min(1, 0.999 * width / longest)) if longest else size


def text_lines(lines: Sequence[str], x: float, y: float, size: float, classes: str, anchor: str = "middle") -> Markup:
    """``<text>`` elements, one below the other; ``y`` is the baseline of the first."""
    place = Markup("" if anchor == "start" else f' text-anchor="{anchor}"')
    drawn = Markup(' class="{}"').format(classes) if classes else ""
    element = Markup('<text{} x="{}" y="{}" font-size="{}"{}>{}</text>')
    return Markup("").join(
        element.format(drawn, round(x), round(y + index * size * LINE_HEIGHT), length(size), place, line)
        for index, line in enumerate(lines)
    )


def rect(x: float, y: float, width: float, height: float, classes: str) -> Markup:
    """A rectangle; ``x`` and ``y`` are those of its top left corner."""
    box = map(length, (x, y, width, height))
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(classes, *box)


def ribbon(
    x1: float, top1: float, x2: float, top2: float, height1: float, height2: float, classes: str, end: float = 0
) -> Markup:
    """A curved band, as in a Sankey diagram: from ``x1``, ``height1`` high, to ``x2``, ``height2`` high, and straight to ``end``."""
    middle = length((x1 + x2) / 2)

    def edge(start: float, x: float, end: float) -> str:
        first, last = length(start), length(end)
        return f"H{length(x)}" if first == last else f"C{middle} {first} {middle} {last} {length(x)} {last}"

    there, back = (f"H{length(x)}" if end else "" for x in (end, x2))
    path = (
        f"M{length(x1)} {length(top1)}{edge(top1, x2, top2)}{there}V{length(top2 + height2)}{back}"
        f"{edge(top2 + height2, x1, top1 + height1)}z"
    )
    return Markup('<path class="{}" d="{}"/>').format(classes, path)


def drawing(
    width: float, height: float, classes: str, label: str, *parts: Markup, left: float = 0, top: float = 0
) -> Markup:
    """An ``<svg>`` element that holds ``parts``; ``label`` is its description for screen readers."""
    return Markup('<svg class="{}" viewBox="{} {} {} {}" role="img" aria-label="{}">{}</svg>').format(
        classes, *map(length, (left, top, width, height)), label, Markup("").join(parts)
    )


def with_tooltip(name: str, lines: Sequence[str], *parts: Markup) -> Markup:
    """``parts``, which show ``name`` as ``lines``; if these cut it, a tooltip gives the full name."""
    group = Markup("").join(parts)
    is_cut = bool(lines) and lines[-1].endswith("…") and not name.endswith("…")
    return Markup("<g><title>{}</title>{}</g>").format(name, group) if is_cut else group


def length(number: float) -> str:
    """``number`` with at most one decimal."""
    return f"{round(number, 1):g}"
