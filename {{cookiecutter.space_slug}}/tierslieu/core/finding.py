"""What a rule of ``check`` finds in a place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .paths import KeyPath
from .problems import Level


@dataclass(frozen=True)
class Finding:
    """A message code with its values, and the fact it is about: a file and a path of keys in it, or a ``line`` of its text."""

    code: str
    file: str
    path: KeyPath = ()
    values: dict[str, Any] = field(default_factory=dict)
    level: Level = "error"
    line: int | None = None
