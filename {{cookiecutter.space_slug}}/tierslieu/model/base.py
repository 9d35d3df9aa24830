"""The base class of the model, and the types of values that people may write in several ways."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from tierslieu.core.money import parse_amount


class Model(BaseModel):
    """A part of a space: immutable; an unknown key is refused."""

    # Deferred: most commands use a few of the models, and a model inside another is not built twice.
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)


def _amount(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise PydanticCustomError("amount", "amount", {"value": value})
    try:
        return parse_amount(str(value))
    except ValueError:
        raise PydanticCustomError("amount", "amount", {"value": value}) from None


def _yes_no(value: Any) -> Any:
    answers = {"oui": True, "non": False, "yes": True, "no": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in answers:
        return answers[value.lower()]
    raise PydanticCustomError("yes_no", "yes_no", {"value": value})


def section(value: Any) -> Any:
    """For an optional section: ``oui`` is a section without any key, ``non`` is None."""
    if isinstance(value, dict | BaseModel) or value is None:
        return value
    return {} if _yes_no(value) else None


def _text(value: Any) -> Any:
    """A number as a text: a postal code or a SIREN is often written without quotes."""
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


#: An amount in euros, exact to the cent; ``9``, ``9.50`` and ``9,50 €`` are all accepted.
Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    PlainSerializer(str),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": "^[0-9]"}]}),
]
#: ``oui`` or ``non`` (``true`` and ``false`` too).
YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": ["oui", "non", True, False]})]
#: A text; digits need no quotes.
Text = Annotated[str, BeforeValidator(_text), Field(min_length=1)]
#: A text shown to readers: the same for all languages (under the key ""), or by locale.
Localised = Annotated[
    dict[str, Text],
    BeforeValidator(lambda value: value if isinstance(value, dict) or value is None else {"": value}),
    Field(min_length=1),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number"]},
                {"type": "object", "additionalProperties": {"type": ["string", "number"]}, "minProperties": 1},
            ]
        }
    ),
]
#: A percent, 0 to 100.
Percent = Annotated[Decimal, Field(ge=0, le=100), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100})]
#: A short name in the configuration: lower-case letters, digits, ``-`` and ``_``.
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]


class Dated(Protocol):
    """An entry that holds from a day until the next entry; without a day, from the beginning."""

    @property
    def start(self) -> dt.date | None:
        """The first day."""


D = TypeVar("D", bound=Dated)


def in_force(entries: Sequence[D], day: dt.date) -> D | None:
    """The entry of ``entries``, oldest first, that holds on ``day``; None when none has begun."""
    return next((entry for entry in reversed(entries) if entry.start is None or entry.start <= day), None)
