"""Where a euro paid for coworking goes: its shares, to the cent, and a drawing of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from tierslieu.budget.split import SplitPart, split_amount
from tierslieu.facts import Facts, money, percent_text
from tierslieu.finance import shares
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.site.theme import capital

from .governance import display_name
from .svg import LINE_HEIGHT, drawing, rect, ribbon, text_lines, with_tooltip, wrap

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
    """Pieces that add up to one euro, and their drawings, from wide to narrow; while ``vat_unknown``, no piece is VAT."""

    pieces: tuple[EuroPiece, ...]
    drawings: tuple[Markup, ...]
    vat_unknown: bool


@dataclass(frozen=True)
class _Layout:
    """Widths of the drawing, of the bar of the euro and of the gap beside it, font size, and height of the bar.

    The blocks begin where the second half of the page does, but on a telephone.
    """

    name: str
    width: float
    bar: float
    gap: float
    font_size: float
    height: float


_LAYOUTS = (
    _Layout("wide", 1190, 250, 370.5, 21, 180),
    _Layout("medium", 706, 170, 198.5, 17, 180),
    _Layout("narrow", 340, 66, 72, 15, 180),
)


def split_euro(space: Space, formatter: LocaleFormatter, facts: Facts) -> EuroSplit | None:
    """How a euro paid for coworking is shared; None without coworking, or with only one recipient.

    None for a public body too: it sets no income aside for one expense, its free uses are only measured by its income.
    """
    if shares.COWORKING not in space.identity.services or facts["services"][shares.COWORKING]["collects"]["public"]:
        return None
    split = split_amount(space, _EURO, shares.COWORKING)
    names = {organisation["key"]: display_name(organisation) for organisation in facts["organisations"]}
    pieces = tuple(_piece(formatter, part, names) for part in split.parts)
    if len(pieces) < 2:
        return None
    drawings = tuple(_draw(formatter, pieces, layout) for layout in _LAYOUTS)
    return EuroSplit(pieces, drawings, any(fact.label == "fact_vat_regime" for fact in split.missing))


def _piece(formatter: LocaleFormatter, part: SplitPart, names: Mapping[str, str]) -> EuroPiece:
    percent = percent_text(part.percent, formatter.code) if part.kind == "solidarity" else ""
    name = (
        names[part.organisation]
        if part.organisation
        else str(capital(formatter.t(f"euro_{part.kind}", percent=percent)))
    )
    return EuroPiece(part.kind, name, money(part.amount, formatter.code), part.amount)


def _draw(formatter: LocaleFormatter, pieces: tuple[EuroPiece, ...], layout: _Layout) -> Markup:
    """A bar for the euro on the left, ribbons, and a block for each piece, on one scale.

    Words stand beside the blocks: a block as high as its words would show a small share as a large one.
    """
    size = layout.font_size
    line, x, block = size * LINE_HEIGHT, layout.bar + layout.gap, size * 1.6
    words_x = x + block + size * 0.8
    names = [wrap(piece.name, layout.width - words_x, size, 3) for piece in pieces]
    thicknesses = [float(piece.euros) * layout.height for piece in pieces]
    rows = [max(thickness, (len(lines) + 1.35) * line) for thickness, lines in zip(thicknesses, names, strict=True)]
    spacing = size * 0.9
    total = max(layout.height, sum(rows) + spacing * (len(pieces) - 1))
    bar_top = ribbon_top = (total - layout.height) / 2
    y = (total - sum(rows) - spacing * (len(pieces) - 1)) / 2
    parts = list[Markup]()
    for piece, lines, thickness, row in zip(pieces, names, thicknesses, rows, strict=True):
        top = y + (row - thickness) / 2
        shape = Markup("")
        if thickness:
            # One unit under the bar, and the block one unit wider, so that no seam shows between them.
            parts.append(ribbon(layout.bar - 1, ribbon_top, x, top, thickness, thickness, f"piece-{piece.kind}"))
            shape = rect(x - 1, top, block + 1, thickness, f"piece-{piece.kind}")
        ribbon_top += thickness
        baseline = y + (row - (len(lines) + 1.2) * line) / 2 + size * 1.15
        amount = text_lines([piece.amount], words_x, baseline, size * 1.35, "strong", "start")
        name = text_lines(lines, words_x, baseline + line * 1.1, size, "soft", "start")
        parts.append(with_tooltip(piece.name, lines, shape, amount, name))
        y += row + spacing
    bar = [
        rect(0, bar_top, layout.bar, layout.height, "cloth piece-whole"),
        text_lines([formatter.t("euro_one")], layout.bar / 2, total / 2 + size * 0.7, size * 2, "strong on-cloth"),
    ]
    label = formatter.t("euro_label", pieces=", ".join(f"{piece.name} {piece.amount}" for piece in pieces))
    return drawing(layout.width, total, f"diagram diagram-{layout.name}", label, *parts, *bar)
