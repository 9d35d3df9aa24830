"""Marks of what static files hold, in every address that leads to one: browsers keep each for ever, and never an old one."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping

_URL = re.compile(rb"""url\(\s*(["']?)([^"'()?#\s]+)\1\s*\)""")


def marked(path: str, files: Mapping[str, bytes]) -> str:
    """The address of the file ``path`` with the mark of what it holds."""
    return f"{path}?v={_mark(files[path])}"


def in_style_sheets(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files, whose style sheets name fonts and pictures among them with their marks."""

    def sheet(path: str, css: bytes) -> bytes:
        def named(found: re.Match[bytes]) -> bytes:
            target = found[2].decode("utf-8", "replace")
            file = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            return f"url({target}?v={_mark(files[file])})".encode() if file in files else found[0]

        return _URL.sub(named, css)

    return {path: sheet(path, data) if path.endswith(".css") else data for path, data in files.items()}


def _mark(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]
