"""Every page, at three widths, by day and by night: no obstacle that axe-core finds, nothing that overflows or fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser.places import (
    ENGLISH,
    HOSTILE,
    NAME,
    NAMES,
    PEOPLE,
    PLACES,
    TITLES,
    documents,
    language,
    language_of,
    pages,
    plain,
)
from machine import need_file

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "validators/node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"]
#: What colours change; the rest is judged once, by day.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
WIDTHS = (320, 768, 1280)

Place, Site, Visit = Callable[[str], Path], Callable[..., str], Callable[..., "BrowserContext"]

# Another page in the same window, where axe-core is: to load and to warm it up anew takes longer than all that it does.
# The old page must be gone before the address changes, else it would ask for its pictures there.
_SHOW = """
async address => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  const html = await answer.text();
  document.open();
  history.replaceState(null, "", address);
  await new Promise((loaded, late) => {
    addEventListener("load", loaded, {once: true});
    setTimeout(() => late(new Error(`never loaded: ${address}`)), 10000);
    document.write(html);
    document.close();
  });
}
"""
_JUDGE = """
async options => {
  const found = await axe.run(document, {resultTypes: ["violations", "incomplete"], ...options});
  const told = rules => rules.flatMap(rule => rule.nodes.map(node =>
    ({rule: rule.id, target: node.target.join(" "), why: node.failureSummary})));
  return {violations: told(found.violations), unsure: told(found.incomplete)};
}
"""
#: The least contrast of texts that axe-core can't judge: over a drawing or a gradient, or out of sight.
_CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
ENOUGH = 4.5
#: Pictures that can't be shown; those out of sight, which would be asked for later, are asked for now.
_MISSING = """
async () => {
  const tried = [...document.images].map(one => {
    one.loading = "eager";
    return one.decode().then(() => null, () => one.src);
  });
  return (await Promise.all(tried)).filter(Boolean);
}
"""
#: What sticks out of a page that scrolls sideways.
_OVERFLOW = """
() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > room + 0.5)
    .map(one => one.outerHTML.slice(0, 120));
}
"""


class Watch:
    """What goes wrong in the pages of a visitor, and what they ask for."""

    def __init__(self, context: BrowserContext):
        self.faults: list[str] = []
        self.asked: list[str] = []
        context.on("console", lambda message: self._told(f"{message.type}: {message.text}"))
        context.on("weberror", lambda error: self._told(f"error: {error.error}"))
        context.on("dialog", lambda dialog: self._told(f"dialog: {dialog.message}"))
        context.on("requestfailed", lambda request: self._told(f"failed: {request.url}"))
        context.on("request", lambda request: self.asked.append(request.url))

    def _told(self, fault: str) -> None:
        self.faults.append(fault)

    def outside(self, home: str) -> list[str]:
        """Requests that left the site at ``home``."""
        return [address for address in self.asked if not address.startswith(home)]


@pytest.mark.parametrize("half", (0, 1))
@pytest.mark.parametrize("name", PLACES)
def test_pages_are_accessible_and_sound(place: Place, site: Site, visit: Visit, name: str, half: int) -> None:
    """In halves, so that two processes share the work."""
    addresses = pages(place(name))[half::2]
    look(visit, site(name), addresses, lambda address: language_of(name, address))
    assert len(addresses) > 5


@pytest.mark.parametrize("name", PLACES)
def test_documents_are_accessible_and_sound(place: Place, shelf: Site, visit: Visit, name: str) -> None:
    written = [document.name for document in documents(place(name), "html")]
    board = "tableau-de-bord.html"  # in the language of the place, like all that the tool says
    # Their policy lets nothing be fetched, not even by the judges; the next test opens documents under it.
    look(partial(visit, bypass_csp=True), shelf(name), [one for one in written if one != board], lambda _: "fr")
    look(partial(visit, bypass_csp=True), shelf(name), [board], lambda _: language(name))


@pytest.mark.parametrize("name", ("fil-numerique", HOSTILE))
def test_nothing_is_refused_by_the_policy(place: Place, site: Site, visit: Visit, name: str) -> None:
    """Pages and public documents, each opened for itself: styled, complete, and no word in the console."""
    context = visit()
    watch, page, home = Watch(context), context.new_page(), site(name)
    public = place(name) / "public"
    papers = [f"documents/{path.name}" for path in sorted((public / "documents").glob("*.html"))]
    assert len(papers) > 5
    for address in [*pages(place(name)), *papers]:
        answer = page.goto(home + address)
        assert answer is not None and "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert page.evaluate("document.styleSheets.length") > 0, address
        font = page.evaluate("getComputedStyle(document.body).fontSize + getComputedStyle(document.body).margin")
        assert font != "16px8px", address
        assert page.evaluate(_MISSING) == [], address
    # The icon of a page that is left at once may be given up.
    assert ([fault for fault in watch.faults if not fault.startswith("failed:")], watch.outside(home)) == ([], [])


def test_the_policy_does_refuse(site: Site, visit: Visit) -> None:
    """A script, a style, a form and a picture from elsewhere, as if somebody had found a hole in the escaping."""
    page = visit().new_page()
    page.goto(site(HOSTILE))
    page.evaluate(
        """() => {
        const add = (name, values) => document.body.append(Object.assign(document.createElement(name), values));
        addEventListener("securitypolicyviolation", one => (window.refused ??= []).push(one.effectiveDirective));
        add("script", {textContent: "window.hacked = 1"});
        add("style", {textContent: "body { display: none }"});
        add("img", {src: "http://127.0.0.1:9/x.png"});
        add("iframe", {src: "about:blank#x", name: "f"});
        const base = add("base", {href: "http://127.0.0.1:9/"});
        }"""
    )
    page.wait_for_timeout(200)
    refused = set(page.evaluate("window.refused"))
    assert {"script-src-elem", "style-src-elem", "img-src", "base-uri"} <= refused
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("getComputedStyle(document.body).display") != "none"


def look(visit: Visit, home: str, addresses: list[str], language: Callable[[str], str]) -> None:
    """Look at everything there is to see of some pages, and fail with all that is wrong."""
    page, watch = judging(visit, home + addresses[0])
    found: list[tuple[object, ...]] = []
    for address in addresses:
        page.evaluate(_SHOW, home + address)
        assert page.url == home + address and page.locator("h1").count() == 1, address
        found += [(address, *fault) for fault in faults(page)]
        found += [(address, "hacked")] if page.evaluate("window.hacked") else []
        found += [(address, "lang")] if page.evaluate("document.documentElement.lang") != language(address) else []
    assert (found, watch.faults, watch.outside(home)) == ([], [], [])
    assert len(watch.asked) > len(addresses)


def judging(visit: Visit, address: str) -> tuple[Page, Watch]:
    """A visitor's page that has axe-core in it, and what goes wrong there."""
    context = visit()
    watch = Watch(context)
    page = context.new_page()
    page.goto(address)
    page.evaluate(need_file(AXE).read_text(encoding="utf-8") + "; null")
    return page, watch


