"""Using the site: with a keyboard alone, on a phone, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.built_places import ENGLISH, PLACES, page_paths

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True, "java_script_enabled": False}
SCHEMES = ("light", "dark")
#: Three to one, for what is not text (WCAG 1.4.11).
ENOUGH = 3

Place, Site, Visit = Callable[[str], Path], Callable[..., str], Callable[..., "BrowserContext"]

#: What has the focus: where it leads, and how well it shows. The ring lies around the element, so on what is behind it.
_LOOK = """
const look = () => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const pixel = Object.assign(document.createElement("canvas"), {width: 1, height: 1}).getContext("2d");
  const read = colour => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    return [...pixel.getImageData(0, 0, 1, 1).data];
  };
  const light = rgb => rgb.slice(0, 3).map(byte => byte / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  let behind = one.parentElement;
  while (behind.parentElement && read(getComputedStyle(behind).backgroundColor)[3] < 255) behind = behind.parentElement;
  const [low, high] = [light(read(style.outlineColor)), light(read(getComputedStyle(behind).backgroundColor))]
    .sort((a, b) => a - b);
  const reached = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return {
    what: one.outerHTML.slice(0, 100),
    link: one.getAttribute("href"),
    ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    contrast: (high + 0.05) / (low + 0.05),
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
      && (box.height > innerHeight || one.contains(reached) || reached?.contains(one)),
  };
};
"""
_FOCUS = f"() => {{ {_LOOK} return look(); }}"
#: The same for everything in turn that the keyboard can reach. After a key was pressed, the focus shows wherever it is.
_EVERY_FOCUS = f"""
() => {{
  {_LOOK}
  const all = [...document.querySelectorAll("a[href], summary, [tabindex='0']")];
  return all.filter(one => one.checkVisibility()).map(one => {{ one.focus(); return look(); }});
}}
"""


def faint(stops: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where a person would not see the focus."""
    return [stop for stop in stops if not stop["seen"] or stop["ring"] < 2 or stop["contrast"] < ENOUGH]


def tabs(page: Page) -> Iterator[dict[str, Any]]:
    """Press Tab until it leaves the page; what has the focus each time."""
    for _ in range(300):
        page.keyboard.press("Tab")
        focus = page.evaluate(_FOCUS)
        if focus is None:
            return
        yield focus
    raise AssertionError("Tab never leaves the page")


def links(page: Page, where: str) -> list[str]:
    """Where the links of a part of a page lead, as written."""
    return [str(link.get_attribute("href")) for link in page.locator(f"{where} a").all()]


@pytest.mark.parametrize("name", PLACES)
def test_the_keyboard_reaches_everything_in_sight(site_url: Site, new_context: Visit, name: str) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    page.goto(site_url(name))
    stops = list(tabs(page))
    assert stops[0]["link"] == "#content", "the way past the menu comes first"
    reached = [stop["link"] for stop in stops]
    menu, foot = links(page, ".menu-wide"), links(page, ".foot")
    assert len(menu) >= 8 and len(foot) >= 4
    # In the order in which they are read.
    before = 2 + len(links(page, ".languages"))
    assert [link for link in reached[: before + len(menu)] if link in menu][-len(menu) :] == menu
    assert reached[-len(foot) :] == foot
    assert set(links(page, "main")) <= set(reached)
    assert faint(stops) == []


def test_the_focus_shows_everywhere(built_place: Place, site_url: Site, new_context: Visit) -> None:
    """On a page of each kind, of the place of which most is known; there the first Tab leads past the menu."""
    page, home, found = new_context(reduced_motion="reduce").new_page(), site_url(ENGLISH), []
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
            found += [(address, scheme, stop) for stop in faint(page.evaluate(_EVERY_FOCUS))]
        page.locator(".skip").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content", address
        page.keyboard.press("Tab")
        assert page.evaluate("!document.querySelector('.top').contains(document.activeElement)"), address
    assert found == []


@pytest.mark.parametrize("name", PLACES)
def test_the_menu_opens_on_a_phone_without_javascript(site_url: Site, new_context: Visit, name: str) -> None:
    page = new_context(**PHONE).new_page()
    home = site_url(name)
    page.goto(home)
    menu, button = page.locator(".menu-narrow nav"), page.locator(".menu-narrow summary")
    assert not menu.is_visible() and not page.locator(".menu-wide").is_visible()
    box = button.bounding_box()
    assert box and box["height"] >= 44 and box["width"] >= 44
    button.tap()
    assert menu.is_visible()
    for link in menu.locator("a").all():
        box = link.bounding_box()
        assert box and box["height"] >= 24 and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["viewport"]["width"]
    title = page.title()
    menu.locator("a").nth(1).tap()
    page.wait_for_function("title => document.title !== title", arg=title)
    assert page.url != home and page.locator("h1").is_visible()
    assert not page.locator(".menu-narrow nav").is_visible()


@pytest.mark.parametrize("name", PLACES)
def test_the_menu_opens_with_the_keyboard(site_url: Site, new_context: Visit, name: str) -> None:
    page = new_context(viewport={"width": 360, "height": 640}).new_page()
    page.goto(site_url(name))
    page.locator(".menu-narrow summary").focus()
    page.keyboard.press("Enter")
    menu = links(page, ".menu-narrow")
    stops = [next(tabs(page)) for _ in menu]
    assert [stop["link"] for stop in stops] == menu
    assert faint(stops) == []


def test_everything_is_there_without_javascript(built_place: Place, site_url: Site, new_context: Visit) -> None:
    """Every page of the menu and below, reached by links alone, with the same text as with JavaScript."""
    without, with_it = new_context(java_script_enabled=False).new_page(), new_context().new_page()
    home = site_url(PLACES[0])
    known, found = {home}, [home]
    for address in found:
        answer = without.goto(address, wait_until="domcontentloaded")
        assert answer is not None and answer.status == 200, address
        targets = without.locator("a").evaluate_all("links => links.map(link => link.href)")
        for target in (target.split("#")[0] for target in targets):
            if target.startswith(home) and target.endswith("/") and target not in known:
                known.add(target)
                found.append(target)
    assert known == {home + page for page in page_paths(built_place(PLACES[0])) if page != "404.html"}
    for address in (home, found[3]):
        without.goto(address)
        with_it.goto(address)
        assert without.locator("body").inner_text() == with_it.locator("body").inner_text()


@pytest.mark.parametrize("name", PLACES)
def test_text_can_be_spaced_and_enlarged(site_url: Site, new_context: Visit, name: str) -> None:
    """Twice as large, and with the spacing of WCAG 1.4.12, nothing is cut off or pushed out of the page."""
    page = new_context(viewport={"width": 640, "height": 800}, bypass_csp=True).new_page()
    page.goto(site_url(name))
    for style in (
        ":root { font-size: 200% }",
        "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }",
    ):
        page.add_style_tag(content=style)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), style


def test_it_prints_without_what_only_a_screen_can_use(site_url: Site, new_context: Visit) -> None:
    page = new_context().new_page()
    page.goto(site_url(PLACES[0]))
    page.emulate_media(media="print")
    for part in (".menu-wide", ".menu-narrow", ".skip"):
        assert not page.locator(part).is_visible(), part
    assert page.locator("h1").is_visible()
