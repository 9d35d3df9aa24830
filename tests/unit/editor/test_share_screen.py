"""Two people share a place through a folder: saves go and come, and two texts for one answer are both shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.editor_client import EditorClient
from support.generated_places import TODAY, git

from tierslieu.core.paths import SPACE
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.versions import save as versions
from tierslieu.versions.history import saved_versions
from tierslieu.versions.sharing import shared_address

pytestmark = pytest.mark.long


def identify(root: Path, name: str) -> None:
    git(root, "config", "user.name", name)
    git(root, "config", "user.email", "equipe@lieu.example")


@pytest.fixture
def address(tmp_path: Path) -> str:
    return str(tmp_path / "clé partagée")


@pytest.fixture
def ana(repository: Path, address: str) -> EditorClient:
    git(repository, "symbolic-ref", "HEAD", "refs/heads/principale")
    identify(repository, "Ana")
    versions.save(repository, "fr", "Naissance", lambda: ("", ""))
    client = EditorClient(repository, today=lambda: TODAY).enter()
    assert client.fill("/share/", {"address": address}, press="share").status == 303
    return client


@pytest.fixture
def ben(ana: EditorClient, address: str, tmp_path: Path) -> EditorClient:
    root = tmp_path / "ben"
    git(tmp_path, "clone", "--quiet", address, str(root))
    identify(root, "Ben")
    client = EditorClient(root, today=lambda: TODAY).enter()
    assert client.fill("/share/", {"address": address}, press="share").status == 303
    return client


def fact(client: EditorClient, key: str) -> str:
    return str(EditableYaml((client.place.root / SPACE).read_text("utf-8")).data[key])


def test_what_one_saves_comes_to_the_other_before_their_own_save(ana: EditorClient, ben: EditorClient) -> None:
    assert "Tout est envoyé" in ana.get("/share/").text
    ana.fill("/place/", {"/territory": "Roannais"})
    page = ben.follow(ben.fill("/place/", {"/contact/email": "bonjour@lieu.example"}))
    assert "sont arrivés" in page.text and fact(ben, "territory") == "Roannais"
    ana.fill("/share/", {}, press="exchange")
    assert "bonjour@lieu.example" in (ana.place.root / SPACE).read_text("utf-8")
    assert {version.author for version in saved_versions(ana.place.root)} == {"Ana", "Ben"}


def test_two_answers_to_one_question_are_both_shown(ana: EditorClient, ben: EditorClient) -> None:
    form = ben.get("/place/").forms[0]
    form.fill("/territory", "Forez")
    ana.fill("/place/", {"/territory": "Roannais"})
    answer = ben.post("/place/", form.sent(""))
    assert answer.status == 422 and "Roannais" in answer.text and "Forez" in answer.text
    assert fact(ben, "territory") == "Roannais"


def test_without_network_a_save_stays_and_two_texts_are_chosen_from_later(
    ana: EditorClient, ben: EditorClient, address: str
) -> None:
    shutil.move(address, f"{address} ailleurs")
    page = ben.follow(ben.fill("/place/", {"/territory": "Forez"}))
    assert "ed-flash--warning" in page.text and fact(ben, "territory") == "Forez"
    shutil.move(f"{address} ailleurs", address)
    ana.fill("/place/", {"/territory": "Roannais"})
    warned = ben.follow(ben.fill("/place/", {"/contact/email": "bonjour@lieu.example"}))
    assert "mêmes passages" in warned.text and fact(ben, "territory") == "Forez"
    assert "Versions pas encore envoyées" in ben.get("/share/").text
    ben.fill("/share/", {}, press="exchange")
    assert "attendent votre choix" in ben.get("/").text
    choose = ben.get("/share/").text
    assert "Forez" in choose and "Roannais" in choose
    assert ben.fill("/share/", {"choice-0": "theirs"}, press="decide").status == 303
    assert fact(ben, "territory") == "Roannais" and "Tout est envoyé" in ben.get("/share/").text
    ana.fill("/share/", {}, press="exchange")
    assert "bonjour@lieu.example" in (ana.place.root / SPACE).read_text("utf-8")


def test_a_program_in_the_shared_folder_does_not_run(ana: EditorClient, address: str, tmp_path: Path) -> None:
    for name in ("pre-receive", "update", "post-receive", "post-update", "reference-transaction"):
        hook = Path(address) / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\n", "utf-8")
        hook.chmod(0o755)
    ana.fill("/place/", {"/territory": "Roannais"})
    assert "Tout est envoyé" in ana.get("/share/").text and not (tmp_path / "ran").exists()


def test_the_editor_opens_with_the_look_of_the_place_while_a_text_waits_for_a_choice(place: Path) -> None:
    page = next((place / "content/fr/pages").glob("*.md"))
    page.write_text(page.read_text("utf-8") + "<<<<<<< HEAD\nUn.\n=======\nDeux.\n>>>>>>> b\n", "utf-8")
    client = EditorClient(place, today=lambda: TODAY).enter()
    assert "--paper" in client.get("/static/look.css").text


def test_a_choice_can_wait(ana: EditorClient, ben: EditorClient, address: str) -> None:
    shutil.move(address, f"{address} ailleurs")
    ben.fill("/place/", {"/territory": "Forez"})
    shutil.move(f"{address} ailleurs", address)
    ana.fill("/place/", {"/territory": "Roannais"})
    ben.fill("/share/", {}, press="exchange")
    ben.fill("/share/", {}, press="abort", form=1)
    assert fact(ben, "territory") == "Forez" and not git(ben.place.root, "status", "--porcelain")


def test_sharing_stops_on_this_computer_alone(ana: EditorClient, ben: EditorClient) -> None:
    ben.fill("/share/", {}, press="stop")
    ben.fill("/place/", {"/territory": "Forez"})
    ana.fill("/share/", {}, press="exchange")
    assert fact(ana, "territory") == "Grand Roanne" and shared_address(ana.place.root)


def test_an_address_that_could_do_something_else_is_refused(client: EditorClient, tmp_path: Path) -> None:
    root = client.place.root
    git(root, "init", "--quiet")
    identify(root, "Ana")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/1.jpg").write_bytes(b"x")
    folders = [str(folder) for folder in (tmp_path / "photos", root / "dedans", root.parent)]
    addresses = ["", "-oProxyCommand=x", "ext::sh -c x", "file:///tmp/x", "relatif/dossier"]
    for typed in [*addresses, "https://ana:secret@lieu.example/x.git", *folders]:
        answer = client.fill("/share/", {"address": typed}, press="share")
        assert answer.status == 422 and "ed-problem" in answer.text and not shared_address(root), typed
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["1.jpg"]
