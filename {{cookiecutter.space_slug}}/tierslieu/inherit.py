"""A file of ``vocabulary/`` that says only how it differs from another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Data = dict[str, Any]


def inherited(name: str, read: Callable[[str], Any]) -> Any:
    """What ``read(name)`` gives, over what it ``extends``: a key that is not written is as in that other file.

    ``read`` gives the data of a file by name, or anything else than a mapping when there is none to use; an unknown
    or circular ``extends`` adds nothing.
    """
    data, seen = read(name), {name}
    while isinstance(data, dict) and isinstance(data.get("extends"), str) and data["extends"] not in seen:
        seen.add(data["extends"])
        other = read(data["extends"])
        if not isinstance(other, dict):
            break
        own = {key: value for key, value in data.items() if key != "extends"}
        data = {**other, **own}
    return data
