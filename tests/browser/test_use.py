"""The site with a keyboard alone, on a phone, and without JavaScript."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import pytest
from support.built_places import ENGLISH, PLACES, page_paths
from support.fixtures import BuiltPlace, NewContext, SiteUrl

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE_SIZE = {"width": 360, "height": 640}
PHONE = {"viewport": PHONE_SIZE, "has_touch": True, "is_mobile": True, "java_script_enabled": False}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
#: The least contrast of what is not text (WCAG 1.4.11).
LEAST_CONTRAST = 3

#: A function that describes the element that has the focus: its link, and whether its outline is visible. The outline
#: lies around the element, on the background of an ancestor.
_LOOK = """
const look = () => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const pixel = Object.assign(document.createElement("canvas"), {width: 1, height: 1}).getContext("2d");
  const read = colour => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    return [...pixel.getImageData(0, 0, 1, 1).data];
  };
  const light = rgb => rgb.slice(0, 3).map(byte => byte / 255)
    .map(channel => channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4)
    .reduce((sum, channel, index) => sum + channel * [0.2126, 0.7152, 0.0722][index], 0);
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  let behind = element.parentElement;
  while (behind.parentElement && read(getComputedStyle(behind).backgroundColor)[3] < 255) behind = behind.parentElement;
  const [low, high] = [light(read(style.outlineColor)), light(read(getComputedStyle(behind).backgroundColor))]
    .sort((a, b) => a - b);
  const reached = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return {
    html: element.outerHTML.slice(0, 100),
    link: element.getAttribute("href"),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    contrast: (high + 0.05) / (low + 0.05),
    visible: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
      && (box.height > innerHeight || element.contains(reached) || reached?.contains(element)),
  };
};
"""
_FOCUS = f"() => {{ {_LOOK} return look(); }}"
#: The same for each element that the keyboard can reach. The browser shows the focus after any key.
_EVERY_FOCUS = f"""
() => {{
  {_LOOK}
  const all = [...document.querySelectorAll("a[href], summary, [tabindex='0']")];
  return all.filter(element => element.checkVisibility()).map(element => {{ element.focus(); return look(); }});
}}
"""

#: The texts of the cells that are wider than what shows of their table.
#: The words of elements that each have but one text, and that lie on more than one line.
_CUT_WORDS = r"""
elements => elements.flatMap(element => [...element.textContent.matchAll(/\S+/g)].filter(word => {
  const letters = document.createRange();
  letters.setStart(element.firstChild, word.index);
  letters.setEnd(element.firstChild, word.index + word[0].length);
  return letters.getClientRects().length > 1;
}).map(word => word[0]))
"""

_CUT_CELLS = """
() => [...document.querySelectorAll(":is(thead, tbody) :is(th, td)")].filter(cell => {
  if (!cell.checkVisibility() || cell.closest(".hidden")) return false;
  const words = document.createRange();
  words.selectNodeContents(cell);
  const shown = (cell.closest(".scroll") ?? document.documentElement).getBoundingClientRect();
  return words.getBoundingClientRect().right > shown.right + 1;
}).map(cell => cell.textContent.trim())
"""


def without_visible_focus(stops: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The elements whose focus is not visible."""
    return [stop for stop in stops if not stop["visible"] or stop["outline"] < 2 or stop["contrast"] < LEAST_CONTRAST]


def tabs(page: Page) -> Iterator[dict[str, Any]]:
    """Press Tab until the focus leaves the page; yields each element that has the focus."""
    for _ in range(300):
        page.keyboard.press("Tab")
        focus = page.evaluate(_FOCUS)
        if focus is None:
            return
        yield focus
    raise AssertionError("Tab never leaves the page")


def links(page: Page, where: str) -> list[str]:
    """The addresses of the links in a part of a page, as written."""
    return [str(link.get_attribute("href")) for link in page.locator(f"{where} a").all()]


