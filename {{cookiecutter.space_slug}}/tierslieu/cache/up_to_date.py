"""``build`` when nothing has changed since the last time: said at once, before anything heavy is loaded.

The last build left a stamp of every file of the place, the engine included, and of what it wrote. When both are still
true, on the same day, a build would give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence

from .file_stamps import FileStamp, engine, walk_files

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILT = ("public", "documents", "hosting")
#: Nothing in these decides on what a build gives.
_IGNORED = (*BUILT, *(f".{name}.old" for name in BUILT), ".cache", ".git", ".venv", "passes", "tierslieu")


def up_to_date(arguments: Sequence[str], root: str = ROOT) -> str | None:
    """What the last build said, if ``arguments`` ask for a build that would give what is there already."""
    today = _today(arguments)
    if today is None:
        return None
    try:
        with open(_record(root), encoding="utf-8") as file:
            before, built, said = file.read().split("\n", 2)
    except (OSError, ValueError):
        return None  # no record, or a damaged one
    return said if (before, built) == (sources(root, today).digest, _built(root)) else None


def sources(root: str, today: str) -> FileStamp:
    """The stamp of all that a build of the place in ``root`` on the day ``today`` depends on."""
    return FileStamp(walk_files(root, _IGNORED), root, today, engine())


def record_build(root: str, before: FileStamp, said: str) -> None:
    """Note that what is built was made of the sources ``before``, and what the build ``said``.

    Nothing is noted when a source was edited so shortly before that one more edit might bear the same date.
    """
    if not before.settled:
        return
    record = _record(root)
    try:
        os.makedirs(os.path.dirname(record), exist_ok=True)
        with open(f"{record}.new", "w", encoding="utf-8", newline="\n") as file:
            file.write(f"{before.digest}\n{_built(root)}\n{said}")
        os.replace(f"{record}.new", record)
    except OSError:
        pass  # the next build will take longer


def _today(arguments: Sequence[str]) -> str | None:
    """The day of the build that ``arguments`` ask for; None when they ask for something else."""
    if list(arguments) == ["build"]:
        return dt.date.today().isoformat()
    return arguments[2] if len(arguments) == 3 and list(arguments[:2]) == ["build", "--today"] else None


def _built(root: str) -> str:
    return FileStamp(entry for name in BUILT for entry in walk_files(os.path.join(root, name))).digest


def _record(root: str) -> str:
    return os.path.join(root, ".cache", "built")
