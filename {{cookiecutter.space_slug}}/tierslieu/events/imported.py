"""What is read from a calendar or a table, before it becomes files of the place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tierslieu.core.problems import Problem

#: The keys of the front matter that each import updates from the calendar; other keys are written once, then left alone.
CALENDAR_OWNED_KEYS = (
    "title", "start", "end", "rrule", "added", "exceptions", "moved", "cancelled", "status", "place", "online", "uid", "revision",
    "updated",
)  # fmt: skip


@dataclass(frozen=True)
class ImportedEvent:
    """An event, and the line of the file at which it begins.

    ``meta`` is its front matter, with values as in YAML (strings, integers, lists); ``about`` holds the words that may
    name its format.
    """

    uid: str
    line: int
    meta: Mapping[str, Any]
    text: str = ""
    about: str = ""


@dataclass
class Reading:
    """The events of ``file``, and the problems of what can't be imported."""

    file: str
    events: list[ImportedEvent] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, code: str, line: int | None = None, *, warning: bool = False, **values: Any) -> None:
        """Add a problem of ``file``."""
        self.problems.append(Problem(code, values, self.file, line, "warning" if warning else "error"))


def derived_uid(identity: str) -> str:
    """The identifier of an event that has none: the same at each import while its title and start stay."""
    return f"import-{hashlib.sha256(identity.encode()).hexdigest()[:16]}"
