"""``manifest.webmanifest``: what a phone needs to install the site as an app (W3C Web Application Manifest).

Its URLs are relative to itself, so that it works under any path; its colours are those of the style sheet.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tierslieu.core.json_bytes import json_bytes
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Page, Space

PATH = "manifest.webmanifest"
#: The longest name that a phone shows under an icon, in characters.
_MAX_SHORT_NAME = 12
#: The number of pages in the menu of the icon.
_MAX_SHORTCUTS = 4
_ICON = re.compile(r"static/(?P<name>icon(?P<mask>-maskable)?(?:-[0-9]+)?\.png)")
_PNG = b"\x89PNG\r\n\x1a\n"


def build(
    space: Space,
    formatter: LocaleFormatter,
    menu: Sequence[Page],
    addresses: Mapping[str, str],
    files: Mapping[str, bytes],
    version: Callable[[str], str],
) -> bytes:
    """The manifest in one language.

    ``addresses`` are those of the pages by key. ``files`` holds the static files by path, with the icons:
    ``static/icon-192.png``, ``static/icon-maskable.png``… ``version`` gives the URL of a static file.
    """
    name, territory = space.identity.name, space.identity.territory
    members: dict[str, Any] = {
        "name": f"{name} – {territory}" if territory else name,
        "short_name": name if len(name) <= _MAX_SHORT_NAME else None,
        "lang": formatter.code,
        "dir": formatter.locale.text_direction,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": _colour(files, "paper"),
        "theme_color": _colour(files, "paper"),
        "icons": list(_icons(files, version)),
        "shortcuts": [
            {"name": page.nav_title or page.title, "url": "./" + addresses[page.key]} for page in menu[:_MAX_SHORTCUTS]
        ],
    }
    members = {key: value for key, value in members.items() if value}
    return json_bytes(members)


def _icons(files: Mapping[str, bytes], version: Callable[[str], str]) -> Iterator[dict[str, str]]:
    if "static/emblem.svg" in files:
        yield {"src": version("emblem.svg"), "type": "image/svg+xml", "sizes": "any"}
    for path in sorted(files):
        match = _ICON.fullmatch(path)
        size = _png_size(files[path]) if match else None
        if match and size:
            icon = {"src": version(match["name"]), "type": "image/png", "sizes": size}
            yield icon | ({"purpose": "maskable"} if match["mask"] else {})


def _png_size(png: bytes) -> str | None:
    """Width and height of a PNG file (ISO/IEC 15948 §11.2.2), as ``192x192``; None if it is not one."""
    return "{}x{}".format(*struct.unpack(">II", png[16:24])) if png.startswith(_PNG) and len(png) > 24 else None


def _colour(files: Mapping[str, bytes], role: str) -> str | None:
    """The light-mode colour of the custom property ``--role`` in the style sheet."""
    match = re.search(rf"--{role}:\s*(#[0-9a-fA-F]{{6}})\b".encode(), files.get("static/site.css", b""))
    return match[1].decode() if match else None
