"""Chromium, started once by each process, and sites served as a careful host would serve them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from browser import places
from browser.host import serve
from machine import lack, need

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
#: Nothing that is not a file of the site: no script or style inside a page, nothing from elsewhere.
POLICY = "default-src 'self'"


@pytest.fixture(scope="session")
def place(once: Callable[..., Path], new_place: Callable[[Path], Path]) -> Callable[[str], Path]:
    """``place(name)``: one of ``places.PLACES``, built. Not to be changed."""
    return lambda name: once(f"shown/{name}", lambda folder: places.make(name, new_place(folder / "place"))) / "place"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    path = need("chromium", "chromium-browser", "google-chrome", "chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        lack("playwright is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """``visit(**options)``: a visitor who has never come, with a window of 1280 × 800."""
    with ExitStack() as visitors:

        def visit(**options: Any) -> BrowserContext:
            context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
            visitors.callback(context.close)
            return context

        yield visit


@pytest.fixture
def site(place: Callable[[str], Path]) -> Iterator[Callable[..., str]]:
    """``site(name, policy)``: the address at which a place's site is served, under the path that it will have."""
    with ExitStack() as servers:

        def site(name: str, policy: str = POLICY) -> str:
            base = urlsplit(places.fact(place(name), "space", "contact", "website") or "").path.rstrip("/") + "/"
            return servers.enter_context(serve(place(name) / "public", policy, base))

        yield site


@pytest.fixture
def shelf(place: Callable[[str], Path]) -> Iterator[Callable[[str], str]]:
    """``shelf(name)``: the address of a place's documents. Each carries its own style, which the policy would refuse."""
    with ExitStack() as servers:
        yield lambda name: servers.enter_context(serve(place(name) / "documents", ""))
