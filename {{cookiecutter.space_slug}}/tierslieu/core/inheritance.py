"""``extends``: a file of ``vocabulary/`` that holds only its differences from another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def inherited(name: str, read: Callable[[str], Any]) -> Any:
    """The data of the file ``name``, with the keys that it lacks taken from the file that it ``extends``.

    ``read`` returns the data of a file by name, or anything but a mapping when there is none to use. An unknown or
    circular ``extends`` adds nothing.
    """
    own = read(name)
    data, seen = own, {name}
    while isinstance(own, dict) and isinstance(parent := own.get("extends"), str) and parent not in seen:
        seen.add(parent)
        own = read(parent)
        data = {**own, **data} if isinstance(own, dict) else data
    return data
