"""What every part of the model shares: strictness, and the types that people write in their own way."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from tierslieu.core.money import parse_amount


class Model(BaseModel):
    """A part of a space: immutable, and without room for an unknown key."""

    # Deferred: most commands read a few of the models, and a model inside another is not built twice.
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
    """``oui`` as a section without any key, and ``non`` as none: for what may be there with its own rules, or not."""
    if isinstance(value, dict | BaseModel) or value is None:
        return value
    return {} if _yes_no(value) else None


def _text(value: Any) -> Any:
    """Accept a number where a text is meant: a postal code or a SIREN is often written without quotes."""
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


#: An amount in euros, exact to the cent; ``9``, ``9.50`` and ``9,50 €`` are all accepted.
Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    PlainSerializer(str),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": "^[0-9]"}]}),
]
#: ``oui`` or ``non`` (``true`` and ``false`` too).
YesNo = Annotated[
    bool,
    BeforeValidator(_yes_no),
    WithJsonSchema({"enum": ["oui", "non", True, False]}),
]
#: A text; digits need no quotes.
Text = Annotated[str, BeforeValidator(_text), Field(min_length=1)]
#: A text shown to readers: one for all languages (kept under an empty name), or one for each, by locale.
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
Percent = Annotated[
    Decimal,
    Field(ge=0, le=100),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100}),
]
#: The name of a thing inside the configuration: lower-case letters, digits, ``-`` and ``_``.
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
