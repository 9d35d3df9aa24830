"""The page of the components: each has an example, in every palette, by day and by night; none of it is published."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from support.paths import TEMPLATE
from unit.site.test_commons import FULL
from unit.site.test_place_pages import known
from unit.site.test_site import Reading, space

from tierslieu.model import Commons, Community
from tierslieu.site.build import build_site
from tierslieu.site.pages_build import build_pages
from tierslieu.site.style_pages import MODES, StylePages

COMPONENTS = {path.stem for path in (TEMPLATE / "theme/components").glob("*.html")}
#: Components that have nothing to show here: without photographs, a second language, a later price
#: list, years of news or a history.
WITHOUT_FACTS = {"divergence", "gallery", "navigation", "news_years", "next_prices", "next_rules"}
FURNISHED: dict[str, Any] = {
    "identity": {
        "areas": known()["areas"][1:], "opening_hours": "Mo-Fr 09:00-18:00", "access": known()["access"],
    },
    "organisations": {"streams": {"coworking": {"shares": {"cooperative": 80, "association": 20}}}},
    "commons": Commons.model_validate({"improvements": [FULL]}),
    "community": Community.model_validate({"people": [{"name": "Noé Silex", "activity": "Tailleur", "agreed": "2026-11-01"}]}),
}  # fmt: skip


@pytest.fixture
def pages() -> StylePages:
    place = space(**FURNISHED)
    return StylePages(place, build_site(place, {}))


def examples(html: str) -> dict[str, str]:
    """The example of each component, as it is rendered."""
    parts = re.split(r'<section class="section" id="example-(\w+)"', html)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_component_has_an_example(pages: StylePages) -> None:
    html = (pages.get("") or b"").decode()
    shown = examples(html)
    assert shown.keys() == COMPONENTS
    empty = {name for name, made in shown.items() if "Rien à montrer" in made}
    assert empty == WITHOUT_FACTS


def test_every_style_sheet_of_a_page_is_there_for_its_components(pages: StylePages) -> None:
    layouts = (path.read_text("utf-8") for path in (TEMPLATE / "theme/layouts").glob("*.html"))
    of_pages = {name for layout in layouts for name in re.findall(r"version\(['\"]([\w-]+\.css)", layout)}
    html = pages.get("") or b""
    assert of_pages and not {name for name in of_pages if f"/{name}".encode() not in html}


@pytest.mark.long
@pytest.mark.parametrize("mode", MODES)
def test_a_palette_is_shown_by_day_or_by_night_whatever_the_device_asks_for(pages: StylePages, mode: str) -> None:
    path = f"lagune/{mode}/"
    html = (pages.get(path) or b"").decode()
    assert f'<meta name="color-scheme" content="{mode}">' in html
    sheets = [attrs["href"] or "" for _, attrs in Reading(html.encode()).elements if attrs.get("rel") == "stylesheet"]
    for sheet in sheets:
        assert sheet.startswith("static/") and pages.get(path + sheet.partition("?")[0]), sheet
    look = (pages.get(f"{path}static/site.css") or b"").decode()
    assert "prefers-color-scheme" not in look
    assert pages.get(f"{path}static/site.css") != pages.get(f"canal/{mode}/static/site.css")


def test_what_does_not_exist_is_not_made(pages: StylePages) -> None:
    assert [pages.get(path) for path in ("nulle/light/", "lagune/soir/", "lagune/light/rien.css", "x")] == [None] * 4


@pytest.mark.long
def test_the_components_are_not_published(tmp_path: Path) -> None:
    shutil.copytree(TEMPLATE / "theme", tmp_path / "theme")
    assert not [path for path in build_pages(space(root=tmp_path)) if "style/" in path]
