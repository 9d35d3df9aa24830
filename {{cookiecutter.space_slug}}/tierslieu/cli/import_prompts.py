"""Imports a file into the register of a month: asks what is not known yet, shows what would be written, then writes it."""

from __future__ import annotations

from pathlib import Path

import click

from tierslieu.core.problems import Problem, Problems
from tierslieu.facts import money
from tierslieu.model import Space
from tierslieu.months import register_files
from tierslieu.months.register_import import ImportQuestion, RegisterPlan, plan, remarks
from tierslieu.months.words import month_name

from .console import Console


def import_file(space: Space, month: str, file: Path, console: Console) -> None:
    """Add the content of ``file`` to the register of ``month``, if the person agrees; raises ``Problems``."""
    from tierslieu.core.atomic import add_files

    data, answers = file.read_bytes(), dict[str, str]()
    while (found := plan(space, month, file.name, data, answers)).open_questions:
        if not answers and not found.tool:
            console.print_message("intake.unknown_by", file=register_files.IMPORTS)
        unanswered = [one for one in found.questions if not one.answer and one.name not in answers]
        answers |= {question.name: _answer(question, console) for question in unanswered}
    _print(found, month, console)
    if found.problems:
        raise Problems(found.problems)
    if not found.files:
        console.print_message("intake.none")
    elif console.confirms(console.text("intake.agree")):
        with console.alone(space.root):
            add_files(space.root, found.files)
        console.print_message("intake.written", month=month)
    else:
        console.print_message("intake.unchanged")


def _answer(question: ImportQuestion, console: Console) -> str:
    """The choice of the person, by its number; raises ``Problems`` when nobody is there to answer."""
    text = console.text(question.code, **question.values)
    names = list(question.choices)
    console.print_list("intake.choices", (f"{index}. {question.choices[name]}" for index, name in enumerate(names, 1)))
    options = {"type": click.IntRange(1 if question.is_needed else 0, len(names))}
    try:
        number = console.ask(text, **options) if question.is_needed else console.ask(text, default=0, **options)
    except click.Abort:
        raise Problems([Problem("intake.asked", {"question": text, "file": register_files.IMPORTS})]) from None
    return names[number - 1] if number else ""


def _print(found: RegisterPlan, month: str, console: Console) -> None:
    language = console.language
    if found.tool:
        console.print_message("intake.known_by", tool=found.tool)
    if found.sums:
        headings = [console.text(f"month.{name}") for name in ("stream", "collector")]
        headings += [console.text("intake.count"), console.text("month.ttc")]
        rows = [
            [
                entry.label or console.text("intake.common_costs"),
                entry.organisation,
                str(entry.count),
                money(entry.amount, language),
            ]
            for entry in found.sums
        ]
        console.print_table(console.text("intake.preview", month=month_name(month, language)), headings, rows)
    for remark in remarks(found, console.text):
        click.echo(remark)
