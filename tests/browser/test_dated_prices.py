"""From the first day of the next grid on, pages that nobody has built again show its prices."""

from __future__ import annotations

import re

import pytest
from support.fixtures import NewContext
from support.paths import TEMPLATE
from unit.site.test_dated_prices import place
from unit.site.test_site import FULL

from tierslieu.site.pages_build import build_pages

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCRIPT = (TEMPLATE / "theme/static/site.js").read_text(encoding="utf-8")


def text_at(new_context: NewContext, path: str, now: str, *, script: bool = True) -> str:
    """The text that a page shows at ``now`` (UTC)."""
    html = build_pages(place())[path].decode()
    html = re.sub(r"<(?:script|link|meta http-equiv)[^>]*>(?:</script>)?", "", html)
    browser_page = new_context(timezone_id="America/New_York").new_page()
    errors: list[str] = []
    browser_page.on("pageerror", lambda error: errors.append(str(error)))
    browser_page.clock.set_fixed_time(now)
    browser_page.set_content(html + (f"<script>{SCRIPT}</script>" if script else ""))
    assert errors == []
    return re.sub(r"\s+", " ", browser_page.locator("body").inner_text())


@pytest.mark.parametrize("path", ["index.html", "coworking/index.html", "tarifs/index.html"])
def test_prices_change_on_their_day_at_the_place(new_context: NewContext, path: str) -> None:
    before = text_at(new_context, path, "2027-01-31T22:30:00Z")
    assert re.search("15 € la journée 16 € à partir du 1er février 2027", before, re.IGNORECASE)
    assert text_at(new_context, path, "2027-06-01T12:00:00Z", script=False) == before
    # It is already the first of February in France, not yet in New York.
    after = text_at(new_context, path, "2027-01-31T23:30:00Z")
    assert "16 €" in after and "15 €" not in after and "à partir du 1er février" not in after
    assert f"{FULL['month']} €" in after
