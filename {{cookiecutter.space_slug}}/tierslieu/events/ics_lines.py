"""Splits an iCalendar file into its components, and repairs its folded lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_PROPERTY = re.compile(r"([A-Za-z][A-Za-z0-9-]*)(?:;[^:]*)?:")
#: The properties whose names some programs write in lower case; other names are recognised in capitals only.
_KNOWN_NAMES = frozenset({
    "begin", "end", "uid", "dtstamp", "dtstart", "dtend", "duration", "rrule", "rdate", "exdate", "recurrence-id",
    "sequence", "status", "summary", "description", "location", "geo", "url", "class", "categories", "transp",
    "created", "last-modified", "organizer", "attendee", "contact", "attach", "comment", "priority", "resources",
    "related-to", "request-status", "trigger", "action", "repeat",
})  # fmt: skip
#: Bytes: a folded line has about 75; a shorter one ends with a line break of its author.
_SHORTEST_FOLDED = 60


class Component(NamedTuple):
    """A component of a calendar without its own components: its name, its first line in the file, its unfolded lines."""

    name: str
    line: int
    lines: list[str]
    complete: bool


def components(text: str) -> Iterator[Component]:
    """The components directly in the calendar: events, tasks, time zones…"""
    name, first, depth = "", 0, 0
    inside: list[str] = []
    for number, line in _unfolded(text):
        word, _, value = line.partition(":")
        word, value = word.upper(), value.strip().upper()
        if word == "BEGIN" and value != "VCALENDAR":
            if depth and value == name:  # the previous one has no END
                yield Component(name, first, inside, complete=False)
                depth = 0
            depth += 1
            if depth == 1:
                name, first, inside = value, number, []
        elif word == "END" and depth and value != "VCALENDAR":
            depth -= 1
            if depth == 0:
                yield Component(name, first, inside, complete=True)
        elif depth == 1 and word not in ("BEGIN", "END"):
            inside.append(line)
    if depth:
        yield Component(name, first, inside, complete=False)


def properties(text: str, name: str) -> Iterator[str]:
    """The values of the property ``name``."""
    for match in re.finditer(rf"^{re.escape(name)}(?:;[^:\n]*)?:(.*)$", text, re.MULTILINE | re.IGNORECASE):
        yield match[1].strip()


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Each content line with its number; repairs folds without a space, and line breaks that should be ``\\n``."""
    first, parts, previous = 0, list[str](), ""
    for number, raw in enumerate(text.split("\n"), 1):
        if raw[:1] in (" ", "\t") and parts:
            parts.append(raw[1:])
        elif not raw.strip():
            continue
        elif _is_property(raw) or not parts:
            if parts:
                yield first, "".join(parts)
            first, parts = number, [raw]
        else:
            parts.append(raw if len(previous.encode()) >= _SHORTEST_FOLDED else "\\n" + raw)
        previous = raw
    if parts:
        yield first, "".join(parts)


def _is_property(line: str) -> bool:
    match = _PROPERTY.match(line)
    return match is not None and (match[1].isupper() or match[1].lower() in _KNOWN_NAMES)
