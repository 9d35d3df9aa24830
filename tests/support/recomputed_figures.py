"""The figures of a place worked out again from the files of its ``config/`` alone, without the engine."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

#: The normal rate of VAT, which every offer of a new place has.
VAT = Fraction(20, 100)


@dataclass(frozen=True)
class Figures:
    """Amounts in euros: prices (excluding VAT, VAT, including it), a month and its part set aside, sales of three years.

    ``uses`` is the number of free uses that the part pays for, 0 while the part is unknown; ``sales`` has the pairs of what is paid and what remains
    excluding VAT.
    """

    prices: dict[str, tuple[Decimal, Decimal, Decimal]]
    month: Decimal
    aside: Decimal
    uses: int
    common_shares: dict[str, Decimal]
    sales: list[tuple[Decimal, Decimal]]


def figures(place: Path, *, liable: bool) -> Figures:
    """The figures of ``place``, whose prices include VAT where it is ``liable``; each coworker buys what its budget says."""
    space, organisations, prices, budget = (
        _read(place, name) for name in ("space", "organisations", "prices", "budget")
    )
    amounts = {key: Decimal(str(amount)) for key, amount in prices["grids"][0]["amounts"].items() if amount is not None}
    percent = Fraction(str(organisations["solidarity"]["percent"] or 0))
    net_month = net(amounts["month"], liable)
    uses = int(Fraction(amounts["month"]) * percent / 100 / Fraction(amounts["half_day"]))
    # A single organisation shares nothing.
    shares = organisations["common_costs"]["shares"] if len(organisations["organisations"]) > 1 else {}
    return Figures(
        {key: (net(amount, liable), amount - net(amount, liable), amount) for key, amount in amounts.items()},
        net_month,
        cents(Fraction(net_month) * percent / 100),
        uses,
        {key: Decimal(str(share)) for key, share in shares.items()},
        [_sales(people, amounts, budget, liable) for people in _people(space["capacity"])],
    )


def net(amount: Decimal, liable: bool) -> Decimal:
    """``amount`` without the VAT in it."""
    return cents(Fraction(amount) / (1 + VAT)) if liable else cents(Fraction(amount))


def cents(amount: Fraction) -> Decimal:
    """``amount`` rounded to the cent, halves up."""
    return (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def money(amount: Decimal) -> str:
    """An amount as French writes it, with plain spaces."""
    text = f"{amount:,.2f}".replace(",", " ").replace(".", ",")
    return f"{text.removesuffix(',00')} €"


def _read(place: Path, name: str) -> Any:
    return yaml.safe_load((place / "config" / f"{name}.yaml").read_text(encoding="utf-8"))


def _people(capacity: dict[str, int]) -> list[tuple[int, int]]:
    """Residents and occasional coworkers of three years: a straight line to the target, in today's proportion."""
    residents, occasional, target = (capacity[name] for name in ("residents", "occasional", "target_coworkers"))
    today = residents + occasional
    years = [(residents, occasional)]
    for everybody in (_whole(Fraction(today + target, 2)), target):
        stay = _whole(Fraction(everybody * residents, today))
        years.append((stay, everybody - stay))
    return years


def _whole(number: Fraction) -> int:
    return int(number + Fraction(1, 2))


def _sales(
    people: tuple[int, int], amounts: dict[str, Decimal], budget: dict[str, Any], liable: bool
) -> tuple[Decimal, Decimal]:
    residents, occasional = people
    months = budget["opening_months"]
    lines = [amounts["month"] * residents * months]
    bought = budget["occasional_buys"].items()
    lines += [amounts[key] * Decimal(str(count)) * occasional * months for key, count in bought]
    return sum(lines, Decimal(0)), sum((net(line, liable) for line in lines), Decimal(0))
