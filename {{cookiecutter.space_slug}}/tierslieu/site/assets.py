"""The files that all pages share: styles, fonts, drawings and pictures."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping

from lightningcss import process_stylesheet

from tierslieu.look import css, icons, patterns
from tierslieu.model import Space

from . import assets as marks
from .theme import SiteTheme


def assets(space: Space, theme: SiteTheme, keep: bool = False) -> dict[str, bytes]:
    """The static files by path in ``public/``; what the team has put in ``overrides/static/`` goes before all.

    The style sheet begins with the colours and the letters of the place. ``keep`` leaves the pictures in ``.cache/``
    for the next time. Raises ``Problems`` when a drawing of the team can't be made into a picture.
    """
    slug, look = space.identity.slug, space.look
    drawn = {
        "emblem.svg": patterns.emblem(slug, look),
        "pattern.svg": patterns.pattern(slug, look),
        "band.svg": patterns.band(slug, look),
    } | {f"patch-{number}.svg": patch for number, patch in enumerate(patterns.patches(slug, look))}
    fonts = {f"fonts/{name}": theme.bytes_of(f"fonts/{name}") for name in css.font_files(look)}
    static = drawn | fonts | theme.static()
    static["site.css"] = css.head(look).encode("utf-8") + static["site.css"]
    made = icons.raster_images(space, static["emblem.svg"], static["pattern.svg"], keep)
    return made | marks.in_style_sheets(minified({f"static/{name}": data for name, data in static.items()}))


def minified(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files, their style sheets smaller; one that a team wrote in its own way stays as it is."""

    def sheet(path: str, data: bytes) -> bytes:
        try:
            css: str = process_stylesheet(data.decode("utf-8"), filename=path, minify=True)
        except (UnicodeDecodeError, ValueError):
            return data
        return css.encode("utf-8") + b"\n"

    return {path: sheet(path, data) if path.endswith(".css") else data for path, data in files.items()}


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
