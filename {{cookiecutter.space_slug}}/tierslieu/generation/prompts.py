"""Asks the wrong answers again, at a terminal, until they are right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from tierslieu.core.rules import Violation
from tierslieu.i18n.messages import text

from .questions import Reader
from .report import describe

Judge = Callable[[dict[str, Any]], Sequence[Violation]]


def ask_again(
    raw: dict[str, Any], faults: Sequence[Violation], readers: dict[str, Reader], judge: Judge, language: str
) -> dict[str, Any]:
    """Return ``raw`` with new answers to every question at fault; raises ``click.Abort`` on Ctrl+C.

    Every fault is shown with its reason; the last answer is the default. ``judge`` looks at all answers together after
    each round.
    """
    answers = dict(raw)
    click.echo(text(language, "ask.intro"))
    while faults:
        asked: set[str] = set()
        judged = dict(answers)
        for fault in faults:
            click.echo("\n" + describe(fault, language, judged))
            for question in fault.questions:
                if question not in asked:
                    answers[question] = _prompt(question, answers.get(question), readers[question], language)
                    asked.add(question)
        faults = [fault for fault in judge(answers) if fault.level == "error"]
    click.echo(text(language, "ask.done"))
    return answers


def _prompt(question: str, last: Any, reader: Reader, language: str) -> str:
    label = text(language, f"question.{question}")
    choices = getattr(reader, "choices", None)
    if choices:
        label = f"{label} ({' / '.join(choices)})"
    default = "" if last is None else str(last)
    answer: str = click.prompt(f"  {label}", default=default, show_default=bool(default), type=str)
    return answer.strip()
