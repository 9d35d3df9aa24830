"""The pages of the directory of a network, checked as those of a place are."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import network_site
from support.built_places import HOSTILE_NAME
from support.fixtures import NewContext, SharedFolder
from support.page_checks import check_pages
from support.web_host import response_headers, serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="session")
def directory(shared_folder: SharedFolder) -> Path:
    """The folder of the directory. Not to be changed."""
    return shared_folder("network", network_site.build_network_site) / "network"


def test_the_pages_of_the_directory_have_no_fault(directory: Path, new_context: NewContext) -> None:
    addresses = network_site.page_paths(directory)
    with serve(directory, response_headers(directory, "")) as home:
        check_pages(new_context, home, addresses, lambda address: "fr")
    assert len(addresses) > 8


def test_links_lead_from_the_map_to_a_place_and_its_lineage(directory: Path, new_context: NewContext) -> None:
    with serve(directory, response_headers(directory, "")) as home:
        page = new_context(java_script_enabled=False).new_page()
        page.goto(home)
        page.locator(".chart a").first.click()
        assert "/lieux/#lieu-" in page.url
        page.get_by_role("link", name="Famille").click()
        assert HOSTILE_NAME in page.locator("main").inner_text()
        page.get_by_role("link", name="Tous les lieux").first.click()
        page.locator(".choices a", has_text="Loire (42)").click()
        page.locator(".place-card").first.wait_for()
        assert page.locator(".place-card").count() == 1
