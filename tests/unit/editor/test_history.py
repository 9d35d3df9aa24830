"""What was saved can be read in plain words, taken back alone, or gone back to as a whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.editor_client import EditorClient
from support.generated_places import TODAY

from tierslieu.core.git import git
from tierslieu.core.paths import SPACE
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.versions.history import saved_versions
from tierslieu.versions.save import save


@pytest.fixture
def client(place: Path) -> EditorClient:
    git(place, "init", "--quiet")
    git(place, "config", "user.name", "Une bénévole")
    git(place, "config", "user.email", "benevole@lieu.example")
    save(place, "fr", "Naissance", lambda: ("", ""))
    return EditorClient(place, today=lambda: TODAY).enter()


def territory(client: EditorClient) -> str:
    return str(EditableYaml((client.place.root / SPACE).read_text("utf-8")).data["territory"])


@pytest.fixture
def change(client: EditorClient) -> Callable[[str, str], int]:
    def save_answer(name: str, value: str) -> int:
        assert client.fill("/place/", {name: value}).status == 303
        return saved_versions(client.place.root)[0].number

    return save_answer


def test_a_version_is_named_after_the_answers_that_changed(
    client: EditorClient, change: Callable[[str, str], int]
) -> None:
    number = change("/territory", "Roannais")
    assert saved_versions(client.place.root)[0].message == "Identité\u00a0: Territoire"
    page = client.get(f"/history/{number}/").text
    assert "<del>territory: &#34;Grand Roanne&#34;</del>" in page and "<ins>territory: Roannais</ins>" in page


def test_one_change_is_taken_back_and_what_came_later_stays(
    client: EditorClient, change: Callable[[str, str], int]
) -> None:
    number = change("/territory", "Roannais")
    change("/contact/email", "bonjour@lieu.example")
    assert client.fill(f"/history/{number}/", {}, press="change").status == 303
    assert territory(client) == "Grand Roanne"
    assert "bonjour@lieu.example" in (client.place.root / SPACE).read_text("utf-8")


def test_a_change_under_a_later_one_is_not_taken_back_alone(
    client: EditorClient, change: Callable[[str, str], int]
) -> None:
    number = change("/territory", "Roannais")
    change("/territory", "Forez")
    answer = client.fill(f"/history/{number}/", {}, press="change")
    assert answer.status == 409 and "plus récent" in answer.text
    assert territory(client) == "Forez" and not git(client.place.root, "status", "--porcelain")


def test_the_place_goes_back_to_a_day_and_forward_again(
    client: EditorClient, change: Callable[[str, str], int]
) -> None:
    first = saved_versions(client.place.root)[0].number
    number = change("/territory", "Roannais")
    assert client.fill(f"/history/{first}/", {}, press="whole").status == 303
    assert territory(client) == "Grand Roanne"
    assert client.fill(f"/history/{number}/", {}, press="whole").status == 303
    assert territory(client) == "Roannais"


def test_what_was_typed_in_files_is_kept_before_a_change_is_taken_back(
    client: EditorClient, change: Callable[[str, str], int]
) -> None:
    number = change("/territory", "Roannais")
    page = next((client.place.root / "content/fr/pages").glob("*.md"))
    page.write_text(page.read_text("utf-8") + "\nÀ la main.\n", "utf-8")
    client.fill(f"/history/{number}/", {}, press="change")
    assert "À la main." in page.read_text("utf-8") and territory(client) == "Grand Roanne"


def test_a_version_that_does_not_exist_has_no_page(client: EditorClient) -> None:
    assert client.get("/history/99/").status == 404
