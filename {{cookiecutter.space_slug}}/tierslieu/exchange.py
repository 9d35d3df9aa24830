"""Two folders that change places at once, on systems that can do it: there is no moment without either."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

# From <fcntl.h>, <linux/fs.h> and <sys/stdio.h>.
_HERE, _EXCHANGE, _SWAP = -100, 1 << 1, 1 << 1


def exchange(one: Path, other: Path) -> bool:
    """Give each of two existing folders the name of the other; False, nothing done, where the system can't."""
    call = _call()
    return call is not None and call(os.fsencode(one), os.fsencode(other)) == 0


@cache
def _call() -> Callable[[bytes, bytes], int] | None:
    """What the system offers; Python has no name for it."""
    if not sys.platform.startswith(("linux", "darwin")):
        return None
    import ctypes  # heavy, and most commands write no folder

    system = ctypes.CDLL(None)
    if hasattr(system, "renameat2"):  # Linux
        return lambda one, other: int(system.renameat2(_HERE, one, _HERE, other, _EXCHANGE))
    if hasattr(system, "renamex_np"):  # macOS
        return lambda one, other: int(system.renamex_np(one, other, _SWAP))
    return None
