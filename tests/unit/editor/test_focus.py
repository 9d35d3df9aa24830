"""The part of a photograph that stays in view is chosen in a grid over it."""

from __future__ import annotations

import io
from html import unescape

import pytest
from PIL import Image
from support.editor_client import EditorClient
from support.generated_places import TODAY

from tierslieu.core.paths import COMMUNITY, SPACE
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.editor.edits import Edit, save


@pytest.mark.long
def test_a_part_is_chosen_over_the_photograph(client: EditorClient) -> None:
    root, data = client.place.root, io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(data, "JPEG")
    (root / "content/images").mkdir(exist_ok=True)
    (root / "content/images/porte.jpg").write_bytes(data.getvalue())
    assert "/texts/picture/" not in client.get("/place/rooms/").text
    save(root, TODAY, [Edit(SPACE, ("photos",), [{"photo": "images/porte.jpg", "alt": "La porte"}])])
    page = client.get("/place/rooms/")
    assert '<img src="/texts/picture/porte.jpg"' in page.text
    form = page.forms[0]
    form.fill("/photos/0/focus", "top_left")
    assert client.post("/place/rooms/", form.sent()).status == 303
    (photo,) = EditableYaml((root / SPACE).read_text("utf-8")).data["photos"]
    assert photo["focus"] == "top_left"


@pytest.mark.long
def test_a_photograph_says_where_it_will_be_shown_and_what_it_lacks_where_that_is_typed(client: EditorClient) -> None:
    page = unescape(client.get("/place/rooms/").text).replace("\u00a0", " ")
    photos = page.partition('id="/photos"')[2]
    assert "en haut de la page « Le lieu »" in photos and "Espaces et photos" in page
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), "red").save(buffer, "JPEG")
    added = client.fill("/place/rooms/", {}, press="add /photos").forms[0]
    sent = {**added.sent(), "/photos/0/photo": ["images/porte.jpg"]}
    refused = client.post("/place/rooms/", sent, {"/photos/0/photo/file": ("porte.jpg", buffer.getvalue())})
    assert refused.status == 422
    assert 'id="/photos/0/alt-error"' in refused.text or 'id="/photos/0/alt/fr-error"' in refused.text
    assert 'id="/photos/0/photo-error"' not in refused.text
    assert "Obligatoire avec une photo" in refused.text
    # As in a text, its credit is asked too; a photograph that the place shows already is left as it is.
    assert 'id="/photos/0/credit-error"' in refused.text
    typed = {**refused.forms[0].sent(), "/photos/0/alt/fr": ["La porte"], "/photos/0/credit": ["Exemple"]}
    assert client.post("/place/rooms/", typed).status == 303
    again = client.get("/place/rooms/").forms[0]
    again.fill("/photos/0/credit", "")
    assert client.post("/place/rooms/", again.sent()).status == 303


def test_a_long_list_of_people_is_folded(client: EditorClient) -> None:
    people = [{"name": f"Personne {number}", "kind": "member"} for number in range(7)]
    save(client.place.root, TODAY, [Edit(COMMUNITY, ("people",), people)])
    page = client.get("/people/").text
    assert page.count('<details class="f-entry"') == 7 and "Personne 6</summary>" in page
