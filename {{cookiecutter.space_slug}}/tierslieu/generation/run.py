"""From the answers to a place that works: checks them all together, asks the wrong ones again, applies them."""

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
from .ignored_answers import dropped_answers, given_answers
from .prompts import ask_again
from .render import write_place
from .report import describe_all
from .rollback import undo


def run(root: Path, context: Mapping[str, Any]) -> int:
    """Apply the answers of ``context`` (cookiecutter's, private variables included) to the place in ``root``.

    Returns the exit status: 0, or 1 when answers are refused or the disk is, with nothing of ``config/`` written.
    """
    language = supported_language(context.get("language"))
    readers = questions.readers(root)
    raw = {name: context.get(name, "") for name in readers}
    given = given_answers(list(origin.start_folders(context)))
    lost = dropped_answers(given, readers)
    if lost:  # nor are the answers that follow an unknown choice handed over: judge those of the file
        raw |= {name: value for name, value in given.items() if name in readers and "{{" not in str(value)}
    answers, faults = _judge(raw, root)
    errors = [fault for fault in lost if not fault.questions]
    errors += [fault for fault in faults if fault.level == "error"]
    if errors and (lost or not _can_ask(context)):
        replay = None if lost else _replay_file(context, raw)
        return _refuse(errors, context, raw, replay, language)
    try:
        if errors:
            raw = ask_again(raw, errors, readers, lambda changed: _judge(changed, root)[1], language)
            answers, faults = _judge(raw, root)
        _warn(faults, raw, language)
        write_place(root, answers)
        _sweep(root)
        (root / ANSWERS_FILE).unlink(missing_ok=True)
        write_baseline(root)
        notes = _settle(root, context, raw, language)
    except (click.Abort, KeyboardInterrupt) as stop:
        if not isinstance(stop.__context__, EOFError):  # after Ctrl+D, cookiecutter is there to remove the folder
            undo(root, context)
        return _give_up(text(language, "run.stopped"), context, language)
    except OSError as error:
        reason = text(language, "run.disk", file=error.filename or root, reason=error.strerror or error)
        return _give_up(reason, context, language)
    _tell(root, notes, language)
    return 0


def _sweep(root: Path) -> None:
    """Remove what Python left in a kit that is worked on, and cookiecutter copied: a place is born of sources only."""
    for folder in [*(root / "tierslieu").rglob("__pycache__"), *(root / "tests").rglob("__pycache__")]:
        shutil.rmtree(folder)


def _judge(raw: Mapping[str, Any], root: Path) -> tuple[questions.Answers, list[Violation]]:
    answers, faults = questions.read(raw, root)
    return answers, faults + organisations.faults_together(answers, root)


def _under_cruft(context: Mapping[str, Any]) -> bool:
    """Whether cruft, or copier, made the files and does the rest."""
    return "_commit" in context and "_repo_dir" not in context


def _can_ask(context: Mapping[str, Any]) -> bool:
    """Whether somebody sits at a terminal; not under cruft, which would store the uncorrected answers."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not _under_cruft(context)


def _replay_file(context: Mapping[str, Any], raw: Mapping[str, Any]) -> Path | None:
    """The file in which cookiecutter keeps these answers, if it is where it keeps them unless told otherwise."""
    kit = origin.kit_folder(context)
    path = Path.home() / ".cookiecutter_replay" / f"{kit.name if kit else ''}.json"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))["cookiecutter"]
        return path if all(kept.get(question) == answer for question, answer in raw.items()) else None
    except (OSError, ValueError, KeyError, AttributeError):
        return None


def _refuse(
    faults: Sequence[Violation], context: Mapping[str, Any], raw: Mapping[str, Any], replay: Path | None, language: str
) -> int:
    click.echo(text(language, "run.refused", count=len(faults)) + "\n", err=True)
    click.echo(describe_all(faults, language, raw) + "\n", err=True)
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


def _give_up(reason: str, context: Mapping[str, Any], language: str) -> int:
    click.echo("\n" + reason, err=True)
    if "_template" in context:
        click.echo("\n" + text(language, "run.ignore_report"), err=True)
    return 1


def _warn(faults: Sequence[Violation], raw: Mapping[str, Any], language: str) -> None:
    warnings = [fault for fault in faults if fault.level == "warning"]
    if warnings:
        click.echo(describe_all(warnings, language, raw) + "\n")


def _settle(root: Path, context: Mapping[str, Any], raw: Mapping[str, Any], language: str) -> list[str]:
    """Record the lineage and make the repository, each where it can be; return what to tell the user."""
    if _under_cruft(context):
        return [text(language, f"birth.{context.get('_tool', 'cruft')}")]
    notes = []
    if not (root / origin.LINEAGE_FILE).exists() and not origin.record_lineage(root, context, raw):
        notes.append(text(language, "birth.no_lineage"))
    return [origin.make_repository(root, str(raw["space_name"]), language), *notes]


def _tell(root: Path, notes: Sequence[str], language: str) -> None:
    for note in notes:
        click.echo(note)
    click.echo(
        "\n" + text(language, "run.next", folder=root.name, lieu="lieu" if sys.platform == "win32" else "./lieu")
    )
