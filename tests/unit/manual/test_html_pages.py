"""The manual as pages of HTML."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

from support.paths import TEMPLATE

from tierslieu.manual.html_pages import manual_files

FILES = manual_files(TEMPLATE, "fr")


def test_every_link_and_image_of_the_manual_leads_to_a_file_and_an_anchor() -> None:
    for path, data in FILES.items():
        if not path.endswith(".html"):
            continue
        for target in re.findall(r'<(?:a|img|link)\b[^>]*(?:href|src)="([^"]*)"', data.decode()):
            if re.match(r"https?:|mailto:|/$|images/", target):  # an example in photos.md shows images of the place
                continue
            name, _, anchor = unquote(target).partition("#")
            linked = posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) if name else path
            assert linked in FILES, (path, target)
            assert not anchor or f'id="{anchor}"' in FILES[linked].decode(), (path, target)


def test_placeholders_are_shown_as_they_are_written() -> None:
    assert "{{ prices.day }}" in FILES["docs/guides/ajouter-un-document.html"].decode()


def test_a_place_without_a_manual_has_no_page_of_it(tmp_path: Path) -> None:
    assert manual_files(tmp_path, "fr") == {}
