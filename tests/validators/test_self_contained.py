"""Pages fetch only files of the site and run no script in them, as the page on privacy promises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from support.built_places import PLACES, is_external, page_paths
from support.fixtures import BuiltPlace

pytestmark = pytest.mark.slow

#: The elements and attributes whose address a browser fetches by itself.
FETCHED = {
    ("audio", "src"), ("embed", "src"), ("iframe", "src"), ("img", "src"), ("img", "srcset"), ("input", "src"),
    ("link", "href"), ("object", "data"), ("script", "src"), ("source", "src"), ("source", "srcset"), ("track", "src"),
    ("video", "poster"), ("video", "src"), ("body", "background"), ("html", "manifest"), ("image", "href"), ("use", "href"),
    ("feimage", "href"), ("a", "ping"), ("img", "longdesc"),
}  # fmt: skip
#: The ``rel`` of ``<link>`` that a browser does not fetch.
NOT_FETCHED = {"canonical", "alternate"}
#: The types of scripts that are data.
DATA = {"application/ld+json", "application/json"}
_CSS = re.compile(r"""url\(\s*["']?([^"')]*)|@import\s+["']([^"']*)""")


class Page(HTMLParser):
    """The addresses that a page fetches and the code in it, each with its line."""

    def __init__(self, html: str):
        super().__init__()
        self.fetched: list[tuple[int, str]] = []
        self.runs: list[tuple[int, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, values = self.getpos()[0], {name: value or "" for name, value in attrs}
        ignored = tag == "link" and set(values.get("rel", "").lower().split()) & NOT_FETCHED
        self.fetched += [(line, value) for name, value in values.items() if (tag, name) in FETCHED and not ignored]
        self.runs += [(line, name) for name in values if name == "style" or name.startswith("on")]
        self.runs += [(line, value) for value in values.values() if value.strip().lower().startswith("javascript:")]
        if tag in {"style", "base"} or values.get("http-equiv") not in {None, "Content-Security-Policy"}:
            self.runs.append((line, tag))
        if tag == "script" and "src" not in values and values.get("type") not in DATA:
            self.runs.append((line, tag))

    handle_startendtag = handle_starttag


def css_fetches(css: str) -> Iterator[str]:
    """Every address in a style sheet."""
    for url, imported in _CSS.findall(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        yield url or imported


@pytest.mark.parametrize("name", PLACES)
def test_pages_fetch_only_files_of_the_site(built_place: BuiltPlace, name: str) -> None:
    public = built_place(name) / "public"
    for address in page_paths(built_place(name)):
        file = public / (f"{address}index.html" if not address.endswith(".html") else address)
        page = Page(file.read_text(encoding="utf-8"))
        assert page.fetched, file
        assert [(line, address) for line, address in page.fetched if is_external(address)] == [], file
        assert page.runs == [], file


@pytest.mark.parametrize("name", PLACES)
def test_style_sheets_fetch_only_files_of_the_site(built_place: BuiltPlace, name: str) -> None:
    public = built_place(name) / "public"
    sheets = list(public.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        for address in css_fetches(sheet.read_text(encoding="utf-8")):
            assert not is_external(address), (sheet, address)
            assert (sheet.parent / address.split("?")[0].split("#")[0]).is_file(), (sheet, address)


#: Nothing but what is shown in a wide or a high box, and other colours of fills and strokes, or a dimmed cloth, by night.
DECLARATION = r"(?:display:(?:none|inline)|(?:fill|stroke):#[0-9a-f]{6}|opacity:\.\d+)"
CONDITION = r"(?:(?:min|max)-aspect-ratio:\d+/\d+|prefers-color-scheme:dark)"
RULES = re.compile(rf"(?:@media ?\({CONDITION}\)\{{(?:[^{{}}@;]+\{{{DECLARATION}\}})*\}})*")


@pytest.mark.parametrize("name", PLACES)
def test_drawings_have_no_script_and_no_style_but_colours_of_night_and_what_a_box_shows(
    built_place: BuiltPlace, name: str
) -> None:
    drawings = list((built_place(name) / "public").rglob("*.svg"))
    assert drawings
    for drawing in drawings:
        for element in ElementTree.parse(drawing).iter():
            tag = element.tag.rpartition("}")[2]
            assert tag not in {"script", "foreignObject", "image"}, drawing
            assert tag != "style" or RULES.fullmatch(element.text or ""), drawing
            for attribute, value in element.items():
                assert not attribute.lower().startswith("on"), drawing
                assert "url(" not in value.replace("url(#", ""), drawing
                assert not attribute.endswith("href") or value.startswith("#"), drawing


@pytest.mark.parametrize("name", PLACES)
def test_html_documents_are_single_files(built_place: BuiltPlace, name: str) -> None:
    """Unlike a page, a document has its style inside, as people keep it and send it."""
    documents = list((built_place(name) / "documents").rglob("*.html"))
    assert documents
    for document in documents:
        html = document.read_text(encoding="utf-8")
        page = Page(html)
        assert [address for _, address in page.fetched if not address.startswith("data:image/svg+xml")] == []
        assert {code for _, code in page.runs} <= {"style"}, document
        inside = "data:font/woff2;base64,", "%23"  # "%23" is "#" in a drawing that is itself inside an address
        assert [address for address in css_fetches(html) if not address.startswith(inside)] == []


def test_the_reader_of_these_tests_finds_each_kind() -> None:
    page = Page(
        '<link rel="canonical" href="https://a/"><link rel="stylesheet" href="//b/c.css"><img src=d.png srcset="e 2x">'
        '<p style="x" onclick="y"><script>z</script><script src="f.js"></script><a href="JavaScript:g">h</a><style>'
    )
    assert [address for _, address in page.fetched] == ["//b/c.css", "d.png", "e 2x", "f.js"]
    assert [code for _, code in page.runs] == ["style", "onclick", "script", "JavaScript:g", "style"]
    assert list(css_fetches("@import 'a.css'; b{c:url( \"d.png\" )} /* url(e) */")) == ["a.css", "d.png"]
