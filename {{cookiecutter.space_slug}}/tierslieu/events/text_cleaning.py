"""Texts of other programs as plain text, and dates as front matter writes them."""

from __future__ import annotations

import datetime as dt
import html
import re

_LONGEST_SENTENCE = 200
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def plain(text: str) -> str:
    """``text`` without the HTML that web calendars put into it."""
    if _TAG.search(text):
        text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    lines = (line.rstrip() for line in _CONTROL.sub("", text.replace("\r\n", "\n")).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """``text`` on one line, without control characters."""
    return " ".join(_CONTROL.sub(" ", text).split())


def sentence(text: str) -> str:
    """The first sentence of ``text``, cut after a word if it is too long."""
    line = next((line.strip() for line in text.split("\n") if line.strip()), "")
    if match := re.match(r".{10,}?[.!?…](?=\s|$)", line):
        line = match[0]
    return line if len(line) <= _LONGEST_SENTENCE else line[:_LONGEST_SENTENCE].rsplit(" ", 1)[0] + "…"


def as_body(text: str) -> str:
    """``text`` as the body of a file, without placeholders: its braces are characters."""
    return re.sub(r"\{(?=[{%#])", '{{ "{" }}', text)


def moment(value: dt.date) -> str:
    """A day, or a day and a time, as front matter writes it."""
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, dt.datetime) else day_of(value)


def day_of(value: dt.date) -> str:
    """The day of a day or of a moment, as front matter writes it."""
    return f"{value:%Y-%m-%d}"
