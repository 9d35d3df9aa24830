"""The menu: in one line on wide screens, a sheet on phones, and the same names as the titles of pages."""

from __future__ import annotations

import pytest
from support.built_places import ENGLISH, HOSTILE, PLACES
from support.fixtures import NewContext, SiteUrl

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = (320, 360, 768, 1024, 1200, 1440, 1600, 2560)
PHONES = (320, 360)
PHONE = {"width": 360, "height": 640}

#: The faults of the menu as it is shown: links on several lines, or parts that stick out of the header or overlap.
_FAULTS = """
() => {
  const faults = [], menu = document.querySelector(".menu"), open = menu.matches(":popover-open");
  const shown = [...menu.querySelectorAll("a, .search-field")].filter(part => part.checkVisibility());
  const boxes = shown.map(part => part.getBoundingClientRect());
  for (const link of shown.filter(part => part.matches("a"))) {
    const text = document.createRange();
    text.selectNodeContents(link);
    if (new Set([...text.getClientRects()].map(line => line.top)).size !== 1) faults.push(`wraps: ${link.textContent}`);
  }
  const tops = new Set(shown.filter(part => part.matches("a")).map(link => link.getBoundingClientRect().top));
  if (!open && tops.size > 1) faults.push("the menu has several lines");
  const others = open ? [] : [...document.querySelectorAll(".brand, .languages a")].map(part => part.getBoundingClientRect());
  [...boxes, ...others].forEach((a, i, all) => all.slice(i + 1).forEach(b => {
    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) faults.push("parts overlap");
  }));
  for (const box of boxes) if (box.left < 0 || box.right > innerWidth) faults.push("sticks out");
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) faults.push("the page scrolls sideways");
  return [shown.length, faults];
}
"""


@pytest.mark.parametrize("name", PLACES)
def test_the_menu_never_wraps(site_url: SiteUrl, new_context: NewContext, name: str) -> None:
    page, home = new_context().new_page(), site_url(name)
    faults = {}
    for address in ("", "agenda/", "nulle/part/"):
        page.set_viewport_size({"width": WIDTHS[-1], "height": 700})
        page.goto(home + address)
        for width in reversed(WIDTHS):  # phones last: what is opened there stays open
            page.set_viewport_size({"width": width, "height": 700})
            if width == PHONES[-1]:
                page.locator(".menu-button").first.click()
            parts, problems = page.evaluate(_FAULTS)
            # The page of a wrong address has its search field in the middle.
            assert parts + page.locator("main .search-field").count() == 7, (width, address)
            if problems:
                faults[width, address] = problems
    assert faults == {}


def test_links_bear_the_titles_of_their_pages(site_url: SiteUrl, new_context: NewContext) -> None:
    for name, count in ((PLACES[0], 6), (ENGLISH, 6)):
        page, home = new_context().new_page(), site_url(name)
        page.goto(home + "nulle/part/")
        links = page.locator(".menu nav a, .foot nav a")
        names = {link.evaluate("link => link.href"): link.inner_text() for link in links.all()}
        assert page.locator(".menu nav a").count() == count and len(names) > 12
        for address, title in names.items():
            page.goto(address)
            assert page.locator("h1").inner_text() == title, address


def test_a_phone_that_is_turned_keeps_a_menu_that_can_be_used(site_url: SiteUrl, new_context: NewContext) -> None:
    page = new_context(viewport=PHONE).new_page()
    page.goto(site_url(PLACES[0]))
    page.locator(".menu-button").first.click()
    page.set_viewport_size({"width": 800, "height": 360})
    assert page.evaluate("document.querySelector('.menu').getBoundingClientRect().left") == 0
    page.locator(".menu nav a").first.click()
    assert page.locator("h1").inner_text() == "Venir"


@pytest.mark.parametrize("scripts", [True, False])
def test_escape_closes_the_menu(site_url: SiteUrl, new_context: NewContext, scripts: bool) -> None:
    page = new_context(viewport=PHONE, java_script_enabled=scripts).new_page()
    page.goto(site_url(PLACES[0]))
    button, links = page.locator(".menu-button").first, page.locator(".menu nav")
    button.press("Enter")
    assert links.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not links.is_visible()
    assert button.evaluate("button => button === document.activeElement")
    # So do its own button, and a press elsewhere.
    button.click()
    page.locator(".menu-close").click()
    assert not links.is_visible()
    button.click()
    page.mouse.click(180, 630)
    assert not links.is_visible()


def test_the_menu_and_the_field_keep_their_shape_in_forced_colours(site_url: SiteUrl, new_context: NewContext) -> None:
    """Where backgrounds are taken away, the button and the sheet of a phone still have an edge."""
    page = new_context(viewport=PHONE, forced_colors="active").new_page()
    page.goto(site_url(HOSTILE))
    for part in (".menu-button >> nth=0", ".menu", ".menu .search-field"):
        width = page.locator(part).evaluate("part => parseFloat(getComputedStyle(part).borderBottomWidth)")
        assert width >= 1, part
    # In a line, the page that is open is still told from the others.
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(site_url(HOSTILE) + "agenda/")
    colours = page.locator(".menu nav a").evaluate_all(
        "links => links.map(link => getComputedStyle(link).borderBottomColor)"
    )
    assert len(set(colours)) == 2 and colours.count(colours[3]) == 1
