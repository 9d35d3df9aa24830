"""Turns the errors of pydantic into problems, in words for people who do not program."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from tierslieu.core import yaml_reader
from tierslieu.core.folding import fold
from tierslieu.core.paths import KeyPath
from tierslieu.core.problems import Problem, close_match
from tierslieu.core.yaml_faults import bare, colon_code, lines_of, shortened, tight_item, tight_pair
from tierslieu.i18n import messages

from .corrections import EXAMPLES, corrected, dated, days_of_month, has_only_a_comma_too_many
from .known_names import organisation_names, organisations
from .typed_lines import line_to_fill, replacing, with_value

#: Message codes by type of pydantic error; those of other types have one message, as pydantic's are in English.
_CODES = {
    "missing": "config.missing",
    "extra_forbidden": "config.unknown",
    "amount": "config.amount",
    "shape": "config.shape",
    "yes_no": "config.yes_no",
    "years": "config.years",
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
#: The lists of days of an activity.
_DAYS = ("cancelled", "exceptions")

#: What stands in the place of an answer, by message code; of others « … » alone.
_OPEN = {"config.text": '"…"', "config.no_text": '"…"', "config.digits_count": '"…"', "config.list_blank": "[…]"}


def problems_of(
    error: ValidationError,
    model: type[BaseModel],
    path: str,
    document: yaml_reader.YamlDocument,
    names_of: Callable[[KeyPath], dict[str, str]],
) -> Iterator[Problem]:
    """A problem for each of the errors, with the line of the value; for what a ``#`` cut, the cut.

    ``names_of`` gives the names of the files that a fact may name.
    """
    cuts = {fault.line: fault for fault in document.warnings if fault.code.startswith("yaml.cut")}
    details = error.errors(include_url=False)
    misspelt = {place for detail in details if (place := _place_meant(detail, model))}
    told: set[KeyPath] = set()
    for detail in details:
        if detail["type"] == "missing" and detail["loc"] in misspelt:
            continue  # there, under another name
        if detail["type"] == "too_short" and any(_is_inside(other["loc"], detail["loc"]) for other in details):
            continue  # pydantic counts only the valid elements
        is_key = detail["loc"][-1:] == ("[key]",) and detail["type"] != "extra_forbidden"
        # The model has a text for all languages under an empty key, which is not in the file.
        unwritten = ("[key]",) if detail["type"] == "extra_forbidden" else ("[key]", "")
        location = tuple(part for part in detail["loc"] if part not in unwritten)
        if _stands_for_each_year(location, document):
            location = location[:-1]
            if location in told:
                continue
        told.add(location)
        line = document.line(location)
        if line in cuts and cuts[line].line == line:
            values = cuts[line].values
            values = values | {"replace": replacing(document, line, values["line"])}
            yield Problem("yaml.cut_needed", values, path, line, path=location)
            continue
        if stuck := _stuck(detail, document, line):
            yield Problem(stuck.code, stuck.values, path, stuck.line, path=location)
            continue
        names = names_of(location) or organisation_names(document.data, location)
        if shares := _shares(detail, location, document):
            values = {"key": location[-1], "line": shares, "replace": replacing(document, line, shares)}
            yield Problem("config.shares", values, path, line, path=location)
            continue
        first_day = str(document.data.get("start", "")) if isinstance(document.data, dict) else ""
        code, values = _message(detail, location, model, names, first_day, is_key=is_key)
        if code in _OF_SCALARS and isinstance(detail["input"], dict | list) and values["name"]:
            child = str(next(iter(detail["input"]), "")) if isinstance(detail["input"], dict) else ""
            below = document.line((*location, child or 0))
            if below > line and child and _is_meant_beside(child, _keys_at(model, location[:-1])):
                indent = re.match(r" *(?:- +)*", document.text_of(line))
                code, values = "config.indented", {"key": values["key"], "other": line, "child": child}
                values["spaces"], line = len(indent[0]) if indent else 0, below
            elif below > line:
                values["lines"] = yaml_reader.lines_named(below, document.last_line(location))
                is_choice = bool(child) and child in values["expected"].split(", ")
                values |= {"new": child if is_choice else _OPEN.get(code, "…"), "is_answered": is_choice}
                code = "config.choice_above" if values["expected"] else "config.value_above"
        if code == "config.unknown_here":
            values["lines"] = yaml_reader.lines_named(line, document.last_line(location))
            absent = [key for key in values["keys"].split(", ") if (*location[:-1], key) not in document.lines]
            if len(absent) == 1:
                code, values["absent"] = "config.unknown_absent", absent[0]
        if code == "config.missing" and path.endswith(".md") and len(location) == 1:
            values["line"] = line_to_fill(model, values["name"])
            code = "content.missing" if "…" in values["line"] else "content.missing_date"
        elif "new" in values:
            is_answered = values.pop("is_answered")
            values["line"] = with_value(document, line, values["name"], detail["input"], values.pop("new"))
            values["replace"] = replacing(document, line, values["line"], is_answered=is_answered)
        yield Problem(code, values, path, line, path=location)


def _stands_for_each_year(location: KeyPath, document: yaml_reader.YamlDocument) -> bool:
    """Whether ``location`` is that of one year in the model, where the file has a single value for all of them."""
    *values, year = location or ("",)
    return isinstance(year, int) and tuple(values) in document.lines and (*values, 0) not in document.lines


def _is_meant_beside(child: str, keys: list[str]) -> bool:
    """Whether ``child``, which stands below one of ``keys``, was most likely meant to stand beside it."""
    return not keys or _key_meant(child, keys) is not None


def _message(
    detail: Any,
    location: tuple[int | str, ...],
    model: type[BaseModel],
    names: dict[str, str],
    first_day: str,
    *,
    is_key: bool,
) -> tuple[str, dict[str, Any]]:
    """The message code of an error of pydantic, and its values; ``is_key`` if a key is wrong, not its value.

    Where a line can be typed, ``new`` is its value, and ``is_answered`` tells whether that is what the team meant.
    """
    value, context = detail["input"], detail.get("ctx", {})
    code = _CODES.get(detail["type"], "config.invalid")
    if code == "config.text" and value in (None, ""):
        code = "config.no_text"
    # Pydantic lists the choices in English: 'ttc' or 'ht'.
    expected = re.findall("'([^']*)'", context.get("expected", ""))
    pattern = context.get("pattern", "")
    if code == "config.pattern" and names and not is_key:
        code, expected = "config.choice", list(names)
    name = str(location[-1]) if location and isinstance(location[-1], str) else ""
    values: dict[str, Any] = {
        "key": next((part for part in reversed(location) if isinstance(part, str)), "–"),
        "name": name,
        "value": "" if value is None else shortened(str(value)),
        "expected": ", ".join(f"{word} ({names[word]})" if names.get(word) else word for word in expected),
        "bound": context.get("ge", context.get("le", "")),
    }
    mended = corrected(code, value, expected, pattern)
    if code == "config.date" and not mended:
        mended = dated(value, first_day)
    elif code == "config.list" and name in _DAYS:
        parts = [dated(part, first_day) for part in re.split(r",| et ", str(value or ""))]
        mended = f"[{', '.join(day for day in parts if day)}]" if all(parts) else None
    if code == "config.yes_no" and mended and bare(str(value)) != value:
        code = "config.quoted_answer"
    if code in ("config.date", "config.datetime") and (days := days_of_month(value)):
        return "config.no_such_day", values | {"days": days}
    if code == "config.number" and mended and has_only_a_comma_too_many(value):
        code = "config.comma"
    if code == "config.list" and not mended:
        code = "config.list_blank"
    if code == "config.pattern" and (match := re.fullmatch(r"\^\[0-9\]\{(\d+)\}\$", pattern)):
        code, values["count"] = "config.digits" if mended else "config.digits_count", match[1]
    if code == "config.pattern" and pattern.startswith("^[a-z0-9][a-z0-9"):
        code = "config.short_name"
    values["example"] = EXAMPLES.get(pattern) or values["expected"]
    if is_key:
        return "config.key" if mended else "config.key_form", values | {"closest": mended}
    if code == "config.unknown":
        return _unknown_key(values, _keys_at(model, location[:-1]))
    if code == "config.missing":
        return code, values | {"line": f"{name}: …"}
    return code, values | {"new": mended or _OPEN.get(code, "…"), "is_answered": bool(mended)}


def _shares(detail: Any, location: tuple[int | str, ...], document: yaml_reader.YamlDocument) -> str:
    """The line to write for shares given as in the questionnaire, ``60/40``; empty for any other value."""
    value = detail["input"]
    if detail["type"] != "dict_type" or location[-1:] != ("shares",) or not isinstance(value, str):
        return ""
    percents, keys = re.findall(r"\d+(?:[.,]\d+)?", value), organisations(document.data)
    if not percents or len(percents) != len(keys):
        return ""
    pairs = (f"{key}: {percent.replace(',', '.')}" for key, percent in zip(keys, percents, strict=True))
    return f"shares: {{{', '.join(pairs)}}}"


def _stuck(detail: Any, document: yaml_reader.YamlDocument, line: int) -> Problem | None:
    """The problem of a pair or an element without its space, which YAML reads as the text of the key at ``line``."""
    code, value = _CODES.get(detail["type"]), detail["input"]
    if code not in ("config.mapping", "config.list") or not isinstance(value, str):
        return None
    last = document.first_line + len(lines_of(document.text))
    below = next((number for number in range(line + 1, last) if document.text_of(number).strip()), line)
    for number in (line, below):
        text = document.text_of(number).strip()
        dash = "- " if text.startswith("- ") and code == "config.mapping" else ""
        words = text.removeprefix(dash).strip()
        typed = tight_pair(words) if code == "config.mapping" else tight_item(words)
        if words and typed and value.startswith(words):
            line_to_type = f"{dash}{typed}"
            values = {
                "read": shortened(text),
                "line": line_to_type,
                "replace": replacing(document, number, line_to_type),
            }
            return Problem(colon_code(text) if code == "config.mapping" else "yaml.dash_space", values, line=number)
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
