"""The judges of pages do judge: each kind of fault is found, wherever it is that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from support.page_checks import LAYOUT, STANDARDS, VIEWS, NewContext, Window, open_checker, page_faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EVERYWHERE = set(VIEWS)
NARROW, MIDDLE, WIDE = ({look for look in VIEWS if look[0] == width} for width in (320, 768, 1280))
NIGHT = {look for look in VIEWS if look[1] == "dark"}
#: Nothing is wrong with this page.
STYLE = "main { background: #fff; color: #333 } h2 { color: #444 } a { color: #036 }"
BODY = """
<main><h1>Un titre</h1><h2>Un autre</h2><p>Un texte, et <a href="#fin">un lien</a> dedans.</p>
<ul><li><a href="#fin">Un lien seul</a></li></ul><p class="last" id="fin">Un texte encore</p></main>
"""


def at(condition: str, rules: str) -> str:
    """A style under a condition."""
    return f"@media ({condition}) {{ {rules} }}"


def put(window: Window, style: str = "", more: str = "") -> None:
    """Show the page, with some style and content more."""
    window.page.evaluate(
        "html => { document.open(); document.write(html); document.close() }",
        f"<!doctype html><html lang=fr><title>Essai</title><style>{STYLE}{style}</style>{BODY.replace('</main>', more + '</main>')}",
    )


def found(window: Window) -> dict[str, set[tuple[int, str]]]:
    """Where each fault is found: what is wrong, with what."""
    where: dict[str, set[tuple[int, str]]] = {}
    for width, scheme, *what in page_faults(window):
        fault = what[0]
        name = f"{fault['rule']} {fault['element'].split('>')[0].split(' ')[0]}" if isinstance(fault, dict) else fault
        where.setdefault(name, set()).add((width, scheme))
    return where


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Window]:
    """A window in which the page without a fault has been judged already."""
    with chromium.new_context() as context:
        window, _ = open_checker(lambda: context, "about:blank")
        put(window)
        assert found(window) == {}
        yield window


FAINT = "h2 { color: #bbb }"
#: Contrasts enough for large letters alone.
SOFT = "#888"


@pytest.mark.parametrize(
    ("style", "more", "fault", "where"),
    [
        ("", "<img src='data:,'>", "image-alt <img", EVERYWHERE),
        (FAINT, "", "color-contrast <h2", EVERYWHERE),
        (at("max-width: 400px", FAINT), "", "color-contrast <h2", NARROW),
        (at("min-width: 700px", at("max-width: 900px", FAINT)), "", "color-contrast <h2", MIDDLE),
        (at("prefers-color-scheme: dark", FAINT), "", "color-contrast <h2", NIGHT),
        (at("prefers-color-scheme: dark", at("min-width: 1000px", FAINT)), "", "color-contrast <h2", WIDE & NIGHT),
        # Colours that take their time to change.
        ("h2 { transition: color 9s }" + at("prefers-color-scheme: dark", FAINT), "", "color-contrast <h2", NIGHT),
        # The ground, not the letters.
        (at("max-width: 400px", "main { background: #888 }"), "", "color-contrast <h2", NARROW),
        (at("max-width: 400px", "main { background: #333c }"), "", "color-contrast <h2", NARROW),
        (at("max-width: 400px", "h2 { opacity: .3 }"), "", "color-contrast <h2", NARROW),
        (at("max-width: 400px", "main { opacity: .3 }"), "", "color-contrast <h2", NARROW),
        # Something that comes under a text or over it.
        (
            "main { position: relative } i { position: absolute; inset: 0; background: #555 } h2 { position: relative; z-index: 1 }"
            + at("max-width: 900px", "i { display: none }"),
            "<i></i>", "color-contrast <h2", WIDE,
        ),
        # A drawing or a gradient of which axe-core is not sure.
        (
            at("max-width: 400px", "h2 { position: relative } h2::before { content: ''; position: absolute; inset: 0; background: #666 }"),
            "", "color-contrast <h2", NARROW,
        ),
        (
            "h2 { background: linear-gradient(#fff, #eee) }"
            + at("prefers-color-scheme: dark", "h2 { background: linear-gradient(#fff, #777) }"),
            "", "color-contrast <h2", NIGHT,
        ),
        # Letters too small for their contrast.
        (f"h2 {{ color: {SOFT}; font-size: 30px }}" + at("max-width: 400px", "h2 { font-size: 18px }"), "", "color-contrast <h2", NARROW),
        # A text that is seen at some widths only, as are others that are painted as it is.
        (
            f".last, b {{ color: {SOFT} }} .last {{ position: absolute; clip-path: inset(50%); clip: rect(0 0 0 0) }}"
            + at("max-width: 900px", "b { display: none }"),
            "<p><b>Un mot</b></p>", "color-contrast <b", WIDE,
        ),
        ("p > a { text-decoration: none }" + at("prefers-color-scheme: dark", "a { color: #343 }"), "", "link-in-text-block <a", NIGHT),
        ("a { color: #343 }" + at("max-width: 400px", "p > a { text-decoration: none }"), "", "link-in-text-block <a", NARROW),
        # What is there at some widths only, or at night.
        (at("max-width: 900px", "b { display: none }"), "<b><a href='#fin'></a></b>", "link-name <a", WIDE),
        ("b { display: none }" + at("prefers-color-scheme: dark", "b { display: block }"), "<b><img src='data:,'></b>", "image-alt <img", NIGHT),
        ("b { visibility: hidden }" + at("max-width: 400px", "b { visibility: visible }"), "<b><img src='data:,'></b>", "image-alt <img", NARROW),
        # The boxes stay.
        ("h1 { visibility: visible }" + at("max-width: 400px", "h1 { visibility: hidden }"), "", "page-has-heading-one <html", NARROW),
        # Letters that join, which are taken for icons when they are alone.
        (
            "bdi { background: linear-gradient(#fff, #eee) }" + at("prefers-color-scheme: dark", "bdi { color: #999 }"),
            "<p><bdi>جمعية المكان المشترك</bdi></p>", "color-contrast <bdi", NIGHT,
        ),
        # Boxes.
        ("b { display: block; overflow: auto; height: 9em }" + at("max-width: 400px", "b { height: 2em }"), f"<b>{'mot ' * 60}</b>", "scrollable-region-focusable <b", NARROW),
        ("button { display: block; height: 30px }" + at("max-width: 400px", "button { height: 9px; width: 9px; padding: 0; border: 0; font-size: 1px }"), "<button>x</button><button>x</button>", "target-size <button", NARROW),
        ("b { display: block; width: 700px }", "<b>Un mot</b>", "sticks out", NARROW),
    ],
)  # fmt: skip
def test_a_fault_is_found_where_it_shows(
    window: Window, style: str, more: str, fault: str, where: set[tuple[int, str]]
) -> None:
    put(window, style, more)
    everything = found(window)
    told = everything.get(fault, set())
    assert told and told <= where, everything


def test_what_fails_and_what_is_asked_of_others_is_told(new_context: NewContext) -> None:
    window, watch = open_checker(new_context, "about:blank")
    put(window, more="<img src='http://127.0.0.1:9/x.png' alt='Rien'>")
    assert found(window) == {}
    assert watch.outside("about:blank") == ["http://127.0.0.1:9/x.png"] and watch.faults


# What axe-core asks of the browser that may change with the width or the hour, and what it finds, all rules but some
# being run; it may be told of one way only to show an element.
_READ = """
async ([tags, others, oneWay]) => {
  const read = new Set();
  const note = (name, value) => (read.add(name), value);
  const style = window.getComputedStyle;
  window.getComputedStyle = (...of) => {
    const found = style(...of);
    const value = name => oneWay && name === "display" && found[name] !== "none" ? "block" : found.getPropertyValue(name);
    const get = name => note(name, value(name));
    return new Proxy(found, {get: (_, name) => name === "getPropertyValue" ? get : get(name)});
  };
  for (const kind of [Element, HTMLElement, Range, Document])
    for (const [name, how] of Object.entries(Object.getOwnPropertyDescriptors(kind.prototype)))
      if (/rect|client|offset|scroll|frompoint|innertext|checkvisibility/i.test(name))
        Object.defineProperty(kind.prototype, name, how.get
          ? {...how, get() { return note(name, how.get.call(this)); }}
          : {...how, value(...of) { return note(name, how.value.apply(this, of)); }});
  const rules = Object.fromEntries(others.map(rule => [rule, {enabled: false}]));
  const {violations, incomplete, passes} = await axe.run({runOnly: tags, rules, preload: false});
  const found = [violations, incomplete, passes].map(all => all.map(rule => [rule.id, rule.nodes.length]));
  return {read: [...read].sort(), found};
}
"""


#: Something for each rule to look at.
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


def test_rules_that_are_spared_read_nothing_that_changed(new_context: NewContext) -> None:
    """Those that read boxes or colours are known by name."""
    window, _ = open_checker(new_context, "about:blank")
    window.page.set_content(f"<!doctype html><html lang=fr><title>Essai</title>{EVERYTHING}")
    known = [*LAYOUT, "color-contrast", "link-in-text-block"]
    spared = window.page.evaluate(_READ, [STANDARDS, known, True])
    assert spared["read"] == ["content-visibility", "display", "visibility"]
    assert spared["found"] == window.page.evaluate(_READ, [STANDARDS, known, False])["found"]
    assert {"display", "position", "background-color"} < set(
        window.page.evaluate(_READ, [STANDARDS, [], False])["read"]
    )