@pytest.mark.parametrize("name", PLACES)
def test_the_keyboard_reaches_every_link(site_url: SiteUrl, new_context: NewContext, name: str) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    page.goto(site_url(name))
    stops = list(tabs(page))
    assert stops[0]["link"] == "#content", "the link past the menu is first"
    reached = [stop["link"] for stop in stops]
    menu, foot = links(page, ".menu"), links(page, ".foot")
    assert len(menu) == 6 and len(foot) >= 4
    # In the order of the text.
    end = 2 + len(menu)
    assert [link for link in reached[:end] if link in menu][-len(menu) :] == menu
    assert reached[-len(foot) :] == foot
    assert set(links(page, "main")) <= set(reached)
    assert without_visible_focus(stops) == []


def test_the_focus_is_visible_everywhere(built_place: BuiltPlace, site_url: SiteUrl, new_context: NewContext) -> None:
    """On a page of each kind of the place with the most facts; the first Tab leads past the menu."""
    page, home = new_context(reduced_motion="reduce").new_page(), site_url(ENGLISH)
    faults: list[tuple[str, str, dict[str, Any]]] = []
    kinds = {
        address.rpartition("/")[0].rpartition("/")[0] or address: address
        for address in page_paths(built_place(ENGLISH))
    }
    assert len(kinds) > 15
    for address in kinds.values():
        page.goto(home + address)
        page.keyboard.press("Tab")
        assert page.evaluate(_FOCUS)["link"] == "#content", address
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            faults += [(address, scheme, stop) for stop in without_visible_focus(page.evaluate(_EVERY_FOCUS))]
        page.locator(".skip").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content", address
        page.keyboard.press("Tab")
        assert page.evaluate("!document.querySelector('.top').contains(document.activeElement)"), address
    assert faults == []


@pytest.mark.parametrize("name", PLACES)
def test_the_menu_opens_on_a_phone_without_javascript(site_url: SiteUrl, new_context: NewContext, name: str) -> None:
    page = new_context(**PHONE).new_page()
    home = site_url(name)
    page.goto(home)
    menu, button = page.locator(".menu nav"), page.locator(".menu-button").first
    assert not menu.is_visible()
    box = button.bounding_box()
    assert box and box["height"] >= 44 and box["width"] >= 44
    button.tap()
    assert menu.is_visible()
    for link in menu.locator("a").all():
        box = link.bounding_box()
        assert box and box["height"] >= 24 and box["x"] >= 0 and box["x"] + box["width"] <= PHONE_SIZE["width"]
    title = page.title()
    menu.locator("a").nth(1).tap()
    page.wait_for_function("title => document.title !== title", arg=title)
    assert page.url != home and page.locator("h1").is_visible()
    assert not page.locator(".menu nav").is_visible()


@pytest.mark.parametrize("name", PLACES)
def test_the_menu_opens_with_the_keyboard(site_url: SiteUrl, new_context: NewContext, name: str) -> None:
    page = new_context(viewport={"width": 360, "height": 640}).new_page()
    page.goto(site_url(name))
    page.locator(".menu-button").first.focus()
    page.keyboard.press("Enter")
    menu = links(page, ".menu")
    stops = [next(tabs(page)) for _ in menu]
    assert [stop["link"] for stop in stops] == menu
    assert without_visible_focus(stops) == []


def test_every_page_is_reached_by_links_without_javascript(
    built_place: BuiltPlace, site_url: SiteUrl, new_context: NewContext
) -> None:
    """The text is the same as with JavaScript."""
    without, with_it = new_context(java_script_enabled=False).new_page(), new_context().new_page()
    home = site_url(PLACES[0])
    pages = [home]
    for address in pages:
        answer = without.goto(address, wait_until="domcontentloaded")
        assert answer is not None and answer.status == 200, address
        targets = without.locator("a").evaluate_all("links => links.map(link => link.href)")
        for target in (target.split("#")[0] for target in targets):
            if target.startswith(home) and target.endswith("/") and target not in pages:
                pages.append(target)
    assert set(pages) == {home + page for page in page_paths(built_place(PLACES[0])) if page != "404.html"}
    for address in (home, pages[3]):
        without.goto(address)
        with_it.goto(address)
        assert without.locator("body").inner_text() == with_it.locator("body").inner_text()


