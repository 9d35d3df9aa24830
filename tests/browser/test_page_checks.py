"""The checks of pages find each kind of fault, in each view in which it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from support.fixtures import NewContext
from support.page_checks import LAYOUT, STANDARDS, VIEWS, Window, layout_faults, open_checker, page_faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EVERYWHERE = set(VIEWS)
NARROW, MIDDLE, WIDE = ({view for view in VIEWS if view[0] == width} for width in (320, 768, 1280))
DARK = {view for view in VIEWS if view[1] == "dark"}
#: A page without a fault.
STYLE = "main { background: #fff; color: #333 } h2 { color: #444 } a { color: #036 }"
BODY = """
<main><h1>Un titre</h1><h2>Un autre</h2><p>Un texte, et <a href="#fin">un lien</a> dedans.</p>
<ul><li><a href="#fin">Un lien seul</a></li></ul><p class="last" id="fin">Un texte encore</p></main>
"""


def media(condition: str, rules: str) -> str:
    """CSS rules for a media feature."""
    return f"@media ({condition}) {{ {rules} }}"


def write_page(window: Window, style: str = "", content: str = "") -> None:
    """Write the page into the window, with more style and content."""
    window.page.evaluate(
        "html => { document.open(); document.write(html); document.close() }",
        f"<!doctype html><html lang=fr><title>Essai</title><style>{STYLE}{style}</style>{BODY.replace('</main>', content + '</main>')}",
    )


def views_by_fault(window: Window) -> dict[str, set[tuple[int, str]]]:
    """The views in which the page has each fault; a fault is its rule and the beginning of its element."""
    views: dict[str, set[tuple[int, str]]] = {}
    for width, scheme, fault, *_ in page_faults(window):
        name = f"{fault['rule']} {fault['element'].split('>')[0].split(' ')[0]}" if isinstance(fault, dict) else fault
        views.setdefault(name, set()).add((width, scheme))
    return views


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Window]:
    """A window in which the page without a fault has already been checked."""
    with chromium.new_context() as context:
        window, _ = open_checker(lambda: context, "about:blank")
        write_page(window)
        assert views_by_fault(window) == {}
        yield window


FAINT = "h2 { color: #bbb }"
#: A colour with enough contrast for large letters only.
SOFT = "#888"


@pytest.mark.parametrize(
    ("style", "content", "fault", "views"),
    [
        ("", "<img src='data:,'>", "image-alt <img", EVERYWHERE),
        (FAINT, "", "color-contrast <h2", EVERYWHERE),
        (media("max-width: 400px", FAINT), "", "color-contrast <h2", NARROW),
        (media("min-width: 700px", media("max-width: 900px", FAINT)), "", "color-contrast <h2", MIDDLE),
        (media("prefers-color-scheme: dark", FAINT), "", "color-contrast <h2", DARK),
        (media("prefers-color-scheme: dark", media("min-width: 1000px", FAINT)), "", "color-contrast <h2", WIDE & DARK),
        # A transition of colours.
        ("h2 { transition: color 9s }" + media("prefers-color-scheme: dark", FAINT), "", "color-contrast <h2", DARK),
        # The background, not the letters.
        (media("max-width: 400px", "main { background: #888 }"), "", "color-contrast <h2", NARROW),
        (media("max-width: 400px", "main { background: #333c }"), "", "color-contrast <h2", NARROW),
        (media("max-width: 400px", "h2 { opacity: .3 }"), "", "color-contrast <h2", NARROW),
        (media("max-width: 400px", "main { opacity: .3 }"), "", "color-contrast <h2", NARROW),
        # An element under a text or over it.
        (
            "main { position: relative } i { position: absolute; inset: 0; background: #555 } h2 { position: relative; z-index: 1 }"
            + media("max-width: 900px", "i { display: none }"),
            "<i></i>", "color-contrast <h2", WIDE,
        ),
        # A drawing or a gradient of which axe-core is not sure.
        (
            media("max-width: 400px", "h2 { position: relative } h2::before { content: ''; position: absolute; inset: 0; background: #666 }"),
            "", "color-contrast <h2", NARROW,
        ),
        (
            "h2 { background: linear-gradient(#fff, #eee) }"
            + media("prefers-color-scheme: dark", "h2 { background: linear-gradient(#fff, #777) }"),
            "", "color-contrast <h2", DARK,
        ),
        # Letters too small for their contrast.
        (f"h2 {{ color: {SOFT}; font-size: 30px }}" + media("max-width: 400px", "h2 { font-size: 18px }"), "", "color-contrast <h2", NARROW),
        # A text that is visible at some widths only, while another one is painted in the same way.
        (
            f".last, b {{ color: {SOFT} }} .last {{ position: absolute; clip-path: inset(50%); clip: rect(0 0 0 0) }}"
            + media("max-width: 900px", "b { display: none }"),
            "<p><b>Un mot</b></p>", "color-contrast <b", WIDE,
        ),
        ("p > a { text-decoration: none }" + media("prefers-color-scheme: dark", "a { color: #343 }"), "", "link-in-text-block <a", DARK),
        ("a { color: #343 }" + media("max-width: 400px", "p > a { text-decoration: none }"), "", "link-in-text-block <a", NARROW),
        # Elements that are displayed at some widths only, or in the dark colour scheme.
        (media("max-width: 900px", "b { display: none }"), "<b><a href='#fin'></a></b>", "link-name <a", WIDE),
        ("b { display: none }" + media("prefers-color-scheme: dark", "b { display: block }"), "<b><img src='data:,'></b>", "image-alt <img", DARK),
        ("b { visibility: hidden }" + media("max-width: 400px", "b { visibility: visible }"), "<b><img src='data:,'></b>", "image-alt <img", NARROW),
        # The boxes stay the same.
        ("h1 { visibility: visible }" + media("max-width: 400px", "h1 { visibility: hidden }"), "", "page-has-heading-one <html", NARROW),
        # Letters that join, which axe-core takes for icons when they are alone.
        (
            "bdi { background: linear-gradient(#fff, #eee) }" + media("prefers-color-scheme: dark", "bdi { color: #999 }"),
            "<p><bdi>جمعية المكان المشترك</bdi></p>", "color-contrast <bdi", DARK,
        ),
        # A text over another one.
        (media("max-width: 400px", "h2 { position: relative; top: -3rem }"), "", "over one another", NARROW),
        # Boxes.
        ("b { display: block; overflow: auto; height: 9em }" + media("max-width: 400px", "b { height: 2em }"), f"<b>{'mot ' * 60}</b>", "scrollable-region-focusable <b", NARROW),
        ("button { display: block; height: 30px }" + media("max-width: 400px", "button { height: 9px; width: 9px; padding: 0; border: 0; font-size: 1px }"), "<button>x</button><button>x</button>", "target-size <button", NARROW),
        ("b { display: block; width: 700px }", "<b>Un mot</b>", "sticks out", NARROW),
    ],
)  # fmt: skip
def test_a_fault_is_found_in_the_views_in_which_it_shows(
    window: Window, style: str, content: str, fault: str, views: set[tuple[int, str]]
) -> None:
    write_page(window, style, content)
    faults = views_by_fault(window)
    assert faults.get(fault)
    assert faults[fault] <= views, faults


@pytest.mark.parametrize(
    ("style", "content", "layouts"),
    [
        ("", "", []),
        ("b { display: block; width: 700px }", "<b>Un mot</b>", ["printed", "enlarged"]),
        (media("max-width: 400px", "b { display: block; width: 500px }"), "<b>Un mot</b>", ["enlarged"]),
        (".scroll { overflow: auto } b { display: block; width: 900px }", "<p class='scroll'><b>Un mot</b></p>", ["printed"]),
        ("b { position: fixed; height: 200px }", "<b>Un mot</b>", ["enlarged"]),
        (
            ".scroll { overflow: auto } td { min-width: 600px; display: block }",
            "<div class='scroll'><table><caption>Un</caption><tr><td>1</table></div>", ["enlarged"],
        ),
    ],
)  # fmt: skip
def test_a_fault_is_found_in_the_layouts_in_which_it_shows(
    window: Window, style: str, content: str, layouts: list[str]
) -> None:
    write_page(window, style, content)
    assert [name for name, _ in layout_faults(window)] == layouts


def test_failed_and_external_requests_are_recorded(new_context: NewContext) -> None:
    window, monitor = open_checker(new_context, "about:blank")
    write_page(window, content="<img src='http://127.0.0.1:9/x.png' alt='Rien'>")
    assert views_by_fault(window) == {}
    assert monitor.external_requests("about:blank") == ["http://127.0.0.1:9/x.png"] and monitor.errors


# Runs all rules of axe-core except some; returns the properties of style and layout that it reads, and its results.
# With `oneDisplay`, every element that is displayed has the computed display "block".
_READ = """
async ([tags, disabled, oneDisplay]) => {
  const read = new Set();
  const note = (name, value) => (read.add(name), value);
  const style = window.getComputedStyle;
  window.getComputedStyle = (...element) => {
    const computed = style(...element);
    const value = name => oneDisplay && name === "display" && computed[name] !== "none" ? "block" : computed.getPropertyValue(name);
    const get = name => note(name, value(name));
    return new Proxy(computed, {get: (_, name) => name === "getPropertyValue" ? get : get(name)});
  };
  for (const kind of [Element, HTMLElement, Range, Document])
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(kind.prototype)))
      if (/rect|client|offset|scroll|frompoint|innertext|checkvisibility/i.test(name))
        Object.defineProperty(kind.prototype, name, descriptor.get
          ? {...descriptor, get() { return note(name, descriptor.get.call(this)); }}
          : {...descriptor, value(...all) { return note(name, descriptor.value.apply(this, all)); }});
  const rules = Object.fromEntries(disabled.map(rule => [rule, {enabled: false}]));
  const {violations, incomplete, passes} = await axe.run({runOnly: tags, rules, preload: false});
  const results = [violations, incomplete, passes].map(all => all.map(rule => [rule.id, rule.nodes.length]));
  return {read: [...read].sort(), results};
}
"""


#: A page with an element for each rule.
EVERYTHING = """
<a href="#main">Aller</a><header><nav aria-label="Un"><a href="#main" accesskey="a">Un</a></nav></header>
<main id="main"><h1>Un titre</h1><h2>Un autre</h2><section aria-label="Ici"><p lang="en">A text</p></section>
<form>
  <label>Un <input autocomplete="name"></label><label for="two">Deux</label><input id="two"><input title="Trois">
  <input aria-label="Quatre" placeholder="4"><input type="image" alt="Aller" src="data:,"><input type="submit" value="Ok">
  <label for="five">Cinq</label><select id="five"><option>5</select><select aria-label="Six"><option>6</select>
  <label for="seven">Sept</label><textarea id="seven"></textarea><button>Ok</button>
  <fieldset><legend>Huit</legend><label><input type="radio" name="eight">8</label></fieldset>
  <meter aria-label="Neuf" value="1"></meter><progress aria-label="Dix"></progress><output>11</output>
