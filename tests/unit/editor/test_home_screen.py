"""The first screen of the editor names what is missing in words."""

from __future__ import annotations

import os
import re
from html import unescape
from pathlib import Path

import pytest
from support.editor_client import EditorClient

from tierslieu.core.git import git
from tierslieu.editor import former_forms
from tierslieu.versions.history import file_versions
from tierslieu.versions.published import mark_published
from tierslieu.versions.save import save
from tierslieu.versions.saved_version import SavedVersion


def test_missing_facts_are_named_in_words(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)  # nobody is known to git, and the place has no repository
    client = EditorClient(place)
    client.enter()
    page = client.get("/").text
    assert page.count("est un exemple livré avec le kit") <= 1  # one stands for all
    assert "Voir tout ce qui manque, documents compris</a>" in page  # the other screen counts those of documents too
    assert "fact_" not in page and "qui dirige la publication" in page


def test_the_answers_counted_before_going_online_are_those_listed_first(client: EditorClient) -> None:
    page = unescape(client.get("/").text)
    first = page.partition('id="stops"')[2].partition("</section>")[0]
    then = page.partition('id="missing"')[2].partition("</section>")[0]
    listed = re.findall(r'<li class="ed-problem"><a href="([^"]+)">', first)
    (count,) = re.findall(r"réponses à donner\s:\s(\d+)", first)
    assert len(listed) == int(count) > 0 and "Ensuite" in then
    assert not any(f'href="{address}"' in then for address in listed)


@pytest.mark.long
def test_texts_that_name_a_legal_form_that_went_are_to_be_read_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = place / "content/fr/pages"
    of_anybody = "Tenir les comptes d’une association sans peur."
    texts = {"un": "Notre association vous attend.", "deux": "Notre association vous attend.", "trois": of_anybody}
    for name, text in texts.items():
        head = f"---\nkey: {name}\ntitle: Page {name}\ndescription: Un mot.\n---\n"
        (pages / f"{name}.md").write_text(f"{head}{text}\n", "utf-8")
    git(place, "init", "--quiet")
    git(place, "config", "user.name", "Une bénévole")
    git(place, "config", "user.email", "benevole@lieu.example")
    save(place, "fr", "Naissance", lambda: ("", ""))
    client = EditorClient(place).enter()
    assert "Page un" not in client.get("/").text
    for path in (place / "config/organisations.yaml",):
        path.write_text(re.sub(r"legal_form: association\S+", "legal_form: scic-sas", path.read_text("utf-8")), "utf-8")
    save(place, "fr", "En SCIC", lambda: ("", ""))
    path.write_text(path.read_text("utf-8") + "# Relu.\n", "utf-8")
    save(place, "fr", "Une remarque", lambda: ("", ""))
    read: list[str] = []

    def reading(root: Path, version: SavedVersion, name: str) -> tuple[str, str]:
        read.append(version.message)
        return file_versions(root, version, name)

    monkeypatch.setattr(former_forms, "file_versions", reading)
    page = client.get("/").text
    assert read == ["En SCIC"]  # a version that changed no legal form is not read
    assert "Page un" in page and "Page deux" in page and "<strong>Notre association</strong> vous attend." in page
    assert "Page trois" not in page
    mark_published(place)  # nobody has read the texts for that
    (pages / "un.md").write_text((pages / "un.md").read_text("utf-8").replace("association", "SCIC"), "utf-8")
    save(place, "fr", "Relu", lambda: ("", ""))
    page = client.get("/").text
    assert "Page un" not in page and "Page deux" in page


@pytest.mark.long
def test_every_screen_opens_on_a_computer_without_git(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    client = EditorClient(place).enter()
    screens = re.findall(r'href="(/[a-z/]*)"', client.get("/place/").text.partition('id="screens"')[2])
    assert {"/", "/history/", "/publish/", "/share/", "/update/"} <= set(screens)
    assert "lieu save" not in client.get("/history/").text and 'value="abort"' not in client.get("/update/").text
    for territory in ("Un", "Deux"):
        assert [screen for screen in dict.fromkeys(screens) if client.get(screen).status not in (200, 303)] == []
        assert client.fill("/place/", {"/territory": territory}).status == 303
