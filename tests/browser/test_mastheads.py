"""What the reader of a page came for stands at its top: seen at once on a desk and on a telephone."""

from __future__ import annotations

import pytest
from support.fixtures import NewContext, SiteUrl

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: By page, what must be seen.
FACTS = {
    "tarifs/": ".masthead .price-line strong",
    "agenda/": ".masthead time",
    "gouvernance/": ".masthead-who dd",
    "contact/": ".masthead-fact",
    "activites/papycamp/": ".masthead time",
    "coworking/": ".masthead .price-line strong",
}
#: By width of the window in pixels, how far down, in pixels.
DEPTHS = {1440: 600, 360: 560}


@pytest.mark.parametrize("width", DEPTHS)
def test_the_fact_of_a_page_is_seen_at_once(site_url: SiteUrl, new_context: NewContext, width: int) -> None:
    page, home = new_context(viewport={"width": width, "height": 900}).new_page(), site_url("fil-numerique")
    for path, selector in FACTS.items():
        page.goto(home + path)
        box = page.locator(selector).first.bounding_box()
        assert box and box["height"] > 0 and box["y"] + box["height"] <= DEPTHS[width], (path, box)
