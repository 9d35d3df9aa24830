"""``manifest.webmanifest``: the site as one can keep it on the screen of a telephone (W3C Web Application Manifest).

Its addresses are relative to itself, so that it holds under any path; its colours are those of the style sheet.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Page, Space

PATH = "manifest.webmanifest"
#: Longer names are cut under an icon.
_SHORT = 12
#: Pages offered behind the icon.
_SHORTCUTS = 4
_ICON = re.compile(r"static/(?P<name>icon(?P<mask>-maskable)?(?:-[0-9]+)?\.png)")
_PNG = b"\x89PNG\r\n\x1a\n"


def build(
    space: Space,
    words: LocaleFormatter,
    menu: Sequence[Page],
    addresses: Mapping[str, str],
    files: Mapping[str, bytes],
    version: Callable[[str], str],
) -> bytes:
    """The manifest in one language; icons are the ``files`` ``static/icon-192.png``, ``icon-maskable-512.png``…"""
    name, territory = space.identity.name, space.identity.territory
    told: dict[str, Any] = {
        "name": f"{name} – {territory}" if territory else name,
        "short_name": name if len(name) <= _SHORT else None,
        "lang": words.code,
        "dir": words.locale.text_direction,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": _colour(files, "paper"),
        "theme_color": _colour(files, "paper"),
        "icons": list(_icons(files, version)),
        "shortcuts": [
            {"name": page.nav_title or page.title, "url": "./" + addresses[page.key]} for page in menu[:_SHORTCUTS]
        ],
    }
    known = {key: value for key, value in told.items() if value}
    return (json.dumps(known, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _icons(files: Mapping[str, bytes], version: Callable[[str], str]) -> Iterator[dict[str, str]]:
    if "static/emblem.svg" in files:
        yield {"src": version("emblem.svg"), "type": "image/svg+xml", "sizes": "any"}
    for path in sorted(files):
        found = _ICON.fullmatch(path)
        size = _size(files[path]) if found else None
        if found and size:
            icon = {"src": version(found["name"]), "type": "image/png", "sizes": size}
            yield icon | ({"purpose": "maskable"} if found["mask"] else {})


def _size(png: bytes) -> str | None:
    """Width and height of a PNG (ISO/IEC 15948 §11.2.2), or None when it is none."""
    return "{}x{}".format(*struct.unpack(">II", png[16:24])) if png.startswith(_PNG) and len(png) > 24 else None


def _colour(files: Mapping[str, bytes], role: str) -> str | None:
    """The colour that the style sheet gives to ``role`` by day."""
    found = re.search(rf"--{role}:\s*(#[0-9a-fA-F]{{6}})\b".encode(), files.get("static/site.css", b""))
    return found[1].decode() if found else None
