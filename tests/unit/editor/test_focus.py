"""The part of a photograph that stays in view is chosen in a grid over it."""

from __future__ import annotations

import io

from PIL import Image
from support.editor_client import EditorClient
from support.generated_places import TODAY

from tierslieu.core.paths import SPACE
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.editor.edits import Edit, save


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
