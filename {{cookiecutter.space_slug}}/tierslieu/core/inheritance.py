"""A file of ``vocabulary/`` that says only how it differs from another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def inherited(name: str, read: Callable[[str], Any]) -> Any:
    """What ``read(name)`` gives, over what it ``extends``: a key that is not written is as in that other file.

    ``read`` gives the data of a file by name, or anything else than a mapping when there is none to use; an unknown
    or circular ``extends`` adds nothing.
    """
    own = read(name)
    data, seen = own, {name}
    while isinstance(own, dict) and isinstance(parent := own.get("extends"), str) and parent not in seen:
        seen.add(parent)
        own = read(parent)
        data = {**own, **data} if isinstance(own, dict) else data
    return data
