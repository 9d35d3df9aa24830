"""Content lines of iCalendar (RFC 5545 §3.1): values, escaping and folding.

Written here rather than with ``icalendar``, which takes five times as long for an agenda of thousands of events and
turns a typed ``\\N`` into a line break; the tests read every calendar back with it, and with ``ical``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

# Characters that TEXT cannot hold (RFC 5545 §3.1), then the line breaks of Unicode, at which some readers cut lines.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_SPECIAL = re.compile(r"([\\;,])")
#: A text without any of these needs no change.
_UNSAFE = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff\\\\;,]")
_LONGEST = 75


def text(value: str) -> str:
    """TEXT (§3.3.11) that reads back as typed."""
    if not _UNSAFE.search(value):
        return value
    plain = _BREAK.sub("\n", _FORBIDDEN.sub("", value))
    return _SPECIAL.sub(r"\\\1", plain).replace("\n", r"\n")


def address(value: str) -> str:
    """URI (§3.3.13), without the characters that an address cannot hold."""
    return re.sub(r"[\s\x00-\x1f\x7f\ud800-\udfff]", "", value)


def day(value: dt.date) -> str:
    """DATE (§3.3.4)."""
    return f"{value.year:04}{value.month:02}{value.day:02}"


def moment(value: dt.datetime) -> str:
    """DATE-TIME (§3.3.5): in UTC when ``value`` has a zone, else local."""
    if value.tzinfo:
        value = value.astimezone(dt.UTC)
    return f"{day(value)}T{value.hour:02}{value.minute:02}{value.second:02}{'Z' if value.tzinfo else ''}"


def joined(lines: Iterable[str]) -> bytes:
    """Content lines as bytes, each at most 75 octets long, folded between characters."""
    return b"".join(_fold(line.encode()) for line in lines)


def _fold(line: bytes) -> bytes:
    if len(line) <= _LONGEST:
        return line + b"\r\n"
    parts, start, length = [], 0, _LONGEST
    while start < len(line):
        end = start + length
        while end < len(line) and line[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        parts.append(line[start:end])
        start, length = end, _LONGEST - 1  # the space that begins a folded line counts
    return b"\r\n ".join(parts) + b"\r\n"
