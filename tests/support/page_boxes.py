"""Where the words of a PDF stand on its pages, according to pdftotext, and its lines."""

from __future__ import annotations

import io
import subprocess
from itertools import combinations
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pikepdf
from support.requirements import require_program

#: The part of a word that another may cover: boxes are as high as letters with accents and tails, and lines are tight.
_TOUCHING = 0.35
#: The part of the height of a box, at its top and at its bottom, that figures leave empty: they have no accent, no tail.
_ABOVE_FIGURES = 0.17
#: What rounding may put outside a page, in points.
_ROUNDING = 0.5


_EDGES = ("xMin", "yMin", "xMax", "yMax")


class Word(NamedTuple):
    """A word and its box, in points from the top left of its page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.bottom - self.top)


def box_faults(data: bytes) -> list[str]:
    """The words of a PDF that leave their page, and those that cover one another."""
    faults = []
    for number, (width, height, words) in enumerate(page_words(data), 1):
        for word in words:
            inside = min(word.left, word.top, width - word.right, height - word.bottom)
            if inside < -_ROUNDING:
                faults.append(f"page {number}: {word.text} leaves the page by {-inside:.0f} pt")
        for one, other in combinations(words, 2):
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            if across > 0 and down > 0 and across * down > _TOUCHING * min(one.area, other.area):
                faults.append(f"page {number}: {one.text} and {other.text} cover each other")
    return faults


def page_words(data: bytes) -> list[tuple[float, float, list[Word]]]:
    """The width and the height of each page, and its words."""
    command = [require_program("pdftotext"), "-bbox", "-enc", "UTF-8", "-", "-"]
    output = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode("utf-8")
    tree = ElementTree.fromstring("".join(letter for letter in output if letter >= " " or letter == "\n"))
    pages = []
    for page in tree.iter("{http://www.w3.org/1999/xhtml}page"):
        words = [_word(word.text or "", *(float(word.attrib[name]) for name in _EDGES)) for word in page]
        pages.append((float(page.attrib["width"]), float(page.attrib["height"]), words))
    return pages


class Line(NamedTuple):
    """A line across a page, in points from its top left."""

    left: float
    top: float
    right: float


def page_lines(data: bytes) -> list[list[Line]]:
    """The lines across each page of a PDF of Typst, from the top: what is drawn there that is at most a point high."""
    pages = []
    for page in pikepdf.open(io.BytesIO(data)).pages:
        (left, bottom), height, points, lines = (0.0, 0.0), float(page.mediabox[3]), [], []
        for instruction in pikepdf.parse_content_stream(page):
            operands: list[Any] = list(instruction.operands)
            match str(instruction.operator):
                case "cm":
                    left, bottom = float(operands[4]), float(operands[5])
                case "m" | "l":
                    points.append((float(operands[0]), float(operands[1])))
                case "f" | "S":
                    across, down = zip(*points, strict=True) if points else ((0.0,), (2.0, 0.0))
                    if max(down) - min(down) <= 1 < max(across) - min(across):
                        lines.append(Line(left + min(across), height - bottom + min(down), left + max(across)))
                    points = []
                case "h" | "w" | "M" | "cs" | "scn" | "CS" | "SCN" | "d":
                    pass
                case _:
                    points = []
        pages.append(sorted(lines, key=lambda line: line.top))
    return pages


def _word(text: str, left: float, top: float, right: float, bottom: float) -> Word:
    empty = _ABOVE_FIGURES * (bottom - top) if text.isdigit() else 0
    return Word(text, left, top + empty, right, bottom - empty)
