"""The search of the site: with and without JavaScript, with the keyboard, and when it fails."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from support import search_queries
from support.built_places import (
    ENGLISH,
    HOSTILE,
    HOSTILE_TITLES,
    PLACES,
    PRESETS,
    answers_for,
    draw_pictures,
    main_language,
    set_facts,
)
from support.built_places import FACTS as PLACE_FACTS
from support.fixtures import NewContext, NewPlace, SiteUrl
from support.generated_places import TODAY, apply_answers

from tierslieu.check.apply_rules import checked_facts
from tierslieu.documents.selection import select_documents
from tierslieu.rendering import urls
from tierslieu.site.build import build_site

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLACE = PLACES[0]


def search(page: Page, text: str) -> str:
    """Type ``text``; returns the message with the number of results."""
    before = page.locator(".search-count").inner_text()
    page.locator("#q").fill(text)
    page.wait_for_function("before => document.querySelector('.search-count').innerText !== before", arg=before)
    return page.locator(".search-count").inner_text()


def test_results_follow_each_word_that_is_typed(site_url: SiteUrl, new_context: NewContext) -> None:
    page = new_context().new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(site_url(PLACE) + "recherche/")
    # Without accents, by the beginning of words, title first.
    results = page.locator(".search-results a")
    assert "résultat" in search(page, "ACCESSIBILITE declara")
    assert results.first.inner_text() == "Déclaration d’accessibilité"
    assert "résultats" in search(page, "papy")
    assert results.first.inner_text() == "Papycamp" and not page.locator(".search-index").is_visible()
    assert page.url.endswith("?q=papy")
    # More than half of the words must match; without a result, the index is shown.
    assert search(page, "papy zzz").startswith("Rien trouvé")
    assert page.locator(".search-index").is_visible() and results.count() == 0
    page.locator("#q").fill("")
    page.wait_for_function("document.querySelector('.search-count').innerText === ''")
    assert page.locator(".search-index").is_visible() and "?" not in page.url
    assert messages == []


def test_titles_rank_first_and_whole_words_before_beginnings(site_url: SiteUrl, new_context: NewContext) -> None:
    entries = [
        [0, "Autre chose", "tarifs/", "", "", "fr", "", "", "cafe"],
        [0, "Cafétéria", "contact/", "", "", "fr", "", "", ""],
        [1, "Le café du lundi", "agenda/", "Réparation", "On répare.", "fr", "", "", ""],
        [0, "Ailleurs", "le-lieu/", "", "", "fr", "cafe", "", ""],
        [0, "Un détail", "activites/", "", "", "fr", "", "cafes", ""],
    ]
    page = new_context().new_page()
    index = {"kinds": ["Pages", "Activités"], "ignored": ["le", "au"], "entries": entries}
    page.route("**/search.fr.json", lambda route: route.fulfill(json=index))
    home = site_url(PLACE)
    page.goto(home + "recherche/")
    assert search(page, "Café") == "5 résultats"
    links = page.locator(".search-results a")
    # The page that answers, then titles, headings and texts; the plural does not count.
    order = ["Ailleurs", "Le café du lundi", "Cafétéria", "Un détail", "Autre chose"]
    assert links.all_inner_texts() == order
    assert links.nth(1).get_attribute("href") == "../agenda/"
    # A wrong letter, when no text has the word as typed, and words that do not count.
    assert search(page, "au cafè, le cfae") != "" and links.first.inner_text() == "Ailleurs"
    assert search(page, "xcafe").startswith("Rien trouvé")
    assert search(page, "cafe REPA") == "1 résultat"
    assert page.locator(".search-results p").last.inner_text() == "Activités · Réparation · On répare."
    # Characters of regular expressions have no meaning.
    assert search(page, "cafe (.*[").startswith("5")


#: The results for each query, at most three: their titles and addresses from the root of the site.
_SEARCH = """
async queries => {
  const form = document.querySelector(".search-form"), results = {};
  const pause = () => new Promise(resolve => setTimeout(resolve, 20));
  const type = query => { form.q.value = query; form.q.dispatchEvent(new Event("input")); return pause(); };
  form.q.focus();
  // The first answer comes when the page has read its index, which may take a while on a busy machine.
  for (let turn = 0; turn < 500 && !document.querySelector(".search-results a"); turn++) await type(queries[0]);
  for (const query of queries) {
    await type(query);
    results[query] = [...document.querySelectorAll(".search-results a")].slice(0, 3)
      .map(link => [link.textContent, link.getAttribute("href").replace(/^([.][.][/])+/, "")]);
  }
  return results;
}
"""
_MEDIA_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "json": "application/json"}


def site_in_memory(name: str, root: Path) -> tuple[Mapping[str, bytes], Mapping[str, str]]:
    """The files of the site of a place with its public documents, and the addresses of its pages by key."""
    assert apply_answers(root, answers_for(name)) == 0
    draw_pictures(root / "content/images")
    for path, facts in PLACE_FACTS.get(name, {}).items():
        set_facts(root / path, facts)
    space = checked_facts(root, TODAY)
    names = [instance.slug for instance in select_documents(space) if instance.source.meta.visibility == "public"]
    return build_site(space, {f"{name}.pdf": b"x" for name in names}), urls.addresses_by_language(space)[
        space.identity.language
    ]


@pytest.mark.parametrize("name", [*PRESETS, ENGLISH])
def test_what_people_type_finds_the_page_that_answers(
    new_place: NewPlace, new_context: NewContext, tmp_path: Path, name: str
) -> None:
    """The right page is first for 95 % of the queries, and within the first three for all."""
    files, addresses = site_in_memory(name, new_place(tmp_path / name))

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path.removeprefix("/")
        path += "index.html" if path.endswith("/") or not path else ""
        media = _MEDIA_TYPES.get(path.rpartition(".")[2], "application/octet-stream")
        route.fulfill(status=200 if path in files else 404, body=files.get(path, b""), content_type=media)

    page = new_context().new_page()
    page.route("**/*", answer)
    page.goto("http://site.example/" + addresses["search"])
    typed = search_queries.ENGLISH if name == ENGLISH else search_queries.FRENCH
    queries = typed | search_queries.FACTS if name == ENGLISH else typed
    results = page.evaluate(_SEARCH, list(queries))
    ranks = {query: rank(results[query], answers, addresses) for query, answers in queries.items()}
    not_first = {query: results[query] for query in typed if ranks[query] != 0}
    assert {query: results[query] for query in queries if ranks[query] is None} == {}
    assert len(not_first) <= len(typed) // 20, not_first
    assert len(gzip.compress(files[f"search.{main_language(name)}.json"])) < 12_000


def rank(results: list[tuple[str, str]], answers: str, addresses: Mapping[str, str]) -> int | None:
    """The position in ``results`` of the page that ``answers`` a query, as in ``search_queries``; None: not there."""
    if answers.startswith("'"):
        found = [title == answers.strip("'") for title, _ in results]
    else:
        expected = next(addresses[key] for key in answers.split() if key in addresses)
        found = [address == expected for _, address in results]
    return found.index(True) if True in found else None


def test_the_field_of_a_page_leads_to_the_results(site_url: SiteUrl, new_context: NewContext) -> None:
    """Also from the page for addresses that do not exist; the index is fetched by the page of the search alone."""
    page, home = new_context().new_page(), site_url(PLACE)
    files: list[str] = []
    page.on("request", lambda request: files.append(request.url.rpartition("/")[2]))
    for address in ("", "agenda/", "nulle/part/"):
        page.goto(home + address)
        field = page.locator(".search-field input:visible").first
        field.fill("tarrif")
        assert "search.fr.json" not in files
        field.press("Enter")
        page.locator(".search-results a").first.wait_for()
        assert page.url == home + "recherche/?q=tarrif"
        assert page.locator(".search-results a").first.inner_text() == "Tarifs"
        files.clear()


def test_without_javascript_the_field_leads_to_the_index(site_url: SiteUrl, new_context: NewContext) -> None:
    page, home = new_context(java_script_enabled=False).new_page(), site_url(PLACE)
    page.goto(home + "agenda/")
    page.locator(".top .search-field input").fill("tarif")
    page.locator(".top .search-field button").click()
    page.wait_for_url(home + "recherche/?q=tarif")
    assert page.get_by_role("link", name="Tarifs", exact=True).first.is_visible()


def test_results_are_reached_with_the_keyboard(site_url: SiteUrl, new_context: NewContext) -> None:
    page = new_context().new_page()
    home = site_url(PLACE)
    page.goto(home + "recherche/?q=papycamp")
    page.locator(".search-results a").first.wait_for()
    assert page.locator("#q").input_value() == "papycamp"
    page.locator("#q").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Papycamp"
    page.keyboard.press("Enter")
    page.wait_for_url(home + "activites/papycamp/")


def test_the_index_is_fetched_at_the_first_search(site_url: SiteUrl, new_context: NewContext) -> None:
    page = new_context().new_page()
    files: list[str] = []
    page.on("request", lambda request: files.append(request.url.rpartition("/")[2]))
    home = site_url(PLACE)
    for address in ("", "agenda/", "recherche/"):
        page.goto(home + address)
    assert "search.fr.json" not in files and sum(file.startswith("search.js") for file in files) == 1
    search(page, "atelier")
    assert files.count("search.fr.json") == 1


def test_nothing_moves_when_the_field_appears(site_url: SiteUrl, new_context: NewContext) -> None:
    """Nothing goes up or down. A font that arrives late on a busy computer may still change the width of a word."""
    page = new_context().new_page()
    page.add_init_script("""window.moved = [];
        new PerformanceObserver(list => list.getEntries().forEach(entry => entry.sources.forEach(
            ({node, previousRect: old, currentRect: now}) => {
                if (old.top !== now.top || old.height !== now.height) moved.push(node.textContent);
            }))).observe({type: "layout-shift", buffered: true});""")
    page.goto(site_url(PLACE) + "recherche/", wait_until="load")
    page.wait_for_timeout(200)
    assert page.locator("#q").is_visible() and page.evaluate("window.moved") == []


def test_without_javascript_the_index_replaces_the_field(site_url: SiteUrl, new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    home = site_url(PLACE)
    page.goto(home + "recherche/")
    assert not page.locator(".search-form").is_visible()
    top = page.locator(".search-index").bounding_box()
    head = page.locator(".masthead").bounding_box()
    assert top and head and top["y"] - (head["y"] + head["height"]) < 120, "there is an empty space for the field"
    page.get_by_role("link", name="Papycamp", exact=True).click()
    assert page.url == home + "activites/papycamp/"


def test_a_failed_search_is_reported(site_url: SiteUrl, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.route("**/search.fr.json", lambda route: route.abort())
    page.goto(site_url(PLACE) + "recherche/")
    assert "ne répond pas" in search(page, "papy")
    assert page.locator(".search-index").is_visible()


def test_titles_are_displayed_as_typed_in_results(site_url: SiteUrl, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(site_url(HOSTILE, security_headers=False) + "recherche/")
    search(page, "atelier deux")
    assert HOSTILE_TITLES["activities"] in page.locator(".search-results a").all_inner_texts()
    assert page.evaluate("window.hacked") is None
