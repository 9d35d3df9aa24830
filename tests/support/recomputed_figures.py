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
#: The most visits that the charts of prices show.
AXIS = 20
#: Visits of a month: how they are counted, the most of them, and the half-days in one.
VISITS = {"demi-journée": (44, 1), "journée": (22, 2)}


@dataclass(frozen=True)
class Figures:
    """Amounts in euros: prices (excluding VAT, VAT, including it), a month and its part set aside, sales of three years.

    ``uses`` is the number of free uses that the part pays for, 0 while the part is unknown; ``sales`` has the pairs of
    what is paid and what remains excluding VAT. ``all_*`` are the same as those of a month, for the sales of a month of
    year 1, with what is left of the part. ``year_*`` are those of all of year 1, with what its uses are worth and what is left. ``euro`` is a euro of coworking: its VAT, the part set aside and the rest.
    """

    prices: dict[str, tuple[Decimal, Decimal, Decimal]]
    month: Decimal
    aside: Decimal
    uses: int
    all_month: Decimal
    all_aside: Decimal
    all_uses: int
    all_left: Decimal
    year_aside: Decimal
    year_uses: int
    year_worth: Decimal
    euro: tuple[Decimal, Decimal, Decimal]
    common_shares: dict[str, Decimal]
    sales: list[tuple[Decimal, Decimal]]


def figures(place: Path, *, liable: bool) -> Figures:
    """The figures of ``place``, whose prices include VAT where it is ``liable``; each coworker buys what its budget says."""
    space, organisations, prices, budget = (
        read(place, name) for name in ("space", "organisations", "prices", "budget")
    )
    amounts = _amounts(prices)
    percent = Fraction(str(organisations["solidarity"]["percent"] or 0))
    net_month = net(amounts["month"], liable)
    uses = int(Fraction(amounts["month"]) * percent / 100 / Fraction(amounts["half_day"]))
    # A single organisation shares nothing.
    shares = organisations["common_costs"]["shares"] if len(organisations["organisations"]) > 1 else {}
    paid_months = [months_paid(people) for people in presence_of(space["capacity"], budget)]
    sales = [sales_of(*months, amounts, budget, liable) for months in paid_months]
    exact_sales = sum(line / (1 + VAT * liable) for line in paid_lines(*paid_months[0], amounts, budget))
    exact_half_day = Fraction(amounts["half_day"]) / (1 + VAT * liable)
    year_uses = int(exact_sales * percent / 100 / exact_half_day)
    all_month = cents(Fraction(sales[0][1]) / budget["opening_months"])
    all_aside = cents(Fraction(all_month) * percent / 100)
    all_uses = int(exact_sales / budget["opening_months"] * percent / 100 / exact_half_day)
    euro = net(Decimal(1), liable)
    euro_aside = cents(Fraction(euro) * percent / 100)
    return Figures(
        {key: (net(amount, liable), amount - net(amount, liable), amount) for key, amount in amounts.items()},
        net_month,
        cents(Fraction(net_month) * percent / 100),
        uses,
        all_month,
        all_aside,
        all_uses,
        all_aside - min(cents(all_uses * exact_half_day), all_aside),
        cents(Fraction(sales[0][1]) * percent / 100),
        year_uses,
        min(cents(year_uses * exact_half_day), cents(Fraction(sales[0][1]) * percent / 100)),
        (1 - euro, euro_aside, euro - euro_aside),
        {key: Decimal(str(share)) for key, share in shares.items()},
        sales,
    )


