"""The first screen of the editor names what is missing in words."""

from __future__ import annotations

import re
from pathlib import Path

from support.editor_client import EditorClient

from tierslieu.core.git import git
from tierslieu.versions.save import save


def test_missing_facts_are_named_in_words(place: Path) -> None:
    client = EditorClient(place)
    client.enter()
    page = client.get("/").text
    assert "fact_" not in page and "personne qui dirige la publication" in page


def test_texts_that_name_a_legal_form_that_went_are_to_be_read_again(place: Path) -> None:
    pages = place / "content/fr/pages"
    for name in ("un", "deux"):
        (pages / f"{name}.md").write_text(
            f"---\nkey: {name}\ntitle: Page {name}\ndescription: Un mot.\n---\nNotre association vous attend.\n",
            "utf-8",
        )
    git(place, "init", "--quiet")
    git(place, "config", "user.name", "Une bénévole")
    git(place, "config", "user.email", "benevole@lieu.example")
    save(place, "fr", "Naissance", lambda: ("", ""))
    client = EditorClient(place).enter()
    assert "Page un" not in client.get("/").text
    for path in (place / "config/organisations.yaml",):
        path.write_text(re.sub(r"legal_form: association\S+", "legal_form: scic-sas", path.read_text("utf-8")), "utf-8")
    save(place, "fr", "En SCIC", lambda: ("", ""))
    page = client.get("/").text
    assert "Page un" in page and "Page deux" in page and ": association." in page
    (pages / "un.md").write_text((pages / "un.md").read_text("utf-8").replace("association", "SCIC"), "utf-8")
    save(place, "fr", "Relu", lambda: ("", ""))
    page = client.get("/").text
    assert "Page un" not in page and "Page deux" in page
