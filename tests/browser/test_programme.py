"""Activities and dates on small screens: posters stay small, times stay whole, and all is seen without colours."""

from __future__ import annotations

import pytest
from support.fixtures import NewContext, SiteUrl

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLACE = "fil-numerique"
#: The most pixels of a page of five activities on a telephone, and of each of their posters.
PAGE_HEIGHT, POSTER_HEIGHT = 3400, 300
PAGES = (
    "",
    "mediation-numerique/",
    "activites/",
    "agenda/",
    "agenda/2027-01/",
    "agenda/format/cowocamp/",
    "activites/cowocamp/",
)

#: The time ranges that are broken over lines.
_BROKEN = """
() => [...document.querySelectorAll("time .span")].filter(span => {
  const words = document.createRange();
  words.selectNodeContents(span);
  return new Set([...words.getClientRects()].map(box => Math.round(box.top))).size > 1;
}).map(span => span.textContent)
"""


def test_posters_are_small_on_a_telephone(site_url: SiteUrl, new_context: NewContext) -> None:
    page = new_context(viewport={"width": 360, "height": 760}).new_page()
    page.goto(site_url(PLACE) + "activites/")
    heights = page.evaluate(
        "[...document.querySelectorAll('.poster:not(.poster-yours)')].map(poster => poster.offsetHeight)"
    )
    assert len(heights) == 5 and max(heights) <= POSTER_HEIGHT
    assert page.evaluate("document.documentElement.scrollHeight") <= PAGE_HEIGHT


@pytest.mark.parametrize("width", [320, 360, 1024])
def test_a_time_range_is_never_broken(site_url: SiteUrl, new_context: NewContext, width: int) -> None:
    page, home = new_context(viewport={"width": width, "height": 760}).new_page(), site_url(PLACE)
    for address in PAGES:
        page.goto(home + address)
        assert page.locator("time .span").count(), address
        assert page.evaluate(_BROKEN) == [], address


def test_the_day_stands_beside_its_dates_on_a_telephone(furnished_url: str, new_context: NewContext) -> None:
    """Its name over its number; no short price beside the hours is broken."""
    page = new_context(viewport={"width": 320, "height": 760}).new_page()
    page.goto(furnished_url + "agenda/")
    for day in page.locator(".agenda-months .day").all()[:4]:
        date, held = day.locator(".day-date").bounding_box(), day.locator(".entries").bounding_box()
        name, number = (day.locator(f".date-{part}").bounding_box() for part in ("name", "number"))
        assert date and held and name and number
        assert date["x"] + date["width"] <= held["x"] and name["y"] + name["height"] <= number["y"] + 1
    free = page.locator(".entry-price", has_text="Gratuit").first
    assert free.evaluate("price => price.offsetHeight < 1.5 * parseFloat(getComputedStyle(price).lineHeight)")


@pytest.mark.parametrize("width", [768, 1024, 1440])
def test_a_date_has_one_line_where_there_is_room(site_url: SiteUrl, new_context: NewContext, width: int) -> None:
    page = new_context(viewport={"width": width, "height": 760}).new_page()
    page.goto(site_url("exemple-regie-publique") + "agenda/")
    entries = page.locator(".agenda-months .entry").all()
    assert len(entries) > 10
    for entry in entries:
        hours, title = (entry.locator(f".entry-{part}").bounding_box() for part in ("hours", "title"))
        assert hours and title
        assert hours["x"] + hours["width"] <= title["x"]
        assert max(hours["height"], title["height"]) < 40 and abs(hours["y"] - title["y"]) < 12


@pytest.mark.parametrize("width", [360, 768, 1024, 1440])
def test_the_row_over_the_call_has_whole_squares(site_url: SiteUrl, new_context: NewContext, width: int) -> None:
    page = new_context(viewport={"width": width, "height": 760}).new_page()
    page.goto(site_url(PLACE) + "activites/")
    row = page.locator(".poster-yours .poster-cloth").bounding_box()
    assert row
    squares = row["width"] / row["height"]
    # The squares of the band are as high as the row, and begin at its end.
    assert squares > 1 and abs(squares - round(squares)) < 0.02
    style = "row => { const of = getComputedStyle(row, '::before'); return [of.backgroundSize, of.backgroundPosition] }"
    assert page.locator(".poster-yours .poster-cloth").evaluate(style) == ["auto 100%", "100% 0px"]


def test_no_word_of_a_month_is_broken_where_it_is_a_table(site_url: SiteUrl, new_context: NewContext) -> None:
    """« Permanence » has no room for a letter less."""
    page = new_context(viewport={"width": 1024, "height": 760}).new_page()
    page.goto(site_url(PLACE) + "agenda/2027-01/")
    title = page.locator(".cell-entry a").first
    title.evaluate("link => { link.textContent = 'Permanence' }")
    lines = "link => { const words = document.createRange(); words.selectNodeContents(link); return words.getClientRects().length }"
    assert title.evaluate(lines) == 1


@pytest.mark.parametrize("media", ["screen", "print"])
def test_a_poster_is_seen_without_its_ground(site_url: SiteUrl, new_context: NewContext, media: str) -> None:
    """In forced colours and on paper, where grounds are left out: an outline, its words, and its drawing."""
    page = new_context(forced_colors="active" if media == "screen" else "none", java_script_enabled=True).new_page()
    page.goto(site_url(PLACE) + "activites/")
    page.emulate_media(media="print" if media == "print" else "screen")
    style = "element => { const style = getComputedStyle(element); return [style.outlineStyle, style.outlineColor] }"
    for poster in page.locator(".poster:not(.poster-yours)").all():
        assert poster.evaluate(style)[0] == "solid" and poster.evaluate(style)[1] != "rgba(0, 0, 0, 0)"
        assert poster.locator("h2").is_visible()
        assert poster.locator("img").is_visible()
