"""The site is published from the browser: nothing leaves before its plan was seen, and the key of the host recognised."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest
from support import fake_hosts
from support.editor_client import EditorClient
from support.generated_places import TODAY

from tierslieu.core.paths import PRICES, SPACE
from tierslieu.editor import site_upload
from tierslieu.editor.edits import Edit, save
from tierslieu.editor.kit_update import KitUpdate
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.screens import publish, update
from tierslieu.editor.site_upload import SiteUpload
from tierslieu.versions import save as versions

pytestmark = pytest.mark.long


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, int]]:
    """The folder of an account, and the port of its host."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "account/www").mkdir(parents=True)
    logging.getLogger("paramiko").setLevel(logging.CRITICAL)
    with fake_hosts.sftp(tmp_path / "account") as (port, _):
        yield tmp_path / "account/www", port


@pytest.fixture
def client(repository: Path, host: tuple[Path, int], monkeypatch: pytest.MonkeyPatch) -> EditorClient:
    save(repository, TODAY, [Edit(SPACE, ("upload",), f"sftp://{fake_hosts.USER}@127.0.0.1:{host[1]}/www")])

    def build_page(space: object, step: Callable[[str], None], *, lives_on: bool) -> tuple[int, int]:
        (repository / "public").mkdir(exist_ok=True)
        (repository / "public/index.html").write_text("<p>Fil numérique</p>", "utf-8")
        (repository / "public/.htaccess").touch()
        step("Une page")
        return 1, 1

    versions.save(repository, "fr", "Naissance", lambda: ("", ""))
    monkeypatch.setattr(site_upload, "build", build_page)
    monkeypatch.setattr(OpenPlace, "install_document_tools", lambda self: None)
    return EditorClient(repository, today=lambda: TODAY).enter()


def test_a_site_is_published_once_its_plan_and_the_key_were_seen(client: EditorClient, host: tuple[Path, int]) -> None:
    folder, _ = host
    client.fill("/publish/", {"password": fake_hosts.PASSWORD}, press="prepare")
    asked = client.settled("/publish/").text
    assert "SHA256:" in asked and not list(folder.iterdir())
    assert "known_hosts" not in asked  # the advice for a terminal
    client.fill("/publish/", {}, press="trust")
    planned = client.settled("/publish/")
    assert "index.html" in planned.text and "Fichiers techniques\u00a0: 1" in planned.text
    assert ".htaccess" not in planned.text and not list(folder.glob("*.html"))
    assert "Première publication" in planned.text and 'href="/missing/"' in planned.text.partition("Première")[2]
    client.fill("/publish/", {}, press="send")
    assert "C’est publié." in client.settled("/publish/").text
    assert "Fil numérique" in (folder / "index.html").read_text("utf-8")
    assert client.place.upload and not client.place.upload.secret
    home = client.get("/").text
    assert (
        "Envoyé à l’hébergeur le " in home
        and "à jour" not in home
        and 'href="https://fil-numerique.example.org"' in home
    )
    assert "Rien n’a changé depuis" in home and "Publier de nouveau" in home and "Rien n’empêche de publier" not in home
    client.fill("/place/", {"/territory": "Roannais"})
    home = client.get("/").text
    assert (
        "pas encore en ligne\u00a0: 1." in home
        and "Identité › Territoire" in home
        and "Publier ces changements" in home
    )
    assert "C’est publié." not in client.get("/publish/").text


