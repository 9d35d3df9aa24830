"""The search of the site: with and without JavaScript, with the keyboard, and when it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.built_places import HOSTILE, HOSTILE_TITLES, PLACES
from support.fixtures import NewContext, SiteUrl

if TYPE_CHECKING:
    from playwright.sync_api import Page

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
    # Every word must match; without a result, the index is shown.
    assert search(page, "papy zzz").startswith("Rien trouvé")
    assert page.locator(".search-index").is_visible() and results.count() == 0
    page.locator("#q").fill("")
    page.wait_for_function("document.querySelector('.search-count').innerText === ''")
    assert page.locator(".search-index").is_visible() and "?" not in page.url
    assert messages == []


def test_titles_rank_first_and_whole_words_before_beginnings(site_url: SiteUrl, new_context: NewContext) -> None:
    entries = [
        [0, "Autre chose", "tarifs/", "", "", "cafe", "fr"],
        [0, "Cafétéria", "contact/", "", "", "", "fr"],
        [1, "Le café du lundi", "agenda/", "Réparation", "On répare.", "", "fr"],
    ]
    page = new_context().new_page()
    index = {"kinds": ["Pages", "Activités"], "entries": entries}
    page.route("**/search.fr.json", lambda route: route.fulfill(json=index))
    home = site_url(PLACE)
    page.goto(home + "recherche/")
    assert search(page, "Café") == "3 résultats"
    links = page.locator(".search-results a")
    assert links.all_inner_texts() == ["Le café du lundi", "Cafétéria", "Autre chose"]
    assert links.first.get_attribute("href") == "../agenda/"
    assert search(page, "cafe REPA") == "1 résultat"
    assert page.locator(".search-results p").last.inner_text() == "Activités · Réparation · On répare."
    # Characters of regular expressions have no meaning.
    assert search(page, "cafe (.*[").startswith("3")


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
    page = new_context().new_page()
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => moved += entry.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(site_url(PLACE) + "recherche/", wait_until="load")
    page.wait_for_timeout(200)
    assert page.locator("#q").is_visible() and page.evaluate("window.moved") == 0


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
