"""Places whose rules change, a year of their receipts, and what each organisation is owed: in cents and fractions.

It shares no code with the engine.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

YEAR = [f"2027-{month:02}" for month in range(1, 13)]
#: Percent of VAT that is charged, and whether that of purchases is recovered.
REGIMES = {"assujettie": (20, True), "franchise-en-base": (0, False), "organisme-non-lucratif": (0, False)}
RATES = {"normal": Fraction(20), "reduit": Fraction(11, 2)}
_ORGANISATIONS = ("cooperative", "association", "regie", "scop", "foyer")
_SERVICES = ("coworking", "mediation", "support")


def _percents(draw: random.Random, keys: list[str]) -> dict[str, int]:
    """Percents of ``keys`` that add up to 100."""
    cuts = sorted(draw.randint(0, 100) for _ in keys[1:])
    return dict(zip(keys, (high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)), strict=True))


def _amendment(draw: random.Random, keys: list[str]) -> dict[str, Any]:
    choices: dict[str, Any] = {
        "streams": {
            stream: {"shares": _percents(draw, draw.sample(keys, draw.randint(1, len(keys))))}
            for stream in draw.sample(_SERVICES, draw.randint(1, 3))
        },
        "common_costs": {"shares": _percents(draw, keys)},
        "solidarity": {"percent": draw.choice([0, 5, 10, 33])},
        "organisations": {draw.choice(keys): {"vat": {"regime": draw.choice(list(REGIMES))}}},
        "services": {draw.choice(_SERVICES): {"operator": draw.choice(keys)}},
    }
    names = draw.sample(list(choices), draw.randint(1, len(choices)))
    return {name: choices[name] for name in names}


def place_of(seed: int) -> dict[str, Any]:
    """The rules of a place of 2 to 5 organisations: since the opening, then by four amendments, on any day."""
    draw = random.Random(seed)
    keys = list(_ORGANISATIONS[: 2 + seed % 4])
    days = sorted(draw.sample(range(1, 365), 4))
    return {
        "organisations": {
            key: {"name": f"Organisation {key}", "vat": {"regime": draw.choice(list(REGIMES))}} for key in keys
        },
        "services": {service: {"operator": draw.choice(keys)} for service in _SERVICES},
        "streams": {},
        "common_costs": {"shares": _percents(draw, keys)},
        "solidarity": {"percent": draw.choice([0, 10, 25])},
        "changes": [
            {"from": f"{dt.date(2027, 1, 1) + dt.timedelta(days=day)}", **_amendment(draw, keys)} for day in days
        ],
    }


def rules_on(place: dict[str, Any], day: dt.date) -> dict[str, Any]:
    """The rules of a day, entry by entry, with what amendments replaced."""
    now: dict[str, Any] = {key: dict(place[key]) for key in ("services", "streams")}
    now |= {key: place[key] for key in ("common_costs", "solidarity")}
    now["regimes"] = {key: entry["vat"]["regime"] for key, entry in place["organisations"].items()}
    for change in place["changes"]:
        if dt.date.fromisoformat(change["from"]) <= day:
            for key in ("services", "streams"):
                now[key].update(change.get(key, {}))
            for key in ("common_costs", "solidarity"):
                now[key] = change.get(key, now[key])
            for key, entry in change.get("organisations", {}).items():
                now["regimes"][key] = entry["vat"]["regime"]
    return now


def register_of(place: dict[str, Any], month: str, seed: int) -> dict[str, Any]:
    """What was received and paid in a month: sales, refunds, corrections of the month before, common costs."""
    draw = random.Random(f"{seed} {month}")
    first = dt.date.fromisoformat(f"{month}-01")

    def receipt(start: dt.date, low: int, high: int) -> dict[str, Any]:
        day, stream = start + dt.timedelta(days=draw.randrange(28)), draw.choice(_SERVICES)
        return {
            "stream": stream,
            "amount": f"{Decimal(draw.randint(low, high)).scaleb(-2)}",
            "rate": draw.choice(list(RATES)),
            "date": day.isoformat(),
            "received_by": rules_on(place, day)["services"][stream]["operator"],
        }

    receipts = [receipt(first, 1, 90_000) for _ in range(draw.randrange(40))]
    receipts += [receipt(first, -900, -1) for _ in range(len(receipts) // 10)]
    before = (first - dt.timedelta(days=1)).replace(day=1)
    corrections = [
        {**receipt(before, -5000, 5000), "month": f"{before:%Y-%m}", "reason": "Erreur de saisie"}
        for _ in range(draw.randrange(3))
    ]
    costs = [
        {
            "label": "Loyer",
            "amount": f"{Decimal(draw.randint(100, 200_000)).scaleb(-2)}",
            "paid_by": draw.choice(list(place["organisations"])),
            "vat": draw.choice([None, "normal"]),
            "date": (first + dt.timedelta(days=draw.randrange(28))).isoformat(),
        }
        for _ in range(draw.randrange(5))
    ]
    return {"receipts": receipts, "corrections": corrections, "common_costs": costs}


def last_of(month: str) -> dt.date:
    """The last day of a month."""
    return (dt.date.fromisoformat(f"{month}-01") + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def half_up(value: Fraction) -> int:
    """``value`` rounded, halves away from zero."""
    return (2 * abs(value) + 1) // 2 * (-1 if value < 0 else 1)


def cents_of(text: str) -> int:
    """An amount such as ``9.50`` in cents."""
    return int(Fraction(text) * 100)


def _largest_remainder(cents: int, weights: dict[str, Any]) -> dict[str, int]:
    whole = sum(Fraction(weight) for weight in weights.values())
    exact = {key: abs(cents) * Fraction(weight) / whole for key, weight in weights.items()}
    parts = {key: value.numerator // value.denominator for key, value in exact.items()}
    order = sorted(exact, key=lambda key: parts[key] - exact[key])
    for key in order[: abs(cents) - sum(parts.values())]:
        parts[key] += 1
    return {key: part * (-1 if cents < 0 else 1) for key, part in parts.items()}


class RecomputedMonth:
    """What each organisation keeps and owes in a month, in cents; invoices excluding VAT."""

    def __init__(self, place: dict[str, Any], register: dict[str, Any], month: str):
        self.share: dict[str, int] = defaultdict(int)
        self.vat: dict[str, int] = defaultdict(int)
        self.aside: dict[str, int] = defaultdict(int)
        self.cost_share: dict[str, int] = defaultdict(int)
        self.invoices: dict[tuple[str, str, str], int] = defaultdict(int)
        self._place = place
        sums: dict[Any, int] = defaultdict(int)
        for receipt in (*register["receipts"], *register["corrections"]):
            sums[receipt.get("month"), self._rule(receipt)] += cents_of(receipt["amount"])
        for (_, rule), total in sums.items():
            self._share_out(rule, total)
        self._share_costs(register["common_costs"], month)

    def _rule(self, receipt: dict[str, Any]) -> tuple[Any, ...]:
        now = rules_on(self._place, dt.date.fromisoformat(receipt["date"]))
        stream, rate = receipt["stream"], receipt["rate"]
        collector = now["services"][stream]["operator"]
        percent = RATES[rate] if REGIMES[now["regimes"][collector]][0] else Fraction(0)
        shares = now["streams"].get(stream, {"shares": {collector: 100}})["shares"]
        solidarity = now["solidarity"]["percent"] if stream == "coworking" else 0
        return stream, rate, collector, percent, solidarity, tuple(shares.items())

    def _share_out(self, rule: tuple[Any, ...], total: int) -> None:
        _, _, collector, percent, solidarity, shares = rule
        net = half_up(Fraction(total) * 100 / (100 + percent))
        aside = _largest_remainder(net, {"aside": solidarity, "rest": 100 - solidarity})["aside"]
        self.vat[collector] += total - net
        self.aside[collector] += aside
        for key, part in _largest_remainder(net - aside, dict(shares)).items():
            self.share[key] += part
            if key != collector:
                self.invoices[key, collector, "article_receipts"] += part

    def _share_costs(self, costs: list[dict[str, Any]], month: str) -> None:
        sums: dict[Any, dict[Any, int]] = defaultdict(lambda: defaultdict(int))
        for cost in costs:
            shares = rules_on(self._place, dt.date.fromisoformat(cost["date"]))["common_costs"]["shares"]
            sums[cost["paid_by"], tuple(shares.items())][cost["vat"]] += cents_of(cost["amount"])
        regimes = rules_on(self._place, last_of(month))["regimes"]
        for (payer, key), by_rate in sums.items():
            recovers = REGIMES[regimes[payer]][1]
            net = sum(
                half_up(Fraction(amount) * 100 / 120) if rate and recovers else amount
                for rate, amount in by_rate.items()
            )
            for organisation, part in _largest_remainder(net, dict(key)).items():
                self.cost_share[organisation] += part
                if organisation != payer:
                    self.invoices[payer, organisation, "article_common_costs"] += part
