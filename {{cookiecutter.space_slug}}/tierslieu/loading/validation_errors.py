"""Turns the errors of pydantic into problems, in words for people who do not program."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from tierslieu.core import yaml_reader
from tierslieu.core.folding import fold
from tierslieu.core.problems import Problem, close_match
from tierslieu.core.yaml_faults import bare, colon_code, shortened, tight_item, tight_pair
from tierslieu.i18n import messages

from .corrections import EXAMPLES, corrected, days_of_month

#: Message codes by type of pydantic error; those of other types have one message, as pydantic's are in English.
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

#: What a value looks like, by message code, for an example to type.
_EXAMPLES = {
    "config.amount": "9.50",
    "config.yes_no": "oui",
    "config.text": '"…"',
    "config.no_text": '"…"',
    "config.integer": "10",
    "config.number": "12.5",
    "config.date": "2027-01-31",
    "config.datetime": "2027-01-31 14:00",
    "config.list": "[…]",
}


def problems_of(
    error: ValidationError, model: type[BaseModel], path: str, document: yaml_reader.YamlDocument
) -> Iterator[Problem]:
    """A problem for each of the errors, with the line of the value; for what a ``#`` cut, the cut."""
    cuts = {fault.line: fault for fault in document.warnings if fault.code.startswith("yaml.cut")}
    details = error.errors(include_url=False)
    misspelt = {place for detail in details if (place := _place_meant(detail, model))}
    for detail in details:
        if detail["type"] == "missing" and detail["loc"] in misspelt:
            continue  # there, under another name
        if detail["type"] == "too_short" and any(_is_inside(other["loc"], detail["loc"]) for other in details):
            continue  # pydantic counts only the valid elements
        is_key = detail["loc"][-1:] == ("[key]",) and detail["type"] != "extra_forbidden"
        # The model has a text for all languages under an empty key, which is not in the file.
        unwritten = ("[key]",) if detail["type"] == "extra_forbidden" else ("[key]", "")
        location = tuple(part for part in detail["loc"] if part not in unwritten)
        line = document.line(location)
        if line in cuts and cuts[line].line == line:
            yield Problem("yaml.cut_needed", cuts[line].values, path, line)
            continue
        code, values = _message(detail, location, model, is_key=is_key)
        if {"name", "line"} <= values.keys():  # the pair may stand in braces, or after a dash
            pair = f"{values['name']}: {detail['input']}"
            values["line"] = document.with_change(line, pair, values["line"]) or values["line"]
        if code in _OF_SCALARS and isinstance(detail["input"], dict):
            child = next(iter(detail["input"]), "")
            below = document.line((*location, child))
            if below > line:
                code, values = "config.indented", values | {"line": line, "below": below, "child": child}
        if code == "config.missing" and path.endswith(".md") and len(location) == 1:
            code = "content.missing"
        yield Problem(code, values, path, line)


def _message(
    detail: Any, location: tuple[int | str, ...], model: type[BaseModel], *, is_key: bool
) -> tuple[str, dict[str, Any]]:
    """The message code of an error of pydantic, and its values; ``is_key`` if a key is wrong, not its value."""
    value, context = detail["input"], detail.get("ctx", {})
    code = _CODES.get(detail["type"], "config.invalid")
    if code == "config.text" and value in (None, ""):
        code = "config.no_text"
    if isinstance(value, str) and (stuck := _stuck(code, value)):
        return stuck[0], {"read": shortened(value), "line": stuck[1]}
    # Pydantic lists the choices in English: 'ttc' or 'ht'.
    expected = re.findall("'([^']*)'", context.get("expected", ""))
    pattern = context.get("pattern", "")
    name = str(location[-1]) if location and isinstance(location[-1], str) else ""
    values: dict[str, Any] = {
        "key": next((part for part in reversed(location) if isinstance(part, str)), "–"),
        "name": name,
        "value": "" if value is None else shortened(str(value)),
        "expected": ", ".join(expected),
        "bound": context.get("ge", context.get("le", "")),
    }
    mended = corrected(code, value, expected, pattern)
    if code == "config.yes_no" and mended and bare(str(value)) != value:
        code = "config.quoted_answer"
    if code in ("config.date", "config.datetime") and (days := days_of_month(value)):
        return "config.no_such_day", values | {"days": days}
    if code == "config.pattern" and (match := re.fullmatch(r"\^\[0-9\]\{(\d+)\}\$", pattern)):
        code, values["count"] = "config.digits", match[1]
    if code == "config.pattern" and pattern.startswith("^[a-z0-9][a-z0-9"):
        code = "config.short_name"
    example = EXAMPLES.get(pattern) or (expected[0] if expected else _EXAMPLES.get(code, "…"))
    if is_key:
        return "config.key", values | {"closest": mended or example}
    if code == "config.unknown":
        return _unknown_key(values, _keys_at(model, location[:-1]))
    return code, values | {"line": f"{name}: {mended or example}" if name else f"- {mended or example}"}


def _stuck(code: str, value: str) -> tuple[str, str] | None:
    """The message code of a text that is a pair or an element without its space, and the line to type."""
    if code == "config.mapping" and (pair := tight_pair(value)):
        return colon_code(value), pair
    if code == "config.list" and (item := tight_item(value.partition(" - ")[0])):
        return "yaml.dash_space", item
    return None


def _place_meant(detail: Any, model: type[BaseModel]) -> tuple[int | str, ...] | None:
    """Where the value of an unknown key most likely belongs."""
    if detail["type"] != "extra_forbidden":
        return None
    *parents, name = detail["loc"]
    match = _key_meant(str(name), _keys_at(model, tuple(parents)))
    return (*parents, match) if match else None


def _key_meant(name: str, keys: list[str]) -> str | None:
    words = {**_other_words("en"), **_other_words("fr")}.get(fold(name), [])
    return next((word for word in words if word in keys), None) or close_match(name, keys)


def _unknown_key(values: dict[str, Any], keys: list[str]) -> tuple[str, dict[str, Any]]:
    """The message for a key that the model does not have; ``keys`` are those that it has there."""
    match = _key_meant(values["name"], keys)
    if match is None:
        return "config.unknown_here", values | {"keys": ", ".join(keys)}
    code = "config.quoted_key" if bare(values["name"]) == match else "config.unknown"
    return code, values | {"closest": match}


@cache
def _other_words(language: str) -> dict[str, list[str]]:
    """The keys that people may mean by a word of ``language``, folded."""
    pairs = (pair.partition("=") for pair in messages.text(language, "config.other_words").split(", "))
    return {fold(word): keys.split("/") for word, _, keys in pairs}


def _is_inside(location: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(location) > len(outer) and location[: len(outer)] == outer


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
