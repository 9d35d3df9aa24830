"""Faults in answers, as a volunteer reads them: the question, the value, the rule, the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tierslieu.core.rules import Violation
from tierslieu.i18n.messages import remedy, text


def describe(fault: Violation, language: str, raw: Mapping[str, Any]) -> str:
    """One fault, in two or three lines; ``raw`` are the answers as typed."""
    labels = ", ".join(_label(name, fault, language, raw) for name in fault.questions)
    sign = "✗" if fault.level == "error" else "!"
    what = text(language, fault.code, **fault.values)
    lines = [f"{sign} {labels}", f"  {what}"] if labels else [f"{sign} {what}"]
    advice = remedy(language, fault.code, **fault.values)
    return "\n".join([*lines, f"  → {advice}"] if advice else lines)


def _label(name: str, fault: Violation, language: str, raw: Mapping[str, Any]) -> str:
    """The question, with its answer unless what is said of it quotes that."""
    answer = "" if "value" in fault.values else str(raw.get(name) or "")
    return f"{text(language, f'question.{name}')} ({name}{f' = {answer}' if answer else ''})"


def describe_all(faults: Iterable[Violation], language: str, raw: Mapping[str, Any]) -> str:
    """Every fault, one after the other."""
    return "\n\n".join(describe(fault, language, raw) for fault in faults)