def comparison(place: Path) -> list[str]:
    """What the price comparison of ``place`` says: its ranges, then what each number of visits costs a month."""
    prices = read(place, "prices")
    euros = _amounts(prices)
    amounts = {key: Fraction(amount) for key, amount in euros.items()}
    passes = {key: f"le carnet de {book['uses']} entrées" for key, book in prices["passes"].items() if key in amounts}
    names = {"half_day": "le prix à la demi-journée", "day": "le prix à la journée"} | passes
    names["month"] = "le forfait mensuel"

    said = []
    for visit, (most, half_days) in VISITS.items():
        each = {key: amounts[key] * half_days / prices["passes"][key]["uses"] for key in passes}
        each |= {"half_day": amounts["half_day"] * half_days, "day": amounts["day"]}
        paid = {key: money(amount) for key, amount in (euros | {"half_day": euros["half_day"] * half_days}).items()}
        short = {key: f"{name} ({paid[key]}{' d’avance' if key in passes else ''})" for key, name in names.items()}
        long = {key: f"{name} ({paid[key]} à chaque passage)" for key, name in names.items()}
        long["month"] = f"{names['month']} ({paid['month']} en une fois)"
        table = {
            times: {key: each[key] * times if key in each else amounts["month"] for key in names}
            for times in range(1, most + 1)
        }
        best = {times: [key for key, cost in row.items() if cost == min(row.values())] for times, row in table.items()}
        starts = [1, *(times for times in range(2, most + 1) if best[times] != best[times - 1])]
        for first, after in zip(starts, [*starts[1:], most + 1], strict=True):
            if first == 1 and AXIS < after - 1 < most:  # nothing is drawn of one way to pay: its price is in the answer
                said.append(f"De 1 à {AXIS} par mois : {_either([names[key] for key in best[first]])}")
                continue
            if after > most:
                visits = (
                    f"À partir de {_count(first, visit)} par mois"
                    if first > 1
                    else f"Quel que soit le nombre de {visit}s"
                )
            elif after - first == 1:
                visits = f"{_count(first, visit)} par mois"
            elif first <= AXIS < after - 1:
                visits = f"De {first} à {AXIS}, puis jusqu’à {_count(after - 1, visit)} par mois"
            else:
                visits = f"De {first} à {_count(after - 1, visit)} par mois"
            said.append(f"{visits} : {_either([short[key] for key in best[first]])}.")
        for times in range(1, AXIS + 1):
            for key, name in passes.items():
                count = -(-times * half_days // prices["passes"][key]["uses"])
                long[key] = f"{name} (à payer d’avance : {f'{count} × ' if count > 1 else ''}{paid[key]})"
            month = min(table[times].values())
            costs = f"{_about(month)} par mois soit {_about(month / times)} la {visit}"
            # Of ways at one cost, the answer says the one of this visit, else the first, which is not paid in advance.
            own = {1: "half_day", 2: "day"}[half_days]
            way = long[own if own in best[times] else best[times][0]]
            said.append(f"{_count(times, visit)} : {costs} avec {way}")
    return said


def _either(ways: list[str]) -> str:
    """Ways to pay that cost the same."""
    return ways[0] if len(ways) == 1 else f"{', '.join(ways[:-1])} ou {ways[-1]}, au même coût"


def _about(amount: Fraction) -> str:
    return ("" if cents(amount) == amount else "environ ") + money(cents(amount))


def _count(times: int, visit: str) -> str:
    return f"{times} {visit}{'s' if times > 1 else ''}"


def net(amount: Decimal, liable: bool) -> Decimal:
    """``amount`` without the VAT in it."""
    return cents(Fraction(amount) / (1 + VAT)) if liable else cents(Fraction(amount))


def cents(amount: Fraction) -> Decimal:
    """``amount`` rounded to the cent, halves up."""
    return (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def money(amount: Decimal) -> str:
    """An amount as French writes it, with plain spaces."""
    text = f"{amount:,.2f}".replace(",", " ").replace(".", ",").replace("-", "−")
    return f"{text.removesuffix(',00')} €"


def read(place: Path, name: str) -> Any:
    """A file of the ``config/`` of ``place``."""
    return yaml.safe_load((place / "config" / f"{name}.yaml").read_text(encoding="utf-8"))


def people_of(capacity: dict[str, int]) -> list[tuple[int, int]]:
    """Residents and occasional coworkers of three years: a straight line to the target, in today's proportion."""
    residents, occasional, target = (capacity[name] for name in ("residents", "occasional", "target_coworkers"))
    today = residents + occasional
    years = [(residents, occasional)]
    for everybody in (_whole(Fraction(today + target, 2)), target):
        stay = _whole(Fraction(everybody * residents, today))
        years.append((stay, everybody - stay))
    return years


def presence_of(capacity: dict[str, int], budget: dict[str, Any]) -> list[list[tuple[int, int]]]:
    """Residents and occasional coworkers of each open month of three years: in the first one, they arrive step by step."""
    closed, steps = budget.get("closed_months", []), budget.get("ramp_up_months", 1)
    months = [month for month in range(1, 13) if month not in closed]
    assert len(months) == budget["opening_months"] or (not closed and steps == 1), "which months are closed is known"
    months = months[: budget["opening_months"]]
    first, *later = people_of(capacity)
    late = budget.get("months_late", 0)  # not in any file: a case of the plan
    there = [max(0, min(month - late, steps)) for month in months]
    arriving = [tuple(_whole(Fraction(count * step, steps)) for count in first) for step in there]
    return [arriving, *([people] * len(months) for people in later)]  # type: ignore[list-item]


def months_paid(people: list[tuple[int, int]]) -> tuple[int, int]:
    """How many months residents pay for together, and occasional coworkers."""
    return sum(residents for residents, _ in people), sum(occasional for _, occasional in people)


def sales_of(
    residents: Fraction | int,
    occasional: Fraction | int,
    amounts: dict[str, Decimal],
    budget: dict[str, Any],
    liable: bool,
) -> tuple[Decimal, Decimal]:
    """What so many months of coworkers pay, and what remains of it excluding VAT, rounded once on each kind of sale."""
    lines = [cents(line) for line in paid_lines(residents, occasional, amounts, budget)]
    return sum(lines, Decimal(0)), sum((net(line, liable) for line in lines), Decimal(0))


def _amounts(prices: dict[str, Any]) -> dict[str, Decimal]:
    return {key: Decimal(str(amount)) for key, amount in prices["grids"][0]["amounts"].items() if amount is not None}


def _whole(number: Fraction) -> int:
    return int(number + Fraction(1, 2))


def paid_lines(
    residents: Fraction | int, occasional: Fraction | int, amounts: dict[str, Decimal], budget: dict[str, Any]
) -> list[Fraction]:
    """What so many months of coworkers pay, by what they buy, exact."""
    bought = budget["occasional_buys"].items()
    lines = [Fraction(amounts["month"]) * residents]
    return lines + [Fraction(amounts[key]) * Fraction(str(count)) * occasional for key, count in bought]
