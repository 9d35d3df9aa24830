"""Documents in English: what a place in English gets, and what they share with the French ones of the same kinds."""

from __future__ import annotations

import re

import pytest
from support.document_factories import Document, complete, governance

from tierslieu.documents.selection import select_documents

FRENCH = {source.meta.kind: source for source in governance() if source.locale == "fr"}
ENGLISH = {source.slug: source for source in governance() if source.locale == "en"}

#: The name of a French code of law, as documents cite it.
_LAW = re.compile(r"code (?:général )?d\w+[^,.;()]*")
_FRENCH_WORDS = re.compile(
    r"\b(?:au|aux|avec|ce|cette|chez|dans|de|des|du|elle|est|et|il|la|le|les|leur|(?<!tiers-)lieu|ne|ou|par|pas|pour|que|qui|"
    r"sans|se|son|sont|sur|une|votre|vous)\b|[«»\u00a0\u202f]| [:;!?]",
    re.IGNORECASE,
)
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_BLANK = re.compile(r"\bblank\((?:[^()]|\([^()]*\))*\)")
_QUOTED = re.compile(r'"[^"]*"')


def readers_text(source: Document) -> str:
    """The text that readers get, without placeholders but with the names of what is left blank."""
    body = re.sub(r"(?ms)^::: review$.*?^:::$", "", source.body)
    blanks = " ".join(name for tag in _BLANK.findall(body) for name in _QUOTED.findall(tag))
    text = re.sub(r"\{ #.*?\}", "", _LAW.sub("", _TAG.sub("X", body)))
    return f"{text}\n{blanks}\n{source.meta.title}"


def facts(source: Document) -> set[str]:
    """The placeholders and conditions of a document, whatever the words and inflections of its language."""
    body = re.sub(r'\{\{ "\w+" if [^{}]* else "\w+" \}\}', "", source.body)
    tags = {" ".join(_BLANK.sub("blank", tag).replace("\u00a0;", ";").split()) for tag in _TAG.findall(body)}
    return {tag for tag in tags if not re.fullmatch(r'\{\{ t\("\w+"\) \}\}', tag)}


def test_a_place_in_english_gets_the_english_document_of_each_kind_that_has_one() -> None:
    kinds = {source.meta.kind for source in ENGLISH.values()}
    chosen = [instance.source for instance in select_documents(complete(language="en"))]
    assert {source.meta.kind for source in chosen if source.locale == "en"} == kinds
    french = {source.meta.kind for source in chosen if source.locale == "fr"}
    assert french & kinds == {"charter", "house-rules", "it-charter", "price-list"}
    assert "agreement" in french


def test_a_translation_of_a_document_that_follows_laws_says_that_french_prevails_and_is_not_signed() -> None:
    """Loi n° 94-665 du 4 août 1994, articles 2 and 3: French is mandatory, other languages may stand beside it."""
    lawful = [source for source in ENGLISH.values() if source.meta.legal_bases]
    assert lawful
    for source in lawful:
        assert "The French version, displayed beside it, prevails." in source.body, source.path
        assert not source.meta.signatories, source.path


def test_a_place_in_french_gets_none_of_them() -> None:
    assert {instance.source.locale for instance in select_documents(complete())} == {"fr"}


@pytest.mark.parametrize("slug", ENGLISH)
def test_it_uses_the_facts_of_the_french_document(slug: str) -> None:
    english = ENGLISH[slug]
    french = FRENCH[english.meta.kind]
    assert facts(english) == facts(french)
    assert len(_BLANK.findall(english.body)) == len(_BLANK.findall(french.body))
    assert len(re.findall(r"(?m)^#+ ", english.body)) == len(re.findall(r"(?m)^#+ ", french.body))


@pytest.mark.parametrize("slug", ENGLISH)
def test_it_is_made_and_read_like_the_french_document_and_follows_the_same_laws(slug: str) -> None:
    own = {"title", "audience", "summary", "law_as_of", "review", "signatories"}
    english = ENGLISH[slug].meta
    assert english.model_dump(exclude=own) == FRENCH[english.kind].meta.model_dump(exclude=own)


@pytest.mark.parametrize("slug", ENGLISH)
def test_nothing_french_is_left_in_it(slug: str) -> None:
    text = readers_text(ENGLISH[slug])
    assert [text[max(0, found.start() - 30) : found.end() + 20] for found in _FRENCH_WORDS.finditer(text)] == []


def test_french_words_and_signs_would_be_detected() -> None:
    french = readers_text(FRENCH["charter"])
    found = {match[0].casefold() for match in _FRENCH_WORDS.finditer(french)}
    assert {"le", "une", "vous", "\u00a0", "«"} - found <= {"vous"}
