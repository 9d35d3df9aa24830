"""Events as they are read from a calendar or a table, before they become files of the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tierslieu.core.problems import Problem

#: The keys of the front matter that follow the calendar at each import; the others are written once, for people to
#: change.
CALENDAR_OWNED_KEYS = (
    "title", "start", "end", "rrule", "added", "exceptions", "moved", "cancelled", "status", "place", "online", "uid", "revision",
    "updated",
)  # fmt: skip


@dataclass(frozen=True)
class ImportedEvent:
    """An event: its UID, the line at which it begins, its front matter, and its text.

    ``meta`` holds values as they are written in YAML (texts, integers, lists); ``about`` is the text from which its
    format is guessed.
    """

    uid: str
    line: int
    meta: Mapping[str, Any]
    text: str = ""
    about: str = ""


@dataclass
class Reading:
    """The content of a file: its events, and the problems of what is not imported, each with its line."""

    events: list[ImportedEvent] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
