"""Faults in answers, as a volunteer reads them: the question, the value, the rule, the mend."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from tierslieu.i18n import mend, text
from tierslieu.money import canonical

from .rules import Fault


def describe(fault: Fault, language: str) -> str:
    """One fault, in two or three lines."""
    values = {name: _shown(value) for name, value in fault.values.items()}
    labels = ", ".join(f"{text(language, f'question.{name}')} ({name})" for name in fault.questions)
    sign = "✗" if fault.level == "error" else "!"
    what = text(language, fault.code, **values)
    lines = [f"{sign} {labels}", f"  {what}"] if labels else [f"{sign} {what}"]
    advice = mend(language, fault.code, **values)
    return "\n".join([*lines, f"  → {advice}"] if advice else lines)


def describe_all(faults: Iterable[Fault], language: str) -> str:
    """Every fault, one after the other."""
    return "\n\n".join(describe(fault, language) for fault in faults)


def _shown(value: Any) -> str:
    """A value as it may be printed: amounts as written in ``config/``, control characters made visible."""
    if isinstance(value, Decimal):
        return canonical(value)
    return "".join(repr(one)[1:-1] if unicodedata.category(one) in {"Cc", "Cf", "Cs"} else one for one in str(value))
