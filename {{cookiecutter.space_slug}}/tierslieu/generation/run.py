"""Checks all answers, asks for the wrong ones again, and applies them: the hook and ``./lieu apply`` run it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from tierslieu.core.paths import ANSWERS_FILE
from tierslieu.core.rules import Violation
from tierslieu.i18n.messages import supported_language, text

from . import organisations, origin, questions
from .baseline import write_baseline
from .ignored_answers import ignored_answers, supplied_answers
from .prompts import ask_again
from .render import write_place
from .report import describe_all
from .rollback import undo


def run(root: Path, context: Mapping[str, Any]) -> int:
    """Apply cookiecutter's ``context`` to the place in ``root``; returns 0, or 1 and leaves no ``config/``."""
    language = supported_language(context.get("language"))
    raw = {name: context.get(name, "") for name in questions.QUESTIONS}
    supplied = supplied_answers(list(origin.start_folders(context)))
    ignored = ignored_answers(supplied, root)
    if ignored:  # nor does cookiecutter pass on the answers that follow an unknown choice: take those of the file
        raw |= {name: value for name, value in supplied.items() if name in raw and "{{" not in str(value)}
    answers, violations = _read(raw, root)
    errors = [violation for violation in ignored if not violation.questions]
    errors += [violation for violation in violations if violation.level == "error"]
    if errors and (ignored or not _can_ask(context)):
        replay = None if ignored else _replay_file(context, raw)
        return _refuse(errors, context, raw, replay, language)
    try:
        if errors:
            raw = ask_again(raw, errors, root, lambda changed: _read(changed, root)[1], language)
            answers, violations = _read(raw, root)
        _warn(violations, raw, language)
        write_place(root, answers)
        _remove_bytecode(root)
        (root / ANSWERS_FILE).unlink(missing_ok=True)
        write_baseline(root)
        notes = _record_origin(root, context, raw, language)
    except (click.Abort, KeyboardInterrupt) as stop:
        if not isinstance(stop.__context__, EOFError):  # after Ctrl+D, cookiecutter removes the folder itself
            undo(root, context)
        return _fail(text(language, "run.stopped"), context, language)
    except OSError as error:
        reason = text(language, "run.disk", file=error.filename or root, reason=error.strerror or error)
        return _fail(reason, context, language)
    _conclude(root, notes, language)
    return 0


def _remove_bytecode(root: Path) -> None:
    """Remove the ``__pycache__`` that cookiecutter copied from a kit in use."""
    for folder in [*(root / "tierslieu").rglob("__pycache__"), *(root / "tests").rglob("__pycache__")]:
        shutil.rmtree(folder)


def _read(raw: Mapping[str, Any], root: Path) -> tuple[questions.Answers, list[Violation]]:
    answers, violations = questions.read(raw, root)
    return answers, violations + organisations.contradictions(answers, root)


def _under_cruft(context: Mapping[str, Any]) -> bool:
    """Whether cruft, or copier, made the files and does the rest."""
    return "_commit" in context and "_repo_dir" not in context


def _can_ask(context: Mapping[str, Any]) -> bool:
    """Whether there is a terminal to ask at; not under cruft, which would record the uncorrected answers."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not _under_cruft(context)


def _replay_file(context: Mapping[str, Any], raw: Mapping[str, Any]) -> Path | None:
    """The file in which cookiecutter records these answers, if it is where it stands by default."""
    kit = origin.kit_folder(context)
    path = Path.home() / ".cookiecutter_replay" / f"{kit.name if kit else ''}.json"
    try:
        recorded = json.loads(path.read_text(encoding="utf-8"))["cookiecutter"]
        return path if all(recorded.get(question) == answer for question, answer in raw.items()) else None
    except (OSError, ValueError, KeyError, AttributeError):
        return None


def _refuse(
    errors: Sequence[Violation], context: Mapping[str, Any], raw: Mapping[str, Any], replay: Path | None, language: str
) -> int:
    click.echo(text(language, "run.refused", count=len(errors)) + "\n", err=True)
    click.echo(describe_all(errors, language, raw) + "\n", err=True)
    template = str(context.get("_template", ""))
    if not template:
        click.echo(text(language, "run.retry_apply", file=ANSWERS_FILE), err=True)
        return 1
    if _under_cruft(context):
        click.echo(text(language, "run.retry_cruft", template=template), err=True)
    elif replay:
        click.echo(text(language, "run.retry_replay", template=template, replay=replay), err=True)
    else:
        click.echo(text(language, "run.retry_file", template=template), err=True)
    click.echo("\n" + text(language, "run.ignore_report"), err=True)
    return 1


def _fail(reason: str, context: Mapping[str, Any], language: str) -> int:
    click.echo("\n" + reason, err=True)
    if "_template" in context:
        click.echo("\n" + text(language, "run.ignore_report"), err=True)
    return 1


def _warn(violations: Sequence[Violation], raw: Mapping[str, Any], language: str) -> None:
    warnings = [violation for violation in violations if violation.level == "warning"]
    if warnings:
        click.echo(describe_all(warnings, language, raw) + "\n")


def _record_origin(root: Path, context: Mapping[str, Any], raw: Mapping[str, Any], language: str) -> list[str]:
    """Record the lineage and make the repository, each where it can be; returns the messages for the user."""
    if _under_cruft(context):
        return [text(language, f"birth.{context.get('_tool', 'cruft')}")]
    notes = []
    if not (root / origin.LINEAGE_FILE).exists() and not origin.record_lineage(root, context, raw):
        notes.append(text(language, "birth.no_lineage"))
    return [origin.make_repository(root, str(raw["space_name"]), language), *notes]


def _conclude(root: Path, notes: Sequence[str], language: str) -> None:
    for note in notes:
        click.echo(note)
    click.echo(
        "\n" + text(language, "run.next", folder=root.name, lieu="lieu" if sys.platform == "win32" else "./lieu")
    )
