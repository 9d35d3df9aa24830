"""Asks for wrong answers again, at a terminal, until they are right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from tierslieu.core.rules import Violation
from tierslieu.i18n.messages import text

from .questions import QUESTIONS
from .report import describe

Judge = Callable[[dict[str, Any]], Sequence[Violation]]


def ask_again(
    raw: dict[str, Any], violations: Sequence[Violation], root: Path, judge: Judge, language: str
) -> dict[str, Any]:
    """Return ``raw`` with new answers until ``judge`` accepts them all; raises ``click.Abort`` on Ctrl+C."""
    answers = dict(raw)
    click.echo(text(language, "ask.intro"))
    while violations:
        asked: set[str] = set()
        judged = dict(answers)
        for violation in violations:
            click.echo("\n" + describe(violation, language, judged))
            for question in violation.questions:
                if question not in asked:
                    answers[question] = _prompt(question, answers.get(question), root, language)
                    asked.add(question)
        violations = [violation for violation in judge(answers) if violation.level == "error"]
    click.echo(text(language, "ask.done"))
    return answers


def _prompt(question: str, last: Any, root: Path, language: str) -> str:
    label = text(language, f"question.{question}")
    choices = QUESTIONS[question].type.choices_in(root)
    if choices:
        label = f"{label} ({' / '.join(choices)})"
    default = "" if last is None else str(last)
    answer: str = click.prompt(f"  {label}", default=default, show_default=bool(default), type=str)
    return answer.strip()
