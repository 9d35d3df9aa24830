"""Prices that change on a day: each says what it becomes, for readers and for the script that swaps them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Any

import pytest
from support.paths import TEMPLATE
from unit.site.test_site import FULL, page, space, spoken

from tierslieu.model import Space
from tierslieu.site.pages_build import build_pages

pytestmark = pytest.mark.long

DAY = "2027-02-01"
NEXT = FULL | {"day": "16", "pass_10": "85"}
NOTE = "16 € à partir du 1er février 2027"


def place(**changes: Any) -> Space:
    grids = [
        {"from": None, "amounts": FULL, "reduced": {"day": "12"}},
        {"from": DAY, "amounts": NEXT, "reduced": {"day": "13", "half_day": "7"}},
    ]
    return space(prices={"grids": grids}, **changes)


def swaps(html: bytes) -> list[tuple[str, str]]:
    """What each dated price is now, and what it becomes."""
    text = html.decode().replace("\u00a0", " ")
    found = re.findall(rf'data-since="{DAY}" data-then="([^"]*)">(.*?)</span>', text)
    return [(re.sub("<[^>]*>", "", now), then) for then, now in found]


@pytest.mark.parametrize("path", ["index.html", "coworking/index.html", "tarifs/index.html"])
def test_wherever_a_price_is_shown_it_says_what_it_becomes(path: str) -> None:
    html = build_pages(place())[path]
    assert ("15 €", "16 €") in swaps(html)
    # What is sold is named beside its price, before what the price becomes.
    assert f"15 € {'La' if path.startswith('tarifs') else 'la'} journée {NOTE}" in spoken(html)
    # The month does not change.
    assert not any("280" in now for now, _ in swaps(html))


def test_the_table_tells_other_prices_and_taxes_too() -> None:
    swapped = swaps(build_pages(place())["tarifs/index.html"])
    assert ("12 €", "13 €") in swapped
    assert any(then == "7 €" and now.startswith("–") for now, then in swapped)


def test_a_text_that_names_a_price_says_what_it_becomes() -> None:
    pages = (
        page(),
        page("essai", "Une journée coûte {{ prices.day }}, un mois {{ prices.month }}."),
    )
    html = build_pages(place(pages=pages))["essai/index.html"]
    assert f"Une journée coûte 15 € ({NOTE}) , un mois 280 €." in spoken(html)
    assert swaps(html).count(("15 €", "16 €")) == 1


def test_what_holds_until_the_next_grid_is_marked() -> None:
    files = build_pages(place())
    assert f'class="notice coming" data-until="{DAY}"'.encode() in files["tarifs/index.html"]
    # The strips of each audience, then those of the next grid.
    prices = files["tarifs/index.html"].decode()
    assert re.findall(r'<div class="suits-grid"(.*?)>', prices) == [f' data-until="{DAY}"', ""] * 2
    ahead = re.findall(r"\(à payer d’avance : (?:2 × )?85 €\)", spoken(files["tarifs/index.html"]))
    assert len(ahead) >= 20


def test_the_script_is_on_the_pages_and_nothing_is_dated_without_a_next_grid() -> None:
    html = build_pages(place(identity={"opening_hours": None}))["tarifs/index.html"]
    assert b"static/site.js" in html or b"static/site." in html
    for of in (space(), dataclasses.replace(place(), today=dt.date.fromisoformat(DAY))):
        pages = build_pages(of)
        for path in ("index.html", "coworking/index.html", "tarifs/index.html"):
            assert b"data-since" not in pages[path] and b"data-until" not in pages[path]
            assert b'class="then"' not in pages[path]


def test_what_a_price_becomes_keeps_its_spaces_beside_a_large_amount() -> None:
    """A space of large figures that is narrowed would be inherited, as wide as these figures are."""
    (rule,) = re.findall(r"^\.then \{([^}]*)\}", (TEMPLATE / "theme/static/site.css").read_text("utf-8"), re.MULTILINE)
    assert "word-spacing: 0;" in rule and "letter-spacing: normal;" in rule
