"""What the reviewer gets: questions, references, gaps and proposals of each document, never printed in it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from support.document_factories import Make, document, several, single
from support.document_text import text_of
from support.factories import alone, comptoir

from tierslieu.core.problems import Problems
from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import fill_documents
from tierslieu.model import Space

PAGE, BOOKLET, DASHBOARD = "relecture/essai.html", "relecture/notes-de-relecture.docx", "tableau-de-bord.html"
BODY = """::: review
- Le délai est à confirmer, ici ou [ailleurs](https://exemple.fr).
- L’article 2 n’a pas été lu : voir l’[article #](#objet).
:::

{{ blank("lieu") }}

## Article #. Objet { #objet }

Un mot. La durée de l’[article #](#objet) est de **{{ blank("durée", "trois mois") }}**. La fin.

| Prix | {{ blank("montant") }} puis {{ blank("montant") }} |
| --- | --- |
"""


def place(body: str = BODY, **meta: Any) -> Space:
    """The Comptoir with one document."""
    return comptoir(documents=(document(body, **{"legal_bases": ["Code civil, article 9"]} | meta),))


def built(space: Space, *names: str) -> dict[str, bytes]:
    """What the reviewer gets, and the dashboard or the files of ``names``, as pages and for a word processor."""
    return build_documents(space, ("html", "docx"), names)


@pytest.mark.parametrize("path", [PAGE, BOOKLET])
def test_the_reviewer_gets_questions_references_gaps_and_proposals(path: str) -> None:
    text = text_of(path, built(place(signatories=["organisations"]))[path])
    for wording in (
        "Le délai est à confirmer, ici ou ailleurs.",
        "L’article 2 n’a pas été lu : voir l’article 1.",
        "Relevés le 24 novembre 2026, à vérifier : Code civil, article 9",
        "que le document ne cite pas : Loi n° 47-1775",
        "Début du texte : lieu",
        "Article 1. Objet : montant (× 2)",
        "Signatures : ",
        "La durée de l’article 1 est de [proposé : trois mois, à valider].",
    ):
        assert wording in text, wording
    assert "Un mot." not in text and "La fin." not in text


def test_names_are_shown_as_typed() -> None:
    """In a heading, beside a gap and in the row of a table: brackets, number signs and tags of a name are text."""
    body = """## {{ space.name }}

{{ space.name }} [article #](#objet) {{ blank("lieu") }}.

| {{ space.name }} | {{ blank("durée", "un mois") }} |
| --- | --- |

## Article #. Objet { #objet }

{{ blank("montant") }}
"""
    name = "a # [b] <i>c"
    space = replace(place(body), identity=comptoir(identity={"name": name}).identity)
    text = text_of(PAGE, built(space)[PAGE])
    for wording in (f"{name} : lieu", f"{name} : [proposé : un mois, à valider]", "Article 1. Objet : montant"):
        assert wording in text, wording


def test_nothing_of_it_is_in_the_document() -> None:
    for path, data in built(place(), "essai").items():
        text = text_of(path, data)
        assert "Un mot." in text
        assert "à confirmer" not in text and "pas été lu" not in text, path


def test_the_dashboard_counts_questions_and_links_to_them() -> None:
    page = built(place())[DASHBOARD].decode("utf-8")
    assert f'<a href="{PAGE}" aria-label="2, points à vérifier dans\u00a0: Essai">2</a>' in page
    assert f'href="{BOOKLET}"' in page


@pytest.mark.parametrize(
    ("meta", "body", "expected"),
    [
        ({}, BODY, True),
        ({}, "Texte.", True),
        ({"legal_bases": []}, BODY, True),
        ({"legal_bases": []}, "Texte.", False),
        ({"review": "relu"}, BODY, False),
    ],
)
def test_a_page_is_made_of_what_is_left_to_review(meta: dict[str, Any], body: str, expected: bool) -> None:
    files = built(place(body, **meta))
    assert (PAGE in files, BOOKLET in files) == (expected, expected)
    assert (b"relecture/" in files[DASHBOARD]) == expected


@pytest.mark.long
@pytest.mark.parametrize("make", [several, single])
def test_each_document_with_laws_or_questions_has_one_page(make: Make) -> None:
    space = make()
    files = built(space, "relecture")
    slugs = {filled.slug for filled in fill_documents(space) if filled.legal_bases or filled.review_block}
    assert files.keys() == {BOOKLET, *(f"relecture/{slug}.html" for slug in slugs)}
    titles = zipfile.ZipFile(io.BytesIO(files[BOOKLET])).read("word/document.xml").decode("utf-8").count("Heading1")
    assert titles == len(slugs)


def test_a_note_on_an_article_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Problems) as raised:
        built(place("::: review\nVoir l’[article #](#absent).\n:::\n\nTexte."))
    assert [(problem.code, problem.values, problem.file) for problem in raised.value.problems] == [
        ("document.reference", {"target": "absent"}, "governance/fr/essai.md")
    ]


def test_one_document_alone_is_built_without_its_notes() -> None:
    assert sorted(built(place(), "essai")) == ["essai.docx", "essai.html"]
    with pytest.raises(Problems) as raised:
        build_documents(place(), ("pdf",), ("relecture",))
    assert [problem.code for problem in raised.value.problems] == ["document.other_format"]


def test_no_document_has_the_name_of_the_folder() -> None:
    with pytest.raises(Problems) as raised:
        built(replace(place(), documents=(document(slug="relecture"),)))
    assert [(problem.code, problem.values["name"]) for problem in raised.value.problems] == [
        ("document.duplicate", "relecture")
    ]


def test_the_laws_of_signatories_are_listed_once() -> None:
    law = "Loi du 1er juillet 1901 relative au contrat d’association"
    for bases, expected in ((["Code civil, article 9"], 1), ([f"{law}, article 5"], 0)):
        source = document(signatories=["organisations"], legal_bases=bases)
        organisations = {"organisations": {"autre": {"legal_form": "association-loi-1901"}}}
        (filled,) = fill_documents(alone(documents=(source,), organisations=organisations))
        assert filled.form_laws.count(law) == expected
        assert filled.text.count(law) == 1 - expected


@pytest.mark.long
def test_the_order_in_which_formats_are_asked_for_changes_nothing() -> None:
    space = place()
    assert build_documents(space, ("docx", "html")) == build_documents(space, ("html", "docx"))
