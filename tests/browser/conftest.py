"""Chromium, started once by each process, and sites served as a careful host would serve them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from support import built_places
from support.requirements import lack, need
from support.web_host import serve

from tierslieu.rendering import security_headers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def place(once: Callable[..., Path], new_place: Callable[[Path], Path]) -> Callable[[str], Path]:
    """``place(name)``: one of ``places.PLACES``, built. Not to be changed."""
    return lambda name: (
        once(f"shown/{name}", lambda folder: built_places.make(name, new_place(folder / "place"))) / "place"
    )


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
    """``site(name)``: the address at which a place's site is served, under the path that it will have, with the headers
    that the kit tells hosts to send; ``careful=False`` sends none.
    """
    with ExitStack() as servers:

        def site(name: str, careful: bool = True) -> str:
            base = urlsplit(built_places.fact(place(name), "space", "contact", "website") or "").path.rstrip("/") + "/"
            public = place(name) / "public"
            return servers.enter_context(serve(public, told(public, "") if careful else {}, base))

        yield site


@pytest.fixture
def shelf(place: Callable[[str], Path]) -> Iterator[Callable[[str], str]]:
    """``shelf(name)``: the address of a place's documents, with the same headers."""
    with ExitStack() as servers:

        def shelf(name: str) -> str:
            documents = place(name) / "documents"
            return servers.enter_context(serve(documents, told(documents, "documents/")))

        yield shelf


def told(folder: Path, path: str) -> dict[str, str]:
    """The headers of a site whose files at ``path`` are in ``folder``."""
    pages = {f"{path}{file.relative_to(folder).as_posix()}": file.read_bytes() for file in folder.rglob("*.html")}
    return security_headers.everywhere(pages, secure=False)
