"""The manual as pages of HTML, which ``./lieu serve`` shows; never a part of the public site."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

from tierslieu.i18n import messages
from tierslieu.rendering.markdown import to_html

from .pages import FOLDER, INDEX, anchor, plain

_STYLE_FILE = Path(__file__).with_name("manual.css")
_PAGE = """\
<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>{title}</title><link rel="stylesheet" href="{up}manual.css"></head>
<body><nav><a href="{up}index.html">{manual}</a> <a href="/">{site}</a></nav>
<main>
{content}</main></body></html>
"""


def manual_files(root: Path, language: str, look: str = "") -> dict[str, bytes]:
    """The pages of the manual of the place in ``root``, with their images, by path (``docs/index.html``).

    The pages are in French, their menu in ``language``; ``look`` holds the colours and letters of the place, as variables.
    """
    folder = root / FOLDER
    menu = {"manual": messages.text(language, "manual.menu"), "site": messages.text(language, "manual.menu_site")}
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = f"{FOLDER}/{path.relative_to(folder).as_posix()}"
        if path.suffix == ".md":
            text = path.read_text(encoding="utf-8", errors="replace")
            depth = name.count("/") - 1
            files[_html_name(name)] = _page(text, {**menu, "up": "../" * depth}).encode()
        else:
            files[name] = path.read_bytes()
    if files:
        files[f"{FOLDER}/manual.css"] = look.encode() + _STYLE_FILE.read_bytes()
    return files


def _html_name(name: str) -> str:
    return name.removesuffix(INDEX) + "index.html" if name.endswith(f"/{INDEX}") else re.sub(r"\.md$", ".html", name)


def _page(text: str, menu: Mapping[str, str]) -> str:
    title = re.search(r"^# (.*)$", text, re.MULTILINE)
    html = re.sub(r"<(h[1-6])>(.*?)</\1>", _with_anchor, str(to_html(text)), flags=re.DOTALL)
    html = re.sub(r'href="([^":#]+\.md)(#[^"]*)?"', lambda match: f'href="{_target(match[1])}{match[2] or ""}"', html)
    return _PAGE.format(**menu, title=escape(plain(title[1]) if title else ""), content=html)


def _target(href: str) -> str:
    return _html_name(f"/{href}").removeprefix("/")


def _with_anchor(match: re.Match[str]) -> str:
    """A heading with the identifier that forges give it, to which the links of the pages lead."""
    name = anchor(re.sub(r"<[^>]+>|&\w+;", "", match[2]))
    return f'<{match[1]} id="{escape(name)}">{match[2]}</{match[1]}>'
