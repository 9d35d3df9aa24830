"""Documents as pages, without their site: no word is broken, nothing is wider than the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.document_factories import several
from support.fixtures import NewContext
from support.web_host import response_headers, serve

from tierslieu.documents.build import build_documents

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAMES = ("tableau-de-bord", "charte", "grille-tarifaire", "matrice-des-responsabilites")
#: Words of letters alone, not parts of addresses, that stand on more than one line, and elements that hyphenate or break words.
_BROKEN = """
() => {
  const broken = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const style = getComputedStyle(node.parentElement);
    if (style.hyphens === "auto" || style.wordBreak !== "normal") broken.push(`style of ${node.parentElement.tagName}`);
    for (const match of node.data.matchAll(/(?<!\\S)\\p{L}{2,}(?!\\S)/gu)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
      if (lines.size > 1) broken.push(match[0]);
    }
  }
  return broken;
}
"""


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The pages by name."""
    files = build_documents(several(), ("html",), NAMES)
    return {name: files[f"{name}.html"].decode("utf-8") for name in NAMES}


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_broken_and_nothing_is_wider_than_the_screen(
    pages: dict[str, str], new_context: NewContext, name: str, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.set_content(pages[name])
    assert page.evaluate(_BROKEN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", NAMES)
def test_a_document_has_the_fonts_of_the_place_on_the_site_and_in_an_email(
    pages: dict[str, str], new_context: NewContext, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.html"
    file.write_text(pages[name], encoding="utf-8", newline="\n")
    with serve(tmp_path, response_headers(tmp_path, "documents/")) as site:
        for address in (f"{site}{file.name}", file.as_uri()):
            page = new_context().new_page()
            page.goto(address)
            page.evaluate("document.fonts.ready")
            statuses = page.evaluate("[...document.fonts].map(font => font.status)")
            assert statuses and set(statuses) <= {"loaded", "unloaded"}  # a font that no word needs stays unloaded
            assert "loaded" in statuses


@pytest.mark.parametrize("name", NAMES)
def test_paper_has_the_colours_of_the_day(pages: dict[str, str], new_context: NewContext, name: str) -> None:
    """A page that is printed at night is not pale on white."""
    colours = []
    for scheme in ("light", "dark"):
        page = new_context(color_scheme=scheme).new_page()
        page.set_content(pages[name])
        page.emulate_media(media="print", color_scheme=scheme)
        colours.append(
            page.evaluate("[...document.querySelectorAll('a, .card, .stamp')].map(e => getComputedStyle(e).color)")
        )
    assert colours[0] and colours[0] == colours[1]


@pytest.mark.parametrize("width", [360, 1440])
def test_the_dashboard_shows_moments_and_a_link_opens_what_is_asked_then(
    pages: dict[str, str], new_context: NewContext, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.set_content(pages["tableau-de-bord"])
    assert all(cell.is_visible() for cell in page.locator(".part i").all())
    table = page.locator("#asked-1")
    assert not table.is_visible()
    page.locator('.next a[href="#asked-1"]').click()
    assert table.is_visible()
    # So does the line of each part of the figure.
    for part in page.locator(".part").all():
        listed = part.locator("> :not(summary)").last  # below its notes
        if not listed.is_visible():
            part.locator("> summary").click()
        assert listed.is_visible()


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_each_square_of_the_dashboard_is_one_and_those_of_a_row_are_as_large(
    pages: dict[str, str], new_context: NewContext, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.set_content(pages["tableau-de-bord"])
    rows = page.evaluate(
        """() => [document.querySelector(".readiness"), ...document.querySelectorAll("summary > .cells")].map(row =>
          [...row.querySelectorAll("i")].map(cell => {
            const {width, height} = cell.getBoundingClientRect();
            return [width, height].map(side => Math.round(side * 10) / 10);
          }))"""
    )
    assert rows and all(rows)
    for row in rows:
        assert len({side for sides in row for side in sides}) == 1, row


@pytest.mark.parametrize("width", [320, 390, 768, 992, 1440])
def test_no_square_is_alone_in_its_row_or_beside_the_page_and_its_number_can_be_read(
    pages: dict[str, str], new_context: NewContext, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.set_content(pages["tableau-de-bord"])
    lists, most, cut, sizes = page.evaluate(
        """() => {
          const lists = [...document.querySelectorAll(".cells")].map(list => [...list.children]);
          const numbers = [...document.querySelectorAll("i")].filter(cell => cell.textContent);
          const range = document.createRange();
          return [
            lists.map(list => list.map(cell => cell.getBoundingClientRect()).map(({top, right}) => [Math.round(top), right])),
            document.querySelector(".so-far").getBoundingClientRect().right,
            numbers.filter(cell => {
              range.selectNodeContents(cell);
              return range.getBoundingClientRect().width > cell.clientWidth + 0.5;
            }).map(cell => cell.textContent),
            numbers.map(cell => parseFloat(getComputedStyle(cell).fontSize)),
          ];
        }"""
    )
    assert lists
    for squares in lists:
        rows = [sum(top == row for top, _ in squares) for row in {top for top, _ in squares}]
        assert len(squares) == 1 or min(rows) > 1, rows
        assert all(right < most + 1 for _, right in squares)
    assert sizes and min(sizes) >= 13 and not cut, cut


@pytest.mark.parametrize("width", [1024, 1280])
def test_what_is_to_be_written_has_two_columns_whose_first_rules_and_words_are_on_one_line(
    pages: dict[str, str], new_context: NewContext, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.set_content(pages["tableau-de-bord"])
    left, right = page.locator(".config > dl > div:first-child, .config > div > ul > li:first-child").evaluate_all(
        "rows => rows.map(row => row.getBoundingClientRect()).sort((a, b) => a.left - b.left).map(({left, top}) => [left, top])"
    )
    assert left[0] < right[0] and abs(left[1] - right[1]) < 0.5
    # So are the number of each kind and its name.
    for row in page.locator(".config > dl > div").all():
        bottoms = row.locator("dt, dd:has(strong) strong").evaluate_all(
            """words => words.map(word => {
              const mark = document.createElement("span");
              mark.style.display = "inline-block";
              word.append(mark);
              const {bottom} = mark.getBoundingClientRect();
              mark.remove();
              return bottom;
            })"""
        )
        assert len(bottoms) == 2 and abs(bottoms[0] - bottoms[1]) < 1, bottoms


@pytest.mark.parametrize("width", [768, 1024])
def test_a_month_stands_on_one_line(pages: dict[str, str], new_context: NewContext, width: int) -> None:
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.set_content(pages["tableau-de-bord"])
    page.locator("#dates").evaluate(
        """dates => dates.insertAdjacentHTML("beforeend", `<ul>${["<span class=month>septembre 2026</span>", "", "", ""]
          .map(month => `<li>${month}<time><span>mardi</span> <strong>1</strong></time> <span>Atelier</span></li>`)
          .join("")}</ul>`)"""
    )
    lines = page.locator(".dates > ul .month").evaluate_all(
        """names => names.map(name => {
          const range = document.createRange();
          range.selectNodeContents(name);
          return range.getBoundingClientRect().height / parseFloat(getComputedStyle(name).fontSize);
        })"""
    )
    assert lines and max(lines) < 2, lines


def test_the_squares_of_the_head_begin_where_those_of_the_list_do(
    pages: dict[str, str], new_context: NewContext
) -> None:
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_content(pages["tableau-de-bord"])
    lefts = page.locator(".readiness > .cells, .part > summary > .cells, .so-far > span").evaluate_all(
        "rows => rows.map(row => Math.round(row.getBoundingClientRect().left))"
    )
    assert len(lefts) > 3 and len(set(lefts)) == 1, lefts


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_to_be_filled_in_first_has_a_colour_of_its_own(
    pages: dict[str, str], new_context: NewContext, scheme: str
) -> None:
    page = new_context(color_scheme=scheme).new_page()
    page.set_content(pages["tableau-de-bord"])
    for where in (".key", ".part"):
        colours = [
            set(
                page.locator(f"{where} i{which}").evaluate_all(
                    "cells => cells.map(cell => getComputedStyle(cell).borderTopColor)"
                )
            )
            for which in ("[data-step]", ":not([data-step])")
        ]
        assert len(colours[0]) == 1 and not colours[0] & colours[1], colours
