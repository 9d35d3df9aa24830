"""The names that people type for an assumption or a price: ``./lieu budget --set loyer=500``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tierslieu.core.folding import fold
from tierslieu.core.problems import Problem, Problems


def setting_name(text: str, labels: Mapping[str, str]) -> str | None:
    """The key of ``labels`` that ``text`` means; None when there is none.

    ``text`` is the key itself, its label, or the beginning of one label; capitals, accents, hyphens and apostrophes
    make no difference. Raises ``Problems`` when several labels begin so.
    """
    if text in labels:
        return text
    typed = _plain(text)
    wanted = [name for name, label in labels.items() if typed and _plain(label) == typed]
    wanted = wanted or [name for name, label in labels.items() if typed and _plain(label).startswith(typed)]
    if len(wanted) > 1:
        values = {"name": text, "names": "\u00a0; ".join(labels[name] for name in wanted)}
        raise Problems([Problem("whatif.several", values)])
    return wanted[0] if wanted else None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))
