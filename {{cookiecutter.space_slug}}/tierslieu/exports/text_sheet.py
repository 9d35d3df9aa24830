"""Text files to copy from by hand: a title, how to use the file, then the facts one by one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WIDTH = 76


def line(text: object) -> str:
    """``text`` on one line, without control characters and line separators."""
    plain = "".join(
        " " if unicodedata.category(character) in {"Cc", "Zl", "Zp"} else character for character in str(text)
    )
    return re.sub(r"\s+", " ", plain).strip()


def sheet(title: str, usage: str, rows: Iterable[tuple[str, object]]) -> bytes:
    """A title underlined, ``usage``, then each label with its value below; rows without a value are left out."""
    heading = line(title)
    lines = [heading, "=" * min(len(heading), _WIDTH), "", line(usage), ""]
    lines += [f"{label}\n    {line(value)}" for label, value in rows if value not in (None, "")]
    return ("\n".join(lines) + "\n").encode("utf-8")
