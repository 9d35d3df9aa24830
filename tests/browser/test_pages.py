"""Every page, at three widths, by day and by night: no obstacle that axe-core finds, nothing that overflows or fails."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from support.built_places import (
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
from support.page_checks import Visit, Watch, look

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Place, Site = Callable[[str], Path], Callable[..., str]

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


@pytest.mark.parametrize("name", PLACES)
def test_pages_are_accessible_and_sound(place: Place, site: Site, visit: Visit, name: str) -> None:
    addresses = pages(place(name))
    look(visit, site(name), addresses, lambda address: language_of(name, address))
    assert len(addresses) > 5


@pytest.mark.parametrize("name", PLACES)
def test_documents_are_accessible_and_sound(place: Place, shelf: Site, visit: Visit, name: str) -> None:
    written = [document.name for document in documents(place(name), "html")]
    said = {"tableau-de-bord.html": language(name)}  # like all that the tool says
    # Their policy lets nothing be fetched, not even by the judges; the next test opens documents under it.
    look(partial(visit, bypass_csp=True), shelf(name), written, lambda address: said.get(address, "fr"))
    assert said.keys() < set(written)


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
