"""The search of the site, as people meet it: with and without JavaScript, with the keyboard, and when it fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from support.built_places import HOSTILE, HOSTILE_TITLES, PLACES

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Site, Visit = Callable[..., str], Callable[..., "BrowserContext"]
#: As strict as a host can be: files of the site alone, each kind by name.
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'"
PLACE = PLACES[0]


def typed(page: Page, text: str) -> str:
    """What is told after ``text`` was typed."""
    before = page.locator(".search-count").inner_text()
    page.locator("#q").fill(text)
    page.wait_for_function("before => document.querySelector('.search-count').innerText !== before", arg=before)
    return page.locator(".search-count").inner_text()


def test_words_are_found_as_they_are_typed(site_url: Site, new_context: Visit) -> None:
    page, faults = new_context().new_page(), []
    page.on("console", lambda message: faults.append(message.text))
    page.goto(site_url(PLACE, POLICY) + "recherche/")
    # Without accents, by the beginning of words, title first.
    results = page.locator(".search-results a")
    assert "résultat" in typed(page, "ACCESSIBILITE declara")
    assert results.first.inner_text() == "Déclaration d’accessibilité"
    assert "résultats" in typed(page, "papy")
    assert results.first.inner_text() == "Papycamp" and not page.locator(".search-index").is_visible()
    assert page.url.endswith("?q=papy")
    # Every word must be found; nothing found leaves the index to read.
    assert typed(page, "papy zzz").startswith("Rien trouvé")
    assert page.locator(".search-index").is_visible() and results.count() == 0
    page.locator("#q").fill("")
    page.wait_for_function("document.querySelector('.search-count').innerText === ''")
    assert page.locator(".search-index").is_visible() and "?" not in page.url
    assert faults == []


def test_titles_count_most_and_whole_words_more_than_beginnings(site_url: Site, new_context: Visit) -> None:
    entries = [
        [0, "Autre chose", "tarifs/", "", "", "cafe", "fr"],
        [0, "Cafétéria", "contact/", "", "", "", "fr"],
        [1, "Le café du lundi", "agenda/", "Réparation", "On répare.", "", "fr"],
    ]
    page = new_context().new_page()
    index = {"kinds": ["Pages", "Activités"], "entries": entries}
    page.route("**/search.fr.json", lambda route: route.fulfill(json=index))
    home = site_url(PLACE, POLICY)
    page.goto(home + "recherche/")
    assert typed(page, "Café") == "3 résultats"
    links = page.locator(".search-results a")
    assert links.all_inner_texts() == ["Le café du lundi", "Cafétéria", "Autre chose"]
    assert links.first.get_attribute("href") == "../agenda/"
    assert typed(page, "cafe REPA") == "1 résultat"
    assert page.locator(".search-results p").last.inner_text() == "Activités · Réparation · On répare."
    # Something that means much in a pattern means nothing here.
    assert typed(page, "cafe (.*[").startswith("3")


def test_results_are_reached_with_the_keyboard(site_url: Site, new_context: Visit) -> None:
    page = new_context().new_page()
    home = site_url(PLACE, POLICY)
    page.goto(home + "recherche/?q=papycamp")
    page.locator(".search-results a").first.wait_for()
    assert page.locator("#q").input_value() == "papycamp"
    page.locator("#q").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Papycamp"
    page.keyboard.press("Enter")
    page.wait_for_url(home + "activites/papycamp/")


def test_the_index_is_fetched_only_by_who_searches(site_url: Site, new_context: Visit) -> None:
    page, asked = new_context().new_page(), []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    home = site_url(PLACE, POLICY)
    for address in ("", "agenda/", "recherche/"):
        page.goto(home + address)
    assert "search.fr.json" not in asked and sum(one.startswith("search.js") for one in asked) == 1
    typed(page, "atelier")
    assert asked.count("search.fr.json") == 1


def test_nothing_moves_when_the_field_appears(site_url: Site, new_context: Visit) -> None:
    page = new_context().new_page()
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(one => moved += one.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(site_url(PLACE) + "recherche/", wait_until="load")
    page.wait_for_timeout(200)
    assert page.locator("#q").is_visible() and page.evaluate("window.moved") == 0


def test_without_javascript_the_index_is_all_there_is(site_url: Site, new_context: Visit) -> None:
    page = new_context(java_script_enabled=False).new_page()
    home = site_url(PLACE)
    page.goto(home + "recherche/")
    assert not page.locator(".search-form").is_visible()
    top = page.locator(".search-index").bounding_box()
    head = page.locator(".masthead").bounding_box()
    assert top and head and top["y"] - (head["y"] + head["height"]) < 120, "no room is kept for the field"
    page.get_by_role("link", name="Papycamp", exact=True).click()
    assert page.url == home + "activites/papycamp/"


def test_a_search_that_fails_says_so(site_url: Site, new_context: Visit) -> None:
    page = new_context().new_page()
    page.route("**/search.fr.json", lambda route: route.abort())
    page.goto(site_url(PLACE) + "recherche/")
    assert "ne répond pas" in typed(page, "papy")
    assert page.locator(".search-index").is_visible()


def test_titles_do_nothing_in_results(site_url: Site, new_context: Visit) -> None:
    page = new_context().new_page()
    page.goto(site_url(HOSTILE, "") + "recherche/")
    typed(page, "atelier deux")
    assert HOSTILE_TITLES["activities"] in page.locator(".search-results a").all_inner_texts()
    assert page.evaluate("window.hacked") is None
