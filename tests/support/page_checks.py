"""What judges a page in Chromium: axe-core, what sticks out of it, what fails in it, and what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support.paths import VALIDATORS
from support.requirements import require_file

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

NewContext = Callable[..., "BrowserContext"]

AXE = VALIDATORS / "node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"]
#: Rules of axe-core that read boxes, not only what is shown at all: ``test_judges.py`` sees whether one is missing.
LAYOUT = [
    "aria-hidden-focus", "avoid-inline-spacing", "blink", "label", "landmark-one-main", "marquee", "object-alt",
    "page-has-heading-one", "scrollable-region-focusable", "select-name", "skip-link", "target-size",
    "th-has-data-cells",
]  # fmt: skip
#: Each width by day and by night, one change at a time.
VIEWS = [(320, "light"), (320, "dark"), (768, "dark"), (768, "light"), (1280, "light"), (1280, "dark")]

_JUDGE = Path(__file__).with_name("page_checks.js").read_text(encoding="utf-8")
_CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
# What sticks out of a page that scrolls sideways.
_OVERFLOW = """
() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > room + 0.5)
    .map(one => one.outerHTML.slice(0, 120));
}
"""
# Another page in the same window, where axe-core is: to load and to warm it up anew takes longer than all that it does.
# Its pictures are all there before it goes, else one that it had just asked for would fail; and it must be gone before
# the address changes, else it would ask for its pictures there.
_SHOW = """
async address => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  const html = await answer.text();
  for (const one of document.images) one.loading = "eager";
  await Promise.all([...document.images].map(one => one.complete || new Promise(come => {
    for (const end of ["load", "error"]) one.addEventListener(end, come);
  })));
  for (const one of document.images) for (const name of ["srcset", "src"]) one.removeAttribute(name);
  await new Promise(gone => setTimeout(gone));
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
_SAID = "[document.documentElement.lang, document.querySelectorAll('h1').length, window.hacked]"


class PageMonitor:
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


class Window:
    """A page that is judged, and not drawn: Chromium does not draw what another page covers."""

    def __init__(self, page: Page):
        self.page = page
        self._command = page.context.new_cdp_session(page).send
        self._command("Emulation.setFocusEmulationEnabled", {"enabled": False})
        page.context.new_page().bring_to_front()

    def resize(self, width: int) -> None:
        """Give it this width, as playwright does, and a height of 800 pixels."""
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        self._command("Emulation.setDeviceMetricsOverride", size)

    def emulate(self, **features: str) -> None:
        """Let style sheets find these media features, all others as they are; ``_`` stands for ``-``."""
        told = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self._command("Emulation.setEmulatedMedia", {"features": told})

    def show(self, address: str) -> None:
        """Put the page at ``address``, of the same site, in the place of the one that is shown."""
        self.page.evaluate(_SHOW, address)
        assert self.page.url == address


def check_pages(visit: NewContext, home: str, addresses: list[str], language: Callable[[str], str]) -> None:
    """Look at everything there is to see of some pages, and fail with all that is wrong."""
    window, watch = open_checker(visit, home + addresses[0])
    found: list[tuple[Any, ...]] = []
    for address, looks in zip(addresses, cycle((VIEWS, VIEWS[::-1])), strict=False):
        window.show(home + address)
        found += [(address, *fault) for fault in page_faults(window, looks)]
        said = window.page.evaluate(_SAID)
        found += [(address, said)] if said != [language(address), 1, None] else []
    wrong = [*found, *watch.faults, *watch.outside(home)]
    assert wrong == [], wrong
    assert len(watch.asked) > len(addresses)


def open_checker(visit: NewContext, address: str) -> tuple[Window, PageMonitor]:
    """A visitor's window that has the judges in it, and what goes wrong there."""
    context = visit()
    watch = PageMonitor(context)
    page = context.new_page()
    page.goto(address)
    page.evaluate(require_file(AXE).read_text(encoding="utf-8") + "; null")
    page.evaluate(
        f"([tags, layout]) => {{ window.judge = ({_JUDGE})(tags, layout, {_CONTRAST}) }}", [STANDARDS, LAYOUT]
    )
    return Window(page), watch


def page_faults(window: Window, looks: Iterable[tuple[int, str]] = tuple(VIEWS)) -> Iterator[tuple[Any, ...]]:
    """What is wrong with the page that is shown, at each width, by day and by night."""
    for width, scheme in looks:
        window.resize(width)
        window.emulate(prefers_color_scheme=scheme)
        judged, out = window.page.evaluate(f"async () => [await judge(), ({_OVERFLOW})()]")
        yield from ((width, scheme, one) for one in judged)
        yield from ((width, scheme, "sticks out", one) for one in out)
