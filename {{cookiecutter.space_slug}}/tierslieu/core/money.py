"""Exact amounts in euros and cents, and shares that add up to what is shared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")
#: The highest price, in euros: a larger amount is taken for a typing error.
LARGEST_PRICE = Decimal("100000")

#: Spaces that people type, or paste from a page, between the digits of an amount.
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007"), " ")
#: More digits before the decimal separator are no amount, and could not be computed with.
_MOST_DIGITS = 15
#: The digits, comma and full stop of East Asian keyboards.
_FULL_WIDTH = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in "０１２３４５６７８９，．"}
_TYPED = _SPACES | _FULL_WIDTH
#: What may stand between the digits of an amount in euros.
_SEPARATORS = dict.fromkeys(map(ord, " .,"))
#: Thousands are separated by spaces or, where the decimal separator is the other sign, by dots or commas: ``1.280``
#: alone could be either amount.
_WHOLE = r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?: [0-9]{3})+)"
_EUROS = r" ?(?:€|euros?|eur)"
_AMOUNTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_WHOLE}(?:[.,](?P<cents>[0-9]{{1,2}}))?(?:{_EUROS})?",
        rf"(?P<whole>[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}})+),(?P<cents>[0-9]{{1,2}})(?:{_EUROS})?",
        rf"(?P<whole>[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+)\.(?P<cents>[0-9]{{1,2}})(?:{_EUROS})?",
        rf"{_WHOLE}{_EUROS} ?(?P<cents>[0-9]{{2}})",
    )
)


def parse_amount(text: str) -> Decimal:
    """Read an amount in euros and cents: ``9``, ``9,50``, ``9.50 €``, ``9 euros``, ``9€50``, ``1 280``, ``1.280,50``.

    Raises ``ValueError`` for anything else, and for what can be read as two amounts: ``1.280``, ``9 50``.
    """
    plain = text.strip().translate(_TYPED)
    match = next(filter(None, (pattern.fullmatch(plain) for pattern in _AMOUNTS)), None)
    whole = match["whole"].translate(_SEPARATORS) if match else ""
    if match is None or len(whole) > _MOST_DIGITS:
        raise ValueError(text)
    return Decimal(f"{whole}.{match['cents'] or 0}").quantize(CENT)


def to_cents(amount: Fraction) -> Decimal:
    """``amount`` rounded to the cent, halves up."""
    return (Decimal(amount.numerator) / amount.denominator).quantize(CENT, ROUND_HALF_UP)


def canonical(amount: Decimal) -> str:
    """``amount`` as ``config/`` has it: ``9.00``."""
    return f"{amount.quantize(CENT, ROUND_HALF_UP):f}"


def parse_split(text: str) -> list[Decimal]:
    """Read ``60/40`` as percents. Raises ``ValueError`` unless every part is a number of at most two decimals."""
    parts = [
        part.translate(_FULL_WIDTH).strip().removesuffix("%").strip().replace(",", ".") for part in text.split("/")
    ]
    if not all(re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,2})?", part) for part in parts):
        raise ValueError(text)
    return [Decimal(part) for part in parts]


def share(amount: Decimal, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Share ``amount`` (euros) in proportion to ``weights``, to the cent, by largest remainder: the parts add up to it.

    Of equal remainders, the first named gets the cent. Raises ``ValueError`` when no weight is positive, or when
    ``amount`` or a weight is negative.
    """
    total = sum(weights.values(), Decimal(0))
    if total <= 0 or min(weights.values()) < 0 or amount < 0:
        raise ValueError(f"{amount} by {dict(weights)}")
    cents = int((amount / CENT).to_integral_value(ROUND_HALF_UP))
    # Not in decimals: 1/3 and 4/3 of a cent would have different remainders.
    exact = {name: Fraction(weight) * cents / Fraction(total) for name, weight in weights.items()}
    floors = {name: int(value) for name, value in exact.items()}
    remaining = cents - sum(floors.values())
    by_remainder = sorted(exact, key=lambda name: exact[name] - floors[name], reverse=True)
    return {name: (floors[name] + (name in by_remainder[:remaining])) * CENT for name in weights}
