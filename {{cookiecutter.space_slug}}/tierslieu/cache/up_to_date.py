"""Answers ``build`` at once, with few imports, when the day and the stamps of sources and output are unchanged."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence

from .file_stamps import FileStamp, engine_stamp, walk_files

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUTPUT_FOLDERS = ("public", "documents", "hosting")
#: Entries of the place that a build does not read; ``tierslieu`` is in ``engine_stamp``.
_NOT_SOURCES = (
    *OUTPUT_FOLDERS, *(f".{name}.old" for name in OUTPUT_FOLDERS), ".cache", ".git", ".venv", "documents-gardes", "passes", "tierslieu", "vendor",
)  # fmt: skip


def up_to_date(arguments: Sequence[str], root: str = ROOT) -> str | None:
    """What the last build printed, if ``arguments`` ask for a build that would write what is there already."""
    today = _day_of_build(arguments)
    return None if today is None else last_build(root, today)


def last_build(root: str, today: str) -> str | None:
    """What the last build printed, if a build on the day ``today`` would write what is there already."""
    try:
        with open(_record_path(root), encoding="utf-8") as file:
            sources_digest, output_digest, message = file.read().split("\n", 2)
    except (OSError, ValueError):
        return None  # no record, or a damaged one
    if sources_digest != sources_stamp(root, today).digest or output_digest != _output_digest(root):
        return None
    return message


def sources_stamp(root: str, today: str) -> FileStamp:
    """The stamp of all that a build of the place in ``root`` on the day ``today`` depends on."""
    return FileStamp(walk_files(root, _NOT_SOURCES), root, today, engine_stamp())


def record_build(root: str, sources: FileStamp, message: str) -> None:
    """Record the ``sources`` and the printed ``message`` of a build, unless a source was edited just before."""
    if not sources.settled:
        return
    record = _record_path(root)
    try:
        os.makedirs(os.path.dirname(record), exist_ok=True)
        with open(f"{record}.new", "w", encoding="utf-8", newline="\n") as file:
            file.write(f"{sources.digest}\n{_output_digest(root)}\n{message}")
        os.replace(f"{record}.new", record)
    except OSError:
        pass  # the next build will take longer


def _day_of_build(arguments: Sequence[str]) -> str | None:
    """The day of the build that ``arguments`` ask for; None when they ask for something else."""
    if list(arguments) == ["build"]:
        return dt.date.today().isoformat()
    return arguments[2] if len(arguments) == 3 and list(arguments[:2]) == ["build", "--today"] else None


def _output_digest(root: str) -> str:
    return FileStamp(file for name in OUTPUT_FOLDERS for file in walk_files(os.path.join(root, name))).digest


def _record_path(root: str) -> str:
    return os.path.join(root, ".cache", "built")
