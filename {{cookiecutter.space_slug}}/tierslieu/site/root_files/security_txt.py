"""``.well-known/security.txt`` (RFC 9116): how to report a vulnerability of the site."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from tierslieu.model import Space
from tierslieu.rendering import urls

PATH = ".well-known/security.txt"
#: How long the file is valid: RFC 9116 §2.5.5 recommends less than a year. In months, so that it changes once a month.
_VALID_MONTHS = 11


def build(space: Space) -> bytes | None:
    """The file; None without an e-mail address, or if the site is not at the root of its host, as required."""
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
    """The first day of a month, ten to eleven months after ``today``."""
    month = today.month - 1 + _VALID_MONTHS
    return f"{today.year + month // 12:04}-{month % 12 + 1:02}-01T00:00:00Z"
