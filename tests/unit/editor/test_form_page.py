"""What a form saves is in the file at once, as a version; what is wrong, or somebody else's, is said at its input."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from support.editor_client import EditorClient
from support.generated_places import TODAY

from tierslieu.core.git import git
from tierslieu.core.paths import COMMUNITY, ORGANISATIONS, SPACE
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.editor.edits import Edit, save
from tierslieu.versions import dated_copies
from tierslieu.versions.history import saved_versions

pytestmark = pytest.mark.long


@pytest.fixture
def client(repository: Path, monkeypatch: pytest.MonkeyPatch) -> EditorClient:
    """The editor of a place where git does not know who saves."""
    git(repository, "config", "--remove-section", "user")
    for name in [name for name in os.environ if name.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return EditorClient(repository, today=lambda: TODAY).enter()


AUTHOR = {"author_name": "Une bénévole", "author_email": "benevole@lieu.example"}


def test_an_answer_changes_its_value_alone_and_becomes_a_version(client: EditorClient) -> None:
    root = client.place.root
    before = (root / SPACE).read_text("utf-8")
    answer = client.fill("/place/", {"/territory": "Roannais", **AUTHOR})
    assert answer.status == 303
    page = client.follow(answer)
    assert "C’est enregistré" in page.text and 'value="Roannais"' in page.text
    changed = [
        pair
        for pair in zip(before.splitlines(), (root / SPACE).read_text("utf-8").splitlines(), strict=True)
        if pair[0] != pair[1]
    ]
    assert [after for _, after in changed] == ["territory: Roannais"]
    (version,) = saved_versions(root)
    assert version.author == "Une bénévole"
    again = client.fill("/place/", {"/territory": "Roannais"})  # a button that was pressed twice
    assert version.message in client.follow(again).text


def test_who_saves_is_asked_once(client: EditorClient) -> None:
    client.fill("/place/", {"/territory": "Roannais", **AUTHOR})
    assert "author_name" not in client.get("/place/hours/").text


@pytest.mark.parametrize("copies", [False, True])
def test_a_save_without_a_name_is_a_version_of_the_team_and_the_name_is_asked_again(
    client: EditorClient, monkeypatch: pytest.MonkeyPatch, *, copies: bool
) -> None:
    monkeypatch.setattr(dated_copies, "are_used", lambda root: copies)
    page = client.follow(client.fill("/place/", {"/territory": "Roannais"}))
    assert "au nom de « L’équipe du lieu »" in page.text and 'name="author_name"' in page.text
    again = client.follow(client.fill("/place/", {"/territory": "Riorges"})).text
    assert 'name="author_name"' in again and "au nom de" not in again  # told once
    client.fill("/place/", {"/territory": "Charlieu", **AUTHOR})
    assert [one.author for one in saved_versions(client.place.root)] == ["Une bénévole", *["L’équipe du lieu"] * 2]
    assert "author_name" not in client.get("/place/").text


def test_the_bar_that_stays_in_view_asks_for_no_name(client: EditorClient) -> None:
    page = client.get("/place/").text
    assert 'name="author_name"' in page.partition('class="ed-save"')[0]


def test_the_name_of_who_saves_stays_while_entries_are_added(client: EditorClient) -> None:
    page = client.fill("/organisations/changes/", AUTHOR, press="add /changes")
    assert page.status == 200
    assert {name: page.forms[0][name].value for name in AUTHOR} == AUTHOR


def test_an_error_of_the_place_stands_at_its_input_and_nothing_is_written(client: EditorClient) -> None:
    before = (client.place.root / SPACE).read_bytes()
    answer = client.fill("/place/", {"/contact/email": "pas une adresse", **AUTHOR})
    assert answer.status == 422
    assert answer.forms[0]["/contact/email"].value == "pas une adresse"
    assert 'id="/contact/email-error"' in answer.text
    assert (client.place.root / SPACE).read_bytes() == before


def test_what_somebody_else_has_written_meanwhile_is_shown_and_kept_until_one_has_seen_it(client: EditorClient) -> None:
    root = client.place.root
    typed = client.get("/place/").forms[0]
    save(root, TODAY, [Edit(SPACE, ("territory",), "Pays de Charlieu")])
    typed.fill("/territory", "Roannais")
    answer = client.post("/place/", typed.sent())
    assert answer.status == 422 and "Pays de Charlieu" in answer.text
    assert EditableYaml((root / SPACE).read_text("utf-8")).data["territory"] == "Pays de Charlieu"
    assert client.post("/place/", answer.forms[0].sent()).status == 303
    assert EditableYaml((root / SPACE).read_text("utf-8")).data["territory"] == "Roannais"


def test_an_organisation_comes_with_its_share_of_the_common_costs(client: EditorClient) -> None:
    page = client.get("/organisations/").forms[0]
    page.fill("/organisations/+", "commune")
    grown = client.post("/organisations/", page.sent("add /organisations")).forms[0]
    grown.fill("/organisations/commune/name", "Commune d’exemple")
    for name, share in {"cooperative": "50", "association": "30", "commune": "20"}.items():
        grown.fill(f"/common_costs/shares/{name}", share)
    answer = client.post("/organisations/", grown.sent())
    assert answer.status == 303, answer.text
    data = EditableYaml((client.place.root / ORGANISATIONS).read_text("utf-8")).data
    assert data["common_costs"]["shares"] == {"cooperative": 50, "association": 30, "commune": 20}
    assert data["organisations"]["commune"]["name"] == "Commune d’exemple"


@pytest.mark.parametrize("address", ["", "hours/", "services/", "rooms/", "access/", "site/"])
def test_a_form_left_alone_changes_no_byte(client: EditorClient, address: str) -> None:
    before = (client.place.root / SPACE).read_bytes()
    client.fill(f"/place/{address}", {})
    assert (client.place.root / SPACE).read_bytes() == before


def test_the_photograph_of_a_person_is_sent_with_its_form(client: EditorClient) -> None:
    data = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(data, "JPEG")
    grown = client.post("/people/", client.get("/people/").forms[0].sent("add /people")).forms[0]
    row = max(
        int(name.split("/")[2])
        for one in grown.controls
        if (name := one.name).startswith("/people/") and name.count("/") == 3
    )
    grown.fill(f"/people/{row}/name", "Camille Exemple")
    sent, photo = {**grown.sent(), **AUTHOR}, f"/people/{row}/photo"
    refused = client.post("/people/", sent, {f"{photo}/file": ("notes.pdf", b"%PDF")})
    assert refused.status == 422 and f'id="{photo}-error"' in refused.text
    answer = client.post("/people/", sent, {f"{photo}/file": ("Camille.JPG", data.getvalue())})
    if answer.status == 422:  # what else the person needs; the photograph is kept
        assert answer.forms[0][photo].value == "images/camille.jpg"
        answer = client.post("/people/", {**answer.forms[0].sent(), **AUTHOR})
    assert (
        EditableYaml((client.place.root / COMMUNITY).read_text("utf-8")).data["people"][-1]["photo"]
        == "images/camille.jpg"
    )
    assert (client.place.root / "content/images/camille.jpg").is_file()


def test_a_request_that_is_too_large_is_refused_before_it_is_kept(client: EditorClient) -> None:
    sent = client.get("/place/").forms[0].sent()
    assert client.post("/place/", sent, {"photo": ("a.jpg", b"x" * 40_000_000)}).status == 413
    assert client.post("/place/", {**sent, **{f"name{number}": "x" for number in range(10_000)}}).status == 413
    assert client.post("/place/", {**sent, "text": "x" * 6_000_000}).status == 413


def test_a_broken_file_opens_as_text_at_its_line(client: EditorClient) -> None:
    path = client.place.root / SPACE
    text = path.read_text("utf-8")
    path.write_text(text.replace("territory:", "territory: [", 1), "utf-8")
    home = client.get("/").text
    assert "/file/?path=config%2Fspace.yaml" in home or "/place/" in home
    address = "/file/?path=config/space.yaml&line=7"
    shown = client.get(address).forms[0]
    shown.fill("text", text)
    assert client.post(address, {**shown.sent(), **AUTHOR}).status == 303
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize(
    "file",
    ["../secret.md", "config/../.git/config", "/etc/passwd", ".git/config", "tierslieu/__init__.py", "config", "lieu"],
)
def test_only_texts_of_the_place_are_opened(client: EditorClient, file: str) -> None:
    assert client.get(f"/file/?path={file}").status == 404


def test_a_link_is_not_followed(client: EditorClient, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret", "utf-8")
    (client.place.root / "content/fr/pages/lien.md").symlink_to(tmp_path / "secret.md")
    assert client.get("/file/?path=content/fr/pages/lien.md").status == 404
