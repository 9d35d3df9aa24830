"""Search without a server: everything is in the index, to read and as a file, and both stay light."""

from __future__ import annotations

import dataclasses
import gzip
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import activity
from support.paths import TEMPLATE
from unit.site.test_agenda_pages import ROOM, crowded, heaviest
from unit.site.test_site import NASTY, Reading, news, page, papers, space

from tierslieu.core.folding import fold
from tierslieu.model import Community
from tierslieu.site.pages_build import build_pages

SCRIPT = TEMPLATE / "theme/static/search.js"
#: Bytes of script, compressed: of the search, and of the site.
SCRIPT_ROOM, ALL_SCRIPTS_ROOM = 2_500, 5_000


def index(files: Mapping[str, bytes], locale: str = "fr") -> list[dict[str, Any]]:
    """The index as the script reads it."""
    data = json.loads(files[f"search.{locale}.json"])
    names = ("kind", "title", "address", "note", "about", "lang", "keywords", "headings", "words")
    found = [dict(zip(names, entry, strict=True)) for entry in data["entries"]]
    return [entry | {"kind": data["kinds"][entry["kind"]]} for entry in found]


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_everything_is_in_the_index_and_on_the_page(locale: str) -> None:
    of = space(locale, identity={"language": locale}, documents=papers("charte"), activities=(activity(locale=locale),))
    files = build_pages(of, {"charte.pdf": b"x"})
    entries = index(files, locale)
    for entry in entries:
        target = entry["address"] if entry["address"] in files else entry["address"] + "index.html"
        assert target in files, entry
    path = {"fr": "recherche", "en": "search"}[locale] + "/index.html"
    links = {link.removeprefix("../") or "./" for link in Reading(files[path]).links}
    assert {entry["address"] or "./" for entry in entries} <= links | {"./"}
    assert len({entry["kind"] for entry in entries}) == 4
    built = {page.meta.title for page in of.pages if page.meta.needs is None}
    assert built <= {entry["title"] for entry in entries}


@pytest.mark.long
def test_a_document_that_is_a_page_too_is_found_once() -> None:
    of, built = space(documents=papers("charte")), {"charte.pdf": b"x"}
    (title,) = (entry["title"] for entry in index(build_pages(of, built)) if entry["kind"] == "Documents")
    both = dataclasses.replace(of, pages=(*of.pages, page("la-charte", title=title)))
    assert [entry["kind"] for entry in index(build_pages(both, built)) if entry["title"] == title] == ["Pages"]


def test_the_list_repeats_no_title_and_says_once_what_all_of_a_kind_are() -> None:
    of = space(documents=papers("charte", "livret"), activities=(activity(title="Papycamp", format="papycamp"),))
    html = build_pages(of, {"charte.pdf": b"x", "livret.pdf": b"x"})["recherche/index.html"].decode()
    notes = re.findall(r"<li><a [^>]*>([^<]+)</a> <small>([^<]+)</small>", html.partition('class="search-index"')[2])
    assert notes and not [title for title, note in notes if note.startswith(title)]
    assert "PDF" in html and "PDF" not in [note for _, note in notes]


def test_the_words_of_texts_are_found_without_accents() -> None:
    body = "Réparer un *grille-pain* chez Zoé. {# rien à voir #}\n\n<b>L’œuvre</b> &amp; les élèves"
    files = build_pages(space(pages=(*space().pages, page("atelier", body=body, title="Été à l’établi"))))
    (entry,) = (one for one in index(files) if one["address"] == "atelier/")
    words = entry["words"].split()
    assert {"reparer", "grille", "pain", "zoe", "oeuvre", "eleves"} <= set(words)
    # The title is searched as it is written; comments and elements are no words.
    assert not {"ete", "etabli", "rien", "voir", "amp", "em"} & set(words)
    assert len(words) == len(set(words))


def test_news_are_listed_the_latest_first() -> None:
    old, new = (news(title=title, date=date) for title, date in (("Avant", "2026-09-01"), ("Puis", "2027-01-02")))
    files = build_pages(space(news=(dataclasses.replace(old, slug="avant"), dataclasses.replace(new, slug="puis"))))
    assert [entry["title"] for entry in index(files) if entry["kind"] == "Actualités"] == ["Puis", "Avant"]


def test_facts_that_a_page_shows_are_found() -> None:
    community = Community.model_validate({"people": [{"name": "Zélie", "kind": "resident", "agreed": "2026-01-02"}]})
    identity = {
        "equipment": ["Imprimante"],
        "contact": {"phone": "04 77 12 34 56"},
        "opening_hours": "Mo-Fr 09:00-18:00",
    }
    files = build_pages(space(identity=identity, community=community))
    words = {entry["address"]: entry["words"].split() for entry in index(files)}
    assert "imprimante" in words["le-lieu/"] and "zelie" in words["communaute/"]
    assert {"12", "34", "lundi"} <= set(words["contact/"]) and "15" in words["tarifs/"]
    # Words that nobody looks for are left out.
    assert not {"pour", "les", "dans"} & {word for found in words.values() for word in found}


