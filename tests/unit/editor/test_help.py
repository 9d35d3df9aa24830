"""Each screen leads to its section of the guide, which says what the screen does."""

from __future__ import annotations

import re
from contextlib import nullcontext
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from support.editor_client import EditorClient
from support.paths import TEMPLATE

from tierslieu.core.paths import SPACE
from tierslieu.editor.navigation import entries, help_of
from tierslieu.editor.server import EditorServer
from tierslieu.i18n import messages
from tierslieu.manual.html_pages import manual_files
from tierslieu.manual.pages import read_manual

MANUAL = manual_files(TEMPLATE, "fr")
(GUIDE,) = (page.text for page in read_manual(TEMPLATE) if page.name == "modifier-dans-le-navigateur")
SCREENS = [entry.address for _, group in entries("fr") for entry in group]


@pytest.mark.parametrize("address", [*SCREENS, "/place/hours/", "/documents/charte/", "/file/"])
def test_each_screen_has_its_section(address: str) -> None:
    page, _, section = help_of(address).partition("#")
    assert section and f'id="{section}"' in MANUAL[page].decode()


def test_an_address_of_no_screen_leads_to_the_whole_page() -> None:
    assert help_of("/nowhere/") in MANUAL


@pytest.mark.long
def test_a_screen_shows_its_link_and_the_editor_serves_where_it_leads(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, served = EditorServer(place, 0, ("", "")), []

    def ask(*_: object, **__: object) -> None:
        client = EditorClient(place, preview=server.place.preview).enter()
        link = re.search(r'class="ed-help"><a href="([^"]+)"', client.get("/place/hours/").text)
        assert link and urlsplit(link[1]).fragment == "le-lieu"
        with urlopen(unescape(link[1]), timeout=20) as answer:
            served.append(answer.read().decode())

    monkeypatch.setattr("tierslieu.editor.server.follow_changes", ask)
    server.run(nullcontext, documents=False)
    assert 'id="le-lieu"' in served[0]


@pytest.mark.long
def test_the_first_visit_goes_as_the_guide_says(place: Path) -> None:
    client = EditorClient(place).enter()
    saved = client.follow(client.fill("/place/hours/", {"/opening_hours": "mercredi 9h-19h"})).text
    assert "ed-flash" in saved and "mercredi 9h-19h" in (place / SPACE).read_text("utf-8")
    refused = client.fill("/place/hours/", {"/opening_hours": "mercredi un peu"})
    assert refused.status == 422 and "mercredi un peu" in refused.text
    assert "un peu" not in (place / SPACE).read_text("utf-8")
    for page in (GUIDE, unescape(refused.text)):
        assert messages.text("fr", "form.not_saved") in page


def test_what_the_guide_says_to_press_is_a_word_of_the_screens() -> None:
    """In bold; a sentence in bold ends with a point, a part of a sentence begins in lower case."""
    words = {text["what"] for text in messages.catalogue("fr").values()}
    pressed = [word for word in re.findall(r"\*\*(.+?)\*\*", GUIDE) if word[0].isupper() and not word.endswith(".")]
    assert pressed and [word for word in pressed if word not in words] == []
