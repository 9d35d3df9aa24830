"""Only the browser that was given the address of this start can read the editor, or write with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.editor_client import EditorClient

from tierslieu.editor import edits, failures
from tierslieu.editor.open_place import OpenPlace


@pytest.fixture
def client(place: Path) -> EditorClient:
    return EditorClient(place)


@pytest.mark.long
def test_without_the_token_nothing_is_shown(client: EditorClient) -> None:
    for address in (
        "/",
        "/static/editor.css",
        "/place/",
        "/?token=guess",
        f"/?token={client.place.token}x",
        "/?token=é",
    ):
        answer = client.get(address)
        assert answer.status == 403
        assert "Fil numérique" not in answer.text and not client.cookies


@pytest.mark.long
def test_the_token_becomes_a_cookie_that_no_script_and_no_other_site_gets(client: EditorClient) -> None:
    answer = client.get(f"/?token={client.place.token}")
    assert answer.status == 303 and answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert client.get("/").status == 200


def test_the_secret_of_another_start_opens_nothing(client: EditorClient, tmp_path: Path) -> None:
    client.enter()
    restarted = EditorClient(client.place.root)
    restarted.cookies = client.cookies
    assert restarted.get("/").status == 403


def test_a_name_that_leads_to_this_computer_reads_nothing(client: EditorClient) -> None:
    client.enter()
    assert client.get("/", host="place.example:8010").status == 421


@pytest.mark.long
def test_pages_act_for_nobody_else(client: EditorClient) -> None:
    headers = client.enter().get("/").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy and "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff" and headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "origin", [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec_fetch_site": "cross-site"}]
)
def test_another_site_posts_nothing(client: EditorClient, origin: dict[str, str]) -> None:
    client.enter()
    assert client.post("/", {"name": "x"}, None, **origin).status == 403


def test_a_form_without_its_secret_is_refused(client: EditorClient) -> None:
    client.enter()
    answer = client.post("/", {"name": "x"}, origin=client.place.address)
    assert answer.status == 403 and "recommencez" in answer.text


@pytest.mark.parametrize("name", ["../server.py", "..%2fserver.py", "editor.py", "%2e%2e%2feditor.css", ".", "x.css"])
def test_a_static_file_is_a_file_of_its_folder(client: EditorClient, name: str) -> None:
    client.enter()
    assert client.get(f"/static/{name}").status == 404


def test_a_page_that_does_not_exist_says_so_in_the_language_of_the_place(client: EditorClient) -> None:
    answer = client.enter().get("/nowhere/")
    assert answer.status == 404 and "Cette page n’existe pas." in answer.text


@pytest.mark.parametrize("is_sent", [False, True])
def test_a_fault_of_the_kit_says_what_may_be_saved(
    client: EditorClient, monkeypatch: pytest.MonkeyPatch, is_sent: bool
) -> None:
    form = client.enter().get("/place/").forms[0]

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("surprise")

    monkeypatch.setattr(failures._LOG, "disabled", True)
    monkeypatch.setattr(OpenPlace, "versions", fail)
    monkeypatch.setattr(edits, "save", fail)
    form.fill("/territory", "Roannais")
    page = client.post("/place/", form.sent()) if is_sent else client.get("/")
    assert page.status == 500 and "RuntimeError: surprise" in page.text
    assert ("Rien n’a été modifié" in page.text) is not is_sent
    assert ("Ouvrir de nouveau l’écran" in page.text) is is_sent
