"""Where the picture that a text names stands, and whether it can be shown at all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tierslieu.core.problems import closest

from . import svg
from .errors import ImageFault

#: Where the team puts pictures; what is outside is never read, whatever a text says.
CONTENT = "content"
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg"})


def find(root: Path, name: str, beside: str = CONTENT) -> Path:
    """The file that ``name`` means in a text of the folder ``beside``, both relative to the place in ``root``.

    It is looked for from that folder, then from each one above it up to ``content/``, so that ``images/x.jpg`` means
    ``content/images/x.jpg`` in every language. Raises ``ImageFault``: not a file of the place, or not there.
    """
    parts = urlsplit(name)
    if parts.scheme or parts.netloc:
        raise ImageFault("image.elsewhere", image=name)
    path = unquote(parts.path)
    top = (root / CONTENT).resolve()
    for folder in _upwards(beside):
        found = (root / folder / path).resolve()
        if found.is_file() and found.is_relative_to(top):
            return found
    raise ImageFault("image.missing", image=name, closest=_closest(root, path))


def probe(path: Path, name: str) -> None:
    """Read no more of a picture than it takes to know that it can be shown. Raises ``ImageFault``."""
    if path.suffix.lower() not in SUFFIXES:
        raise ImageFault("image.format", image=name)
    if path.suffix.lower() == ".svg":
        svg.clean(path.read_bytes(), name)
    else:
        from .convert import opened  # Pillow is heavy, and most places begin without a photograph

        opened(path, name).close()


def _upwards(folder: str) -> Iterable[str]:
    """``content/fr/pages``, ``content/fr``, ``content``."""
    parts = folder.split("/")
    for length in range(len(parts), 0, -1):
        yield "/".join(parts[:length])


def _closest(root: Path, path: str) -> str:
    top = root / CONTENT
    there = (file.relative_to(top).as_posix() for file in sorted(top.rglob("*")) if file.suffix.lower() in SUFFIXES)
    return closest(path, there) or "–"
