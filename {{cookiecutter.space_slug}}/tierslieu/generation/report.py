"""Violations of rules by answers, in words: the question, the value, the rule, the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tierslieu.core.rules import Violation
from tierslieu.i18n.messages import escaped, remedy, text


def describe(violation: Violation, language: str, raw: Mapping[str, Any]) -> str:
    """One violation, in two or three lines; ``raw`` are the answers as typed."""
    labels = ", ".join(_label(question, violation, language, raw) for question in violation.questions)
    sign = "✗" if violation.level == "error" else "!"
    message = text(language, violation.code, **violation.values)
    lines = [f"{sign} {labels}", f"  {message}"] if labels else [f"{sign} {message}"]
    advice = remedy(language, violation.code, **violation.values)
    return "\n".join([*lines, f"  → {advice}"] if advice else lines)


def _label(question: str, violation: Violation, language: str, raw: Mapping[str, Any]) -> str:
    """The question, with its answer unless the message quotes that."""
    answer = "" if "value" in violation.values else str(raw.get(question) or "")
    return f"{text(language, f'question.{question}')} ({question}{f' = {escaped(answer)}' if answer else ''})"


def describe_all(violations: Iterable[Violation], language: str, raw: Mapping[str, Any]) -> str:
    """Every violation, one after the other."""
    return "\n\n".join(describe(violation, language, raw) for violation in violations)
