"""Chromium, started once a process, and sites served with the headers that the kit tells hosts to send."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from support import built_places, quick_sites
from support.chromium import launch_chromium
from support.fixtures import BuiltPlace, DocumentsUrl, NewContext, NewPlace, SharedFolder, SiteUrl
from support.requirements import skip_or_fail
from support.web_host import response_headers, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

#: The longest wait for a page or an element, in milliseconds.
PATIENCE = 120_000


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        skip_or_fail("playwright is not installed")
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def new_context(chromium: Browser) -> Iterator[NewContext]:
    """``new_context(**options)``: a context with no cookie and no cache, and windows of 1280 × 800 pixels."""
    with ExitStack() as contexts:

        def new_context(**options: Any) -> BrowserContext:
            context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
            contexts.callback(context.close)
            context.set_default_timeout(PATIENCE)  # on a busy computer, the 30 s of Playwright are short
            return context

        yield new_context


@pytest.fixture
def site_url(built_place: BuiltPlace) -> Iterator[SiteUrl]:
    """``site_url(name)``: the address at which a site is served, under the path of its website, with the headers that
    the kit tells hosts to send, or none with ``security_headers=False``.
    """
    with ExitStack() as servers:

        def site_url(name: str, *, security_headers: bool = True) -> str:
            base = (
                urlsplit(built_places.config_value(built_place(name), "space", "contact", "website") or "").path.rstrip(
                    "/"
                )
                + "/"
            )
            public = built_place(name) / "public"
            return servers.enter_context(serve(public, response_headers(public, "") if security_headers else {}, base))

        yield site_url


@pytest.fixture
def documents_url(built_place: BuiltPlace) -> Iterator[DocumentsUrl]:
    """``documents_url(name)``: the address at which the documents of a place are served, with the same headers."""
    with ExitStack() as servers:

        def documents_url(name: str) -> str:
            documents = built_place(name) / "documents"
            return servers.enter_context(serve(documents, response_headers(documents, "documents/")))

        yield documents_url


@pytest.fixture(scope="session")
def furnished_site(shared_folder: SharedFolder, new_place: NewPlace) -> Path:
    """The folder of the site of a place whose facts are all known."""
    name = "furnished-site"
    folder = shared_folder(name, lambda folder: quick_sites.write_furnished_site(new_place(folder / "place")))
    return folder / "place/public"


@pytest.fixture(scope="session")
def furnished_url(furnished_site: Path) -> Iterator[str]:
    """The address of that site."""
    with serve(furnished_site, response_headers(furnished_site, "")) as url:
        yield url