@pytest.mark.long
def test_the_first_page_that_exists_answers_a_word() -> None:
    def answering(word: str, **changes: Any) -> list[str]:
        entries = index(build_pages(space(**changes)))
        return [entry["address"] for entry in entries if word in entry["keywords"].split()]

    assert answering("reserver") == ["coworking/"]
    assert answering("reserver", identity={"modules": {"coworking": "non"}}) == ["contact/"]
    assert answering("horaire") == ["contact/"]


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_answer_names_a_page_of_the_kit_and_no_word_has_two(locale: str) -> None:
    of = space(locale, identity={"language": locale})
    typed = of.vocabulary.search_words[locale]
    keys = {source.meta.key for source in of.pages}
    assert {key for answer in typed.answers for key in answer.pages} <= keys
    words = [fold(word) for answer in typed.answers for word in answer.words if " " not in word]
    assert sorted({word for word in words if words.count(word) > 1}) == []


@given(st.text())
def test_folding_folds_once_and_for_all(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded


def test_titles_are_in_alphabetical_order_whatever_their_accents() -> None:
    every = tuple(activity(f"a{number}", title=title) for number, title in enumerate(("Zèbre", "été", "Étang", "eau")))
    html = build_pages(space(activities=every))["recherche/index.html"].decode()
    assert re.findall(r'<li><a href="[^"]*activites/a\d/">([^<]*)', html) == ["eau", "Étang", "été", "Zèbre"]


def test_pages_are_in_the_order_of_the_menus() -> None:
    files = build_pages(space())
    menu = re.findall(
        r'<a href="[^"]*">([^<]*)</a>', files["index.html"].decode().partition("<nav")[2].partition("</nav>")[0]
    )
    listed = re.findall(
        r'<li><a href="[^"]*">([^<]*)</a>', files["recherche/index.html"].decode().partition('id="shelf-pages"')[2]
    )
    assert listed[: len(menu)] == menu


@pytest.mark.parametrize("name", NASTY)
def test_what_is_typed_in_titles_stays_text(name: str) -> None:
    files = build_pages(space(activities=(activity(title=name),), news=(news(title=name),)))
    assert sum(entry["title"] == name for entry in index(files)) == 2
    assert name in Reading(files["recherche/index.html"]).text


@pytest.mark.long
def test_the_field_of_every_page_leads_to_the_page_of_the_search() -> None:
    files = build_pages(space())
    for path, data in files.items():
        if path.endswith(".html") and path != "recherche/index.html":
            forms = [attrs for tag, attrs in Reading(data).elements if tag == "form"]
            up = "/" if path == "404.html" else "../" * path.count("/")
            assert {form["action"] for form in forms} == {up + "recherche/"}, path
            assert {form["role"] for form in forms} == {"search"}, path
    of = space()
    bare = build_pages(dataclasses.replace(of, pages=tuple(one for one in of.pages if one.meta.key != "search")))
    assert not any(b"<form" in data for path, data in bare.items() if path.endswith(".html"))


def test_without_javascript_the_page_of_the_search_has_no_form() -> None:
    reading = Reading(build_pages(space())["recherche/index.html"])
    (form,) = (attrs for tag, attrs in reading.elements if tag == "form")
    assert "hidden" in form and form["role"] == "search"
    labels = {attrs.get("for") for tag, attrs in reading.elements if tag == "label"}
    assert labels == {attrs.get("id") for tag, attrs in reading.elements if tag == "input"}


def test_the_index_is_asked_for_by_the_page_of_the_search_alone() -> None:
    files = build_pages(space())
    for path, data in files.items():
        asks = path.endswith(".html") and (b"search.js" in data or b"search.fr.json" in data)
        assert not asks or path == "recherche/index.html", path
    assert "../recherche/" in Reading(files["agenda/index.html"]).links


def test_a_place_without_the_page_has_no_index() -> None:
    of = space()
    files = build_pages(dataclasses.replace(of, pages=tuple(one for one in of.pages if one.meta.key != "search")))
    assert not any("search" in path and not path.startswith("static/") for path in files)


def test_the_script_is_light_and_asks_nothing_of_the_policy() -> None:
    code = SCRIPT.read_bytes()
    assert len(gzip.compress(code, 9)) <= SCRIPT_ROOM
    scripts = sorted((TEMPLATE / "theme").rglob("*.js"))
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in scripts) <= ALL_SCRIPTS_ROOM
    for forbidden in (rb"\beval\b", rb"new Function", rb"innerHTML", rb"\.style\b", rb"https?://", rb"document\.write"):
        assert not re.search(forbidden, code), forbidden


@pytest.mark.slow
def test_a_long_index_is_cut_into_pages_that_hold_all_of_it() -> None:
    files = crowded()
    pages = [path for path in files if path.startswith("recherche/activites/")]
    held = {link for path in pages for link in re.findall(r"activites/atelier-\d+/", files[path].decode())}
    assert len(held) == 2000 and len(pages) == 34
    front = Reading(files["recherche/index.html"])
    assert all("../" + path.removesuffix("index.html") in front.links for path in pages)
    assert heaviest({path: data for path, data in files.items() if "activites/atelier" not in path}) < (ROOM, "")
    assert len(gzip.compress(files["search.fr.json"])) < 40_000


def test_the_price_of_every_number_of_visits_is_not_looked_for() -> None:
    index = build_pages(space())["search.fr.json"].decode()
    # 19 half-days at 8 €: worked out for the reader, as are dozens of other amounts.
    assert not re.search(r"\b152\b", index) and re.search(r"\bcarnet\b", index)
