"""Exact amounts and shares: decimal cents, and parts that always add up to the whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
#: Above this, an amount is taken for a slip of the keyboard rather than for a price of a tiers-lieu, in euros.
LARGEST_PRICE = Decimal("100000")

_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009"))
_AMOUNT = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?")


def parse_amount(text: str) -> Decimal:
    """Read an amount as people write it (``9``, ``9,50``, ``9.50 €``, ``1 280``), in euros and cents.

    Raises ``ValueError`` for anything else: signs, exponents, three decimals, words.
    """
    plain = text.strip().removesuffix("€").translate(_SPACES)
    if not plain.isascii() or not _AMOUNT.fullmatch(plain):
        raise ValueError(text)
    return Decimal(plain.replace(",", ".")).quantize(CENT)


def canonical(amount: Decimal) -> str:
    """The one spelling used in ``config/``: ``9.00``."""
    return f"{amount.quantize(CENT, ROUND_HALF_UP):f}"


def parse_split(text: str) -> list[Decimal]:
    """Read ``60/40`` as percents. Raises ``ValueError`` unless every part is a number of at most two decimals."""
    parts = [part.strip().removesuffix("%").strip().replace(",", ".") for part in text.split("/")]
    if not all(re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,2})?", part) for part in parts):
        raise ValueError(text)
    return [Decimal(part) for part in parts]


def share(amount: Decimal, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Share ``amount`` by ``weights`` to the cent, by largest remainder: the parts add up to the whole.

    Ties go to the first named. Raises ``ValueError`` when no weight is positive, or when one or ``amount`` is negative.
    """
    total = sum(weights.values(), Decimal(0))
    if total <= 0 or min(weights.values()) < 0 or amount < 0:
        raise ValueError(f"{amount} by {dict(weights)}")
    cents = int((amount / CENT).to_integral_value(ROUND_HALF_UP))
    exact = {name: cents * weight / total for name, weight in weights.items()}
    floors = {name: int(value // 1) for name, value in exact.items()}
    left = cents - sum(floors.values())
    by_remainder = sorted(exact, key=lambda name: exact[name] - floors[name], reverse=True)
    return {name: (floors[name] + (name in by_remainder[:left])) * CENT for name in weights}
