"""Checks all answers, asks for the wrong ones again, and applies them: the hook and ``./lieu apply`` run it."""

from __future__ import annotations

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
from .ignored_answers import answer_file, ignored_answers, supplied_answers
from .prompts import ask_again
from .render import write_place
from .report import describe_all
from .restart import is_cruft, restart
from .rollback import move_place, undo


def run(root: Path, context: Mapping[str, Any]) -> int:
    """Apply cookiecutter's ``context`` to the place in ``root``; returns 0, or 1 and leaves no ``config/``.

    When the short name has been asked again, ``root`` gets it in the end.
    """
    language = supported_language(context.get("language"))
    raw = {name: context.get(name, "") for name in questions.QUESTIONS}
    folders = list(origin.start_folders(context))
    supplied = supplied_answers(folders)
    ignored = ignored_answers(supplied, root)
    if ignored:  # nor does cookiecutter pass on the answers that follow an unknown choice: take those of the file
        raw |= {name: value for name, value in supplied.items() if name in raw and "{{" not in str(value)}
    given = dict(raw)
    answers, violations = _read(raw, root, context)
    errors = [violation for violation in ignored if not violation.questions]
    errors += [violation for violation in violations if violation.level == "error"]
    can_ask = not ignored and _can_ask(context)
    try:
        if errors and not can_ask:
            reason = text(language, "run.refused", count=len(errors)) + "\n\n" + describe_all(errors, language, raw)
            return _fail(reason, root, context, given, language)
        if errors:
            raw = ask_again(raw, errors, root, lambda changed: _read(changed, root, context)[1], language)
            answers, violations = _read(raw, root, context)
        _warn(violations, raw, language)
        write_place(root, answers)
        _remove_bytecode(root)
        (root / ANSWERS_FILE).unlink(missing_ok=True)
        write_baseline(root)
        notes = _record_origin(root, context, raw, language)
    except (click.Abort, KeyboardInterrupt) as stop:
        if not isinstance(stop.__context__, EOFError):  # after Ctrl+D, cookiecutter removes the folder itself
            undo(root, context)
        return _fail(text(language, "run.stopped"), root, context, given, language)
    except OSError as error:
        reason = text(language, "run.disk", file=error.filename or root, reason=error)
        return _fail(reason, root, context, given, language)
    place = _place_folder(context, raw)
    if place and raw["space_slug"] != given["space_slug"] and not move_place(root, place):
        notes.append(text(language, "run.not_renamed", folder=root.name, name=place.name))
        place = None
    _conclude(place or root, notes, language)
    return 0


def _remove_bytecode(root: Path) -> None:
    """Remove the ``__pycache__`` that cookiecutter copied from a kit in use."""
    for folder in [*(root / "tierslieu").rglob("__pycache__"), *(root / "tests").rglob("__pycache__")]:
        shutil.rmtree(folder)


def _read(raw: Mapping[str, Any], root: Path, context: Mapping[str, Any]) -> tuple[questions.Answers, list[Violation]]:
    answers, violations = questions.read(raw, root)
    place = _place_folder(context, answers)
    if place and place.exists() and not place.samefile(root):
        violations.append(Violation(("space_slug",), "answer.folder", {"value": place.name}))
    return answers, violations + organisations.contradictions(answers, root)


def _place_folder(context: Mapping[str, Any], answers: Mapping[str, Any]) -> Path | None:
    """The folder that bears the short name; None when that can't be read, or when cookiecutter is not the caller."""
    slug = answers.get("space_slug")
    return Path(str(context["_output_dir"])) / str(slug) if slug and "_output_dir" in context else None


def _can_ask(context: Mapping[str, Any]) -> bool:
    """Whether there is a terminal to ask at; not under cruft, which would record the uncorrected answers."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not is_cruft(context)


def _fail(reason: str, root: Path, context: Mapping[str, Any], given: Mapping[str, Any], language: str) -> int:
    """Print why the place is not made, and how to start again with the answers ``given``; returns 1."""
    click.echo("\n" + reason.strip("\n") + "\n", err=True)
    if "_template" not in context:
        click.echo(text(language, "run.retry_apply", file=ANSWERS_FILE), err=True)
        return 1
    file = answer_file(list(origin.start_folders(context)))
    again = restart(root, context, given, file, can_ask=_can_ask(context))
    click.echo(text(language, again.code, command=again.command, file=again.file), err=True)
    click.echo("\n" + text(language, "run.ignore_report"), err=True)
    return 1


def _warn(violations: Sequence[Violation], raw: Mapping[str, Any], language: str) -> None:
    warnings = [violation for violation in violations if violation.level == "warning"]
    if warnings:
        click.echo(describe_all(warnings, language, raw) + "\n")


def _record_origin(root: Path, context: Mapping[str, Any], raw: Mapping[str, Any], language: str) -> list[str]:
    """Record the lineage and make the repository, each where it can be; returns the messages for the user."""
    if is_cruft(context):
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
