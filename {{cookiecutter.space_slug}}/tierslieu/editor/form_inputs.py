"""The inputs of a form: the name of each, its control, and what it holds for the data of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tierslieu.core.paths import KeyPath
from tierslieu.core.yaml_edit import flow
from tierslieu.generation.answer_types import UNKNOWN
from tierslieu.model import Model

from .choices import Choices
from .form_fields import Control, FormField, form_fields
from .repetition import repetition
from .typed_values import YES, written

#: What an input holds by its name, as browsers send it: several texts for boxes that are ticked and rows that are there.
Typed = Mapping[str, Sequence[str]]
#: The input for the short name of an entry to add.
NEW = "+"
SCALARS = {
    Control.LINE, Control.TEXT, Control.AMOUNT, Control.SIGNED, Control.WHOLE, Control.NUMBER, Control.DATE, Control.MOMENT,
    Control.YES_NO, Control.CHOICE,
}  # fmt: skip


def pointer(path: KeyPath) -> str:
    """``path`` as a JSON pointer."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def other_keys(model: type[Model], data: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The keys of ``data`` that ``model`` does not have, with their YAML."""
    known = {info.alias or name for name, info in model.model_fields.items()}
    return tuple((str(key), flow(value)) for key, value in data.items() if key not in known)


def fields_of(model: type[Model], keys: Iterable[str] | None, language: str) -> Iterator[FormField]:
    known = form_fields(model, language)
    for key, one in known.items():
        if keys is None or key in keys:
            yield one


def control_of(model: type[Model], one: FormField, choices: Choices) -> Control:
    """The control of a field: a name is chosen where there is something to choose from."""
    if one.control in (Control.LINE, Control.CHOICE):
        return Control.LINE if choices.of(model, one) is None else Control.CHOICE
    return one.control


def value_of(one: FormField, data: Mapping[str, Any]) -> Any:
    """The value of a field: where a missing key has a meaning, that."""
    default = [*one.default] if isinstance(one.default, tuple) else one.default
    return data.get(one.key, None if one.nullable else default)


def _is_scalar(value: Any) -> bool:
    return not isinstance(value, dict | list)


def fits(one: FormField, value: Any) -> bool:
    """Whether the control of a field can hold ``value``."""
    if one.control in SCALARS or one.control is Control.REPEAT:
        return _is_scalar(value)
    if value is None:
        return True
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    are_scalars = all(map(_is_scalar, parts))
    texts = [text for part in parts for text in (part.values() if isinstance(part, dict) else [part])]
    are_lines = all(_is_scalar(text) and "\n" not in str(text) for text in texts)
    are_groups = all(part is None or isinstance(part, dict) for part in parts)
    match one.control:
        case Control.GROUP:
            return isinstance(value, dict)
        case Control.SECTION:
            return not isinstance(value, list)
        case Control.LOCALISED:
            return not isinstance(value, list) and are_scalars
        case Control.YEARS:
            return _is_scalar(value) or (isinstance(value, list) and len(value) == 3 and are_scalars)
        case Control.TABLE:
            return isinstance(value, dict) and are_scalars
        case Control.NAMED:
            return isinstance(value, dict) and are_groups
        case Control.ENTRIES:
            return isinstance(value, list) and are_groups
        case Control.LINES if one.value is Control.LOCALISED:
            return isinstance(value, list) and are_lines
        case _:
            return isinstance(value, list) and are_scalars and are_lines


def languages_of(value: Any, choices: Choices) -> tuple[str, ...]:
    """The languages in which ``value``, a localised text or a list of these, is typed."""
    parts = value if isinstance(value, list) else [value]
    written_in = (str(name) for part in parts if isinstance(part, dict) for name in part)
    return tuple(dict.fromkeys((*choices.languages, *written_in)))


def in_language(value: Any, language: str, choices: Choices) -> Any:
    """A localised text in ``language``; one that is the same in all stands in the main one."""
    if isinstance(value, dict):
        return value.get(language)
    return value if language == choices.languages[0] else None


def _years(value: Any, control: Control, language: str) -> list[str]:
    """A number for each of three years as typed: one number alone is for all, a ``?`` for one that is not known."""
    if not isinstance(value, list):
        return [written(value, control, language), "", ""]
    return [written(one, control, language) or UNKNOWN[1] for one in value]


def rows_of(model: type[Model], one: FormField, value: Any, choices: Choices) -> list[str]:
    """The rows of a table: those that the place has names for, then others of the file."""
    return list(dict.fromkeys((*(choices.of(model, one) or ()), *map(str, value or ()))))


def field_typed(
    model: type[Model], one: FormField, value: Any, path: KeyPath, choices: Choices
) -> dict[str, list[str]]:
    """What the inputs of a field hold for ``value``; nothing if its control can't hold it."""
    typed: dict[str, list[str]] = {}
    name, language, control = pointer(path), choices.language, control_of(model, one, choices)
    if not fits(one, value):
        return typed
    if control in SCALARS:
        typed[name] = [written(value, control, language)]
    elif control is Control.CHOICES:
        typed[name] = ["", *(written(part, Control.CHOICE, language) for part in value or ())]
    elif control is Control.REPEAT:
        for key, part in repetition(str(value or ""))._asdict().items():
            typed[f"{name}/{key}"] = [written(part, Control.DATE if key == "until" else Control.CHOICE, language)]
    elif control is Control.YEARS:
        for index, part in enumerate(_years(value, one.value, language)):
            typed[f"{name}/{index}"] = [part]
    elif control is Control.LINES and one.value is not Control.LOCALISED:
        typed[name] = ["\n".join(written(part, one.value, language) for part in value or ())]
    elif control in (Control.LOCALISED, Control.LINES):
        for code in languages_of(value, choices):
            parts = value if isinstance(value, list) else [value]
            lines = (written(in_language(part, code, choices), Control.LINE, language) for part in parts)
            typed[name + pointer((code,))] = ["\n".join(lines)]
    elif control is Control.TABLE:
        typed[name] = ["", *(rows := rows_of(model, one, value, choices))]
        for row in rows:
            typed[name + pointer((row,))] = [written((value or {}).get(row), one.value, language)]
    elif control in (Control.ENTRIES, Control.NAMED):
        items = list(value.items() if isinstance(value, dict) else enumerate(value or ()))
        typed[name] = ["", *(str(key) for key, _ in items)]
        for key, part in items:
            assert one.inner
            typed |= typed_of(one.inner, None, part, (*path, key), choices)
    else:
        if control is Control.SECTION:
            typed[name] = [YES if isinstance(value, dict) else written(value, Control.YES_NO, language)]
        assert one.inner
        typed |= typed_of(one.inner, None, value, path, choices)
    return typed


def typed_of(
    model: type[Model], keys: Iterable[str] | None, data: Any, path: KeyPath, choices: Choices
) -> dict[str, list[str]]:
    """What the inputs of the fields of ``model`` hold for ``data``, which the file has at ``path``; {} for no mapping."""
    typed: dict[str, list[str]] = {}
    data = data if isinstance(data, dict) else {}
    for one in fields_of(model, keys, choices.language):
        typed |= field_typed(model, one, value_of(one, data), (*path, one.key), choices)
    return typed
