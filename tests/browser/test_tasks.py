"""What people come to the site for: found from its front page by following the words of links, as they are seen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from support.fixtures import NewContext

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_CLICKS = 2
#: By size of the window in pixels, how many times a person may scroll by its height, in all.
SCROLLS = {(1440, 900): 0, (360, 760): 1}

#: The first of the elements that lies in the window, as it is scrolled, or in one of the next that one scrolls to.
_SEEN = """
(elements, scrolls) => elements.findIndex(element => {
  const box = element.getBoundingClientRect();
  return element.checkVisibility() && box.height > 0 && box.top >= 0 && box.bottom <= (scrolls + 1) * innerHeight;
})
"""


@dataclass(frozen=True)
class Task:
    """The words that a person who has this in mind may follow, best first, and what answers, each with its text."""

    words: tuple[str, ...]
    answers: dict[str, str]


TASKS = {
    "the price of six visits a month": Task(
        ("Tarifs", "Combien ça coûte ?"), {"#mon-prix output": "6 demi-journées\u00a0: 48\u00a0€"}
    ),
    "the next Papycamp, and how to subscribe": Task(
        ("Papycamp", "Agenda", "Au programme"),
        {".masthead time": "Jeudi 10 décembre 2026", "main a[href^='webcal:']": "S’abonner"},
    ),
    "who runs digital help": Task(
        ("Qui fait quoi",),
        {
            # On wide screens a thread of a drawing leads from the service to it.
            ".masthead text:has-text('Association Exemple'), "
            ".masthead .flows li:has-text('Médiation numérique')": "Association Exemple"
        },
    ),
    "the telephone": Task(("Venir", "Venir nous voir", "C’est où ?"), {"main a[href^='tel:']": "04 65 71 00 42"}),
    "whether it is open on Saturday": Task(("C’est ouvert ?", "Venir"), {"main dd, main tr": "Samedi 10\u00a0h"}),
}


class Visitor:
    """A person in front of a page who, where nothing that is seen helps, opens the menu, then scrolls, or scrolls first."""

    def __init__(self, page: Page, scrolls: int, *, scrolls_first: bool):
        self._page, self._scrolls_left, self._scrolls_first = page, scrolls, scrolls_first
        self.clicks = 0

    def sees(self, found: Locator, scrolls: int | None = None) -> Locator | None:
        """The first of the elements that is whole in the window, after a scroll if need be."""
        for scroll in range((self._scrolls_left if scrolls is None else scrolls) + 1):
            seen = found.evaluate_all(_SEEN, scroll)
            if seen >= 0:
                self._page.evaluate("scroll => scrollBy(0, scroll * innerHeight)", scroll)
                self._scrolls_left -= scroll
                return found.nth(seen)
        return None

    def follow(self, words: tuple[str, ...]) -> bool:
        """Click a link with one of these words, the best first; whether there was one."""
        menu = self._page.locator(".menu-button:not(.menu-close)")
        if self._follow(words, self._scrolls_left if self._scrolls_first else 0):
            return True
        return (self._click(self.sees(menu, 0)) and self._follow(words, 0)) or self._follow(words, self._scrolls_left)

    def _follow(self, words: tuple[str, ...], scrolls: int) -> bool:
        links = (self._page.locator("a", has_text=_whole(text)) for text in words)
        return any(self._click(self.sees(link, scrolls)) for link in links)

    def _click(self, element: Locator | None) -> bool:
        if element:
            element.click()
            self.clicks += 1
            self._page.wait_for_load_state()
        return bool(element)


def _whole(text: str) -> re.Pattern[str]:
    """Nothing but these words, with any kind of space between them."""
    words = r"\s".join(map(re.escape, text.split()))
    return re.compile(rf"^\s*{words}\s*$")


@pytest.mark.parametrize("size", SCROLLS, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("name", TASKS)
def test_a_task_takes_two_clicks(furnished_url: str, new_context: NewContext, name: str, size: tuple[int, int]) -> None:
    ways = [walk(furnished_url, new_context, TASKS[name], size, scrolls_first=first) for first in (False, True)]
    assert any(way[-1] == "seen" for way in ways), ways


def walk(url: str, new_context: NewContext, task: Task, size: tuple[int, int], *, scrolls_first: bool) -> list[str]:
    """The pages that a person sees who has this task in mind; ``seen`` after the one that answers in time."""
    page = new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    page.clock.set_fixed_time("2026-12-01T09:00:00+01:00")
    page.goto(url)
    visitor, pages = Visitor(page, SCROLLS[size], scrolls_first=scrolls_first), [url]
    while not all(visitor.sees(page.locator(where).filter(has_text=text)) for where, text in task.answers.items()):
        if visitor.clicks >= MOST_CLICKS or not visitor.follow(task.words):
            return pages
        pages.append(page.url)
    return [*pages, "seen"] if visitor.clicks <= MOST_CLICKS else pages
