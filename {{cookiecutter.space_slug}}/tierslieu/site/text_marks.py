"""Marks in the text of a page: what must not break between two lines, and the gaps of what is not known yet."""

from __future__ import annotations

import re

from markupsafe import Markup

#: A link to an e-mail address that reads as this address; a tag, passed over; the number of a law, after its sign.
_UNBROKEN = re.compile(
    r'(?P<link><a href="mailto:[^"]*">)(?P<name>[^<@\s]+@)(?P<domain>[^<@\s]+)(?=</a>)'
    r"|<[^>]*>|(?P<number>(?:n°|\bno\.)[ \u00a0]\d+-\d+)"
)
_TAG = re.compile(r"(<[^>]*>)")


def with_whole_names(html: Markup) -> Markup:
    """``html`` whose law numbers stay on one line, and whose linked e-mail addresses break behind their sign first."""
    return Markup(_UNBROKEN.sub(_whole, html))


def _whole(found: re.Match[str]) -> str:
    if found["link"]:
        return f"{found['link']}<bdi>{found['name']}</bdi><bdi>{found['domain']}</bdi>"
    return f'<span class="law-number">{found["number"]}</span>' if found["number"] else found[0]


def marked_gaps(words: str, html: Markup) -> Markup:
    """``html`` where each gap, which reads ``words``, is marked as one."""
    marked = Markup('<span class="gap">{}</span>').format(words)
    parts = _TAG.split(html)
    parts[::2] = [text.replace(str(Markup.escape(words)), marked) for text in parts[::2]]
    return Markup("".join(parts))
