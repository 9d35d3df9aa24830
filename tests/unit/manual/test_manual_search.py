"""The search in the manual: what people type, and the page that answers."""

from __future__ import annotations

import pytest
from support.paths import TEMPLATE

from tierslieu.manual.manual_search import nearest_words, page_named, search
from tierslieu.manual.pages import ManualPage, Section, read_manual

PAGES = read_manual(TEMPLATE)


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("prix", "guides/prix-et-partage.md"),
        ("ajouter une photo", "guides/photos.md"),
        ("ajouter une association", "guides/ajouter-une-organisation.md"),
        ("changer une phrase", "guides/ajouter-une-page.md"),
        ("enlever les exemples", "guides/agenda.md"),
        ("supprimer papycamp", "guides/agenda.md"),
        ("changer un prix", "guides/prix-et-partage.md"),
        ("TARIF reduit", "guides/prix-et-partage.md"),
        ("publier", "guides/publier.md"),
        ("hébergeur", "guides/publier.md"),
        ("photo", "guides/photos.md"),
        ("couleurs", "guides/personnaliser.md"),
        ("comment ajouter une page ?", "guides/ajouter-une-page.md"),
        ("evenement", "guides/agenda.md"),
        ("mise à jour", "guides/mettre-a-jour.md"),
        ("annuler", "guides/revenir-en-arriere.md"),
        ("nextcloud", "guides/a-cinq-sans-git.md"),
        ("ajouter une organisation", "guides/ajouter-une-organisation.md"),
        ("gouvernance", "guides/changer-de-modele-de-gouvernance.md"),
        ("régler les comptes", "guides/regler-les-comptes.md"),
        ("carnet", "guides/imprimer-des-carnets.md"),
        ("vote", "guides/faire-voter-un-document.md"),
        ("nommer dans un texte", "reference/placeholders.md"),
        ("TVA", "explications/droit-et-tva.md"),
        ("mot de passe", "guides/publier.md"),
        ("fermer", "guides/changer-les-horaires.md"),
        ("modifier un document dans Word", "guides/faire-voter-un-document.md"),
        ("remplir un document", "guides/faire-voter-un-document.md"),
        ("word", "guides/faire-voter-un-document.md"),
        ("imprimer un document", "guides/faire-voter-un-document.md"),
        ("badge", "guides/imprimer.md"),
        ("dépliant", "guides/imprimer.md"),
        ("logo", "guides/personnaliser.md"),
        ("changer le logo", "guides/personnaliser.md"),
        ("supprimer une page", "guides/ajouter-une-page.md"),
        ("sauvegarde", "guides/revenir-en-arriere.md"),
        ("annuler une séance", "guides/agenda.md"),
        ("rna", "guides/ajouter-une-organisation.md"),
        ("ticket d'or", "guides/prix-et-partage.md"),
        ("ticket d’or", "guides/prix-et-partage.md"),
        ("réserver une salle", "guides/prix-et-partage.md"),
        ("une soirée", "guides/agenda.md"),
        ("un seul rendez-vous", "guides/agenda.md"),
    ],
)
def test_what_people_type_leads_to_the_page_that_answers(words: str, path: str) -> None:
    assert search(PAGES, words.split())[0].page.path == path


def test_all_words_are_needed_and_empty_words_are_not() -> None:
    one, other = (
        ManualPage(f"guides/{name}.md", (Section(name, 1, f"# {name}\n\n{text}\n"),))
        for name, text in (("un", "la clé du vélo"), ("deux", "la clé"))
    )
    assert [result.page for result in search((one, other), ["cle", "vélos"])] == [one]
    assert search((one, other), ["le", "du"]) == []


def test_the_section_that_answers_best_comes_first() -> None:
    result = search(PAGES, ["tarif"])[0]
    assert result.sections[0].heading == "Faire un tarif réduit, solidaire ou gratuit"


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("modifier un document dans Word", "Modifier, remplir ou imprimer un document dans Word"),
        ("changer le logo", "Mettre ou changer votre logo"),
        ("supprimer une page", "Supprimer une page"),
        ("sauvegarde", "Faire une sauvegarde"),
        ("annuler une séance", "Déplacer ou annuler une séance"),
    ],
)
def test_what_people_type_leads_to_the_section_that_answers(words: str, heading: str) -> None:
    assert search(PAGES, words.split())[0].sections[0].heading == heading


def test_a_page_is_named_by_its_file() -> None:
    for words, path in (["prix-et-partage"], "guides/prix-et-partage.md"), (["imprimer"], "guides/imprimer.md"):
        page = page_named(PAGES, words)
        assert page and page.path == path
    assert page_named(PAGES, ["tarif"]) is None


def test_a_misspelt_word_has_a_nearest_one() -> None:
    assert nearest_words(PAGES, ["tarfis"]) == ["tarifs"]
    assert nearest_words(PAGES, ["zzzzzzzz"]) == []
