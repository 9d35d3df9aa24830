"""What a page costs its reader: what it weighs, whether it moves, and what is left of it without style."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from support.built_places import ENGLISH, PLACES, page_paths

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.slow

Place, Site, Visit = Callable[[str], Path], Callable[..., str], Callable[..., "BrowserContext"]

#: HTML and CSS of a page together, compressed: what a server may send before the first answer of the reader (RFC 6928:
#: ten segments of about 1,460 bytes). JavaScript of the whole site, compressed.
FIRST_TRIP, SCRIPTS = 14 * 1024, 5 * 1024
_STYLES = re.compile(r'<link rel="stylesheet" href="([^"]+)"')

_SHIFTS = """
() => new Promise(done => {
  let shifts = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) shifts += one.value; })
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(shifts), 50));
})
"""

#: In how many ways the words of the hours stand, one day after the other being marked as today.
_HOURS = """
() => {
  const rows = [...document.querySelectorAll(".hours [data-day]")], ways = new Set();
  for (const row of rows) {
    for (const other of rows) other.toggleAttribute("aria-current", other === row);
    ways.add(JSON.stringify([...document.querySelectorAll(".hours [data-day] > *")].map(cell => {
      const words = document.createRange();
      words.selectNodeContents(cell);
      return words.getBoundingClientRect();
    })));
  }
  return ways.size;
}
"""


def weight(public: Path, address: str) -> int:
    """The bytes of a page and of its style sheets, each compressed as servers do."""
    path = public / address / "index.html" if not address.endswith(".html") else public / address
    html = path.read_bytes()
    styles = {urlsplit(unescape(found)).path for found in _STYLES.findall(html.decode("utf-8"))}
    assert styles, address
    sheets = [public / "static" / style.rpartition("static/")[2] for style in styles]
    return sum(len(gzip.compress(data, 6)) for data in (html, *(sheet.read_bytes() for sheet in sheets)))


@pytest.mark.parametrize("name", PLACES)
def test_every_page_comes_in_the_first_round_trip(built_place: Place, name: str) -> None:
    public = built_place(name) / "public"
    weights = {address: weight(public, address) for address in page_paths(built_place(name))}
    assert {address: bytes_ for address, bytes_ in weights.items() if bytes_ > FIRST_TRIP} == {}


@pytest.mark.parametrize("name", PLACES)
def test_the_site_has_little_javascript(built_place: Place, name: str) -> None:
    scripts = {path: path.read_bytes() for path in (built_place(name) / "public").rglob("*.js")}
    assert sum(len(gzip.compress(data, 6)) for data in scripts.values()) <= SCRIPTS


def kinds(place: Place, name: str) -> list[str]:
    """The address of one page of each kind."""
    found = {address.rpartition("/")[0].rpartition("/")[0] or address: address for address in page_paths(place(name))}
    return list(found.values())


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_a_page_loads(built_place: Place, site_url: Site, new_context: Visit, width: int) -> None:
    home, page = site_url(ENGLISH), new_context(viewport={"width": width, "height": 800}).new_page()
    shifts = {}
    for address in kinds(built_place, ENGLISH):
        page.goto(home + address)
        if shift := page.evaluate(_SHIFTS):
            shifts[address] = shift
    assert shifts == {}


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_words_of_the_hours_stay_where_they_are_whatever_the_day(
    site_url: Site, new_context: Visit, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(site_url(ENGLISH) + "contact/")
    assert page.locator(".hours [aria-current]").count() == 1
    assert page.evaluate(_HOURS) == 1


@pytest.mark.browser
def test_nothing_moves_for_who_asked_for_it(built_place: Place, site_url: Site, new_context: Visit) -> None:
    home, page = site_url(ENGLISH), new_context(reduced_motion="reduce").new_page()
    for address in kinds(built_place, ENGLISH):
        page.goto(home + address)
        page.mouse.move(300, 300)
        assert page.evaluate("document.getAnimations().length") == 0, address
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto", address


@pytest.mark.browser
@pytest.mark.parametrize("name", PLACES)
def test_pages_hold_at_four_hundred_percent(built_place: Place, site_url: Site, new_context: Visit, name: str) -> None:
    """1280 × 1024 pixels enlarged four times: nothing is pushed out, and nothing fixed hides the text (WCAG 1.4.10)."""
    home, page = site_url(name), new_context(viewport={"width": 320, "height": 256}).new_page()
    for address in page_paths(built_place(name)) if name == ENGLISH else kinds(built_place, name):
        page.goto(home + address)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
        assert page.evaluate("""
          [...document.querySelectorAll("body *")].every(one => {
            const position = getComputedStyle(one).position;
            return position !== "fixed" && position !== "sticky" || one.getBoundingClientRect().height < 128;
          })
        """), address
        # A table that scrolls by itself scrolls under its caption, which is read whole.
        assert page.evaluate("""
          [...document.querySelectorAll(".scroll caption:not(.hidden)")].every(one =>
            one.getBoundingClientRect().right <= one.closest(".scroll").getBoundingClientRect().right + 1)
        """), address


@pytest.mark.browser
def test_pages_can_be_read_without_style(built_place: Place, site_url: Site, new_context: Visit) -> None:
    """All text is there, and no picture is larger than the largest that is made."""
    home = site_url(ENGLISH)
    styled, bare = new_context().new_page(), new_context().new_page()
    bare.route("**/*.css*", lambda route: route.abort())
    for address in kinds(built_place, ENGLISH):
        styled.goto(home + address)
        bare.goto(home + address)
        # What is folded, a reader unfolds; on a wide screen the style sheet may show it at once.
        for page in (styled, bare):
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        words = styled.locator("main").inner_text().split()
        seen = "".join(bare.locator("main").inner_text().split()).lower()
        assert [word for word in words if word.lower() not in seen] == [], address
        assert bare.locator("h1").is_visible()
        assert bare.evaluate("[...document.images].every(one => one.width <= 1600)"), address


@pytest.mark.browser
@pytest.mark.parametrize("name", PLACES)
def test_pages_print_whole(built_place: Place, site_url: Site, new_context: Visit, name: str) -> None:
    """On paper as wide as A4 less its margins, nothing is cut at the edge."""
    home, page = site_url(name), new_context(viewport={"width": 680, "height": 960}).new_page()
    page.emulate_media(media="print")
    for address in page_paths(built_place(name)):
        page.goto(home + address)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
        assert page.evaluate("""
          [...document.querySelectorAll(".scroll")].every(one => one.scrollWidth <= one.clientWidth + 1)
        """), address
