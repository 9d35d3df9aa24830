"""The improvements of the kit are seen, then taken from the browser; what both changed is decided passage by passage."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.editor_client import Answer, EditorClient
from support.generated_places import TODAY, commit_all, git
from support.tiny_kit import TinyKit, place_of, tiny_kit

from tierslieu.editor import kit_update
from tierslieu.editor.open_place import OpenPlace
from tierslieu.generation.origin import LINEAGE_FILE
from tierslieu.versions.history import saved_versions

pytestmark = [pytest.mark.usefixtures("home"), pytest.mark.slow]

CHARTER, GUEST, NEWS = "docs/charte.md", "docs/livret.md", "content/fr/news/bienvenue.md"
TEXT = "Titre.\n\nLigne {}.\n\nMilieu un.\n\nMilieu deux.\n\nMilieu trois.\n\nFin {}.\n"


@pytest.fixture
def kit(tmp_path: Path, home: Path) -> TinyKit:
    kit = tiny_kit(tmp_path / "kit")
    kit.write(".gitignore", "/.cache/\n")
    kit.write(CHARTER, TEXT.format("une", "une"))
    kit.write(GUEST, "Livret.\n")
    kit.write(NEWS, "---\ntitle: Bonjour\n---\nBonjour.\n")
    kit.publish("1.0.1")
    return kit


@pytest.fixture
def client(kit: TinyKit, tmp_path: Path) -> EditorClient:
    """The editor of a place that has not the latest version of the kit."""
    place = place_of(kit, tmp_path / "place")
    git(place, "config", "user.name", "Une bénévole")
    git(place, "config", "user.email", "benevole@lieu.example")
    kit.write(CHARTER, TEXT.format("du kit", "du kit"))
    kit.write("governance/fr/nouveau.md", "---\ntitle: Un document nouveau\n---\n")
    kit.publish("1.1.0")
    return EditorClient(place, today=lambda: TODAY).enter()


def press(client: EditorClient, button: str, choices: Mapping[str, str] | None = None, form: int = 0) -> Answer:
    client.fill("/update/", choices or {}, press=button, form=form)
    return client.settled("/update/")


def write(client: EditorClient, path: str, text: str) -> None:
    (client.place.root / path).write_text(text, "utf-8")


def read(client: EditorClient, path: str) -> str:
    return (client.place.root / path).read_text("utf-8")


def test_what_the_kit_brings_is_seen_then_taken_and_can_be_gone_back_from(client: EditorClient) -> None:
    write(client, GUEST, "Livret de la maison.\n")  # not saved yet: it is a version of its own first
    assert "Le kit a changé" in client.get("/").text  # in a folder, where one may look
    seen = press(client, "look").text
    assert "Un document nouveau" in seen and "une" in read(client, CHARTER)
    assert "Prendre ces nouveautés" in seen
    taken = press(client, "take").text
    assert "a reçu les nouveautés" in taken and "du kit" in read(client, CHARTER)
    assert read(client, GUEST) == "Livret de la maison.\n" and not git(client.place.root, "status", "--porcelain")
    assert "Le kit a changé" not in client.get("/").text
    assert "rien de nouveau" in press(client, "look").text
    number = saved_versions(client.place.root)[1].number
    client.fill(f"/history/{number}/", {}, press="whole")
    assert "une" in read(client, CHARTER)


def test_the_last_search_is_recalled_where_the_kit_is_on_the_network(client: EditorClient, kit: TinyKit) -> None:
    root, address = client.place.root, kit.root.as_uri()
    lineage = root / LINEAGE_FILE
    lineage.write_text(lineage.read_text("utf-8").replace(str(kit.root), address), "utf-8")
    commit_all(root, "Adresse")
    assert "jamais été cherchées" in client.get("/").text
    client.post("/update/", client.get("/").forms[0].sent("look"))
    client.settled("/update/")
    press(client, "trust")
    home = client.get("/").text
    assert re.search(r"Nouveautés trouvées le [^:]+:\d\d\u00a0: 1\.", home)
    press(client, "take")
    assert "votre lieu avait tout" in client.get("/").text


def test_a_fault_of_the_kit_ends_the_waiting(client: EditorClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("surprise")

    monkeypatch.setattr(kit_update, "update", fail)
    monkeypatch.setattr(kit_update._LOG, "disabled", True)
    assert "RuntimeError: surprise" in press(client, "look").text


def test_a_passage_that_both_changed_is_decided_on_the_screen(client: EditorClient) -> None:
    write(client, CHARTER, TEXT.format("d’ici", "d’ici"))
    assert "changés aux mêmes endroits" in press(client, "look").text
    asked = press(client, "take").text
    assert "Ligne d’ici." in asked and "Ligne du kit." in asked and "<<<<<<<" not in asked
    incomplete = client.fill("/update/", {"choice-0": "mine"}, press="decide")
    assert incomplete.status == 422 and "Il manque un choix" in incomplete.text
    done = press(client, "decide", {"choice-0": "both", "choice-1": "theirs"}).text
    assert "a reçu les nouveautés" in done
    assert read(client, CHARTER) == TEXT.format("d’ici.\nLigne du kit", "du kit")
    assert not git(client.place.root, "status", "--porcelain")
    assert saved_versions(client.place.root)[0].message == "Nouveautés du kit"


def test_a_person_whom_git_does_not_know_decides_too(client: EditorClient, monkeypatch: pytest.MonkeyPatch) -> None:
    write(client, CHARTER, TEXT.format("d’ici", "du kit"))
    press(client, "look")
    press(client, "take")
    monkeypatch.setattr(OpenPlace, "lacks_author", True)
    screen = client.get("/update/")
    assert screen.status == 200 and 'name="author_name"' in screen.text and "Ligne d’ici." in screen.text
    refused = client.fill("/update/", {"choice-0": "mine"}, press="decide")
    assert refused.status == 422 and "votre nom" in refused.text and "<<<<<<<" in read(client, CHARTER)
    home = client.get("/").text
    assert 'href="/update/"' in home and "&lt;&lt;&lt;&lt;" not in home


def test_two_texts_that_make_none_together_are_not_written(client: EditorClient, kit: TinyKit) -> None:
    kit.write(NEWS, "---\ntitle: Bienvenue\n---\nBonjour.\n")
    kit.publish("1.2.0")
    write(client, NEWS, "---\ntitle: Salut\n---\nBonjour.\n")
    press(client, "look")
    press(client, "take")
    refused = client.fill("/update/", {"choice-0": "both"}, press="decide")
    assert refused.status == 422 and "<<<<<<<" in read(client, NEWS)
    press(client, "decide", {"choice-0": "theirs"})
    assert "Bienvenue" in read(client, NEWS) and "Salut" not in read(client, NEWS)


def test_the_history_tells_what_the_kit_proposed_where_the_team_kept_its_text(
    client: EditorClient, kit: TinyKit
) -> None:
    kit.write(NEWS, "---\ntitle: Bonjour\n---\nBonjour à tout le monde.\n")
    kit.publish("1.2.0")
    write(client, NEWS, "---\ntitle: Bonjour\n---\nBonjour à vous.\n")
    press(client, "look")
    press(client, "take")
    press(client, "decide", {"choice-0": "mine"})
    number = saved_versions(client.place.root)[0].number
    page = client.get(f"/history/{number}/").text
    assert "Bonjour à tout le monde." in page.partition("Vous avez gardé votre texte")[2]
    assert "<del>" not in page.partition("Vous avez gardé votre texte")[0]  # nothing of the team's is struck
    assert "Votre texte est gardé dans\u00a0: Bonjour" in client.get("/history/").text
    assert "Un document nouveau" in page and "rien à y relire" in page and "mise en forme" not in page


def test_a_file_that_the_kit_deletes_and_the_team_changed_stays_or_goes(client: EditorClient, kit: TinyKit) -> None:
    (kit.root / "{{cookiecutter.space_slug}}" / GUEST).unlink()
    kit.publish("1.2.0")
    for choice, stays in (("theirs", False), ("mine", True)):
        write(client, GUEST, "Livret de la maison.\n")
        press(client, "look")
        assert "Ce côté a effacé le fichier." in press(client, "take").text
        press(client, "decide", {"choice-0": choice})
        assert (client.place.root / GUEST).exists() is stays
        if not stays:
            git(client.place.root, "reset", "--quiet", "--hard", "HEAD~1")
            client.place.kit_update = None


def test_an_update_with_choices_left_is_cancelled(client: EditorClient) -> None:
    write(client, CHARTER, TEXT.format("d’ici", "d’ici"))
    press(client, "look")
    press(client, "take")
    assert "Chercher les nouveautés" in press(client, "abort", form=1).text
    assert read(client, CHARTER) == TEXT.format("d’ici", "d’ici")


def test_a_file_that_changed_since_it_was_shown_is_not_written_over(client: EditorClient) -> None:
    write(client, CHARTER, TEXT.format("d’ici", "d’ici"))
    press(client, "look")
    form = press(client, "take").forms[0]
    for name in ("choice-0", "choice-1"):
        form.fill(name, "theirs")
    marked = read(client, CHARTER)
    write(client, CHARTER, marked + "Écrit à la main.\n")
    answer = client.post("/update/", form.sent("decide"))
    assert answer.status == 422 and "a changé entre-temps" in answer.text
    assert read(client, CHARTER).endswith("Écrit à la main.\n")


def test_a_kit_whose_program_never_ran_here_is_shown_before_it_runs(
    client: EditorClient, kit: TinyKit, tmp_path: Path
) -> None:
    root = client.place.root
    git(root, "config", "--unset-all", "lieu.trustedkit")
    asked = press(client, "look").text
    assert str(kit.root) in asked and "J’ai confiance" in asked and "Prendre" not in asked
    assert "Prendre ces nouveautés" in press(client, "trust").text


def test_without_a_known_origin_the_screen_says_so(client: EditorClient) -> None:
    (client.place.root / ".cruft.json").unlink()
    commit_all(client.place.root, "Sans origine")
    page = client.get("/update/")
    assert page.status == 200 and ".cruft.json" in page.text and "cruft link" in page.text


def test_the_words_that_the_kit_changes_are_read_before_they_are_taken(client: EditorClient, kit: TinyKit) -> None:
    rules = "governance/fr/regles.md"
    kit.write(rules, "---\ntitle: Nos règles\n---\nOn ferme à dix heures.\n")
    kit.publish("1.2.0")
    press(client, "look")
    press(client, "take")
    kit.write(rules, "---\ntitle: Nos règles\n---\nOn ferme à minuit.\n")
    kit.publish("1.3.0")
    seen = press(client, "look").text
    assert "Nos règles" in seen and "On ferme à minuit." in seen and "On ferme à dix heures." in seen
    assert "On ferme à dix heures." in read(client, rules)
    done = press(client, "take").text
    assert f'href="/history/{saved_versions(client.place.root)[0].number}/"' in done
