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


def slug(text: str, longest: int = 60) -> str:
    """``text`` as the name of a file: ASCII letters, digits and hyphens, at most ``longest``; may be empty."""
    return re.sub(r"[^a-z0-9]+", "-", fold_to_ascii(text.replace("’", "-"))).strip("-")[:longest].rstrip("-")


#: Names of files that are addresses as they are: those of published pages do not change.
_CLEAN = re.compile(r"[a-z0-9][a-z0-9._-]*")
#: The longest name in an address, below the 255 bytes that file systems take, with room for a suffix and an extension.
LONGEST_ADDRESS = 150


def address_name(stem: str) -> str:
    """The name of a file, without its extension, as part of an address, in ASCII; empty if it has no Latin letter."""
    is_clean = _CLEAN.fullmatch(stem) and len(stem) <= LONGEST_ADDRESS
    return stem if is_clean else slug(stem, LONGEST_ADDRESS)
