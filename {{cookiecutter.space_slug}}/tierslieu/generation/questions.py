"""The questions of the kit: how each answer is read, one by one.

An empty answer, or ``?``, means "not known yet" and becomes None, a blank. The names are those of
``cookiecutter.json`` and never change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from tierslieu.core import money, rules
from tierslieu.core.rules import Violation

Answers = dict[str, Any]
Reader = Callable[[str], Any]

LICENCES = ("CC-BY-SA-4.0", "CC-BY-4.0", "CC0-1.0")
LARGEST_NUMBER = 10_000


class RefusedAnswers(Exception):
    """An answer that can't be read: the message code, and the values of its text."""

    def __init__(self, code: str, **values: Any):
        super().__init__(code)
        self.code, self.values = code, values


def readers(root: Path) -> dict[str, Reader]:
    """How to read the answer to each question; choices come from the ``vocabulary/`` of the place in ``root``."""
    yes_no = _choice(("oui", "non"))
    return {
        "space_name": _required,
        "space_slug": str,
        "territory": str,
        "city": str,
        "postal_code": _checked(rules.is_postal_code, "answer.postal_code"),
        "address": str,
        "email": _checked(rules.is_email, "answer.email"),
        "phone": _checked(rules.is_phone, "answer.phone"),
        "website": _website,
        "language": _choice(_files(root, "locales")),
        "has_coworking": yes_no,
        "has_mediation": yes_no,
        "has_support": yes_no,
        "governance_model": _choice(_files(root, "governance_models")),
        "coworking_operator": str,
        "mediation_operator": str,
        "support_operator": str,
        "common_costs_split": _split,
        "solidarity_share": _percent,
        "desks": _number,
        "residents": _number,
        "occasional": _number,
        "target_coworkers": _number,
        "price_half_day": _price,
        "price_day": _price,
        "price_month": _price,
        "pass_uses": _uses,
        "price_pass": _price,
        "golden_ticket": yes_no,
        "parent_space": str,
        "licence": _choice(LICENCES),
    }


def read(raw: Mapping[str, Any], root: Path) -> tuple[Answers, list[Violation]]:
    """Read every answer; those that can't be read are left out, each with its fault."""
    answers: Answers = {}
    faults: list[Violation] = []
    for question, reader in readers(root).items():
        value = "" if raw.get(question) is None else str(raw[question])
        try:
            answers[question] = _read_one(value, reader)
        except RefusedAnswers as refused:
            faults.append(Violation((question,), refused.code, {"value": value, **refused.values}))
    return answers, faults


def _read_one(value: str, reader: Reader) -> Any:
    code = rules.text_fault(value)
    if code:
        raise RefusedAnswers(code, longest=rules.LONGEST_TEXT)
    unknown = value in ("", "?")
    if unknown and reader is not _required and not hasattr(reader, "choices"):
        return None
    return reader(value)


def _files(root: Path, folder: str) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (root / "vocabulary" / folder).glob("*.yaml")))


def _choice(choices: tuple[str, ...]) -> Reader:
    def reader(value: str) -> str:
        if value not in choices:
            raise RefusedAnswers("answer.choice", choices=", ".join(choices))
        return value

    reader.choices = choices  # type: ignore[attr-defined]
    return reader


def _checked(accept: Callable[[str], bool], code: str) -> Reader:
    def reader(value: str) -> str:
        if not accept(value):
            raise RefusedAnswers(code)
        return value

    return reader


def _required(value: str) -> str:
    if value in ("", "?"):
        raise RefusedAnswers("answer.required")
    return value


def _website(value: str) -> str:
    address = value if "://" in value else f"https://{value}"
    if not rules.is_website(address):
        raise RefusedAnswers("answer.website")
    return address


def _price(value: str) -> Decimal:
    try:
        amount = money.parse_amount(value)
    except ValueError:
        raise RefusedAnswers("answer.amount") from None
    if not 0 < amount <= money.LARGEST_PRICE:
        raise RefusedAnswers("answer.amount_range", largest=money.LARGEST_PRICE)
    return amount


def _number(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", value) or int(value) > LARGEST_NUMBER:
        raise RefusedAnswers("answer.number", largest=LARGEST_NUMBER)
    return int(value)


def _uses(value: str) -> int:
    number = _number(value)
    if not 2 <= number <= 100:
        raise RefusedAnswers("answer.uses")
    return number


def _percent(value: str) -> Decimal:
    try:
        (percent,) = money.parse_split(value)
    except ValueError:
        raise RefusedAnswers("answer.percent") from None
    if percent > 100:
        raise RefusedAnswers("answer.percent")
    return percent


def _split(value: str) -> list[Decimal]:
    try:
        return money.parse_split(value)
    except ValueError:
        raise RefusedAnswers("answer.split") from None
