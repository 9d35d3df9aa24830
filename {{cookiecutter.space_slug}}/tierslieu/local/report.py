"""Faults in answers, as a volunteer reads them: the question, the value, the rule, the mend."""

from __future__ import annotations

from collections.abc import Iterable

from tierslieu.i18n import mend, text

from .rules import Fault


def describe(fault: Fault, language: str) -> str:
    """One fault, in two or three lines."""
    labels = ", ".join(f"{text(language, f'question.{name}')} ({name})" for name in fault.questions)
    sign = "✗" if fault.level == "error" else "!"
    what = text(language, fault.code, **fault.values)
    lines = [f"{sign} {labels}", f"  {what}"] if labels else [f"{sign} {what}"]
    advice = mend(language, fault.code, **fault.values)
    return "\n".join([*lines, f"  → {advice}"] if advice else lines)


def describe_all(faults: Iterable[Fault], language: str) -> str:
    """Every fault, one after the other."""
    return "\n\n".join(describe(fault, language) for fault in faults)
