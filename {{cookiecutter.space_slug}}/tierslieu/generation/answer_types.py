"""The types of answers: how one is read from what a person types, and written as it could be typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tierslieu.core import money, rules

#: What a person types for a fact that is not known yet.
UNKNOWN = ("", "?")
#: The choice of who has not decided yet.
UNDECIDED = "plus-tard"
LARGEST_NUMBER = 10_000
#: The languages in which a new place can be written: those of ``templates/``.
LANGUAGES = tuple(sorted(path.name for path in Path(__file__).with_name("templates").iterdir()))
FEWEST_USES, MOST_USES = 2, 100


class RefusedAnswer(Exception):
    """An answer that can't be read: a message code and the values of its text."""

    def __init__(self, code: str, **values: Any):
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True)
class AnswerType:
    """``parse`` reads an answer or raises ``RefusedAnswer``; ``write`` is its inverse.

    ``choices`` are the only answers, when there are any, with the files of a folder of ``vocabulary/`` when
    ``vocabulary`` names one. An unknown answer, or the choice ``UNDECIDED``, is None; what is ``required`` is refused
    when unknown, and so is an empty choice.
    """

    name: str
    parse: Callable[[str], Any] = str
    write: Callable[[Any], str] = str
    required: bool = False
    choices: tuple[str, ...] = ()
    vocabulary: str = ""

    @property
    def is_choice(self) -> bool:
        """Whether only some answers are possible."""
        return bool(self.choices or self.vocabulary)

    def choices_in(self, root: Path) -> tuple[str, ...]:
        """The choices in the place in ``root``; empty when any answer is possible."""
        if not self.vocabulary:
            return self.choices
        return (*self.choices, *sorted(path.stem for path in (root / "vocabulary" / self.vocabulary).glob("*.yaml")))

    def read(self, value: str, root: Path) -> Any:
        """The answer ``value`` in the place in ``root``; raises ``RefusedAnswer``."""
        code = rules.text_fault(value)
        if code:
            raise RefusedAnswer(code, longest=rules.LONGEST_TEXT)
        if self.is_choice and value not in (choices := self.choices_in(root)):
            raise RefusedAnswer("answer.choice", choices=", ".join(choices))
        if self.is_choice and value == UNDECIDED:
            return None
        if value not in UNKNOWN:
            return self.parse(value)
        if self.required:
            raise RefusedAnswer("answer.required")
        return None


def _checked(accept: Callable[[str], bool], code: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if not accept(value):
            raise RefusedAnswer(code)
        return value

    return parse


def _website(value: str) -> str:
    address = value if "://" in value else f"https://{value}"
    return _checked(rules.is_website, "answer.website")(address)


def _price(value: str) -> Decimal:
    try:
        amount = money.parse_amount(value)
    except ValueError:
        raise RefusedAnswer("answer.amount") from None
    if not 0 < amount <= money.LARGEST_PRICE:
        raise RefusedAnswer("answer.amount_range", largest=money.LARGEST_PRICE)
    return amount


def _count(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", value) or int(value) > LARGEST_NUMBER:
        raise RefusedAnswer("answer.number", largest=LARGEST_NUMBER)
    return int(value)


def _uses(value: str) -> int:
    count = _count(value)
    if not FEWEST_USES <= count <= MOST_USES:
        raise RefusedAnswer("answer.uses")
    return count


def _percent(value: str) -> Decimal:
    try:
        (percent,) = money.parse_split(value)
    except ValueError:
        raise RefusedAnswer("answer.percent") from None
    if percent > 100:
        raise RefusedAnswer("answer.percent")
    return percent


def _split(value: str) -> list[Decimal]:
    try:
        return money.parse_split(value)
    except ValueError:
        raise RefusedAnswer("answer.split") from None


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


TEXT = AnswerType("text")
NAME = AnswerType("name", required=True)
SLUG = AnswerType("slug", _checked(rules.is_slug, "answer.slug"), required=True)
POSTAL_CODE = AnswerType("postal_code", _checked(rules.is_postal_code, "answer.postal_code"))
EMAIL = AnswerType("email", _checked(rules.is_email, "answer.email"))
PHONE = AnswerType("phone", _checked(rules.is_phone, "answer.phone"))
WEBSITE = AnswerType("website", _website)
#: Euros and cents.
PRICE = AnswerType("price", _price, money.canonical)
COUNT = AnswerType("count", _count)
USES = AnswerType("uses", _uses)
PERCENT = AnswerType("percent", _percent, _plain)
#: Percents, one for each organisation.
SPLIT = AnswerType("split", _split, lambda percents: "/".join(map(_plain, percents)))
YES_NO = AnswerType("choice", choices=(UNDECIDED, "oui", "non"), write=lambda value: "oui" if value else "non")
LANGUAGE = AnswerType("choice", choices=LANGUAGES)
GOVERNANCE_MODEL = AnswerType("choice", choices=(UNDECIDED,), vocabulary="governance_models")
LICENCE = AnswerType("choice", choices=("CC-BY-SA-4.0", "CC-BY-4.0", "CC0-1.0"))
