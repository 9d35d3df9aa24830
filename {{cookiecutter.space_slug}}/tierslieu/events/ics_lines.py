"""The components of an iCalendar file, each with the line at which it begins; broken folds of lines are repaired."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_PROPERTY = re.compile(r"([A-Za-z][A-Za-z0-9-]*)(?:;[^:]*)?:")
#: The names of properties that are accepted in lower case too; any other name must be in capitals.
_KNOWN = frozenset({
    "begin", "end", "uid", "dtstamp", "dtstart", "dtend", "duration", "rrule", "rdate", "exdate", "recurrence-id",
    "sequence", "status", "summary", "description", "location", "geo", "url", "class", "categories", "transp", "created",
    "last-modified", "organizer", "attendee", "contact", "attach", "comment", "priority", "resources", "related-to",
    "request-status", "trigger", "action", "repeat",
})  # fmt: skip
#: A folded line is about 75 octets long; a shorter one ends with a line break of its text.
_FOLDED = 60


class Component(NamedTuple):
    """A component without those inside it: its name, its first line in the file, its unfolded lines.

    ``complete`` is false when its END is missing.
    """

    name: str
    line: int
    lines: list[str]
    complete: bool


def components(text: str) -> Iterator[Component]:
    """The components directly inside the calendar: events, tasks, time zones…"""
    name, first, depth = "", 0, 0
    inside: list[str] = []
    for number, line in _unfolded(text):
        word, _, value = line.partition(":")
        word, value = word.upper(), value.strip().upper()
        if word == "BEGIN" and value != "VCALENDAR":
            if depth and value == name:  # the previous component has no END
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
    """The values of every property ``name`` of ``text``."""
    for match in re.finditer(rf"^{re.escape(name)}(?:;[^:\n]*)?:(.*)$", text, re.MULTILINE | re.IGNORECASE):
        yield match[1].strip()


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Each content line with its number, even when folds lack their space, or texts are broken without ``\\n``."""
    first, parts, previous = 0, list[str](), ""
    for number, raw in enumerate(text.split("\n"), 1):
        if raw[:1] in (" ", "\t") and parts:
            parts.append(raw[1:])
        elif not raw.strip():
            continue
        elif _begins(raw) or not parts:
            if parts:
                yield first, "".join(parts)
            first, parts = number, [raw]
        else:
            parts.append(raw if len(previous.encode()) >= _FOLDED else "\\n" + raw)
        previous = raw
    if parts:
        yield first, "".join(parts)


def _begins(raw: str) -> bool:
    """Whether a line begins a property."""
    match = _PROPERTY.match(raw)
    return match is not None and (match[1].isupper() or match[1].lower() in _KNOWN)
