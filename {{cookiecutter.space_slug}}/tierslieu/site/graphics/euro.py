"""Where a euro paid for coworking goes: its shares, to the cent, and a drawing of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil
from typing import Self

from markupsafe import Markup

from tierslieu.budget.split import SplitPart, split_amount
from tierslieu.facts import Facts, money, percent_text
from tierslieu.finance import shares
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.site.theme import capital

from .governance import display_name
from .svg import BOLD, LINE_HEIGHT, drawing, rect, ribbon, text_lines, text_width, with_tooltip, wrap

_EURO = Decimal(1)


@dataclass(frozen=True)
class EuroPiece:
    """A share of the euro: its kind as in ``SplitPart``, its recipient or purpose, its amount as text and number."""

    kind: str
    name: str
    amount: str
    euros: Decimal


@dataclass(frozen=True)
class EuroSplit:
    """Pieces that add up to one euro, and their drawings, wide and narrow; while ``vat_unknown``, no piece is VAT.

    Where its free uses are only ``measured`` by the euro, they are no piece of it.
    """

    pieces: tuple[EuroPiece, ...]
    drawings: tuple[Markup, ...]
    vat_unknown: bool
    measured: bool


@dataclass(frozen=True)
class _Layout:
    """Widths of the drawing, of the bar of the euro and of the curves beside it, font size, and the height of a cent.

    The curves end where the second half of the page begins, but on a telephone. All are whole numbers, and so are the
    places of the ribbons: a page weighs less.
    """

    name: str
    width: int
    bar: int
    gap: int
    font_size: int
    cent: int


#: The letters of an amount by those of a name, the room between a ribbon and the words above the next, and that between
#: words and the ribbon below them.
_AMOUNT, _SPACING, _CLEAR = 4 / 3, 12, 9
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
                cls([piece.name], beside, ceil(size * 1.9 + _CLEAR))
                for piece, beside in zip(pieces, besides, strict=True)
            ]
        return [cls._below(piece, room, size) for piece in pieces]

    @classmethod
    def _below(cls, piece: EuroPiece, room: float, size: float) -> Self:
        lines = wrap(piece.name, room, size * BOLD, 3)
        return cls(lines, 0, ceil(size * 1.9 + len(lines) * size * LINE_HEIGHT + _CLEAR))


_LAYOUTS = (
    _Layout("euro", 1190, 250, 371, 23, 2),
    _Layout("narrow", 340, 56, 55, 15, 1),
)


def split_euro(space: Space, formatter: LocaleFormatter, facts: Facts) -> EuroSplit | None:
    """How a euro paid for coworking is shared; None without coworking, or with nothing to tell but one recipient.

    A public body sets no income aside for one expense: what its free uses are worth is measured by its own part.
    """
    if shares.COWORKING not in space.identity.services:
        return None
    split = split_amount(space, _EURO, shares.COWORKING)
    names = {organisation["key"]: display_name(organisation) for organisation in facts["organisations"]}
    parts, measured = list(split.parts), None
    if facts["services"][shares.COWORKING]["collects"]["public"]:
        aside = next((part for part in parts if part.kind == "solidarity"), None)
        if aside is None or len(parts) < 2:
            return None
        parts.remove(aside)
        # All but the VAT, which comes first, is its own.
        parts[-1] = replace(parts[-1], amount=parts[-1].amount + aside.amount)
        amount = formatter.t("euro_measured_amount", amount=money(aside.amount, formatter.code))
        measured = EuroPiece("measured", formatter.t("euro_measured"), amount, aside.amount)
    elif len(parts) < 2:
        return None
    pieces = tuple(_piece(formatter, part, names) for part in parts)
    drawings = tuple(_draw(formatter, pieces, layout, measured) for layout in _LAYOUTS)
    vat_unknown = any(fact.label == "fact_vat_regime" for fact in split.missing)
    return EuroSplit(pieces, drawings, vat_unknown, measured is not None)


def _piece(formatter: LocaleFormatter, part: SplitPart, names: Mapping[str, str]) -> EuroPiece:
    percent = percent_text(part.percent, formatter.code) if part.kind == "solidarity" else ""
    name = (
        names[part.organisation]
        if part.organisation
        else str(capital(formatter.t(f"euro_{part.kind}", percent=percent)))
    )
    return EuroPiece(part.kind, name, money(part.amount, formatter.code), part.amount)


def _draw(
    formatter: LocaleFormatter, pieces: Sequence[EuroPiece], layout: _Layout, measured: EuroPiece | None
) -> Markup:
    """A bar for the euro on the left, and a ribbon for each piece as far as the right edge, on one scale.

    Words stand on their ribbon, or above one that is too low for them: it is never higher than its share. What is only
    ``measured`` is the foot of the last one, which it does not leave; its words are below.
    """
    size = layout.font_size
    line, x = size * LINE_HEIGHT, layout.bar + layout.gap
    room = layout.width - x - size * 0.4
    shown = [*pieces, measured] if measured else pieces
    words = _Words.of(shown, room, size)
    # A single ribbon needs no more height than its words.
    tall = min(100 * layout.cent, 140) if measured else 100 * layout.cent
    thicknesses = [round(round(piece.euros * 100) * tall / 100) for piece in shown]
    within = [
        own.height + _CLEAR <= thickness and piece is not measured
        for piece, own, thickness in zip(shown, words, thicknesses, strict=True)
    ]
    rows = [
        thickness if inside else own.height + (0 if piece is measured else thickness)
        for piece, own, thickness, inside in zip(shown, words, thicknesses, within, strict=True)
    ]
    bar_height = tall + _APART * (len(pieces) - 1)
    total = max(bar_height, sum(rows) + _SPACING * (len(shown) - 1))
    # Beside what leaves it.
    bar_top = ribbon_top = 0 if measured else (total - bar_height) // 2
    y = (total - sum(rows) - _SPACING * (len(shown) - 1)) // 2
    parts = list[Markup]()
    kinds = [piece.kind for piece in pieces]
    rows_of = zip(shown, words, thicknesses, rows, within, strict=True)
    for index, (piece, own, thickness, row, inside) in enumerate(rows_of):
        # Organisations have one colour each, as far as two.
        css = f"piece-{piece.kind}" + (" piece-other" if piece.kind in kinds[:index] else "")
        top = y + row - (0 if piece is measured else thickness)
        if thickness and piece is not measured:
            # One unit under the bar, so that no seam shows between them.
            parts.append(ribbon(layout.bar - 1, ribbon_top, x, top, thickness, thickness, css, layout.width))
            if measured and piece is pieces[-1]:
                part = thicknesses[-1]
                foot = thickness - part
                parts.append(
                    ribbon(layout.bar - 1, ribbon_top + foot, x, top + foot, part, part, "piece-measured", layout.width)
                )
        ribbon_top += thickness + _APART
        if inside and measured:
            # Above the foot.
            thickness -= thicknesses[-1]
        baseline = y + size * 1.4 + ((thickness - own.height + _CLEAR) / 2 - size * 0.2 if inside else 0)
        ground = " on-piece" if inside else ""
        amount = text_lines([piece.amount], x, baseline, size * _AMOUNT, "strong" + ground, "start")
        name_y = baseline + (0 if own.beside else line * 1.1)
        name = text_lines(own.lines, x + own.beside, name_y, size, ground.strip(), "start")
        parts.append(with_tooltip(piece.name, own.lines, amount, name))
        y += row + _SPACING
    bar = [
        rect(1, bar_top + 1, layout.bar - 2, bar_height - 2, "cloth piece-whole"),
        text_lines(
            [formatter.t("euro_one")],
            layout.bar / 2,
            bar_top + bar_height / 2 + size * 0.7,
            size * 2,
            "strong on-cloth",
        ),
    ]
    label = formatter.t("euro_label", pieces=", ".join(f"{piece.name} {piece.amount}" for piece in pieces))
    if measured:
        label += f" {capital(measured.amount)} {measured.name}."
    return drawing(layout.width, total, f"diagram diagram-{layout.name}", label, *parts, *bar)
