"""The rules that answers at generation and ``config/`` share: plain values in, violations out.

A violation names the questions it is about: generation asks them again, ``check`` looks up where their answers stand.
Ratios come from the French price grids collected for the kit (docs/explications/prix.md): the Comptoir Numérique's own
grid, 9 € / 15 € / 280 €, passes them all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

from .problems import Level

#: The longest text, in characters.
LONGEST_TEXT = 150
#: The lowest and highest usual ratio of the price of a pass to that of its uses one by one.
USUAL_PASS = (Decimal("0.60"), Decimal("0.95"))
#: The longest short name, in characters.
LONGEST_SLUG = 60
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: Names that Windows reserves for devices.
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
_WEBSITE = re.compile(
    r"https?://(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}(?::[0-9]{1,5})?(?:[/?#][^\s<>\"\\]*)?", re.IGNORECASE
)
_POSTAL_CODE = re.compile(r"(?:0[1-9]|[1-8][0-9]|9[0-8])[0-9]{3}")
_PHONE = re.compile(r"(?:0[1-9][0-9]{8}|\+[1-9][0-9]{7,14})")


@dataclass(frozen=True)
class Violation:
    """A rule that some answers break: the ``questions`` concerned, a message code and the values of its text."""

    questions: tuple[str, ...]
    code: str
    values: dict[str, Any] = field(default_factory=dict)
    level: Level = "error"


def text_fault(value: str) -> str | None:
    """The code of what prevents ``value`` from being shown as typed; None when nothing does."""
    if any(_is_control(character) for character in value):
        return "answer.control"
    if value != value.strip():
        return "answer.spaces"
    if len(value) > LONGEST_TEXT:
        return "answer.long"
    return None


def _is_control(character: str) -> bool:
    noncharacter = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or character in _BIDI_CONTROLS or noncharacter


def is_slug(value: str) -> bool:
    """Whether ``value`` can name a folder on every system: lower-case ASCII letters, digits and single hyphens."""
    return bool(_SLUG.fullmatch(value)) and len(value) <= LONGEST_SLUG and value not in _RESERVED


def is_email(value: str) -> bool:
    """Whether ``value`` has the form of an e-mail address (HTML's own definition, with a dotted domain)."""
    return bool(_EMAIL.fullmatch(value)) and ".." not in value


def is_website(value: str) -> bool:
    """Whether ``value`` is an http or https address with a dotted host."""
    return bool(_WEBSITE.fullmatch(value))


def is_postal_code(value: str) -> bool:
    """Whether ``value`` is five digits that begin like a French postal code (01 to 98)."""
    return bool(_POSTAL_CODE.fullmatch(value))


def is_phone(value: str) -> bool:
    """Whether ``value`` is a French number of ten digits or an international one (E.164), spaces and dots aside."""
    return bool(_PHONE.fullmatch(re.sub(r"[\s.()/-]", "", value.replace("(0)", ""))))


@dataclass(frozen=True)
class UnitPrice:
    """The price of one ``unit`` of an offer, in euros, and the ``name`` under which it is written."""

    unit: str
    name: str
    amount: Decimal


@dataclass(frozen=True)
class PriceRatio:
    """The lowest and highest usual ratio of the price of a unit to that of the unit ``to``, for a kind of offer."""

    kind: str
    to: str
    low: Decimal
    high: Decimal
    code: str


@dataclass(frozen=True)
class UnitRules:
    """How a unit of time (``rank`` grows with it) compares with shorter ones: those it ``may_equal``, codes, ratios."""

    rank: int
    may_equal: tuple[str, ...]
    codes: Mapping[str, str]
    ratios: tuple[PriceRatio, ...]


def unit_rules(units: Mapping[str, Mapping[str, Any]]) -> dict[str, UnitRules]:
    """The rules of the units of time in ``units``, the contents of ``vocabulary/price_units/`` by file name."""
    return {
        key: UnitRules(
            unit["rank"],
            tuple(unit.get("may_equal") or ()),
            unit.get("messages") or {},
            tuple(map(_price_ratio, unit.get("usual_ratios") or ())),
        )
        for key, unit in units.items()
        if unit.get("rank") is not None
    }


def _price_ratio(ratio: Mapping[str, Any]) -> PriceRatio:
    code = ratio.get("message") or "prices.unusual_ratio"
    return PriceRatio(ratio["kind"], ratio["to"], Decimal(ratio["low"]), Decimal(ratio["high"]), code)


def grid_violations(
    amounts: Mapping[str, Decimal | None],
    units: Mapping[str, UnitRules],
    pass_uses: int | None,
    pass_price: Decimal | None,
    pass_unit: Decimal | None,
) -> Iterator[Violation]:
    """Price rules that a desk breaks (euros by unit, None is not judged); a pass use is worth ``pass_unit``."""
    prices = [UnitPrice(unit, unit, amount) for unit, amount in amounts.items() if amount]
    yield from order_violations(prices, units)
    yield from ratio_violations("desk", prices, units)
    if pass_price and pass_uses and pass_unit:
        yield from pass_violations(pass_uses, pass_price, pass_unit)


def order_violations(prices: Iterable[UnitPrice], units: Mapping[str, UnitRules]) -> Iterator[Violation]:
    """Longer units of an offer that don't cost more than the next shorter one, or as much where they may."""
    by_unit: dict[str, list[UnitPrice]] = {}
    for price in sorted(prices, key=lambda price: units[price.unit].rank):
        by_unit.setdefault(price.unit, []).append(price)
    for shorter, longer in pairwise(by_unit):
        rules = units[longer]
        for short, long in product(by_unit[shorter], by_unit[longer]):
            allowed = short.amount == long.amount and shorter in rules.may_equal
            if short.amount >= long.amount and not allowed:
                values = {"shorter": short.name, "longer": long.name, "less": short.amount, "more": long.amount}
                code = rules.codes.get(shorter, "prices.longer")
                yield Violation((f"price_{shorter}", f"price_{longer}"), code, values)


def ratio_violations(kind: str, prices: Iterable[UnitPrice], units: Mapping[str, UnitRules]) -> Iterator[Violation]:
    """Unusual ratios between the prices of an offer; those that are wrong are left to ``order_violations``."""
    first: dict[str, UnitPrice] = {}
    for price in prices:
        first.setdefault(price.unit, price)
    for unit in (key for key in units if key in first):
        for usual in units[unit].ratios:
            if usual.kind == kind and usual.to in first:
                shorter, longer = sorted((first[unit], first[usual.to]), key=lambda price: units[price.unit].rank)
                if shorter.amount < longer.amount:
                    ratio = first[unit].amount / first[usual.to].amount
                    questions = (f"price_{shorter.unit}", f"price_{longer.unit}")
                    values = {"name": first[unit].name, "other": first[usual.to].name}
                    yield from _unusual(questions, ratio, (usual.low, usual.high), usual.code, values)


def pass_violations(uses: int, price: Decimal, unit: Decimal, name: str = "pass") -> Iterator[Violation]:
    """A pass that saves nothing on ``uses`` at ``unit`` euros each, or that saves unusually little or much."""
    questions, full_price = ("price_pass", "pass_uses"), uses * unit
    if price >= full_price:
        yield Violation(
            questions, "prices.pass", {"pass_price": price, "uses": uses, "unit": unit, "whole": full_price}
        )
    else:
        yield from _unusual(questions, price / full_price, USUAL_PASS, "prices.unusual_pass", {"name": name})


def _unusual(
    questions: tuple[str, ...], ratio: Decimal, usual: tuple[Decimal, Decimal], code: str, names: Mapping[str, str]
) -> Iterator[Violation]:
    low, high = usual
    if not low <= ratio <= high:
        yield Violation(questions, code, {**names, "ratio": round(ratio, 2), "low": low, "high": high}, "warning")


def capacity_violations(residents: int | None, occasional: int | None, target: int | None) -> Iterator[Violation]:
    """A target below the number of coworkers of today, as far as it is known; None is not judged."""
    today = (residents or 0) + (occasional or 0)
    if target is not None and today > target:
        values = {"today": today, "target": target}
        yield Violation(("target_coworkers",), "capacity.target", values, "warning")


def service_violations(
    offered: Mapping[str, bool | None], operators: Mapping[str, str | None], several: bool
) -> Iterator[Violation]:
    """Contradictions of the ``offered`` services, their operators' names (None: unknown) and the governance model."""
    if all(offer is False for offer in offered.values()):
        yield Violation(tuple(f"has_{service}" for service in offered), "services.none")
    for service, name in operators.items():
        if name and offered[service] is False:
            values = {"service": service, "operator": name}
            yield Violation((f"has_{service}", f"{service}_operator"), "services.off", values)
    names = {name.casefold(): name for service, name in operators.items() if name and offered[service] is not False}
    if len(names) > 1 and not several:
        questions = (
            "governance_model",
            *(f"{service}_operator" for service in operators if offered[service] is not False),
        )
        yield Violation(questions, "services.several", {"operators": ", ".join(names.values())})


def share_violations(percents: Sequence[Decimal], organisations: Iterable[str]) -> Iterator[Violation]:
    """The rules that the percents by which ``organisations`` share the common costs break."""
    names = list(organisations)
    if len(names) == 1 and sum(percents) == 100:
        if len(percents) > 1:
            yield Violation(("common_costs_split",), "shares.alone", {"organisation": names[0]}, "warning")
        return
    if len(percents) != len(names):
        values = {"parts": len(percents), "count": len(names), "organisations": ", ".join(names)}
        yield Violation(("common_costs_split",), "shares.count", values)
    elif sum(percents) != 100:
        yield Violation(("common_costs_split",), "shares.sum", {"sum": sum(percents)})
