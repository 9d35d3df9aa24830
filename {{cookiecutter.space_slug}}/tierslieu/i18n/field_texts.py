"""What forms and editors of files say of each field of ``config/``: its label, help and unit, and its group, in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tierslieu.core import yaml_reader

from .messages import DEFAULT_LANGUAGE

_FOLDER = Path(__file__).parent / "fields"


@dataclass(frozen=True)
class FieldText:
    """The texts of a field; ``unit`` is empty where there is none. ``choices`` are the words of a closed list."""

    group: str
    label: str
    help: str
    unit: str = ""
    choices: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ModelTexts:
    """The texts of the fields of a model, by the key of each in files, in the order of forms; ``entry`` names one."""

    entry: str
    fields: dict[str, FieldText]


@cache
def field_texts(language: str) -> dict[str, ModelTexts]:
    """The texts in ``language``, or in the first language of the kit, by the name of the model."""
    path = _FOLDER / f"{language}.yaml"
    if not path.exists():
        path = _FOLDER / f"{DEFAULT_LANGUAGE}.yaml"
    models: dict[str, dict[str, Any]] = yaml_reader.parse(path.read_text(encoding="utf-8")).data
    return {
        name: ModelTexts(
            model["entry"],
            {
                key: FieldText(group, **texts)
                for group, fields in model["groups"].items()
                for key, texts in fields.items()
            },
        )
        for name, model in models.items()
    }
