"""Turns the errors of pydantic into problems, in words for people who do not program."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from tierslieu.core import yaml_reader
from tierslieu.core.problems import Problem, closest

#: Message codes by type of pydantic error; for other types, the message quotes that of pydantic.
_CODES = {
    "missing": "config.missing",
    "extra_forbidden": "config.unknown",
    "amount": "config.amount",
    "shape": "config.shape",
    "yes_no": "config.yes_no",
    "string_type": "config.text",
    "string_too_short": "config.text",
    "string_pattern_mismatch": "config.pattern",
    "literal_error": "config.choice",
    "int_type": "config.integer",
    "int_parsing": "config.integer",
    "int_from_float": "config.integer",
    "decimal_type": "config.number",
    "decimal_parsing": "config.number",
    "float_type": "config.number",
    "float_parsing": "config.number",
    "greater_than_equal": "config.range",
    "less_than_equal": "config.range",
    "date_type": "config.date",
    "date_parsing": "config.date",
    "date_from_datetime_parsing": "config.date",
    "datetime_type": "config.datetime",
    "datetime_parsing": "config.datetime",
    "datetime_from_date_parsing": "config.datetime",
    "dict_type": "config.mapping",
    "model_type": "config.mapping",
    "tuple_type": "config.list",
    "too_short": "config.empty",
}
#: Codes that are replaced when the value is a mapping, since lines below the key are then indented by mistake.
_OF_SCALARS = {
    f"config.{kind}" for kind in ("amount", "yes_no", "text", "choice", "integer", "number", "date", "datetime")
}


def problems_of(
    error: ValidationError, model: type[BaseModel], path: str, document: yaml_reader.YamlDocument
) -> Iterator[Problem]:
    """A problem for each of the errors, with the line of the value."""
    details = error.errors(include_url=False)
    for detail in details:
        if detail["type"] == "too_short" and any(_is_inside(other["loc"], detail["loc"]) for other in details):
            continue  # pydantic counts only the valid elements
        kind = detail["type"]
        # The model has a text for all languages under an empty key, which is not in the file.
        unwritten = ("[key]",) if kind == "extra_forbidden" else ("[key]", "")
        location = tuple(part for part in detail["loc"] if part not in unwritten)
        context = detail.get("ctx", {})
        values: dict[str, Any] = {
            "key": ".".join(str(part) for part in location) or "–",
            "value": _short(detail["input"]),
            "detail": detail["msg"],
            # Pydantic lists the choices in English: 'ttc' or 'ht'.
            "expected": ", ".join(re.findall("'([^']*)'", context.get("expected", ""))),
            "bound": context.get("ge", context.get("le", "")),
            "closest": "",
        }
        if kind == "extra_forbidden":
            values["closest"] = closest(str(location[-1]), _keys_at(model, location[:-1]))
        code = _CODES.get(kind, "config.invalid")
        if code in _OF_SCALARS and isinstance(detail["input"], dict):
            code = "config.indented"
        yield Problem(code, values, path, document.line(location))


def _is_inside(location: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(location) > len(outer) and location[: len(outer)] == outer


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


def _keys_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The keys that ``model`` has at ``location``."""
    current: Any = model
    for part in location:
        current = _model_in(current)
        if isinstance(current, type) and issubclass(current, BaseModel):
            fields = {field.alias or name: field for name, field in current.model_fields.items()}
            current = fields[str(part)].annotation if str(part) in fields else current
    current = _model_in(current)
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [field.alias or name for name, field in current.model_fields.items()]
    return []


def _model_in(annotation: Any) -> Any:
    """The model inside an optional, a mapping or a list."""
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType, dict, tuple, list):
        for argument in reversed(typing.get_args(annotation)):
            inner = _model_in(argument)
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                return inner
    return annotation
