"""A site in several languages: each complete, each leading to the others."""

from __future__ import annotations

import dataclasses

import pytest
from support.document_factories import document
from unit.site.test_site import contents, news, page, problems, readings, space

from tierslieu.model import Space
from tierslieu.site.pages_build import build_pages

pytestmark = pytest.mark.long


def bilingual(**changes: object) -> Space:
    """The Comptoir in French, with the English pages of the kit."""
    french, english = contents("fr"), contents("en")
    both = {kind: french[kind] + english[kind] for kind in ("pages", "news")}
    return space(**({"identity": {"other_languages": ["en"]}} | both | changes))


def test_each_language_has_every_page_and_says_which_it_is() -> None:
    pages = readings(build_pages(bilingual()))
    languages = {path: reading.lang for path, reading in pages.items()}
    assert languages["index.html"] == languages["404.html"] == "fr"
    assert languages["en/index.html"] == languages["en/prices/index.html"] == "en"
    assert all((reading.lang == "en") == path.startswith("en/") for path, reading in pages.items())
    assert len(contents("en")["pages"]) == len(contents("fr")["pages"])


def test_a_page_leads_to_itself_in_the_other_language() -> None:
    identity = {"other_languages": ["en"], "contact": {"website": "https://exemple.fr/lieu"}}
    pages = readings(build_pages(bilingual(identity=identity)))
    links = [attrs for tag, attrs in pages["tarifs/index.html"].elements if tag == "a" and "hreflang" in attrs]
    assert [(one["href"], one["lang"]) for one in links] == [("../en/prices/", "en")]
    told = {
        attrs["hreflang"]: attrs["href"]
        for tag, attrs in pages["en/prices/index.html"].elements
        if tag == "link" and "hreflang" in attrs
    }
    assert told == {
        "fr": "https://exemple.fr/lieu/tarifs/",
        "en": "https://exemple.fr/lieu/en/prices/",
        "x-default": "https://exemple.fr/lieu/tarifs/",
    }


def test_what_has_no_translation_is_shown_in_the_main_language() -> None:
    kept = dataclasses.replace(bilingual(), news=(news(title="Une nouvelle du lieu"),))
    files = build_pages(kept)
    english = files["en/news/index.html"].decode()
    assert "Une nouvelle du lieu" in english and 'href="../../actualites/n/"' in english
    assert "en/news/n/index.html" not in files


def test_what_is_translated_is_shown_once() -> None:
    files = build_pages(bilingual())
    title = contents("fr")["news"][0].meta.title
    assert title in files["actualites/index.html"].decode()
    assert title not in files["en/news/index.html"].decode()
    assert contents("en")["news"][0].meta.title in files["en/news/index.html"].decode()


def test_a_document_in_another_language_is_marked() -> None:
    """Its title is French wherever it is read, also in the links that only screen readers have in words."""
    source = document(title="Règles <d’essai>", audience="Qui vient")
    english = space("en", documents=(source,), identity={"language": "en"})
    html = build_pages(english, {"essai.pdf": b"x", "essai.odt": b"x"})["our-documents/index.html"].decode()
    titles = html.split("Règles &lt;d’essai&gt;")
    assert len(titles) == 3 and all(before.endswith(' lang="fr">') for before in titles[:-1])
    assert "in French" in html
    french = build_pages(space(documents=(source,)), {"essai.pdf": b"x"})["nos-documents/index.html"].decode()
    assert "en français" not in french


def test_one_language_offers_no_choice() -> None:
    assert b"hreflang" not in build_pages(space())["index.html"]


def test_two_pages_with_one_address_are_refused() -> None:
    both = bilingual()
    odd = dataclasses.replace(page("odd"), slug="en")
    [problem] = problems(dataclasses.replace(both, pages=(*both.pages, odd)))
    assert problem.code == "page.address"
    assert problem.file and problem.values["first"]
