"""Colours, letters and drawings are chosen from pictures of each, and seen together before they are saved."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from pathlib import Path

import pytest
from support.editor_client import EditorClient

from tierslieu.core.paths import SPACE
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.look.choices import available

pytestmark = pytest.mark.long


def test_each_choice_has_its_picture(client: EditorClient) -> None:
    page = client.get("/look/").text
    for part, kind in (("palette", "palettes"), ("motif", "motifs")):
        pictures = {}
        for name in available(client.place.root, kind):
            address = f"/look/sample/{part}/{name}.svg"
            assert f'src="{address}?' in page
            pictures[name] = client.get(address).body
            assert pictures[name].startswith(b"<svg")
        assert len(set(pictures.values())) == len(pictures)
    letters = client.get("/look/letters.css").text
    for name in available(client.place.root, "typefaces"):
        assert f'data-letters="{name}"' in page and f'[data-letters="{name}"]' in letters
    assert client.get("/look/sample/palette/nulle.svg").status == 404
    assert client.get("/look/sample/type/affiche.svg").status == 404


def test_the_drawings_to_choose_have_the_colours_that_are_chosen(client: EditorClient) -> None:
    tried = client.fill("/look/", {"/look/palette": "lavande"}, press="try").text
    (address,) = re.findall(r'src="(/look/sample/motif/jardin.svg[^"]*)"', tried)
    assert "palette=lavande" in address
    assert client.get(unescape(address)).body != client.get("/look/sample/motif/jardin.svg").body
    assert tried.index('id="look"') < tried.index("<form") and 'href="/place/rooms/#/photos"' in tried


def all_files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts}


def shown_home(page: str) -> str:
    """The address of the home page in the picture, in the preview."""
    (address,) = re.findall(r'<iframe src="[^"/]*//[^"/]*([^"]*)"', page)
    return unescape(str(address))


def test_the_home_page_is_shown_with_what_is_chosen_and_nothing_is_written(client: EditorClient) -> None:
    before = all_files(client.place.root)
    assert shown_home(client.get("/look/").text) == "/"
    looks = []
    for typed in ({"/look/palette": "garance"}, {"/look/type": "affiche", "/look/palette": "lavande"}):
        tried = client.fill("/look/", typed, press="try")
        address = shown_home(tried.text)
        assert tried.status == 200 and address.startswith("/?draft=") and "Rien n’est enregistré" in tried.text
        drafts = client.place.drafts
        html = drafts[f"index.html{address.removeprefix('/')}"].decode("utf-8")
        files = set(re.findall(r'"(static/[^"]+\?v=[^"#]+)', html))
        assert files <= drafts.keys() and client.place.name in unescape(html)
        looks.append({drafts[file] for file in files if file.startswith("static/site.css")})
        # All that its style sheets name is there, with the letters of the pair.
        for file in [file for file in files if ".css?" in file]:
            for named in re.findall(r"url\(([^)]*\?v=[^)]*)\)", drafts[file].decode("utf-8")):
                assert posixpath.normpath(posixpath.join("static", named)) in drafts
    assert looks[0] != looks[1] and all_files(client.place.root) == before


def test_a_look_that_cannot_be_tried_shows_the_saved_one(client: EditorClient) -> None:
    form = client.get("/look/").forms[0]
    sent = form.sent("try") | {"/look/palette": "nulle"}
    assert shown_home(client.post("/look/", sent).text) == "/"


def test_a_choice_is_tried_then_saved(client: EditorClient) -> None:
    before = (client.place.root / SPACE).read_bytes()
    tried = client.fill("/look/", {"/look/motif": "jardin", "/look/palette": "garance"}, press="try")
    assert tried.status == 200 and (client.place.root / SPACE).read_bytes() == before
    assert client.post("/look/", tried.forms[0].sent()).status == 303
    look = EditableYaml((client.place.root / SPACE).read_text("utf-8")).data["look"]
    assert (look["motif"], look["palette"]) == ("jardin", "garance")