</form>
<table><tr><td>1<td>2<tr><td>3<td>4<tr><td>5<td>6</table>
<table><caption>Un</caption><tr><th scope="col" id="one">a<th scope="col">b<tr><th scope="row">1<td headers="one">2</table>
<div aria-hidden="true"><a tabindex="-1" href="#main">Rien</a></div><object data="data:," aria-label="Un"></object>
<svg role="img" aria-label="Un"></svg><span role="img" aria-label="Un"></span><img alt="Un" src="data:,">
<map name="map"><area href="#main" alt="Un"></map><img usemap="#map" alt="Deux" src="data:,">
<ul><li>1</ul><ol><li>1</ol><dl><dt>a<dd>b</dl><details><summary>Un</summary>Deux</details>
<div role="tablist"><button role="tab">Un</button></div><div role="tree"><div role="treeitem">Un</div></div>
<div role="menu"><div role="menuitem">Un</div></div><div role="tooltip">Un</div><div role="text">Un</div>
<div role="slider" tabindex="0" aria-label="Un" aria-valuenow="1"></div><p style="letter-spacing: 1px">Un texte</p>
<div role="combobox" aria-label="Un" tabindex="0" aria-expanded="false"></div>
<div role="switch" aria-checked="true" tabindex="0">Un</div><div role="button" tabindex="0">Un</div>
<marquee>Un</marquee><blink>Un</blink></main><aside>Un</aside><footer>Fin</footer>
"""


def test_rules_that_are_not_run_again_read_only_whether_elements_are_displayed(new_context: NewContext) -> None:
    """``LAYOUT`` lists the rules that read boxes; the two others read colours."""
    window, _ = open_checker(new_context, "about:blank")
    window.page.set_content(f"<!doctype html><html lang=fr><title>Essai</title>{EVERYTHING}")
    reading_more = [*LAYOUT, "color-contrast", "link-in-text-block"]
    others = window.page.evaluate(_READ, [STANDARDS, reading_more, True])
    assert others["read"] == ["content-visibility", "display", "visibility"]
    assert others["results"] == window.page.evaluate(_READ, [STANDARDS, reading_more, False])["results"]
    assert {"display", "position", "background-color"} < set(
        window.page.evaluate(_READ, [STANDARDS, [], False])["read"]
    )
