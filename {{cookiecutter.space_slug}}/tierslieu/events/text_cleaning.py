"""Texts of calendars and tables as plain text."""

from __future__ import annotations

import datetime as dt
import html
import re

_LONGEST_SENTENCE = 200
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def plain(text: str) -> str:
    """``text`` without HTML tags and control characters."""
    if _TAG.search(text):
        text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    lines = (line.rstrip() for line in _CONTROL.sub("", text.replace("\r\n", "\n")).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """``text`` on one line, without control characters."""
    return " ".join(_CONTROL.sub(" ", text).split())


def sentence(text: str) -> str:
    """The first sentence of ``text``, cut between words when it is too long."""
    line = next((line.strip() for line in text.split("\n") if line.strip()), "")
    match = re.match(r".{10,}?[.!?…](?=\s|$)", line)
    line = match[0] if match else line
    if len(line) <= _LONGEST_SENTENCE:
        return line
    return line[:_LONGEST_SENTENCE].rsplit(" ", 1)[0] + "…"


def as_body(text: str) -> str:
    """``text`` as the body of a Markdown file: its braces are escaped, so that they are not placeholders."""
    return re.sub(r"\{(?=[{%#])", '{{ "{" }}', text)


def moment(value: dt.date) -> str:
    """A day, or a day and an hour, as written in front matter."""
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, dt.datetime) else f"{value:%Y-%m-%d}"
