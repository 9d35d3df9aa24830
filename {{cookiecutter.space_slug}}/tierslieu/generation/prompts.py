"""Asks for wrong answers again, at a terminal, until they are right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from tierslieu.core.rules import Violation
from tierslieu.i18n.messages import text

from .answer_types import UNDECIDED, UNKNOWN
from .questions import QUESTIONS
from .report import describe

#: Other words for the choices ``oui`` and ``non``.
_YES_NO = {"o": "oui", "y": "oui", "yes": "oui", "n": "non", "no": "non"}

Judge = Callable[[dict[str, Any]], Sequence[Violation]]


def ask_again(
    raw: dict[str, Any], violations: Sequence[Violation], root: Path, judge: Judge, language: str
) -> dict[str, Any]:
    """Return ``raw`` with new answers until ``judge`` accepts them all; raises ``click.Abort`` on Ctrl+C.

    The last answer is offered where only its agreement with others is wrong, unless the user has just kept them all.
    """
    answers = dict(raw)
    kept: set[str] = set()
    click.echo(text(language, "ask.intro"))
    while violations:
        asked: set[str] = set()
        judged = dict(answers)
        alone = {name for violation in violations if len(violation.questions) == 1 for name in violation.questions}
        for violation in violations:
            click.echo("\n" + describe(violation, language, judged))
            refused = alone if not kept.issuperset(violation.questions) else kept
            for question in violation.questions:
                if question not in asked:
                    last = "" if question in refused else str(answers.get(question) or "")
                    answers[question] = _prompt(question, last, root, language)
                    asked.add(question)
        kept = {question for question in asked if answers[question] == judged.get(question)}
        violations = [violation for violation in judge(answers) if violation.level == "error"]
    click.echo(text(language, "ask.done"))
    return answers


def _prompt(question: str, default: str, root: Path, language: str) -> str:
    label = text(language, f"question.{question}")
    choices = QUESTIONS[question].type.choices_in(root)
    if choices:
        label = f"{label} ({' / '.join(choices)})"
    options: dict[str, Any] = {"show_default": bool(default), "prompt_suffix": text(language, "ask.suffix")}
    answer: str = click.prompt(f"  {label}", default=default, type=str, **options)
    return _choice(answer.strip(), choices)


def _choice(answer: str, choices: Sequence[str]) -> str:
    """The one of ``choices`` that ``answer`` means: a choice, its number, another word for it; else ``answer``."""
    if answer in UNKNOWN and UNDECIDED in choices:
        return UNDECIDED
    word = _YES_NO.get(answer.casefold(), answer.casefold())
    if word.isdecimal() and 1 <= int(word) <= len(choices):
        return choices[int(word) - 1]
    return next((choice for choice in choices if choice.casefold() == word), answer)
