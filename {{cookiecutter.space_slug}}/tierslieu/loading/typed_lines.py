"""The line to type in the place of one of a file, and how the message names what it replaces."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from pydantic import BaseModel

from tierslieu.core import yaml_reader
from tierslieu.core.problems import Phrase

_START = re.compile(r"((?:-\s*)*)([\w-]*)")
#: What stands for an answer that only the team knows, by the type of the fact.
_ANSWERS: dict[Any, str] = {dt.date: "2027-01-31", dt.datetime: "2027-01-31 14:00", str: '"…"'}


def replacing(document: yaml_reader.YamlDocument, line: int, typed: str, *, is_answered: bool = True) -> Phrase:
    """What ``typed`` replaces at ``line``: the whole line, all but its indent, or a part of it.

    If not ``is_answered``, ``typed`` has « … » in the place of an answer.
    """
    text = document.text_of(line)
    if not _starts_alike(text.strip(), typed):
        return Phrase("typed.part" if is_answered else "typed.part_open", {"line": line})
    if text[:1].isspace():
        return Phrase("typed.kept" if is_answered else "typed.kept_open", {"line": line})
    return Phrase("typed.whole" if is_answered else "typed.whole_open", {"line": line})


def _starts_alike(text: str, typed: str) -> bool:
    """Whether both have the same dashes and the same first word."""
    one, other = ((match[1].count("-"), match[2]) for match in map(_START.match, (text, typed)) if match)
    return one == other or (one[0] == other[0] == 1 and ":" not in text + typed)


def with_value(document: yaml_reader.YamlDocument, line: int, name: str, old: Any, new: str) -> str:
    """The line with ``new`` for the value ``old`` of the key ``name``, or of an element if that is empty.

    The pair, or the value, alone where it can't be told in the line.
    """
    key = f"{name}: " if name else ""
    text = document.text_of(line).strip()
    if name and old in (None, "") and (match := re.match(rf"((?:- +)*){re.escape(name)}\s*:(?!\S)", text)):
        return f"{match[1]}{key}{new}"
    for written in (f'"{old}"', f"'{old}'", str(old)):
        if old is not None and (changed := document.with_change(line, f"{key}{written}", f"{key}{new}")):
            return changed
    match = re.match(rf"((?:- +)*){re.escape(name)}\s*:" if name else r"(- +)[^\s:]*$", text)
    return f"{match[1] if match else ''}{key}{new}"


def line_to_fill(model: type[BaseModel], name: str) -> str:
    """The line of the fact ``name`` of ``model``, with « … », or an example of a date, in the place of the answer."""
    field = next(field for key, field in model.model_fields.items() if (field.alias or key) == name)
    return f"{name}: {_ANSWERS.get(field.annotation, '…')}"
