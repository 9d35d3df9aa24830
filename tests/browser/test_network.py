"""The directory of a network, judged as the pages of a place are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from browser.conftest import told
from support import network_site
from support.built_places import NAME
from support.page_checks import Visit, look
from support.web_host import serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="session")
def directory(once: Callable[..., Path]) -> Path:
    """The directory. Not to be changed."""
    return once("network", network_site.make) / "network"


def test_the_directory_is_accessible_and_sound(directory: Path, visit: Visit) -> None:
    addresses = network_site.pages(directory)
    with serve(directory, told(directory, "")) as home:
        look(visit, home, addresses, lambda address: "fr")
    assert len(addresses) > 8


def test_a_visitor_goes_from_the_map_to_a_place_and_its_family(directory: Path, visit: Visit) -> None:
    with serve(directory, told(directory, "")) as home:
        page = visit(java_script_enabled=False).new_page()
        page.goto(home)
        page.locator(".chart a").first.click()
        assert "/lieux/#lieu-" in page.url
        page.get_by_role("link", name="Famille").click()
        assert NAME in page.locator("main").inner_text()
        page.get_by_role("link", name="Tous les lieux").first.click()
        page.locator(".choices a", has_text="Loire (42)").click()
        page.locator(".place-card").first.wait_for()
        assert page.locator(".place-card").count() == 1
