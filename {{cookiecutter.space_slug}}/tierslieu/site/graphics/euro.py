"""Where a euro of coworking goes: cut to the cent by the engine that shares real money, and drawn as a cloth cut up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from tierslieu.budget.split import SplitPart, explain
from tierslieu.facts import Facts, money
from tierslieu.finance import shares
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.site.theme import capital

from .governance import name_of
from .svg import LEADING, box, drawing, lines_of_text, named, ribbon, wrap

_EURO = Decimal(1)


@dataclass(frozen=True)
class EuroPiece:
    """A part of the euro: who gets it or what it is for, and the amount, in words."""

    kind: str
    name: str
    amount: str
    cents: Decimal


@dataclass(frozen=True)
class Euro:
    """A euro in pieces that add up to it, drawn for a wide and a narrow page; whether its VAT is still unknown."""

    pieces: tuple[EuroPiece, ...]
    drawings: tuple[Markup, ...]
    vat_unknown: bool


@dataclass(frozen=True)
class _Sizes:
    name: str
    width: float
    whole: float
    gap: float
    letters: float
    tall: float


_SIZES = (_Sizes("wide", 1040, 250, 250, 17, 250), _Sizes("narrow", 340, 78, 62, 13, 200))


def euro(space: Space, words: LocaleFormatter, facts: Facts) -> Euro | None:
    """How a euro paid for coworking is shared; None where there is no coworking, or nobody to share it with."""
    if shares.COWORKING not in space.identity.services:
        return None
    split = explain(space, _EURO, shares.COWORKING)
    names = {one["key"]: name_of(one) for one in facts["organisations"]}
    pieces = tuple(_piece(words, part, names.__getitem__) for part in split.parts)
    if len(pieces) < 2:
        return None
    drawings = tuple(_draw(words, pieces, sizes) for sizes in _SIZES)
    return Euro(pieces, drawings, any(fact.label == "fact_vat_regime" for fact in split.missing))


def _piece(words: LocaleFormatter, part: SplitPart, called: Callable[[str], str]) -> EuroPiece:
    name = called(part.organisation) if part.organisation is not None else capital(words.t(f"euro_{part.kind}"))
    return EuroPiece(part.kind, str(name), money(part.amount, words.code), part.amount)


def _draw(words: LocaleFormatter, pieces: tuple[EuroPiece, ...], sizes: _Sizes) -> Markup:
    size = sizes.letters
    line, x = size * LEADING, sizes.whole + sizes.gap
    width = sizes.width - x
    texts = [wrap(piece.name, width - size * 1.6, size, 3) for piece in pieces]
    heights = [
        max(float(piece.cents) * sizes.tall, (len(text) + 1.35) * line + size * 0.9)
        for piece, text in zip(pieces, texts, strict=True)
    ]
    between = size * 0.7
    total = sum(heights) + between * (len(pieces) - 1)
    tall = min(sizes.tall, total)
    top = used = (total - tall) / 2
    y = 0.0
    parts = []
    for piece, text, height in zip(pieces, texts, heights, strict=True):
        cut = float(piece.cents) * tall
        if cut:
            parts.append(ribbon(sizes.whole, used, x, y, cut, height, f"ribbon piece-{piece.kind}"))
        used += cut
        first = y + (height - (len(text) + 1.2) * line) / 2 + size * 1.15
        parts.append(
            named(
                piece.name,
                text,
                box(x, y, width, height, f"cloth piece-{piece.kind}"),
                lines_of_text([piece.amount], x + size * 0.8, first, size * 1.35, "strong on-cloth", "start"),
                lines_of_text(text, x + size * 0.8, first + line * 1.1, size, "on-cloth", "start"),
            )
        )
        y += height + between
    whole = [
        box(0, top, sizes.whole, tall, "cloth piece-whole"),
        lines_of_text([words.t("euro_one")], sizes.whole / 2, total / 2 + size * 0.7, size * 2, "strong on-cloth"),
    ]
    label = words.t("euro_label", pieces=", ".join(f"{piece.name} {piece.amount}" for piece in pieces))
    return drawing(sizes.width, total, f"diagram diagram-{sizes.name}", label, *parts, *whole)
