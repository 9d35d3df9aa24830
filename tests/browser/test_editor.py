"""The editor in a real browser: no fault in any screen, and the comfort that JavaScript brings."""

from __future__ import annotations

import base64
import contextlib
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from support.editor_screens import SCREENS, furnished_place
from support.fixtures import NewContext, NewPlace
from support.page_checks import layout_faults, open_checker, page_faults
from support.web_host import free_port

from tierslieu.core.paths import BUDGET
from tierslieu.core.problems import Problems
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.server import EditorServer

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def server(new_place: NewPlace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditorServer]:
    """The editor of a furnished place, with a version saved."""
    root = furnished_place(new_place, tmp_path_factory.mktemp("editor") / "place")
    server = EditorServer(root, free_port(), ("<p>wait", "<p>no"))
    threading.Thread(
        target=server.run, args=(lambda: contextlib.suppress(Problems),), kwargs={"documents": False}, daemon=True
    ).start()
    for _ in range(600):
        if server.site.files:
            break
        time.sleep(0.1)
    assert server.site.files
    yield server
    server.stop()


@pytest.fixture
def page(server: EditorServer, new_context: NewContext) -> Page:
    page = new_context(reduced_motion="reduce").new_page()
    page.goto(server.address)
    return page


def data(server: EditorServer, file: str) -> Any:
    return EditableYaml((server.place.root / file).read_text("utf-8")).data


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_has_no_fault(server: EditorServer, page: Page, screen: str) -> None:
    """By day and by night, at three widths, and enlarged four times (WCAG 1.4.10)."""
    window, monitor = open_checker(lambda **_: page.context, f"{server.place.address}/{screen}")
    faults: list[tuple[Any, ...]] = [*layout_faults(window)]
    # The bar that stays at the bottom, or the picture at the top, hides half a control wherever the window is scrolled: this is no fault of the control.
    window.page.evaluate(
        "document.querySelectorAll('.ed-save, .ed-home').forEach(bar => { bar.style.position = 'static'; })"
    )
    faults += page_faults(window)
    assert not faults, "\n".join(map(str, faults))
    assert not [error for error in monitor.errors if "404" not in error or screen != "nowhere/"]
    assert not [address for address in monitor.requests if "//127.0.0.1:" not in address]