def test_what_is_sent_is_told_by_titles_and_by_what_was_changed(
    client: EditorClient, host: tuple[Path, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    public = client.place.root / "public"

    def build(space: object, step: Callable[[str], None], *, lives_on: bool) -> tuple[int, int]:
        price = "16" if "16.5" in (client.place.root / PRICES).read_text("utf-8") else "15"
        for path in ("tarifs/index.html", *(f"page-{number}/index.html" for number in range(13))):
            (public / path).parent.mkdir(parents=True, exist_ok=True)
            (public / path).write_text(f"<title>Page {path[:6]} – Fil numérique</title>{price}", "utf-8")
        for kind in ("pdf", "docx"):
            (public / "documents").mkdir(exist_ok=True)
            (public / f"documents/grille-tarifaire.{kind}").write_text(price, "utf-8")
        (public / "documents/modeles").mkdir(exist_ok=True)
        (public / "documents/modeles/convention-entre-organisations.docx").write_text(price, "utf-8")
        return 1, 1

    monkeypatch.setattr(site_upload, "build", build)

    def planned() -> str:
        client.fill("/publish/", {"password": fake_hosts.PASSWORD}, press="prepare")
        page = client.settled("/publish/")
        if "SHA256:" in page.text:
            client.fill("/publish/", {}, press="trust")
            page = client.settled("/publish/")
        return unescape(page.text).replace("\u00a0", " ")

    first = planned()
    assert (
        "<li>Page tarifs</li>" in first and "… et 2 de plus" in first and first.count("<li>Grille tarifaire</li>") == 1
    )
    assert "restent sur cet ordinateur : " in first
    assert "Documents : 1 (fichiers : 2)" in first and "Modèles vides : 1 (fichiers : 1)" in first
    assert "modeles/" not in first  # an agreement among the files seems to be that of the place
    gaps = first.partition("en ligne avec des champs à compléter : 1")[2]
    assert 'href="/documents/grille-tarifaire/"' in gaps
    client.fill("/publish/", {}, press="send")
    client.settled("/publish/")
    announced = client.fill("/prices/", {"start": f"{TODAY:%d/%m/%Y}", "day": "16,50"}, press="announce")
    client.post("/prices/", announced.forms[0].sent("save"))
    told = planned().partition("changé depuis la dernière publication")[2]
    assert re.search(r"Journée[^<]*<del>15[^<]*</del>.*?<ins>16,50", told, re.DOTALL), told


def test_a_wrong_password_is_said_before_the_site_is_built_and_sends_nothing(
    client: EditorClient, host: tuple[Path, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_upload, "build", lambda *_, **__: pytest.fail("built for nobody"))
    client.fill("/publish/", {"password": "faux"}, press="prepare")
    client.fill("/publish/", {}, press="trust") if "SHA256:" in client.settled("/publish/").text else None
    page = client.settled("/publish/")
    assert "ed-problem--error" in page.text and not list(host[0].iterdir())
    assert "faux" not in page.text


def test_files_of_others_are_replaced_only_when_that_is_wanted(client: EditorClient, host: tuple[Path, int]) -> None:
    (host[0] / "index.html").write_text("à d’autres", "utf-8")
    client.fill("/publish/", {"password": fake_hosts.PASSWORD}, press="prepare")
    client.settled("/publish/")
    client.fill("/publish/", {}, press="trust")
    client.settled("/publish/")
    client.fill("/publish/", {}, press="send")
    assert client.settled("/publish/") and (host[0] / "index.html").read_text("utf-8") == "à d’autres"
    form = client.get("/publish/").forms[0]
    form.tick("replace", "yes")
    client.post("/publish/", form.sent("send"))
    assert "C’est publié." in client.settled("/publish/").text
    assert (host[0] / "index.html").read_text("utf-8") == "<p>Fil numérique</p>"


def test_where_the_site_goes_is_asked_part_by_part_before_anything_else(client: EditorClient) -> None:
    save(client.place.root, TODAY, [Edit(SPACE, ("upload",), None)])
    assert "prepare" not in client.get("/publish/").text
    given = {"server": "127.0.0.1 www", "port": "35253", "user": "moi@lieu", "folder": "/www/"}
    refused = client.fill("/publish/", given, press="where")
    assert refused.status == 422 and refused.forms[0]["port"].value == "35253"
    assert client.fill("/publish/", {**given, "server": "127.0.0.1"}, press="where").status == 303
    assert "Chez 127.0.0.1:35253, dans le dossier www, avec l’identifiant moi@lieu." in client.get("/publish/").text
    changed = client.get("/publish/?change").forms[0]
    assert (changed["user"].value, changed["port"].value) == ("moi@lieu", "35253")


def test_a_fault_of_the_kit_ends_the_waiting(client: EditorClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("surprise")

    monkeypatch.setattr(site_upload, "facts_and_gaps", fail)
    monkeypatch.setattr(site_upload._LOG, "disabled", True)
    client.fill("/publish/", {"password": fake_hosts.PASSWORD}, press="prepare")
    assert "RuntimeError: surprise" in client.settled("/publish/").text


@pytest.mark.parametrize(("screen", "name"), [(publish, "upload"), (update, "kit_update")])
def test_a_screen_shows_one_moment_of_the_work_that_goes_on(
    client: EditorClient, monkeypatch: pytest.MonkeyPatch, screen: ModuleType, name: str
) -> None:
    work = SiteUpload(client.place, "", state="connecting") if screen is publish else KitUpdate(client.place)

    def advance(*args: object, **names: object) -> object:
        work.state = "planned"
        return original(*args, **names)

    original = screen.render
    monkeypatch.setattr(screen, "render", advance)
    setattr(client.place, name, work)
    page = client.get(f"/{screen.__name__.rpartition('.')[2]}/")
    assert page.status == 200 and 'http-equiv="refresh"' in page.text
