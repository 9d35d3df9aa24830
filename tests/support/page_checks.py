"""Checks of pages in Chromium: axe-core, overflow, errors of the console, and requests to other sites."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, Any

from support.fixtures import NewContext
from support.paths import SUPPORT, VALIDATORS
from support.requirements import require_file

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Request

AXE = VALIDATORS / "node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"]
#: The rules of axe-core that read boxes of elements; ``test_page_checks.py`` checks that the list is complete.
LAYOUT = [
    "aria-hidden-focus", "avoid-inline-spacing", "blink", "label", "landmark-one-main", "marquee", "object-alt",
    "page-has-heading-one", "scrollable-region-focusable", "select-name", "skip-link", "target-size",
    "th-has-data-cells",
]  # fmt: skip
View = tuple[int, str]
#: Each width in the light and the dark colour scheme, in an order that changes one of them at a time.
VIEWS: Sequence[View] = ((320, "light"), (320, "dark"), (768, "dark"), (768, "light"), (1280, "light"), (1280, "dark"))

_CHECK = (SUPPORT / "page_checks.js").read_text(encoding="utf-8")
_CONTRAST = (SUPPORT / "contrast.js").read_text(encoding="utf-8")
# The elements that stick out of a page that scrolls sideways.
_OVERFLOW = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter(element => element.getBoundingClientRect().right > width + 0.5)
    .map(element => element.outerHTML.slice(0, 120));
}
"""
# The texts that are printed over one another: of the letters of each line, the middle half of their height, as far as no
# box around them cuts it.
_OVERLAP = """
() => {
  const styles = new Map();
  const style = element => styles.get(element) ?? (styles.set(element, getComputedStyle(element)), styles.get(element));
  const lines = [];
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    const [node, parent] = [nodes.currentNode, nodes.currentNode.parentElement];
    if (!node.data.trim() || parent.closest("svg, script, style, option, textarea")) continue;
    if (!parent.checkVisibility({opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true})) continue;
    const around = [];
    for (let element = parent; element; element = element.parentElement) around.push(element);
    if (around.some(element => style(element).clip !== "auto" || style(element).clipPath !== "none")) continue;
    const cuts = around.filter(element => style(element).overflow !== "visible").map(element => element.getBoundingClientRect());
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const top = Math.max(box.top + box.height / 4, ...cuts.map(cut => cut.top));
      const bottom = Math.min(box.bottom - box.height / 4, ...cuts.map(cut => cut.bottom));
      const left = Math.max(box.left, ...cuts.map(cut => cut.left)), right = Math.min(box.right, ...cuts.map(cut => cut.right));
      if (bottom - top > 1 && right - left > 1) lines.push({node, top, bottom, left, right});
    }
  }
  lines.sort((a, b) => a.top - b.top);
  const found = new Set();
  lines.forEach((a, index) => {
    for (let next = index + 1; next < lines.length && lines[next].top < a.bottom - 1; next++) {
      const b = lines[next];
      if (a.node !== b.node && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2)
        found.add(`${a.node.data.trim().slice(0, 60)} / ${b.node.data.trim().slice(0, 60)}`);
    }
  });
  return [...found];
}
"""
# Puts another page in the window that has axe-core: loading axe-core into each page takes longer than its checks.
# All pictures of the old page must be loaded before, so that no request fails, and the old page must be gone before
# the address changes, so that it requests none of its pictures at the new address.
_SHOW = """
async address => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  const html = await answer.text();
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map(image => image.complete || new Promise(resolve => {
    for (const end of ["load", "error"]) image.addEventListener(end, resolve);
  })));
  for (const image of document.querySelectorAll("img, source")) for (const name of ["srcset", "src"]) image.removeAttribute(name);
  await new Promise(resolve => setTimeout(resolve));
  document.open();
  history.replaceState(null, "", address);
  await new Promise((resolve, reject) => {
    addEventListener("load", resolve, {once: true});
    setTimeout(() => reject(new Error(`never loaded: ${address}`)), 10000);
    document.write(html);
    document.close();
  });
}
"""
# The elements that break the layout of a page: on paper, tables that are cut; enlarged, fixed elements that hide the
# text, and captions that scroll out of sight with their table.
_PRINTED = """
() => [...document.querySelectorAll(".scroll")]
  .filter(element => element.scrollWidth > element.clientWidth + 1)
  .map(element => element.outerHTML.slice(0, 120))
"""
_ENLARGED = """
() => {
  const fixed = [...document.querySelectorAll("body *")].filter(element => {
    const position = getComputedStyle(element).position;
    return (position === "fixed" || position === "sticky") && element.getBoundingClientRect().height >= 128;
  });
  const captions = [...document.querySelectorAll(".scroll caption:not(.hidden)")].filter(caption =>
    caption.getBoundingClientRect().right > caption.closest(".scroll").getBoundingClientRect().right + 1);
  return [...fixed, ...captions].map(element => element.outerHTML.slice(0, 120));
}
"""
_SCROLLS = "document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['scrolls sideways'] : []"
#: Width, height, medium and script of other layouts: paper as wide as A4 without its margins, and 1280 × 1024 pixels
#: enlarged four times (WCAG 1.4.10).
LAYOUTS = {"printed": (680, 960, "print", _PRINTED), "enlarged": (320, 256, "screen", _ENLARGED)}
_STATE = "[document.documentElement.lang, document.querySelectorAll('h1').length, window.hacked]"


