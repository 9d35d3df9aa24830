"""Chromium, started once by each process, and sites served as a careful host would serve them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from support import built_places
from support.requirements import require_program, skip_or_fail
from support.web_host import serve

from tierslieu.rendering import security_headers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def built_place(shared_folder: Callable[..., Path], new_place: Callable[[Path], Path]) -> Callable[[str], Path]:
    """``place(name)``: one of ``places.PLACES``, built. Not to be changed."""
    return lambda name: (
        shared_folder(f"shown/{name}", lambda folder: built_places.build_place(name, new_place(folder / "place")))
        / "place"
    )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    path = require_program("chromium", "chromium-browser", "google-chrome", "chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        skip_or_fail("playwright is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """``visit(**options)``: a visitor who has never come, with a window of 1280 × 800."""
    with ExitStack() as visitors:

        def new_context(**options: Any) -> BrowserContext:
            context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
            visitors.callback(context.close)
            return context

        yield new_context


@pytest.fixture
def site_url(built_place: Callable[[str], Path]) -> Iterator[Callable[..., str]]:
    """``site(name)``: the address at which a place's site is served, under the path that it will have, with the headers
    that the kit tells hosts to send; ``careful=False`` sends none.
    """
    with ExitStack() as servers:

        def site_url(name: str, careful: bool = True) -> str:
            base = (
                urlsplit(built_places.config_value(built_place(name), "space", "contact", "website") or "").path.rstrip(
                    "/"
                )
                + "/"
            )
            public = built_place(name) / "public"
            return servers.enter_context(serve(public, told(public, "") if careful else {}, base))

        yield site_url


@pytest.fixture
def documents_url(built_place: Callable[[str], Path]) -> Iterator[Callable[[str], str]]:
    """``shelf(name)``: the address of a place's documents, with the same headers."""
    with ExitStack() as servers:

        def documents_url(name: str) -> str:
            documents = built_place(name) / "documents"
            return servers.enter_context(serve(documents, told(documents, "documents/")))

        yield documents_url


def told(folder: Path, path: str) -> dict[str, str]:
    """The headers of a site whose files at ``path`` are in ``folder``."""
    pages = {f"{path}{file.relative_to(folder).as_posix()}": file.read_bytes() for file in folder.rglob("*.html")}
    return security_headers.everywhere(pages, secure=False)
