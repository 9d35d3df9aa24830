"""The review block: taken out of what people sign, or refused with its line."""

from __future__ import annotations

import pytest
from support.document_factories import document
from support.factories import comptoir

from tierslieu.core.problems import Problem, Problems
from tierslieu.documents import FORMATS
from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import FilledDocument, fill_documents
from tierslieu.documents.review_block import count_questions
from tierslieu.i18n import messages

HEAD = "{% set price = prices.day %}\n{# Un commentaire. #}\n"


def filled(body: str) -> FilledDocument:
    """The only document of a place, whose text is ``body``."""
    (filled,) = fill_documents(comptoir(documents=(document(body),)))
    return filled


def refused(body: str) -> list[Problem]:
    """The problems for which a place with such a document builds nothing."""
    with pytest.raises(Problems) as raised:
        build_documents(comptoir(documents=(document(body),)), FORMATS)
    return list(raised.value.problems)


@pytest.mark.parametrize("fence", ["::: review", ":::: review", "::: {.review}"])
def test_the_block_leaves_the_text_and_knows_the_facts(fence: str) -> None:
    document = filled(
        f"{HEAD}\n{fence}\nÀ confirmer, pour {{{{ price }}}}.\n\n- Une question.\n:::\n\n## Titre\n\nTexte.\n"
    )
    assert "À confirmer, pour 15" in document.review_block
    assert "Texte." not in document.review_block
    assert count_questions(document.review_block) == 2
    for mark in ("À confirmer", "Une question", ":::", "review"):
        assert mark not in document.text
    assert "## Titre\n\nTexte." in document.text


def test_a_block_within_the_block_belongs_to_it() -> None:
    document = filled("::: review\nUn.\n\n::: note\nDeux.\n:::\n\nTrois.\n:::\n\nTexte.\n")
    assert [word in document.review_block for word in ("Un.", "Deux.", "Trois.", "Texte.")] == [True, True, True, False]
    assert document.text.split() == ["Texte."]


def test_a_document_without_the_block_has_no_question() -> None:
    document = filled("Texte.\n\n::: note\nUn conseil.\n:::\n")
    assert document.review_block == ""
    assert count_questions(document.review_block) == 0
    assert "Un conseil." in document.text


@pytest.mark.parametrize(
    ("body", "code", "lines"),
    [
        ("Texte.\n\n::: review\nNote.\n:::\n", "document.review_place", [12]),
        ("## Titre\n\nTexte.\n\n::: review\nNote.\n:::\n", "document.review_place", [14]),
        ("::: review\nUn.\n:::\n\n::: review\nDeux.\n:::\n\nTexte.\n", "document.review_place", [14]),
        ("Texte.\n\n- Un.\n\n  ::: review\n  Note.\n  :::\n", "document.review_place", [14]),
        ("{% set a %}Texte.{% endset %}\n::: review\nNote.\n:::\n\nTexte.\n", "document.review_place", [11]),
        ("::: review\nNote.\n\n## Titre\n\nTexte.\n", "document.review_unclosed", [10]),
        ("::: review\nUn.\n\n## Titre\n\n::: note\nDeux.\n:::\n\nTexte.\n", "document.review_unclosed", [10]),
        ("::: review\nNote.\n:::\n", "document.empty", [10]),
        ("::: review\n{{ prices.dai }}\n:::\n\nTexte.\n", "placeholder.unknown", [11]),
        ("::: review\nNote.\n:::\n\n{{ prices.dai }}\n", "placeholder.unknown", [14]),
    ],
)
def test_a_block_that_would_be_signed_or_lost_is_refused(body: str, code: str, lines: list[int]) -> None:
    problems = refused(body)
    assert [(problem.code, problem.file, problem.line) for problem in problems] == [
        (code, "governance/fr/essai.md", line) for line in lines
    ]
    assert all(messages.remedy("fr", problem.code, **problem.values) for problem in problems)