class PageMonitor:
    """The errors in the pages of a context, and the addresses that they request."""

    def __init__(self, context: BrowserContext):
        self.errors: list[str] = []
        self.requests: list[str] = []
        context.on("console", lambda message: self.errors.append(f"{message.type}: {message.text}"))
        context.on("weberror", lambda error: self.errors.append(f"error: {error.error}"))
        context.on("dialog", lambda dialog: self.errors.append(f"dialog: {dialog.message}"))
        context.on("requestfailed", self._note_failure)
        context.on("request", lambda request: self.requests.append(request.url))

    def _note_failure(self, request: Request) -> None:
        """Note a request that failed, unless its page was left meanwhile: a picture may change with the width of the window."""
        if request.failure != "net::ERR_ABORTED":
            self.errors.append(f"failed: {request.url}")

    def external_requests(self, home: str) -> list[str]:
        """The addresses requested outside of the site at ``home``."""
        return [address for address in self.requests if not address.startswith(home)]


class Window:
    """A page that is checked without being painted: Chromium does not paint a page behind another one."""

    def __init__(self, page: Page):
        self.page = page
        self._session = page.context.new_cdp_session(page)
        self._session.send("Emulation.setFocusEmulationEnabled", {"enabled": False})
        page.context.new_page().bring_to_front()

    def resize(self, width: int, height: int = 800) -> None:
        """Give the page this size in pixels, as playwright does."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._session.send("Emulation.setDeviceMetricsOverride", size)

    def emulate(self, medium: str = "screen", **features: str) -> None:
        """Emulate this medium and these media features, written with ``_`` for ``-``, and no other."""
        values = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self._session.send("Emulation.setEmulatedMedia", {"media": medium, "features": values})

    def show(self, address: str) -> None:
        """Replace the page by the one at ``address`` of the same site."""
        self.page.evaluate(_SHOW, address)
        assert self.page.url == address


def turned_views(turn: int) -> Sequence[Sequence[View]]:
    """The two views of one width for each of three pages, another width for the first of them at each ``turn``.

    Places have the same pages in about the same order: three places whose turns follow one another have each in every view.
    """
    pairs = [VIEWS[first : first + 2] for first in range(0, len(VIEWS), 2)]
    return [pairs[(turn + number) % len(pairs)] for number in range(len(pairs))]


def check_pages(
    new_context: NewContext,
    home: str,
    addresses: list[str],
    language: Callable[[str], str],
    *,
    views: Sequence[Sequence[View]] = (VIEWS, VIEWS[::-1]),
    layouts: bool = False,
) -> None:
    """Assert that pages have no fault, no error, no external request, one h1 and their language.

    Each page is seen in the ``views`` that come to its turn; with ``layouts``, in ``LAYOUTS`` too.
    """
    window, monitor = open_checker(new_context, home + addresses[0])
    faults: list[Any] = []
    for address, page_views in zip(addresses, cycle(views), strict=False):
        window.show(home + address)
        faults += [(address, *fault) for fault in layout_faults(window)] if layouts else []
        faults += [(address, *fault) for fault in page_faults(window, page_views)]
        state = window.page.evaluate(_STATE)
        faults += [(address, state)] if state != [language(address), 1, None] else []
    faults += [*monitor.errors, *monitor.external_requests(home)]
    assert faults == [], "\n".join(map(str, faults))
    assert len(monitor.requests) > len(addresses)


def open_checker(new_context: NewContext, address: str) -> tuple[Window, PageMonitor]:
    """A window at ``address`` that has axe-core, and the monitor of its context."""
    context = new_context()
    monitor = PageMonitor(context)
    page = context.new_page()
    page.goto(address)
    page.evaluate(require_file(AXE).read_text(encoding="utf-8") + "; null")
    page.evaluate(
        f"([tags, layout]) => {{ window.checkPage = ({_CHECK})(tags, layout, {_CONTRAST}) }}", [STANDARDS, LAYOUT]
    )
    return Window(page), monitor


def layout_faults(window: Window) -> Iterator[tuple[str, str]]:
    """The name of the layout and the element, or the overflow, for each fault of the page in ``LAYOUTS``."""
    for name, (width, height, medium, script) in LAYOUTS.items():
        window.resize(width, height)
        window.emulate(medium)
        yield from ((name, fault) for fault in window.page.evaluate(f"() => [...({_SCROLLS}), ...({script})()]"))


def page_faults(window: Window, views: Iterable[View] = VIEWS) -> Iterator[tuple[Any, ...]]:
    """The faults of the page in each view: the width, the colour scheme, and the fault of axe-core, the overflow, or texts over one another."""
    for width, scheme in views:
        window.resize(width)
        window.emulate(prefers_color_scheme=scheme)
        script = f"async () => [await checkPage(), ({_OVERFLOW})(), ({_OVERLAP})()]"
        faults, elements, texts = window.page.evaluate(script)
        yield from ((width, scheme, fault) for fault in faults)
        yield from ((width, scheme, "sticks out", element) for element in elements)
        yield from ((width, scheme, "over one another", text) for text in texts)
