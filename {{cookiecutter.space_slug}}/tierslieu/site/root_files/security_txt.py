"""``.well-known/security.txt`` (RFC 9116): whom to tell about a flaw of the site."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from tierslieu.model import Space
from tierslieu.rendering import urls

PATH = ".well-known/security.txt"
#: RFC 9116 §2.5.5 recommends less than a year; whole months, so that the file does not change every day.
_MONTHS = 11


def build(space: Space) -> bytes | None:
    """The file, or None without an e-mail address, or where the site is not at the root of its host: nobody would look
    for it there.
    """
    email = space.identity.contact.email
    if not email or urls.base(space) != "/":
        return None
    lines = [f"Contact: mailto:{quote(email, safe='@')}", f"Expires: {_expires(space.today)}"]
    lines.append(f"Preferred-Languages: {', '.join(space.identity.languages)}")
    website = urls.root(space)
    if website.lower().startswith("https:"):
        lines.append(f"Canonical: {website}{PATH}")
    return ("\n".join(lines) + "\n").encode("utf-8")


def _expires(today: dt.date) -> str:
    """The first day of a month, more than ten months from ``today`` and less than a year."""
    month = today.month - 1 + _MONTHS
    return f"{today.year + month // 12:04}-{month % 12 + 1:02}-01T00:00:00Z"
