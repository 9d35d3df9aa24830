"""Millions of amounts, shares and rates, drawn at random from a fixed seed: the parts add up to the whole, always."""

from __future__ import annotations

import random
import time
from decimal import Decimal
from fractions import Fraction

from tierslieu.core.money import CENT, share
from tierslieu.finance.vat import taxed

CASES = 1_000_000
LARGEST = 100_000_000  # cents
RATES = [Decimal(rate) for rate in ("0", "2.1", "5.5", "8.5", "10", "20")]


def main() -> bool:
    """Draw, compute, count what is wrong; print, and say whether nothing is."""
    found = _report("share: parts add up, none is a cent off", CASES, _wrong_share)
    found += _report("vat: HT + TVA = TTC, HT rounded once", CASES, _wrong_vat)
    print()
    return not found


def _report(title: str, cases: int, wrong: object) -> int:
    draw = random.Random(20261124)
    start = time.perf_counter()
    found = sum(wrong(draw) for _ in range(cases))  # type: ignore[operator]
    print(f"{title}: {cases:,} cases, {found} wrong, {time.perf_counter() - start:.0f} s")
    return found


def _wrong_share(draw: random.Random) -> bool:
    amount = draw.randrange(LARGEST) * CENT
    weights = {str(number): draw.randrange(10_001) * CENT for number in range(draw.randrange(1, 7))}
    total = sum(weights.values())
    if not total:
        return False
    parts = share(amount, weights)
    off = (
        abs(Fraction(parts[name]) * Fraction(total) - Fraction(amount) * Fraction(weight))
        for name, weight in weights.items()
    )
    return sum(parts.values()) != amount or any(one >= Fraction(CENT) * Fraction(total) for one in off)


def _wrong_vat(draw: random.Random) -> bool:
    amount, rate, basis = draw.randrange(LARGEST) * CENT, draw.choice(RATES), draw.choice(("ht", "ttc"))
    line = taxed(amount, basis, rate)
    assert line.ht is not None and line.vat is not None and line.ttc is not None
    exact = Fraction(line.ht) * Fraction(rate) / 100
    # From HT, VAT is rounded once; from TTC, HT is, and VAT can be off by what that cent of HT bears.
    bound = Fraction(CENT) / 2 * (1 if basis == "ht" else 1 + Fraction(rate) / 100)
    kept = line.ht if basis == "ht" else line.ttc
    return line.ht + line.vat != line.ttc or kept != amount or abs(Fraction(line.vat) - exact) > bound
