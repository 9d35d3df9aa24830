"""``extends``: a file of ``vocabulary/`` that holds only its differences from another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def inherited(name: str, read: Callable[[str], Any]) -> Any:
    """The data of ``name`` with missing keys from the file it ``extends``, unless that is unknown or circular."""
    own = read(name)
    data, seen = own, {name}
    while isinstance(own, dict) and isinstance(parent := own.get("extends"), str) and parent not in seen:
        seen.add(parent)
        own = read(parent)
        data = {**own, **data} if isinstance(own, dict) else data
    return data
