"""What the reader of a page came for stands at its top: seen at once on a desk and on a telephone."""

from __future__ import annotations

import pytest
from support.fixtures import NewContext

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: By page, what must be seen: the last of the elements.
FACTS = {
    "tarifs/": ".masthead .price-line strong",
    "agenda/": ".masthead time",
    "gouvernance/": ".masthead text.strong:visible, .masthead .flows li > span:visible",
    "contact/": ".masthead-fact a[href^='tel:']",
    "activites/": ".masthead .poster-date",
    "activites/papycamp/": ".masthead time",
    "coworking/": ".masthead .price-line strong",
    "le-lieu/": ".masthead-fact a[href^='tel:']",
    "essaimer/": ".masthead .jumps-ways a",
    "mediation-numerique/": ".masthead .call a",
    "accompagnement/": ".masthead .call a",
    "communaute/": ".masthead .call a",
    "actualites/": ".masthead h2",
    "donnees-ouvertes/": ".masthead .jumps-ways a",
    "nos-documents/": ".masthead .covers > li > a",
    "recherche/": ".search-form input",
    "404.html": ".masthead .search-field input",
}
#: By width of the window in pixels, how far down, in pixels.
DEPTHS = {1440: 600, 360: 560}


@pytest.mark.parametrize("width", DEPTHS)
def test_the_fact_of_a_page_is_seen_at_once(furnished_url: str, new_context: NewContext, width: int) -> None:
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    below = {}
    for path, selector in FACTS.items():
        page.goto(furnished_url + path)
        box = page.locator(selector).last.bounding_box()
        assert box and box["height"] > 0, path
        if box["y"] + box["height"] > DEPTHS[width]:
            below[path] = box["y"] + box["height"]
    assert below == {}


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_front_page_shows_the_cloth_of_the_place(furnished_url: str, new_context: NewContext, width: int) -> None:
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(furnished_url)
    cloth = page.evaluate("getComputedStyle(document.querySelector('.hero'), '::after').height")
    assert float(cloth.removesuffix("px")) >= 64


def test_the_dates_of_posters_side_by_side_stand_on_one_line(furnished_url: str, new_context: NewContext) -> None:
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(furnished_url + "activites/")
    boxes = [
        (poster.bounding_box(), poster.locator(".poster-date").last.bounding_box())
        for poster in page.locator(".poster:not(.poster-yours)").all()
    ]
    rows: dict[float, set[int]] = {}
    for poster, date in boxes:
        assert poster and date
        rows.setdefault(poster["y"], set()).add(round(date["y"]))
    assert len(boxes) > len(rows) and all(len(lines) == 1 for lines in rows.values()), rows


def test_the_place_says_at_its_head_whether_it_is_open(furnished_url: str, new_context: NewContext) -> None:
    page = new_context(timezone_id="Europe/Paris").new_page()
    page.clock.set_fixed_time("2026-12-05T11:00:00+01:00")
    for path in ("le-lieu/", "contact/"):
        page.goto(furnished_url + path)
        assert page.locator(".masthead [data-status]").inner_text() == "Ouvert jusqu’à 13\u00a0h"
