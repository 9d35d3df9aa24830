"""What a calendar or a table says, before it becomes files of the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tierslieu.core.problems import Problem

#: The keys of the front matter that an import owns: they follow the calendar from which they come. It gives the others
#: once, for people to change.
CALENDAR_OWNED_KEYS = (
    "title", "start", "end", "rrule", "added", "exceptions", "moved", "cancelled", "status", "place", "online", "uid", "revision",
    "updated",
)  # fmt: skip


@dataclass(frozen=True)
class ImportedEvent:
    """One event: its identifier, the line at which it begins, its front matter, and its text.

    ``meta`` holds values as they are written in YAML (texts, whole numbers, lists); ``about`` is what helps to guess
    its format.
    """

    uid: str
    line: int
    meta: Mapping[str, Any]
    text: str = ""
    about: str = ""


@dataclass
class Reading:
    """Everything that a file holds: the events, and what is not taken over, with the reason and the line."""

    events: list[ImportedEvent] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