FORCED = """
() => [...document.querySelectorAll("main :is(a, button, input, select, textarea, summary), nav a")].filter(element => {
  if (!element.checkVisibility() || ["hidden", "checkbox", "radio", "range", "file"].includes(element.type)) return false;
  if (element.matches("a:not(.ed-button, .ed-tabs a), summary, .f-first, .ed-tools button")) return false;
  const style = getComputedStyle(element);
  return !element.closest(".ed-tabs, .ed-nav") && style.borderTopWidth === "0px" && style.outlineStyle === "none";
}).concat([...document.querySelectorAll("[aria-current]")].filter(element =>
  getComputedStyle(element).outlineStyle === "none" && getComputedStyle(element).borderTopWidth === "0px"))
  .map(element => element.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize(
    "screen", ["", "place/hours/", "budget/", "look/", "texts/edit/?path=content/fr/pages/contact.md"]
)
def test_in_forced_colours_a_control_has_an_edge_and_the_place_where_one_is_stays_marked(
    server: EditorServer, new_context: NewContext, screen: str
) -> None:
    page = new_context(forced_colors="active").new_page()
    page.goto(server.address)
    page.goto(f"{server.place.address}/{screen}")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.locator("[aria-current]").count() and page.evaluate(FORCED) == []


COVERED = """
() => {
  const field = document.activeElement.getBoundingClientRect(), bar = document.querySelector(".ed-save").getBoundingClientRect();
  const covers = field.bottom > bar.top + 1 && field.top < bar.bottom && field.left < bar.right && field.height < 300;
  return covers ? [document.activeElement.name] : [];
}
"""


def test_the_bar_at_the_foot_covers_no_field_in_focus(
    server: EditorServer, new_context: NewContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OpenPlace, "lacks_author", True)
    page = new_context(viewport={"width": 800, "height": 600}, reduced_motion="reduce").new_page()
    page.goto(server.address)
    page.goto(f"{server.place.address}/place/site/")
    fields = page.locator(".ed-form :is(input, select, textarea):visible")
    assert fields.and_(page.locator("[name=author_name]")).count() == 1
    fields.first.focus()
    covered = []
    for _ in range(fields.count()):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.ed-form :is(input, select, textarea)')"):
            covered += page.evaluate(COVERED)
    assert covered == []


def test_a_saved_fact_is_on_the_page_at_once(server: EditorServer, page: Page, new_context: NewContext) -> None:
    site = new_context().new_page()
    site.goto(f"{server.place.preview}/contact/")
    page.goto(f"{server.place.address}/place/")
    page.get_by_label("Courriel").fill("bonjour@lieu.example")
    page.locator(".ed-save .ed-button--main").click()
    # 0.3 s on a quiet computer; others work beside this test.
    site.get_by_text("bonjour@lieu.example").first.wait_for(timeout=10_000)


def test_results_follow_while_one_types_and_nothing_is_saved(server: EditorServer, page: Page) -> None:
    before = (server.place.root / BUDGET).read_bytes()
    page.goto(f"{server.place.address}/budget/")
    result = page.locator("#place-result")
    shown = result.inner_text()
    amount = page.locator("[id='/costs/0/amount/0']")
    amount.fill("99999")
    page.wait_for_function("shown => document.getElementById('place-result').innerText !== shown", arg=shown)
    amount.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "/costs/1/amount/0"
    amount.fill("beaucoup")
    page.locator("[data-result]#place-result").wait_for()
    page.get_by_text("Rien n’est enregistré\u00a0: une réponse est à corriger.").wait_for()
    assert (server.place.root / BUDGET).read_bytes() == before


def test_a_week_is_painted_into_words(server: EditorServer, page: Page) -> None:
    page.goto(f"{server.place.address}/place/hours/")
    words = page.get_by_label("Horaires d’ouverture")
    words.fill("lundi 9h-10h ; fermé en août")
    page.locator(".ed-week summary").click()
    page.wait_for_function("() => document.querySelectorAll('#week :checked').length === 2")
    page.locator("#week").evaluate("week => week.scrollIntoView({block: 'center'})")
    start, end = (page.locator(f"[value='Su {minute}']").bounding_box() for minute in (600, 690))
    assert start and end
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 8, end["y"] + 8, steps=10)
    page.mouse.up()
    page.wait_for_function("() => document.getElementById('/opening_hours').value.includes('dimanche')")
    assert words.input_value() == "lundi 9h-10h ; dimanche 10h-12h ; fermé en août"
    page.get_by_text("Compris\u00a0:").wait_for()


def paste(page: Page, name: str, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.locator(f"[id='{name}']").click()
    page.keyboard.press("ControlOrMeta+V")


def test_cells_copied_from_a_spreadsheet_fill_those_of_the_budget(
    server: EditorServer, page: Page, new_context: NewContext
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{server.place.address}/budget/")
    organisation = "Association Exemple"
    copied = f"Loyer\t1\u202f200,50 €\t1300\t\t{organisation}\r\nÉnergie\t300\t310\r\n"
    paste(page, "/costs/0/label", copied)
    names = ("label", "amount/0", "amount/1")
    cells = [page.locator(f"[id='/costs/{line}/{name}']").input_value() for line in (0, 1) for name in names]
    assert cells == ["Loyer", "1\u202f200,50 €", "1300", "Énergie", "300", "310"]
    assert page.locator("[id='/costs/0/paid_by'] option:checked").inner_text() == organisation
    assert not page.get_by_role("alert").count()
    paste(page, "/costs/1/label", "Énergie\n" * 40)
    page.get_by_role("alert").get_by_text("n’ont pas trouvé de place").wait_for()
    page.reload()
    paste(page, "/costs/0/label", copied)
    page.locator(".ed-save .ed-button--main").click()
    page.get_by_role("status").get_by_text("C’est enregistré").wait_for()
    assert [line["amount"][:2] for line in data(server, BUDGET)["costs"][:2]] == [
        [Decimal("1200.50"), 1300],
        [300, 310],
    ]


def test_bold_over_two_paragraphs_is_bold_in_each(server: EditorServer, page: Page) -> None:
    page.goto(f"{server.place.address}/texts/new/?kind=news")
    area = page.locator("textarea.ed-words").first
    area.fill("Une phrase.\n\nUne autre. ")
    area.select_text()
    page.get_by_role("button", name="Gras", exact=True).click()
    assert area.input_value() == "**Une phrase.**\n\n**Une autre.** "
    area.fill("un mot")
    area.select_text()
    page.get_by_role("button", name="Gras", exact=True).click()
    assert area.input_value() == "**un mot**"


def test_shares_tell_their_sum_while_one_types(server: EditorServer, page: Page) -> None:
    page.goto(f"{server.place.address}/organisations/")
    page.locator('[id="/common_costs/shares/association"]').fill("35,5")
    told = page.locator('[id="/common_costs/shares"] [role=status]')
    assert told.inner_text().replace("\u00a0", " ") == "Total : 95,5 %, il manque 4,5 %."
    page.locator('[id="/common_costs/shares/association"]').fill("45")
    assert told.inner_text().replace("\u00a0", " ") == "Total : 105 %, 5 % de trop."


def test_facts_to_insert_are_searched_and_a_chosen_photograph_is_shown(server: EditorServer, page: Page) -> None:
    page.goto(f"{server.place.address}/texts/edit/?path=content/fr/pages/contact.md")
    page.locator(".ed-facts:has(code) summary").click()
    page.get_by_label("Chercher dans la liste").fill("telephone")
    shown = page.locator(".ed-facts:has(code) dl > div:visible")
    assert shown.count() == 1 and "Téléphone" in shown.inner_text()
    page.locator("#picture").set_input_files({"name": "cour.png", "mimeType": "image/png", "buffer": ONE_PIXEL})
    page.wait_for_function("() => document.querySelector('#picture + img')?.naturalWidth === 1")
