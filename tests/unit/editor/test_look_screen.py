"""Colours, letters and drawings are chosen from pictures of each, and seen together before they are saved."""

from __future__ import annotations

import re
from html import unescape

import pytest
from support.editor_client import EditorClient

from tierslieu.core.paths import SPACE
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.look.choices import available


@pytest.mark.long
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
    assert tried.index("ed-drawings") < tried.index("<form") and 'href="/place/rooms/#/photos"' in tried


@pytest.mark.long
def test_a_choice_is_tried_then_saved(client: EditorClient) -> None:
    before = (client.place.root / SPACE).read_bytes()
    shown = client.get("/look/").text
    tried = client.fill("/look/", {"/look/motif": "jardin", "/look/palette": "garance"}, press="try")
    assert tried.status == 200 and (client.place.root / SPACE).read_bytes() == before
    drawings = [text.split("ed-drawings")[1].split("</p>")[0] for text in (shown, tried.text)]
    assert drawings[0] != drawings[1]
    assert client.post("/look/", tried.forms[0].sent()).status == 303
    look = EditableYaml((client.place.root / SPACE).read_text("utf-8")).data["look"]
    assert (look["motif"], look["palette"]) == ("jardin", "garance")
