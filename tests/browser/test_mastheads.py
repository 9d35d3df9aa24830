"""What the reader of a page came for stands at its top: seen at once on a desk and on a telephone."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
from PIL import Image, ImageChops
from support.fixtures import NewContext
from support.look_samples import look_of
from support.paths import TEMPLATE

from tierslieu.look.patterns import patches

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
    "mentions-legales/": ".masthead .answers li",
    "confidentialite/": ".masthead .answers a",
    "accessibilite/": ".masthead .answers a",
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


@pytest.mark.parametrize("motif", ["carreaux", "etoffe", "facettes", "fil", "jardin", "quartier"])
def test_the_squares_of_a_door_fill_their_box(new_context: NewContext, motif: str) -> None:
    """As the words beside are, the box may be higher than wide: the square is enlarged, and no other one begins at its foot."""
    drawing = patches("lieu", look_of(TEMPLATE / "theme", "ardoise", "affiche", motif))["mediation"]
    address = "data:image/svg+xml;base64," + base64.b64encode(drawing).decode()
    page = new_context(viewport={"width": 400, "height": 400}).new_page()

    def drawn(height: int) -> Image.Image:
        page.set_content(f'<body style="margin:0"><img src="{address}" style="width:200px;height:{height}px">')
        page.locator("img").evaluate("image => image.decode()")
        picture = page.screenshot(clip={"x": 0, "y": 0, "width": 200, "height": height})
        return Image.open(BytesIO(picture)).convert("RGB")

    for height in (206, 220):
        left = (height - 200) // 2
        enlarged = drawn(200).resize((height, height)).crop((left, 0, left + 200, height))
        differing = ImageChops.difference(drawn(height), enlarged).convert("L").histogram()
        assert sum(differing[64:]) < 0.01 * 200 * height, height


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
