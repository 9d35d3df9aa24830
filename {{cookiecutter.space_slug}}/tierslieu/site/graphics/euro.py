"""Where a euro paid for coworking goes: its shares, to the cent, and a drawing of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil
from typing import Self

from markupsafe import Markup

from tierslieu.budget.split import SplitPart, split_amount
from tierslieu.facts import Facts, money
from tierslieu.finance import shares
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.site.theme import capital

from .governance import TASKS, display_name
from .svg import BOLD, LINE_HEIGHT, drawing, rect, ribbon, text_lines, text_width, with_tooltip, wrap

_EURO = Decimal(1)

#: What the money of a place pays for, each with its drawing in a square of 24: people, a house, lightning, waves.
PAID_FOR = {
    "team": TASKS["employs"],
    "walls": "M12 1 1 11v12h8v-8h6v8h8V11z",
    "energy": "M15 1 3 14h7L8 23 21 9h-8z",
    "internet": "M12 17a3 3 0 1 1 0 6a3 3 0 1 1 0-6zM1 9a15 15 0 0 1 22 0l-3 3a11 11 0 0 0-16 0zM6 14a9 9 0 0 1 12 0l-3 3a5 5 0 0 0-6 0z",
}


@dataclass(frozen=True)
class EuroPiece:
    """A share of the euro: its kind as in ``SplitPart``, its recipient or purpose, its amount as text and number."""

    kind: str
    name: str
    amount: str
    euros: Decimal


@dataclass(frozen=True)
class EuroSplit:
    """Pieces that add up to one euro, and their drawings, wide and narrow; before VAT while it is unknown whether there is some."""

    pieces: tuple[EuroPiece, ...]
    drawings: tuple[Markup, ...]


@dataclass(frozen=True)
class _Layout:
    """Widths of the drawing, of the bar of the euro, of the curves beside it and of the blank before words, font size, and the height of a cent.

    The curves end where the second half of the page begins, but on a telephone. All are whole numbers, and so are the
    places of the ribbons: a page weighs less.
    """

    name: str
    width: int
    bar: int
    gap: int
    inset: int
    font_size: int
    cent: int


#: The letters of an amount by those of a name, the room between a ribbon and the words above the next, and that between
#: words and the ribbon below them.
_AMOUNT, _SPACING, _CLEAR = 4 / 3, 28, 5
#: The room between two ribbons where they leave the euro.
_APART = 6


@dataclass(frozen=True)
class _Words:
    """A name in lines, ``beside`` its amount at this distance from where that begins, else (0) below it; and their height."""

    lines: list[str]
    beside: float
    height: int

    @classmethod
    def of(cls, pieces: Sequence[EuroPiece], room: float, size: float) -> list[Self]:
        """The words of ``pieces``: each on one line where there is room for all, else all with the name below the amount."""
        besides = [text_width(piece.amount, size * _AMOUNT) + size * 0.5 for piece in pieces]
        if all(
            beside + text_width(piece.name, size * BOLD) <= room for piece, beside in zip(pieces, besides, strict=True)
        ):
            return [
                cls([piece.name], beside, ceil(size * 1.6 + _CLEAR))
                for piece, beside in zip(pieces, besides, strict=True)
            ]
        return [cls._below(piece, room, size) for piece in pieces]

    @classmethod
    def _below(cls, piece: EuroPiece, room: float, size: float) -> Self:
        lines = wrap(piece.name, room, size * BOLD, 3)
        return cls(lines, 0, ceil(size * 1.6 + len(lines) * size * LINE_HEIGHT + _CLEAR))


_LAYOUTS = (
    _Layout("euro", 1190, 250, 371, 26, 26, 2),
    _Layout("narrow", 340, 56, 55, 9, 15, 1),
)


def split_euro(space: Space, formatter: LocaleFormatter, facts: Facts) -> EuroSplit | None:
    """How a euro paid for coworking is shared; None without coworking, or with nothing to tell but one recipient.

    A public body sets no income aside for one expense: what its free uses are worth is in its own part.
    """
    if shares.COWORKING not in space.identity.services:
        return None
    split = split_amount(space, _EURO, shares.COWORKING)
    collects = facts["services"][shares.COWORKING]["collects"]
    parts = list(split.parts)
    if collects["public"]:
        aside = sum(part.amount for part in parts if part.kind == "solidarity")
        parts = [
            replace(part, amount=part.amount + aside) if part.organisation == collects["key"] else part
            for part in parts
            if part.kind != "solidarity"
        ]
    if len(parts) < 2:
        return None
    names = {organisation["key"]: display_name(organisation) for organisation in facts["organisations"]}
    pieces = tuple(_piece(formatter, part, names) for part in parts)
    untaxed = any(fact.label == "fact_vat_regime" for fact in split.missing)
    paid = formatter.t("euro_untaxed" if untaxed else "euro_paid")
    return EuroSplit(pieces, tuple(_draw(formatter, pieces, paid, layout) for layout in _LAYOUTS))


def _piece(formatter: LocaleFormatter, part: SplitPart, names: Mapping[str, str]) -> EuroPiece:
    name = names[part.organisation] if part.organisation else str(capital(formatter.t(f"euro_{part.kind}")))
    return EuroPiece(part.kind, name, money(part.amount, formatter.code), part.amount)


def _draw(formatter: LocaleFormatter, pieces: Sequence[EuroPiece], paid: str, layout: _Layout) -> Markup:
    """A bar for the euro on the left, and a ribbon for each piece as far as the right edge, on one scale.

    Words stand on their ribbon, or above one that is too low for them: it is never higher than its share.
    """
    x = layout.bar + layout.gap
    words = _Words.of(pieces, layout.width - x - 2 * layout.inset, layout.font_size)
    thicknesses = [round(piece.euros * 100) * layout.cent for piece in pieces]
    rows = [
        thickness if own.height + _CLEAR <= thickness else own.height + thickness
        for own, thickness in zip(words, thicknesses, strict=True)
    ]
    # What is given back as free uses stays with who is paid, whose ribbon it lies along.
    apart = [piece.kind != "solidarity" for piece in pieces]
    gaps = sum(apart[:-1])
    bar_height, height = 100 * layout.cent + _APART * gaps, sum(rows) + _SPACING * gaps
    total = max(bar_height, height)
    bar_top = ribbon_top = (total - bar_height) // 2
    y = (total - height) // 2
    parts = list[Markup]()
    kinds = [piece.kind for piece in pieces]
    for index, (piece, own, thickness, row) in enumerate(zip(pieces, words, thicknesses, rows, strict=True)):
        if thickness:
            # Organisations have one colour each, as far as two.
            css = f"piece-{piece.kind}" + (" piece-other" if piece.kind in kinds[:index] else "")
            # One unit under the bar, so that no seam shows between them.
            top = y + row - thickness
            parts.append(ribbon(layout.bar - 1, ribbon_top, x, top, thickness, thickness, css, layout.width))
        ribbon_top += thickness + _APART * apart[index]
        parts.append(
            _draw_words(piece, own, x + layout.inset, y, layout.font_size, thickness if row == thickness else 0)
        )
        y += row + _SPACING * apart[index]
    label = formatter.t("euro_label", pieces=", ".join(f"{piece.name} {piece.amount}" for piece in pieces))
    parts.append(rect(1, bar_top + 1, layout.bar - 2, bar_height - 2, "cloth piece-whole"))
    middle, baseline = layout.bar / 2, bar_top + bar_height / 2 + layout.font_size * 0.2
    parts.append(text_lines([formatter.t("euro_one")], middle, baseline, layout.font_size * 2, "strong on-whole"))
    baseline += layout.font_size * 1.4
    lines = wrap(paid, layout.bar, layout.font_size * BOLD, 2)
    parts.append(text_lines(lines, middle, baseline, layout.font_size, "on-whole"))
    return drawing(layout.width, total, f"diagram diagram-{layout.name}", label, *parts)


def _draw_words(piece: EuroPiece, words: _Words, x: float, top: float, size: int, on: int) -> Markup:
    """The amount and the name of ``piece`` from ``top`` or, where its ground is so high, in the middle of what they are ``on``."""
    ground = "" if not on else "on-cloth" if piece.kind == "solidarity" else "on-piece"
    baseline = top + size * 1.4 + ((on - words.height + _CLEAR) / 2 - size * 0.35 if on else 0)
    amount = text_lines([piece.amount], x, baseline, size * _AMOUNT, f"strong {ground}".strip(), "start")
    name_y = baseline + (0 if words.beside else size * LINE_HEIGHT * 1.1)
    name = text_lines(words.lines, x + words.beside, name_y, size, ground, "start")
    return with_tooltip(piece.name, words.lines, amount, name)
