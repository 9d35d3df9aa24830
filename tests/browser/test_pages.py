"""Every page, at three widths, by day and by night: no obstacle that axe-core finds, nothing that overflows or fails."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from support.built_places import (
    ENGLISH,
    HOSTILE,
    HOSTILE_NAME,
    HOSTILE_NAMES,
    HOSTILE_PEOPLE,
    HOSTILE_TITLES,
    PLACES,
    collapse_spaces,
    document_files,
    main_language,
    page_language,
    page_paths,
)
from support.page_checks import NewContext, PageMonitor, check_pages

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
def test_pages_are_accessible_and_sound(built_place: Place, site_url: Site, new_context: NewContext, name: str) -> None:
    addresses = page_paths(built_place(name))
    check_pages(new_context, site_url(name), addresses, lambda address: page_language(name, address))
    assert len(addresses) > 5


@pytest.mark.parametrize("name", PLACES)
def test_documents_are_accessible_and_sound(
    built_place: Place, documents_url: Site, new_context: NewContext, name: str
) -> None:
    written = [document.name for document in document_files(built_place(name), "html")]
    said = {"tableau-de-bord.html": main_language(name)}  # like all that the tool says
    # Their policy lets nothing be fetched, not even by the judges; the next test opens documents under it.
    check_pages(
        partial(new_context, bypass_csp=True), documents_url(name), written, lambda address: said.get(address, "fr")
    )
    assert said.keys() < set(written)


@pytest.mark.parametrize("name", ("fil-numerique", HOSTILE))
def test_nothing_is_refused_by_the_policy(
    built_place: Place, site_url: Site, new_context: NewContext, name: str
) -> None:
    """Pages and public documents, each opened for itself: styled, complete, and no word in the console."""
    context = new_context()
    watch, page, home = PageMonitor(context), context.new_page(), site_url(name)
    public = built_place(name) / "public"
    papers = [f"documents/{path.name}" for path in sorted((public / "documents").glob("*.html"))]
    assert len(papers) > 5
    for address in [*page_paths(built_place(name)), *papers]:
        answer = page.goto(home + address)
        assert answer is not None and "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert page.evaluate("document.styleSheets.length") > 0, address
        font = page.evaluate("getComputedStyle(document.body).fontSize + getComputedStyle(document.body).margin")
        assert font != "16px8px", address
        assert page.evaluate(_MISSING) == [], address
    # The icon of a page that is left at once may be given up.
    assert ([fault for fault in watch.faults if not fault.startswith("failed:")], watch.outside(home)) == ([], [])


def test_the_policy_does_refuse(site_url: Site, new_context: NewContext) -> None:
    """A script, a style, a form and a picture from elsewhere, as if somebody had found a hole in the escaping."""
    page = new_context().new_page()
    page.goto(site_url(HOSTILE))
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


def test_a_page_that_is_not_there_is_a_page_too(site_url: Site, new_context: NewContext) -> None:
    """At any depth, under the path of the site, it has its style and leads home."""
    page = new_context().new_page()
    home = site_url(HOSTILE)
    answer = page.goto(home + "nulle/part/du/tout/")
    assert answer is not None and answer.status == 404
    assert HOSTILE_NAME in page.title()
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
    assert page.evaluate("document.querySelector('.brand img').naturalWidth") > 0
    page.locator("a.brand").click()
    assert page.url == home


# --- Names ---


def test_names_are_shown_as_typed(built_place: Place, site_url: Site, new_context: NewContext) -> None:
    """On every page, and in what a browser shows of it elsewhere; even where no policy would stop what they try."""
    home, page, shown = site_url(HOSTILE, careful=False), new_context(bypass_csp=True).new_page(), ""
    for address in page_paths(built_place(HOSTILE)):
        page.goto(home + address)
        text = collapse_spaces(page.locator("body").inner_text())
        assert HOSTILE_NAME in text, address
        assert HOSTILE_NAME in page.title(), address
        assert page.locator('meta[property="og:site_name"]').get_attribute("content") == HOSTILE_NAME
        assert page.evaluate("window.hacked") is None, address
        shown += text
    assert [
        name
        for name in (*HOSTILE_NAMES.values(), *HOSTILE_PEOPLE.values(), *HOSTILE_TITLES.values())
        if name not in shown
    ] == []


def test_names_are_shown_as_typed_in_documents(
    built_place: Place, documents_url: Site, new_context: NewContext
) -> None:
    home, page, shown = documents_url(HOSTILE), new_context(bypass_csp=True).new_page(), ""
    for document in document_files(built_place(HOSTILE), "html"):
        page.goto(home + document.name)
        assert HOSTILE_NAME in page.title()
        assert page.evaluate("window.hacked") is None, document
        shown += collapse_spaces(page.locator("body").inner_text())
    names = (HOSTILE_NAMES[name] for name in HOSTILE_NAMES if name not in {"address"})
    assert [name for name in names if name not in shown] == []


def test_a_name_from_right_to_left_leaves_its_neighbours_in_place(site_url: Site, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(site_url(HOSTILE) + "gouvernance/")
    assert page.evaluate("getComputedStyle(document.body).direction") == "ltr"
    name = page.locator("bdi", has_text=HOSTILE_NAMES["coworking_operator"]).first
    assert name.evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"


def test_texts_in_another_language_say_so(built_place: Place, site_url: Site, new_context: NewContext) -> None:
    """The kit's documents are in French: on an English page, a screen reader must know."""
    page = new_context().new_page()
    page.goto(site_url(ENGLISH) + "governance/")
    titles = page.locator(".documents h3")
    assert {"Charte du tiers-lieu", "Grille tarifaire"} <= set(titles.all_inner_texts())
    for title in titles.all():
        assert title.get_attribute("lang") == "fr"
