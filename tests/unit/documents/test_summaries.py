"""Summaries of documents for readers of another language: each document has one, shown where its language is not that of the place."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from support.document_factories import document, governance
from support.document_text import text_of
from support.factories import comptoir, vocabulary

from tierslieu.core.folding import fold
from tierslieu.core.problems import Problems
from tierslieu.documents.build import build_documents
from tierslieu.model import Space

SUMMARY = "The rules of an example."
WEB, WORD, DASHBOARD = "summaries.html", "summaries.docx", "tableau-de-bord.html"


def place(language: str = "en", **meta: Any) -> Space:
    """The Comptoir in a language, with a French document about each of its organisations."""
    source = document(title="Règles d’essai", per="organisation", **{"summary": {"en": SUMMARY}} | meta)
    return comptoir(documents=(source,), identity={"language": language})


def test_each_french_document_of_the_kit_has_a_summary_in_english() -> None:
    missing = [source.path for source in governance() if source.locale == "fr" and not source.meta.summary.get("en")]
    assert not missing


@pytest.mark.parametrize("path", [WEB, WORD])
def test_the_booklet_has_each_summary_once_and_the_words_of_the_law(path: str) -> None:
    files = build_documents(place(), ("html", "docx"), ("summaries",))
    assert sorted(files) == [WORD, WEB]
    text = text_of(path, files[path])
    assert text.count(SUMMARY) == 1 and text.count("Règles d’essai –") == 2
    assert "Only the French text is valid in law" in text
    assert "Workers’ cooperative" in text


def test_the_booklet_says_what_is_french_and_links_to_it() -> None:
    page = build_documents(place(), ("html",), ("summaries",))[WEB].decode("utf-8")
    assert '<html lang="en"' in page and 'lang="fr">Règles d’essai</span>' in page
    assert 'href="essai-cooperative.html"' in page
    assert ", Règles d’essai –" in text_of(WEB, page.encode())


def test_the_dashboard_shows_summaries_and_leads_to_the_booklet() -> None:
    page = build_documents(place(), ("html",), ("tableau-de-bord",))[DASHBOARD].decode("utf-8")
    assert page.count(SUMMARY) == 2 and f'href="{WEB}"' in page
    assert re.search('lang="fr"><a [^>]*>Règles d’essai', html.unescape(page))


@pytest.mark.parametrize("space", [place("fr"), place(summary={})], ids=["in French", "without summaries"])
def test_a_place_without_foreign_summaries_sees_none_of_it(space: Space) -> None:
    files = build_documents(space, ("html",))
    assert WEB not in files
    assert SUMMARY.encode() not in files[DASHBOARD] and WEB.encode() not in files[DASHBOARD]
    with pytest.raises(Problems) as raised:
        build_documents(space, ("html",), ("summaries",))
    assert [problem.code for problem in raised.value.problems] == ["document.unknown"]


def test_a_language_without_glossary_has_none() -> None:
    space = place()
    files = build_documents(
        replace(space, vocabulary=replace(space.vocabulary, glossaries={})), ("html",), ("summaries",)
    )
    assert "Words of the law" not in text_of(WEB, files[WEB])


def test_the_glossary_is_in_alphabetical_order_without_a_term_twice() -> None:
    terms = [fold(term.term) for term in vocabulary().glossaries["fr"].terms]
    assert terms == sorted(set(terms))
