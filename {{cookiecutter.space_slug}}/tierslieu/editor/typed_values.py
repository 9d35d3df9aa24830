"""A value of a file as people type it in a form, and what they typed as a value of a file."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from tierslieu.core import money, rules
from tierslieu.core.folding import fold
from tierslieu.core.yaml_edit import Inline
from tierslieu.generation.answer_types import UNKNOWN, RefusedAnswer
from tierslieu.loading.corrections import corrected
from tierslieu.model.month_register import SignedAmount

from .form_fields import Control

YES, NO = "yes", "no"
_SIGNED: TypeAdapter[Decimal] = TypeAdapter(SignedAmount)
_KNOWN_OR_NOT = (Control.AMOUNT, Control.SIGNED, Control.NUMBER, Control.WHOLE, Control.DATE, Control.MOMENT)
_ANSWERS = {"oui": YES, "yes": YES, "true": YES, "non": NO, "no": NO, "false": NO}
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(.*)")
_NO_SECONDS = re.compile(r"(\d\d:\d\d):00\Z")
#: Thousands may be parted by spaces.
_NUMBER = re.compile(r"[-\N{MINUS SIGN}]?(?:\d+|\d{1,3}(?: \d{3})+)(?:[.,]\d+)?(?: ?%)?")
#: A day and nothing else: 31/01/2027, dimanche 31 janvier 2027, 2027-01-31.
_TYPED_DAY = re.compile(
    r"(?:[a-z]+di |dimanche )?\d{1,2}(?:er)?[ /.-](?:[a-z]+|\d{1,2})[ /.-]\d{4}|\d{4}[ /.-]\d{1,2}[ /.-]\d{1,2}"
)
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009"), " ")


def written(value: Any, control: Control, language: str) -> str:
    """``value`` as a person types it in ``language``; as the file has it where it is not of the kind of ``control``."""
    if value is None:
        return ""
    if control is Control.YES_NO:
        return _ANSWERS.get(str(value).lower(), str(value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", "," if language == "fr" and control is not Control.LINE else ".")
    text = str(value).replace("\r\n", "\n")
    if control is Control.MOMENT:
        text = _NO_SECONDS.sub(r"\1", text)
    if control in (Control.DATE, Control.MOMENT) and language == "fr" and (day := _DAY.fullmatch(text)):
        return f"{day[3]}/{day[2]}/{day[1]}{day[4]}"
    return text


def read(text: str, control: Control, like: Any, language: str) -> Any:
    """The value that ``text`` means, None if it is empty, in the style of ``like``, which it replaces.

    Raises ``RefusedAnswer`` for what can't be read, or could mean two things.
    """
    text = text.replace("\r\n", "\n").strip()
    if not text or (control in _KNOWN_OR_NOT and text in UNKNOWN):
        return None
    if any(rules.text_fault(line.strip()) == "answer.control" for line in text.split("\n")):
        raise RefusedAnswer("answer.control", value=text)
    if control is Control.YES_NO:
        return _yes_no(text, like, language)
    if control in (Control.AMOUNT, Control.SIGNED):
        return _amount(text, like, control)
    if control in (Control.NUMBER, Control.WHOLE):
        return _number(text, control)
    if control is Control.DATE:
        return _day(text, "form.date")
    if control is Control.MOMENT:
        return _moment(text)
    return text


def read_day(text: str, language: str) -> dt.date | None:
    """The day that ``text`` means, None if it is empty; raises ``RefusedAnswer`` as ``read``."""
    day = read(text, Control.DATE, None, language)
    return dt.date.fromisoformat(str(day)) if day else None


def _yes_no(text: str, like: Any, language: str) -> Any:
    if isinstance(like, bool):
        return Inline("true" if text == YES else "false")
    in_english = str(like).lower() in (YES, NO) or (like is None and language != "fr")
    return Inline(text if in_english else {YES: "oui", NO: "non"}[text])


def _amount(text: str, like: Any, control: Control) -> Any:
    try:
        amount = money.parse_amount(text) if control is Control.AMOUNT else _SIGNED.validate_python(text)
    except ValueError:
        raise RefusedAnswer("answer.amount", value=text) from None
    if isinstance(like, Decimal) or amount != int(amount):
        return Inline(money.canonical(amount))
    return int(amount)


def _number(text: str, control: Control) -> Any:
    plain = text.translate(_SPACES)
    if not _NUMBER.fullmatch(plain):
        raise RefusedAnswer("form.number" if control is Control.NUMBER else "form.whole_number", value=text)
    plain = plain.removesuffix("%").replace(" ", "").replace(",", ".").replace("\N{MINUS SIGN}", "-")
    if "." not in plain:
        return int(plain)
    if control is Control.WHOLE:
        raise RefusedAnswer("form.whole_number", value=text)
    return Decimal(plain)


def _day(text: str, code: str) -> str:
    day = corrected("config.date", text, [], "") if _TYPED_DAY.fullmatch(fold(text)) else None
    if day is None:
        raise RefusedAnswer(code, value=text)
    return day


def _moment(text: str) -> str:
    """A day with an hour or, without any, the day alone."""
    if _TYPED_DAY.fullmatch(fold(text)):
        return _day(text, "form.moment")
    moment = corrected("config.datetime", text, [], "")
    if moment is None:
        raise RefusedAnswer("form.moment", value=text)
    return moment