@pytest.mark.parametrize("name", PLACES)
def test_text_can_be_spaced_and_enlarged(site_url: SiteUrl, new_context: NewContext, name: str) -> None:
    """With letters twice as large, and with the spacing of WCAG 1.4.12, no page scrolls sideways."""
    page = new_context(viewport={"width": 640, "height": 800}, bypass_csp=True).new_page()
    page.goto(site_url(name))
    for style in (
        ":root { font-size: 200% }",
        "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }",
    ):
        page.add_style_tag(content=style)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), style


def test_no_cell_of_a_table_is_cut_on_a_telephone(furnished_url: str, new_context: NewContext) -> None:
    """Who would have to slide a table sideways may not know that there is more of it."""
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    for address in ("gouvernance/", "le-lieu/"):
        page.goto(furnished_url + address)
        assert page.locator("table").count(), address
        assert page.evaluate(_CUT_CELLS) == [], address


def test_no_name_of_a_service_is_cut_inside_a_word_on_a_telephone(furnished_url: str, new_context: NewContext) -> None:
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(furnished_url + "gouvernance/")
    boxes = page.locator(".flows div > strong")
    assert boxes.count() == 3
    assert boxes.evaluate_all(_CUT_WORDS) == []


@pytest.mark.parametrize("width", [320, 360])
def test_the_frame_of_the_word_example_is_never_cut(site_url: SiteUrl, new_context: NewContext, width: int) -> None:
    """Beside a date and a picture there is hardly room for it."""
    page = new_context(viewport={"width": width, "height": 740}).new_page()
    page.goto(site_url("exemple-regie-publique"))
    words = page.locator("main .example")
    assert words.count() and words.evaluate_all(_CUT_WORDS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [320, 360, 1440])
def test_what_the_only_organisation_does_is_said_in_words_apart(
    site_url: SiteUrl, new_context: NewContext, width: int
) -> None:
    """« Encaisse » and « Facture » never read as one word: each, with its drawing, is as far from the next one as all others."""
    page = new_context(viewport={"width": width, "height": 740}).new_page()
    page.goto(site_url("exemple-regie-publique") + "gouvernance/")
    items, words = page.locator(".tasks-for .tasks li").evaluate_all(
        "items => [item => item, item => { const word = document.createRange(); word.selectNodeContents(item.lastChild); "
        "return word }].map(part => items.map(item => { const box = part(item).getBoundingClientRect(); "
        "return [box.left, box.right] }))"
    )
    apart, between = ([after[0] - before[1] for before, after in itertools.pairwise(boxes)] for boxes in (items, words))
    assert len(apart) == 3 and max(apart) - min(apart) < 2 and min(between) >= 4


def test_menus_are_not_printed(site_url: SiteUrl, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(site_url(PLACES[0]))
    page.emulate_media(media="print")
    for part in (".menu", ".menu nav", ".menu-button >> nth=0", ".search-field", ".languages", ".skip"):
        assert not page.locator(part).is_visible(), part
    assert page.locator("h1").is_visible()


def test_the_foot_takes_two_lines_of_a_sheet(furnished_url: str, new_context: NewContext) -> None:
    """As wide as A4 without its margins."""
    page = new_context(viewport={"width": 680, "height": 960}).new_page()
    page.emulate_media(media="print")
    page.goto(furnished_url + "le-lieu/")
    box = page.locator(".foot").bounding_box()
    assert box and 0 < box["height"] <= 70
    assert page.locator(".foot address").is_visible()
