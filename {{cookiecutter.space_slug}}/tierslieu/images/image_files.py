"""Finds the file that a text names, and checks that it can be shown."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tierslieu.core.problems import closest

from . import svg_sanitiser
from .errors import ImageFault

#: The folder of the team's images; no text can name a file outside it.
CONTENT = "content"
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg"})


def find_image(root: Path, name: str, folder: str = CONTENT) -> Path:
    """The file that ``name`` means in a text in ``folder``, which is relative to ``root``.

    Searched in ``folder``, then in each of its parents up to ``content/``: ``images/x.jpg`` means
    ``content/images/x.jpg`` in every language. Raises ``ImageFault`` if there is no such file in ``content/``.
    """
    parts = urlsplit(name)
    if parts.scheme or parts.netloc:
        raise ImageFault("image.elsewhere", image=name)
    path = unquote(parts.path)
    top = (root / CONTENT).resolve()
    for parent in reversed([*accumulate(folder.split("/"), "{}/{}".format)]):
        file = (root / parent / path).resolve()
        if file.is_file() and file.is_relative_to(top):
            return file
    if near := _closest(root, path):
        raise ImageFault("image.missing", image=name, closest=near)
    raise ImageFault("image.missing_first", image=name)


def check_image(path: Path, name: str) -> None:
    """Raise ``ImageFault`` if an image can't be shown; of a photograph, only the header is read."""
    if path.suffix.lower() not in SUFFIXES:
        raise ImageFault("image.format", image=name)
    if path.suffix.lower() == ".svg":
        svg_sanitiser.sanitise(path.read_bytes(), name)
    else:
        from .convert import open_image  # imported here for start-up time: Pillow is heavy

        open_image(path, name).close()


def _closest(root: Path, path: str) -> str:
    top = root / CONTENT
    names = (file.relative_to(top).as_posix() for file in sorted(top.rglob("*")) if file.suffix.lower() in SUFFIXES)
    return closest(path, names)
