"""Pages at three widths and in two colour schemes: no fault that axe-core finds, no overflow, no error."""

from __future__ import annotations

from functools import partial

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
from support.fixtures import BuiltPlace, DocumentsUrl, NewContext, SiteUrl
from support.page_checks import VIEWS, PageMonitor, Window, check_pages, turned_views

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: The views of one page and of the next: three widths, and in each the other colour scheme.
EVERY_WIDTH = (VIEWS[::2], VIEWS[1::2])

#: The addresses of pictures that cannot be displayed; lazy ones are loaded first.
_MISSING = """
async () => {
  const failures = [...document.images].map(image => {
    image.loading = "eager";
    return image.decode().then(() => null, () => image.src);
  });
  return (await Promise.all(failures)).filter(Boolean);
}
"""


@pytest.mark.parametrize("name", PLACES)
def test_pages_have_no_fault(built_place: BuiltPlace, site_url: SiteUrl, new_context: NewContext, name: str) -> None:
    """On screens, on paper, and enlarged four times; each page of two places at every width, in one scheme or the other."""
    addresses = page_paths(built_place(name))
    views = EVERY_WIDTH if name in ("fil-numerique", HOSTILE) else turned_views(PLACES.index(name))
    check_pages(
        new_context,
        site_url(name),
        addresses,
        lambda address: page_language(name, address),
        views=views,
        layouts=True,
    )
    assert len(addresses) > 5


def test_sections_of_a_furnished_place_have_no_fault(furnished_url: str, new_context: NewContext) -> None:
    """With the ribbon of an example, several kinds of prices, and facts on every page."""
    page = new_context().new_page()
    page.goto(furnished_url)
    assert page.locator(".ribbon").is_visible()
    links = page.locator(".menu a, .foot nav a").evaluate_all("links => links.map(link => link.href.split('#')[0])")
    sections = sorted({link.removeprefix(furnished_url) for link in links if link.startswith(furnished_url)})
    check_pages(new_context, furnished_url, ["", *sections], lambda address: "fr")
    assert len(sections) > 10


@pytest.mark.parametrize("name", PLACES)
def test_documents_have_no_fault(
    built_place: BuiltPlace, documents_url: DocumentsUrl, new_context: NewContext, name: str
) -> None:
    names = [document.name for document in document_files(built_place(name), "html")]
    # The dashboard and the summaries speak as the tool; a document, as its source.
    own = {"tableau-de-bord.html", "summaries.html"} | {
        f"{path.stem}.html" for path in (built_place(name) / "governance" / main_language(name)).glob("*.md")
    }
    languages = dict.fromkeys(own & set(names), main_language(name))
    # Their policy forbids every request, and those of the checker too; the next test opens documents under it.
    check_pages(
        partial(new_context, bypass_csp=True),
        documents_url(name),
        names,
        lambda address: languages.get(address, "fr"),
        views=EVERY_WIDTH if name == HOSTILE else turned_views(PLACES.index(name)),
    )
    assert "tableau-de-bord.html" in languages


@pytest.mark.parametrize("name", ("fil-numerique", HOSTILE))
def test_the_security_policy_refuses_nothing(
    built_place: BuiltPlace, site_url: SiteUrl, new_context: NewContext, name: str
) -> None:
    """Pages and public documents have their style and pictures, and no message in the console."""
    context = new_context()
    monitor, page, home = PageMonitor(context), context.new_page(), site_url(name)
    public = built_place(name) / "public"
    documents = [f"documents/{path.name}" for path in sorted((public / "documents").glob("*.html"))]
    assert len(documents) > 5
    for address in [*page_paths(built_place(name)), *documents]:
        answer = page.goto(home + address)
        assert answer is not None and "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert page.evaluate("document.styleSheets.length") > 0, address
        font = page.evaluate("getComputedStyle(document.body).fontSize + getComputedStyle(document.body).margin")
        assert font != "16px8px", address
        assert page.evaluate(_MISSING) == [], address
    assert monitor.errors == []
    assert monitor.external_requests(home) == []


def test_the_security_policy_refuses_injected_elements(site_url: SiteUrl, new_context: NewContext) -> None:
    """A script, a style, a picture, a frame and a base address, as if the escaping of a name had a hole."""
    page = new_context().new_page()
    page.goto(site_url(HOSTILE))
    page.evaluate(
        """() => {
        const add = (name, values) => document.body.append(Object.assign(document.createElement(name), values));
        addEventListener("securitypolicyviolation", event => (window.refused ??= []).push(event.effectiveDirective));
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


def test_the_404_page_has_its_style_and_leads_home(site_url: SiteUrl, new_context: NewContext) -> None:
    """At any depth under the path of the site."""
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


def test_names_are_displayed_as_typed(built_place: BuiltPlace, site_url: SiteUrl, new_context: NewContext) -> None:
    """In every page, its title and its metadata, without a policy that would stop scripts."""
    home, page, texts = site_url(HOSTILE, security_headers=False), new_context(bypass_csp=True).new_page(), ""
    page.goto(home)
    window = Window(page)
    for address in page_paths(built_place(HOSTILE)):
        window.show(home + address)
        text = collapse_spaces(page.locator("body").inner_text())
        assert HOSTILE_NAME in text, address
        assert HOSTILE_NAME in page.title(), address
        assert page.locator('meta[property="og:site_name"]').get_attribute("content") == HOSTILE_NAME
        assert page.evaluate("window.hacked") is None, address
        texts += text
    assert [
        name
        for name in (*HOSTILE_NAMES.values(), *HOSTILE_PEOPLE.values(), *HOSTILE_TITLES.values())
        if name not in texts
    ] == []


def test_names_are_displayed_as_typed_in_documents(
    built_place: BuiltPlace, documents_url: DocumentsUrl, new_context: NewContext
) -> None:
    home, page, texts = documents_url(HOSTILE), new_context(bypass_csp=True).new_page(), ""
    documents = document_files(built_place(HOSTILE), "html")
    page.goto(home + documents[0].name)
    window = Window(page)
    for document in documents:
        window.show(home + document.name)
        assert HOSTILE_NAME in page.title()
        assert page.evaluate("window.hacked") is None, document
        texts += collapse_spaces(page.locator("body").inner_text())
    names = (HOSTILE_NAMES[name] for name in HOSTILE_NAMES if name not in {"address"})
    assert [name for name in names if name not in texts] == []


def test_a_name_from_right_to_left_does_not_move_the_text_around_it(site_url: SiteUrl, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(site_url(HOSTILE) + "gouvernance/")
    assert page.evaluate("getComputedStyle(document.body).direction") == "ltr"
    name = page.locator("bdi", has_text=HOSTILE_NAMES["coworking_operator"]).first
    assert name.evaluate("element => getComputedStyle(element).unicodeBidi") == "isolate"


def test_texts_in_another_language_have_their_lang_attribute(
    built_place: BuiltPlace, site_url: SiteUrl, new_context: NewContext
) -> None:
    """On an English page, the titles of documents that are in French."""
    page = new_context().new_page()
    page.goto(site_url(ENGLISH) + "our-documents/")
    titles = page.locator(".first-file, .covers strong > span")
    assert {"Charte du tiers-lieu", "Grille tarifaire"} <= set(titles.all_inner_texts())
    sources = (built_place(ENGLISH) / "governance/en").glob("*.md")
    english = {source.read_text(encoding="utf-8").split('title: "')[1].partition('"')[0] for source in sources}
    for title in titles.all():
        assert title.get_attribute("lang") == (None if title.inner_text() in english else "fr")
