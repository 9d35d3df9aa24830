"""Texts without capitals and accents: to be compared, searched, or made names of files."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """``text`` in small letters without accents, as ``theme/static/search.js`` folds what is typed."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if unicodedata.category(letter)[0] != "M")
    return bare.lower().replace("œ", "oe").replace("æ", "ae")


def fold_to_ascii(text: str) -> str:
    """As ``fold``, without the letters and signs that have no likeness in ASCII."""
    return fold(unicodedata.normalize("NFKC", text)).encode("ascii", "ignore").decode()


def slug(text: str) -> str:
    """``text`` as the name of a file: ASCII letters, digits and hyphens, at most 60 characters; may be empty."""
    return re.sub(r"[^a-z0-9]+", "-", fold_to_ascii(text.replace("’", "-"))).strip("-")[:60].rstrip("-")
