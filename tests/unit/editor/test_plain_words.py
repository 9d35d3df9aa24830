"""Screens speak to people who never saw a file: no marks, no whole sentence for one figure, nothing left to guess."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from support.editor_client import EditorClient
from support.generated_places import TODAY

from tierslieu.core.paths import ORGANISATIONS, SPACE
from tierslieu.editor.choices import Choices
from tierslieu.editor.edits import Edit, save
from tierslieu.editor.kit_update import KitUpdate
from tierslieu.editor.version_changes import file_changes
from tierslieu.versions.history import saved_versions
from tierslieu.versions.save import save as save_version

pytestmark = pytest.mark.long

HOURS = (
    "lundi 9h-18h ; mardi 9h-18h ; mercredi 9h-{}h ; jeudi 9h-18h ; vendredi 9h-18h ; samedi 10h-12h ; dimanche fermé"
)


def test_what_a_page_makes_of_a_part_is_told_without_marks(client: EditorClient) -> None:
    pages = sorted((client.place.root / "content/fr/pages").glob("*.md"))
    found: list[str] = []
    for path in pages:
        page = unescape(client.get(f"/texts/edit/?path=content/fr/pages/{path.name}").text)
        found += re.findall(r"Ce que la page en fait aujourd’hui\s:\s«\s(.*?)»</p>", page)
        found += re.findall(r'<p class="ed-written">(.*?)</p>', page, re.DOTALL)
    assert len(found) > 10 and not [words for words in found if re.search(r"\*\*|\]\(|^#", words)]


def test_a_long_answer_is_told_by_the_words_around_what_changed(repository: Path) -> None:
    for hour in (18, 17):
        save(repository, TODAY, [Edit(SPACE, ("opening_hours",), HOURS.format(hour))])
        save_version(repository, "fr", f"Fermer à {hour} h", lambda: ("", ""))
    client = EditorClient(repository, today=lambda: TODAY).enter()
    version = saved_versions(repository)[0]
    (change,) = file_changes(version, client.place, Choices(repository, "fr"))[0].answers
    assert "9h-17h" in change.after and "9h-18h" in change.before and "dimanche" not in change.after


def test_the_steps_of_an_update_are_counted_once_before_it_is_taken(client: EditorClient) -> None:
    search, taking = KitUpdate(client.place), KitUpdate(client.place, is_taking=True)
    assert "sur 2" in search.step and "sur" not in taking.step and "entrent dans votre lieu" in taking.step


@pytest.mark.usefixtures("known_author")
def test_an_organisation_that_keeps_the_name_of_its_former_form_is_told_so(repository: Path) -> None:
    vat = Edit(ORGANISATIONS, ("organisations", "association", "vat"), {"regime": "assujettie"})
    save(repository, TODAY, [vat, Edit(ORGANISATIONS, ("governance_model",), None)])
    save_version(repository, "fr", "Naissance", lambda: ("", ""))
    client = EditorClient(repository, today=lambda: TODAY).enter()
    page = client.follow(client.fill("/organisations/", {"/organisations/association/legal_form": "scic"}))
    assert '<a href="#/organisations/association/name">' in page.text and "encore le mot" in page.text


def test_a_gap_whose_sentence_has_no_word_shows_none(client: EditorClient) -> None:
    path = client.place.root / "governance/fr/reglement-interieur.md"
    path.write_text(path.read_text("utf-8") + '\n\n- {{ blank("médiateur") }}.\n', "utf-8")
    page = client.get("/documents/reglement-interieur/").text
    assert "Médiateur" in page and "<strong>____</strong>" not in page.partition("Médiateur")[2].partition("</div>")[0]