def faults(page: Page) -> Iterator[tuple[object, ...]]:
    """What is wrong with a page, at each width, by day then by night."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        # Style sheets are fetched again for one rule, on the orientation of screens: once is enough.
        by_day = judged(page, runOnly=STANDARDS, preload=width == WIDTHS[0])
        yield from ((width, "light", *fault) for fault in by_day)
        yield from ((width, "sticks out", one) for one in page.evaluate(_OVERFLOW))
        page.emulate_media(color_scheme="dark")
        yield from ((width, "dark", *fault) for fault in judged(page, runOnly=COLOURS, preload=False))


def judged(page: Page, **options: object) -> Iterator[tuple[object, ...]]:
    """What axe-core finds; contrast of which it is not sure is measured."""
    found = page.evaluate(_JUDGE, options)
    unsure = [one for one in found["unsure"] if one["rule"] == "color-contrast"]
    yield from ((one,) for one in found["violations"])
    yield from (("unsure", one) for one in found["unsure"] if one not in unsure)
    measured = page.evaluate(_CONTRAST, [one["target"] for one in unsure]) if unsure else []
    yield from ((least, one) for least, one in zip(measured, unsure, strict=True) if least < ENOUGH)


def test_the_judges_do_judge(visit: Visit) -> None:
    """A page with one fault of each kind."""
    page, watch = judging(visit, "about:blank")
    page.set_content(
        "<html lang=fr><title>Essai</title><style>@media (prefers-color-scheme: dark) { h2 { color: #eee } }</style>"
        "<main><h1 style='background: linear-gradient(#777, #fff); color: #555'>Un titre</h1><h2>Un autre</h2>"
        "<p style='width: 2000px'>Un texte</p><img src='http://127.0.0.1:9/x.png'></main>"
    )
    found = [" ".join(map(str, fault)) for fault in faults(page)]
    for signs in (["320 light", "image-alt"], ["768 light", "gradient"], ["1280 sticks", "2000px"], ["320 dark", "h2"]):
        assert any(all(sign in fault for sign in signs) for fault in found), signs
    assert watch.outside("about:blank") == ["http://127.0.0.1:9/x.png"] and watch.faults


def test_a_page_that_is_not_there_is_a_page_too(site: Site, visit: Visit) -> None:
    """At any depth, under the path of the site, it has its style and leads home."""
    page = visit().new_page()
    home = site(HOSTILE)
    answer = page.goto(home + "nulle/part/du/tout/")
    assert answer is not None and answer.status == 404
    assert NAME in page.title()
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
    assert page.evaluate("document.querySelector('.brand img').naturalWidth") > 0
    page.locator("a.brand").click()
    assert page.url == home


# --- Names ---


def test_names_are_shown_as_typed(place: Place, site: Site, visit: Visit) -> None:
    """On every page, and in what a browser shows of it elsewhere; even where no policy would stop what they try."""
    home, page, shown = site(HOSTILE, careful=False), visit(bypass_csp=True).new_page(), ""
    for address in pages(place(HOSTILE)):
        page.goto(home + address)
        text = plain(page.locator("body").inner_text())
        assert NAME in text, address
        assert NAME in page.title(), address
        assert page.locator('meta[property="og:site_name"]').get_attribute("content") == NAME
        assert page.evaluate("window.hacked") is None, address
        shown += text
    assert [name for name in (*NAMES.values(), *PEOPLE.values(), *TITLES.values()) if name not in shown] == []


def test_names_are_shown_as_typed_in_documents(place: Place, shelf: Site, visit: Visit) -> None:
    home, page, shown = shelf(HOSTILE), visit(bypass_csp=True).new_page(), ""
    for document in documents(place(HOSTILE), "html"):
        page.goto(home + document.name)
        assert NAME in page.title()
        assert page.evaluate("window.hacked") is None, document
        shown += plain(page.locator("body").inner_text())
    names = (NAMES[name] for name in NAMES if name not in {"address"})
    assert [name for name in names if name not in shown] == []


def test_a_name_from_right_to_left_leaves_its_neighbours_in_place(site: Site, visit: Visit) -> None:
    page = visit().new_page()
    page.goto(site(HOSTILE) + "gouvernance/")
    assert page.evaluate("getComputedStyle(document.body).direction") == "ltr"
    name = page.locator("bdi", has_text=NAMES["coworking_operator"]).first
    assert name.evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"


def test_texts_in_another_language_say_so(place: Place, site: Site, visit: Visit) -> None:
    """The kit's documents are in French: on an English page, a screen reader must know."""
    page = visit().new_page()
    page.goto(site(ENGLISH) + "governance/")
    titles = page.locator(".documents h3")
    assert {"Charte du tiers-lieu", "Grille tarifaire"} <= set(titles.all_inner_texts())
    for title in titles.all():
        assert title.get_attribute("lang") == "fr"
