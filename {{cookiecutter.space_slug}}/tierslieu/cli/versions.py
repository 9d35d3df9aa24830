"""Asks and prints what the commands about saved versions share."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import CalledProcessError

from tierslieu.core.folding import slug
from tierslieu.core.problems import Problem, Problems
from tierslieu.versions.changed_files import summary
from tierslieu.versions.repository import has_repository
from tierslieu.versions.save import unsaved_paths
from tierslieu.versions.saved_version import SavedVersion
from tierslieu.versions.undo import UndoPlan

from .console import Console

#: How many versions are listed unless all are asked for, and how many files of a plan are.
_MOST_VERSIONS, _MOST_FILES = 20, 12


def ask_author(console: Console) -> tuple[str, str]:
    """The name and the e-mail address of the person; raises ``Problems`` without a terminal."""
    if not sys.stdin.isatty():
        raise Problems([Problem("save.no_author")])
    console.print_message("save.who")
    name: str = console.ask(console.text("save.name")).strip()
    proposed = f"{slug(name) or 'equipe'}@localhost"
    email: str = console.ask(console.text("save.email"), default=proposed, show_default=False).strip()
    return name, email


def print_history(
    versions: Sequence[SavedVersion], unsaved: Mapping[str, str], console: Console, *, every: bool, with_files: bool
) -> None:
    """Print what is not saved yet, then the versions with their date, author and message, and what they changed."""
    if unsaved:
        console.print_message("history.unsaved", files=summary(unsaved, console.language))
    shown = versions if every else versions[:_MOST_VERSIONS]
    for version in shown:
        files = summary(version.paths, console.language) if with_files else ""
        values = {"number": version.number, "date": _date(version, console), "author": version.author}
        console.print_message("history.version", **values, message=version.message)
        if files and files.casefold() != version.message.casefold():
            console.print_message("history.files", files=files)
    if len(shown) < len(versions):
        console.print_message("history.more", count=len(versions) - len(shown))


def print_unsaved(root: Path, console: Console) -> None:
    """Print what is not saved yet; nothing where git keeps no versions of the place, or can't be asked."""
    try:
        unsaved = unsaved_paths(root) if has_repository(root) else {}
    except (Problems, CalledProcessError):
        return
    if unsaved:
        console.print_message("history.unsaved", files=summary(unsaved, console.language))


def print_plan(plan: UndoPlan, console: Console) -> None:
    """Print the version to go back to, the files that change, and what is kept first."""
    version = plan.target
    values = {"number": version.number, "date": _date(version, console), "message": version.message}
    if plan.path:
        console.print_message("undo.target_file", **values, file=plan.path)
    else:
        console.print_message("undo.target", **values)
    lines = [console.text(f"undo.file_{kind}", file=path) for path, kind in plan.changes.items()]
    others = len(lines) - _MOST_FILES
    rest = [console.text("undo.others", count=others)] if others > 1 else []
    console.print_list("undo.files", [*lines[: _MOST_FILES if rest else None], *rest])
    if plan.unsaved:
        console.print_message("undo.unsaved", files=summary(plan.unsaved, console.language))


def _date(version: SavedVersion, console: Console) -> str:
    return console.text("history.date", **{name: version.date.strftime(f"%{name}") for name in "dmYHM"})
