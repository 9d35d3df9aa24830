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
from typing import Any

from tierslieu.problems import Level

LONGEST_TEXT = 150
#: half-day / day, month / day, and pass / price of its uses one by one: outside these, a grid is unusual.
USUAL_HALF_DAY = (Decimal("0.45"), Decimal("0.75"))
USUAL_MONTH = (Decimal(5), Decimal(20))
USUAL_PASS = (Decimal("0.60"), Decimal("0.95"))

_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
_WEBSITE = re.compile(
    r"https?://(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}(?::[0-9]{1,5})?(?:[/?#][^\s<>\"\\]*)?", re.IGNORECASE
)
_POSTAL_CODE = re.compile(r"(?:0[1-9]|[1-8][0-9]|9[0-8])[0-9]{3}")
_PHONE = re.compile(r"(?:0[1-9][0-9]{8}|\+[1-9][0-9]{7,14})")


@dataclass(frozen=True)
class Fault:
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


def grid_faults(
    half_day: Decimal | None,
    day: Decimal | None,
    month: Decimal | None,
    pass_uses: int | None,
    pass_price: Decimal | None,
    pass_unit: Decimal | None,
) -> Iterator[Fault]:
    """What is wrong or unusual in a price grid, in euros; what is unknown is not judged.

    ``pass_unit`` is the price of the offer that one use of the pass opens.
    """
    if half_day and day:
        questions: tuple[str, ...] = ("price_half_day", "price_day")
        if half_day >= day:
            yield Fault(questions, "prices.half_day", {"half_day": half_day, "day": day})
        else:
            yield from _unusual(questions, half_day / day, USUAL_HALF_DAY, "prices.unusual_half_day")
    if day and month:
        questions = ("price_day", "price_month")
        if month <= day:
            yield Fault(questions, "prices.month", {"day": day, "month": month})
        else:
            yield from _unusual(questions, month / day, USUAL_MONTH, "prices.unusual_month")
    if pass_price and pass_uses and pass_unit:
        questions = ("price_pass", "pass_uses")
        whole = pass_uses * pass_unit
        if pass_price >= whole:
            values = {"pass_price": pass_price, "uses": pass_uses, "unit": pass_unit, "whole": whole}
            yield Fault(questions, "prices.pass", values)
        else:
            yield from _unusual(questions, pass_price / whole, USUAL_PASS, "prices.unusual_pass")


def _unusual(questions: tuple[str, ...], ratio: Decimal, usual: tuple[Decimal, Decimal], code: str) -> Iterator[Fault]:
    low, high = usual
    if not low <= ratio <= high:
        yield Fault(questions, code, {"ratio": round(ratio, 2), "low": low, "high": high}, "warning")


def capacity_faults(residents: int | None, occasional: int | None, target: int | None) -> Iterator[Fault]:
    """What is unusual in the numbers of people; what is unknown is not judged."""
    if residents is not None and occasional is not None and target is not None and residents + occasional > target:
        values = {"today": residents + occasional, "target": target}
        yield Fault(("target_coworkers",), "capacity.target", values, "warning")


def service_faults(on: Mapping[str, bool], operators: Mapping[str, str | None], several: bool) -> Iterator[Fault]:
    """Contradictions between the services that are on, who runs them, and the governance model.

    ``operators`` gives the name of each service's operator, or None while it is unknown; ``several`` says whether the
    model lets services have different operators.
    """
    if not any(on.values()):
        yield Fault(tuple(f"has_{service}" for service in on), "services.none")
    for service, name in operators.items():
        if name and not on[service]:
            concerned = (f"has_{service}", f"{service}_operator")
            yield Fault(concerned, "services.off", {"service": service, "operator": name})
    names = {name.casefold(): name for service, name in operators.items() if name and on[service]}
    if len(names) > 1 and not several:
        questions = ("governance_model", *(f"{service}_operator" for service in operators if on[service]))
        yield Fault(questions, "services.several", {"operators": ", ".join(names.values())})


def share_faults(parts: Sequence[Decimal], organisations: Iterable[str]) -> Iterator[Fault]:
    """What is wrong with the percents by which ``organisations`` share the common costs."""
    names = list(organisations)
    if len(names) == 1 and sum(parts) == 100:
        if len(parts) > 1:
            yield Fault(("common_costs_split",), "shares.alone", {"organisation": names[0]}, "warning")
        return
    if len(parts) != len(names):
        values = {"parts": len(parts), "count": len(names), "organisations": ", ".join(names)}
        yield Fault(("common_costs_split",), "shares.count", values)
    elif sum(parts) != 100:
        yield Fault(("common_costs_split",), "shares.sum", {"sum": sum(parts)})
