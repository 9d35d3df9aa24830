"""The rules that the hooks and ``./lieu check`` share: plain values in, faults out.

A fault names the questions it is about; the hooks ask them again, ``check`` looks up where they stand in ``config/``.
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

LONGEST_TEXT = 150
#: What time is sold by, from the shortest to the longest; a nomad has no desk of their own.
UNITS = ("hour", "half_day", "day", "week", "month_nomad", "month", "year")
#: By kind of thing: a unit, the unit it is compared with, the lowest and highest usual ratio of their prices, a code.
USUAL: dict[str, tuple[tuple[str, str, Decimal, Decimal, str], ...]] = {
    "desk": (
        ("half_day", "day", Decimal("0.45"), Decimal("0.75"), "prices.unusual_half_day"),
        ("month", "day", Decimal(5), Decimal(20), "prices.unusual_month"),
    ),
    "room": (
        ("half_day", "hour", Decimal(2), Decimal("3.5"), "prices.unusual_room_half_day"),
        ("day", "hour", Decimal(4), Decimal(6), "prices.unusual_room_day"),
    ),
}
#: The price of a pass over that of its uses one by one.
USUAL_PASS = (Decimal("0.60"), Decimal("0.95"))
#: What is said of two units next to each other when the longer one costs no more.
_LONGER = {
    ("half_day", "day"): "prices.half_day",
    ("day", "month"): "prices.month",
    ("month_nomad", "month"): "prices.nomad",
}

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
    """The code of what makes ``value`` unfit to be shown as typed, if anything."""
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
class Priced:
    """What one ``unit`` of a thing costs, in euros, and the ``name`` under which its price is written."""

    unit: str
    name: str
    amount: Decimal


def grid_faults(
    half_day: Decimal | None,
    day: Decimal | None,
    month: Decimal | None,
    pass_uses: int | None,
    pass_price: Decimal | None,
    pass_unit: Decimal | None,
) -> Iterator[Violation]:
    """What is wrong or unusual in the prices of a desk, in euros; what is unknown is not judged.

    ``pass_unit`` is the price of the offer that one use of the pass opens.
    """
    amounts = {"half_day": half_day, "day": day, "month": month}
    priced = [Priced(unit, unit, amount) for unit, amount in amounts.items() if amount]
    yield from time_faults(priced)
    yield from ratio_faults("desk", priced)
    if pass_price and pass_uses and pass_unit:
        yield from pass_faults(pass_uses, pass_price, pass_unit)


def time_faults(priced: Iterable[Priced]) -> Iterator[Violation]:
    """Longer units of one thing that don't cost more than the next shorter one; a resident's month may cost a nomad's."""
    by_unit: dict[str, list[Priced]] = {}
    for one in sorted(priced, key=lambda one: UNITS.index(one.unit)):
        by_unit.setdefault(one.unit, []).append(one)
    for shorter, longer in pairwise(by_unit):
        for less, more in product(by_unit[shorter], by_unit[longer]):
            same = less.amount == more.amount and (shorter, longer) == ("month_nomad", "month")
            if less.amount >= more.amount and not same:
                values = {"shorter": less.name, "longer": more.name, "less": less.amount, "more": more.amount}
                code = _LONGER.get((shorter, longer), "prices.longer")
                yield Violation((f"price_{shorter}", f"price_{longer}"), code, values)


def ratio_faults(kind: str, priced: Iterable[Priced]) -> Iterator[Violation]:
    """Unusual ratios between the prices of a thing; those that are wrong are left to ``time_faults``."""
    amounts: dict[str, Priced] = {}
    for one in priced:
        amounts.setdefault(one.unit, one)
    for unit, other, low, high, code in USUAL.get(kind, ()):
        if unit in amounts and other in amounts:
            shorter, longer = sorted((amounts[unit], amounts[other]), key=lambda one: UNITS.index(one.unit))
            if shorter.amount < longer.amount:
                ratio = amounts[unit].amount / amounts[other].amount
                questions = (f"price_{shorter.unit}", f"price_{longer.unit}")
                yield from _unusual(questions, ratio, (low, high), code, amounts[unit].name)


def pass_faults(uses: int, price: Decimal, unit: Decimal, name: str = "pass") -> Iterator[Violation]:
    """A pass that saves nothing over ``uses`` at ``unit`` euros each, or that saves unusually little or much."""
    questions, whole = ("price_pass", "pass_uses"), uses * unit
    if price >= whole:
        yield Violation(questions, "prices.pass", {"pass_price": price, "uses": uses, "unit": unit, "whole": whole})
    else:
        yield from _unusual(questions, price / whole, USUAL_PASS, "prices.unusual_pass", name)


def _unusual(
    questions: tuple[str, ...], ratio: Decimal, usual: tuple[Decimal, Decimal], code: str, name: str
) -> Iterator[Violation]:
    low, high = usual
    if not low <= ratio <= high:
        yield Violation(questions, code, {"name": name, "ratio": round(ratio, 2), "low": low, "high": high}, "warning")


def capacity_faults(residents: int | None, occasional: int | None, target: int | None) -> Iterator[Violation]:
    """What is unusual in the numbers of people; what is unknown is not judged."""
    if residents is not None and occasional is not None and target is not None and residents + occasional > target:
        values = {"today": residents + occasional, "target": target}
        yield Violation(("target_coworkers",), "capacity.target", values, "warning")


def service_faults(on: Mapping[str, bool], operators: Mapping[str, str | None], several: bool) -> Iterator[Violation]:
    """Contradictions between the services that are on, who runs them, and the governance model.

    ``operators`` gives the name of each service's operator, or None while it is unknown; ``several`` says whether the
    model lets services have different operators.
    """
    if not any(on.values()):
        yield Violation(tuple(f"has_{service}" for service in on), "services.none")
    for service, name in operators.items():
        if name and not on[service]:
            concerned = (f"has_{service}", f"{service}_operator")
            yield Violation(concerned, "services.off", {"service": service, "operator": name})
    names = {name.casefold(): name for service, name in operators.items() if name and on[service]}
    if len(names) > 1 and not several:
        questions = ("governance_model", *(f"{service}_operator" for service in operators if on[service]))
        yield Violation(questions, "services.several", {"operators": ", ".join(names.values())})


def share_faults(parts: Sequence[Decimal], organisations: Iterable[str]) -> Iterator[Violation]:
    """What is wrong with the percents by which ``organisations`` share the common costs."""
    names = list(organisations)
    if len(names) == 1 and sum(parts) == 100:
        if len(parts) > 1:
            yield Violation(("common_costs_split",), "shares.alone", {"organisation": names[0]}, "warning")
        return
    if len(parts) != len(names):
        values = {"parts": len(parts), "count": len(names), "organisations": ", ".join(names)}
        yield Violation(("common_costs_split",), "shares.count", values)
    elif sum(parts) != 100:
        yield Violation(("common_costs_split",), "shares.sum", {"sum": sum(parts)})
