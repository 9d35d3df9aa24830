"""Which price suits me: the answer is near the top, the slider changes it, and it follows the prices of the day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browser.test_dated_prices import text_at
from support.fixtures import NewContext, SiteUrl

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLACE = "fil-numerique"


def plain(answer: Locator) -> str:
    return re.sub(r"\s+", " ", answer.inner_text())


def test_the_slider_says_what_a_number_of_visits_costs(site_url: SiteUrl, new_context: NewContext) -> None:
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(site_url(PLACE) + "tarifs/")
    slider, answers = page.get_by_role("slider"), page.locator("#mon-prix output")
    assert plain(answers.first).startswith("6 demi-journées : 48 € par mois")
    assert "(à payer d’avance : 80 €)" in plain(answers.first)
    # Seen without scrolling.
    for answer in answers.all():
        box = answer.bounding_box()
        assert box and box["y"] + box["height"] <= 900
    slider.press("End")
    assert plain(answers.first).startswith("20 demi-journées : 160 € par mois")
    assert plain(answers.last).startswith("20 journées : 280 € par mois")
    slider.press("ArrowLeft")
    assert plain(answers.last).startswith("19 journées : 280 € par mois soit environ 14,74 € la journée")
    # So do two buttons, as large as a finger; the number is told.
    more, less = (page.get_by_role("button", name=re.compile(name)) for name in ("de plus", "de moins"))
    more.click()
    assert plain(answers.last).startswith("20 journées") and page.locator("[data-visits]").inner_text() == "20"
    more.click()
    less.click()
    assert plain(answers.last).startswith("19 journées") and page.locator("[data-visits]").inner_text() == "19"
    for target, least in ((more, 44), (less, 44), (slider, 32)):
        box = target.bounding_box()
        assert box and min(box["width"], box["height"]) >= least
    # One chart, where formulas cross; it tells the number chosen, on a band as wide as the bar.
    assert page.locator(".strip-said").all_text_contents() == ["19"]
    chosen, bands = page.locator(".chosen rect").all(), page.locator(".strip-now").all()
    for bar, band in zip(chosen, bands, strict=True):
        one, other = bar.bounding_box(), band.bounding_box()
        assert one and other
        assert (other["x"], other["width"]) == pytest.approx((one["x"], one["width"]), abs=0.6)
    # The handle is on its rail.
    rail, handle = page.locator(".visits").bounding_box(), slider.bounding_box()
    assert rail and handle
    assert rail["y"] + rail["height"] / 2 == pytest.approx(handle["y"] + handle["height"] / 2, abs=0.6)


@pytest.mark.parametrize("width", [360, 1440])
def test_the_title_stands_on_the_ground_of_its_section(site_url: SiteUrl, new_context: NewContext, width: int) -> None:
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(site_url(PLACE) + "tarifs/")
    section, title = page.locator(".suits").bounding_box(), page.locator("#suits").bounding_box()
    assert section and title
    assert title["y"] - section["y"] >= 16


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_handle_of_the_slider_stands_below_the_bar_of_its_number(
    site_url: SiteUrl, new_context: NewContext, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(site_url(PLACE) + "tarifs/")
    slider, bars = page.get_by_role("slider"), page.locator(".strip svg rect")
    rail = slider.bounding_box()
    assert rail and bars.count() == 20
    # A slider's handle, as wide as the slider is high, goes from one end of it to the other.
    first, step = rail["x"] + rail["height"] / 2, (rail["width"] - rail["height"]) / 19
    for index in (0, 5, 19):
        bar = bars.nth(index).bounding_box()
        assert bar and bar["x"] + bar["width"] / 2 == pytest.approx(first + index * step, abs=0.6)
    # What is pointed at below a bar is chosen.
    chosen = bars.nth(12).bounding_box()
    assert chosen
    slider.click(position={"x": chosen["x"] + chosen["width"] / 2 - rail["x"], "y": rail["height"] / 2})
    assert page.locator("[data-visits]").inner_text() == "13"
    assert page.locator(".strip-said").all_text_contents() == ["13"]


def test_all_bars_stand_on_one_line(site_url: SiteUrl, new_context: NewContext) -> None:
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(site_url(PLACE) + "tarifs/")
    # Without their outlines; each in the box of its own.
    feet = page.locator(".strip svg rect").evaluate_all(
        "bars => bars.map(bar => bar.ownerSVGElement.y.baseVal.value + bar.getBBox().height)"
    )
    (head,) = page.locator(".strip-now").evaluate_all("marks => marks.map(mark => mark.getBBox().y)")
    assert len(feet) == 20 and max(*feet, head) - min(*feet, head) < 0.1
    # The line covers where they meet.
    ((top, bottom),) = page.locator(".strip-ground").evaluate_all(
        "lines => lines.map(line => line.getBBox()).map(box => [box.y, box.y + box.height])"
    )
    assert top < head < bottom


def test_on_a_telephone_the_answer_is_one_screen_away(site_url: SiteUrl, new_context: NewContext) -> None:
    page = new_context(viewport={"width": 360, "height": 760}).new_page()
    page.goto(site_url(PLACE) + "tarifs/")
    box, section = page.locator("#mon-prix output").last.bounding_box(), page.locator(".suits").bounding_box()
    assert box and box["y"] + box["height"] <= 2 * 760
    # The table that stood here was 2,413 pixels high.
    assert section and section["height"] <= 0.6 * 2413
    page.goto(site_url(PLACE) + "tarifs/#mon-prix")
    box = page.locator("#mon-prix output").first.bounding_box()
    assert box and 0 <= box["y"] <= 760 - box["height"]


def test_without_a_script_nothing_seems_to_move(site_url: SiteUrl, new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(site_url(PLACE) + "tarifs/")
    assert page.get_by_role("slider").count() == 0 and not page.locator("[data-step]").first.is_visible()
    assert plain(page.locator("#mon-prix output").first).startswith("6 demi-journées : 48 € par mois")
    page.locator(".suits-all summary").click()
    assert page.get_by_text("14 demi-journées").is_visible()


def test_the_answer_is_that_of_the_prices_of_the_day(new_context: NewContext) -> None:
    before = text_at(new_context, "tarifs/index.html", "2027-01-31T22:30:00Z")
    assert "(à payer d’avance : 80 €)" in before and "(à payer d’avance : 85 €)" in before
    after = text_at(new_context, "tarifs/index.html", "2027-01-31T23:30:00Z")
    assert "(à payer d’avance : 80 €)" not in after and "(à payer d’avance : 85 €)" in after
