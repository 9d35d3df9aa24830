"""The weight of pages, their layout while they load, and pages without style."""

from __future__ import annotations

import gzip
import re
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support.built_places import ENGLISH, PLACES, page_paths
from support.fixtures import BuiltPlace, NewContext, SiteUrl

pytestmark = pytest.mark.slow

#: The most bytes of the HTML and CSS of a page, compressed: what a server may send before the first answer of the
#: browser (RFC 6928: ten segments of about 1,460 bytes).
FIRST_ROUND_TRIP = 14 * 1024
#: The most bytes of the JavaScript of a site, compressed.
SCRIPTS = 5 * 1024
#: A style sheet that the page waits for: none for paper alone.
_STYLES = re.compile(r'<link rel="stylesheet" href="([^"]+)">')

_SHIFTS = """
() => new Promise(resolve => {
  let shifts = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) shifts += entry.value; })
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => setTimeout(() => resolve(shifts), 50));
})
"""

#: The number of layouts of the opening hours when each day in turn is marked as today.
_HOURS = """
() => {
  const rows = [...document.querySelectorAll(".hours [data-day]")], layouts = new Set();
  for (const row of rows) {
    for (const other of rows) other.toggleAttribute("aria-current", other === row);
    layouts.add(JSON.stringify([...document.querySelectorAll(".hours [data-day] > *")].map(cell => {
      const words = document.createRange();
      words.selectNodeContents(cell);
      return words.getBoundingClientRect();
    })));
  }
  return layouts.size;
}
"""


def weight(public: Path, address: str) -> int:
    """The bytes of a page and of its style sheets, each compressed with gzip."""
    path = public / address / "index.html" if not address.endswith(".html") else public / address
    html = path.read_bytes()
    styles = {urlsplit(unescape(address)).path for address in _STYLES.findall(html.decode("utf-8"))}
    assert styles, address
    sheets = [public / "static" / style.rpartition("static/")[2] for style in styles]
    return sum(len(gzip.compress(data, 6)) for data in (html, *(sheet.read_bytes() for sheet in sheets)))


def too_heavy(public: Path, addresses: list[str]) -> dict[str, int]:
    """The weights of the pages that do not come in the first round trip."""
    weights = {address: weight(public, address) for address in addresses}
    return {address: bytes_ for address, bytes_ in weights.items() if bytes_ > FIRST_ROUND_TRIP}


@pytest.mark.parametrize("name", PLACES)
def test_every_page_comes_in_the_first_round_trip(built_place: BuiltPlace, name: str) -> None:
    assert too_heavy(built_place(name) / "public", page_paths(built_place(name))) == {}


def test_every_page_of_a_place_that_knows_all_comes_in_the_first_round_trip(furnished_site: Path) -> None:
    pages = [path.relative_to(furnished_site).as_posix() for path in furnished_site.rglob("*.html")]
    pages = [path for path in pages if not path.startswith("documents/") and path != "404.html"]
    assert len(pages) > 30 and too_heavy(furnished_site, pages) == {}


@pytest.mark.parametrize("name", PLACES)
def test_the_site_has_little_javascript(built_place: BuiltPlace, name: str) -> None:
    scripts = {path: path.read_bytes() for path in (built_place(name) / "public").rglob("*.js")}
    assert sum(len(gzip.compress(data, 6)) for data in scripts.values()) <= SCRIPTS


def kinds(built_place: BuiltPlace, name: str) -> list[str]:
    """The address of one page of each kind."""
    pages = {
        address.rpartition("/")[0].rpartition("/")[0] or address: address for address in page_paths(built_place(name))
    }
    return list(pages.values())


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_a_page_loads(
    built_place: BuiltPlace, site_url: SiteUrl, new_context: NewContext, width: int
) -> None:
    home, page = site_url(ENGLISH), new_context(viewport={"width": width, "height": 800}).new_page()
    # What letters move when they come late depends on the fonts of this computer: tests/unit/look compares their measures.
    page.goto(home)
    shifts = {}
    for address in kinds(built_place, ENGLISH):
        page.goto(home + address)
        if shift := page.evaluate(_SHIFTS):
            shifts[address] = shift
    assert shifts == {}


@pytest.mark.browser
@pytest.mark.parametrize("search", ["recherche/", "search/"])
def test_nothing_moves_when_a_page_says_whether_the_place_is_open(
    site_url: SiteUrl, furnished_url: str, new_context: NewContext, search: str
) -> None:
    """While it is open, before it opens, and in the evening, when the words are longest: they name the day that it opens next."""
    home, shifts = furnished_url if search == "recherche/" else site_url(ENGLISH), {}
    for width in (360, 768, 1280, 1440):
        page = new_context(viewport={"width": width, "height": 800}, timezone_id="Europe/Paris").new_page()
        page.goto(home)  # letters come from this computer from now on
        for moment in ("10:00", "07:00", "21:00"):
            page.clock.set_fixed_time(f"2027-01-05T{moment}:00+01:00")
            for address in ("", "contact/", search):
                page.goto(home + address)
                if shift := page.evaluate(_SHIFTS):
                    shifts[address, width, moment] = (shift, page.locator("[data-status]").first.inner_text())
    assert shifts == {}


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_layout_of_the_opening_hours_is_the_same_on_every_day(
    site_url: SiteUrl, new_context: NewContext, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(site_url(ENGLISH) + "contact/")
    assert page.locator(".hours [aria-current]").count() == 1
    assert page.evaluate(_HOURS) == 1


@pytest.mark.browser
def test_nothing_moves_with_reduced_motion(built_place: BuiltPlace, site_url: SiteUrl, new_context: NewContext) -> None:
    home, page = site_url(ENGLISH), new_context(reduced_motion="reduce").new_page()
    for address in kinds(built_place, ENGLISH):
        page.goto(home + address)
        page.mouse.move(300, 300)
        assert page.evaluate("document.getAnimations().length") == 0, address
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto", address


@pytest.mark.browser
def test_pages_can_be_read_without_style(built_place: BuiltPlace, site_url: SiteUrl, new_context: NewContext) -> None:
    """All text is visible, and no picture is wider than 1600 pixels, the widest of the site."""
    home = site_url(ENGLISH)
    styled, unstyled = new_context().new_page(), new_context().new_page()
    unstyled.route("**/*.css*", lambda route: route.abort())
    for address in kinds(built_place, ENGLISH):
        styled.goto(home + address)
        unstyled.goto(home + address)
        # On a wide screen, the style sheet may open a <details>.
        for page in (styled, unstyled):
            page.evaluate("document.querySelectorAll('details').forEach(element => element.open = true)")
        words = styled.locator("main").inner_text().split()
        text = "".join(unstyled.locator("main").inner_text().split()).lower()
        assert [word for word in words if word.lower() not in text] == [], address
        assert unstyled.locator("h1").is_visible()
        assert unstyled.evaluate("[...document.images].every(image => image.width <= 1600)"), address
