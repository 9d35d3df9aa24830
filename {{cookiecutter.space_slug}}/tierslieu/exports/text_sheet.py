"""Text files that somebody copies by hand: a title, how to use it, then one fact a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WIDTH = 76


def line(text: object) -> str:
    """``text`` on one line, without what a terminal or an editor would obey."""
    shown = "".join(" " if unicodedata.category(one) in {"Cc", "Zl", "Zp"} else one for one in str(text))
    return re.sub(r"\s+", " ", shown).strip()


def sheet(title: str, usage: str, rows: Iterable[tuple[str, object]]) -> bytes:
    """A title underlined, ``usage``, then ``label : value`` for each row that has a value."""
    heading = line(title)
    lines = [heading, "=" * min(len(heading), _WIDTH), "", line(usage), ""]
    lines += [f"{label}\n    {line(value)}" for label, value in rows if value not in (None, "")]
    return ("\n".join(lines) + "\n").encode("utf-8")
