"""New prices are announced before they are saved, from a day that is to come; the past is left as it is."""

from __future__ import annotations

from html import unescape

import pytest
from support.editor_client import EditorClient
from support.generated_places import TODAY

from tierslieu.core.paths import ORGANISATIONS, PRICES
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.editor.edits import Edit, save

pytestmark = pytest.mark.long


def grids(client: EditorClient) -> list[dict[str, object]]:
    found: list[dict[str, object]] = EditableYaml((client.place.root / PRICES).read_text("utf-8")).data["grids"]
    return found


NEXT_YEAR = f"01/09/{TODAY.year + 1}"


def test_new_prices_are_read_as_the_site_announces_them_then_saved(client: EditorClient) -> None:
    before = grids(client)
    announced = client.fill("/prices/", {"start": NEXT_YEAR, "day": "16,50"}, press="announce")
    assert announced.status == 200 and "16,50" in announced.text.split('id="announcement"')[1]
    assert grids(client) == before
    saved = client.post("/prices/", announced.forms[0].sent("save"))
    assert saved.status == 303
    *old, new = grids(client)
    assert old == before and str(new["from"]) == f"{TODAY.year + 1}-09-01"
    assert float(new["amounts"]["day"]) == 16.5  # type: ignore[index]


def test_prices_that_were_changed_after_the_announcement_are_announced_again(client: EditorClient) -> None:
    announced = client.fill("/prices/", {"start": NEXT_YEAR, "day": "16,50"}, press="announce").forms[0]
    announced.fill("day", "17")
    answer = client.post("/prices/", announced.sent("save"))
    assert answer.status == 200 and "17" in answer.text and len(grids(client)) == 1


def test_prices_of_today_are_said_to_hold_at_once(client: EditorClient) -> None:
    announced = client.fill("/prices/", {"start": f"{TODAY:%d/%m/%Y}", "day": "16,50"}, press="announce")
    said = unescape(announced.text.split('id="announcement"')[1].split("</section>")[0]).replace("\u00a0", " ")
    assert "Aujourd’hui" in said and "16,50" in said and "jusqu’ici 15 €" in said
    assert client.post("/prices/", announced.forms[0].sent("save")).status == 303


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ({"start": "", "day": "16"}, "start"),
        ({"start": "demain", "day": "16"}, "start"),
        ({"start": NEXT_YEAR}, "start"),
        ({"start": NEXT_YEAR, "day": "seize"}, "day"),
    ],
)
def test_what_can_not_be_read_is_said_at_its_input(client: EditorClient, typed: dict[str, str], name: str) -> None:
    answer = client.fill("/prices/", typed, press="announce")
    assert answer.status == 422 and f'id="{name}-error"' in answer.text
    assert len(grids(client)) == 1


def test_a_day_in_the_past_is_refused(client: EditorClient) -> None:
    answer = client.fill("/prices/", {"start": "01/01/2020", "day": "16"}, press="announce")
    assert answer.status == 422 and "01/01/2020" in answer.text


def test_a_change_before_one_that_is_announced_is_refused_with_what_to_do(client: EditorClient) -> None:
    announced = client.fill("/prices/", {"start": NEXT_YEAR, "day": "16,50"}, press="announce")
    client.post("/prices/", announced.forms[0].sent("save"))
    page = unescape(client.get("/prices/").text)
    assert 'href="/prices/grids/#/grids/1/from"' in page
    told = unescape(client.fill("/prices/", {"start": f"01/03/{TODAY.year + 1}", "day": "17"}, press="announce").text)
    errors = told.partition('id="errors"')[2].partition("</div>")[0]
    assert f"déjà annoncé à partir du {NEXT_YEAR}" in errors and "retirez l’annonce" in errors
    assert "grille" not in errors and "récrit" not in errors and f"{TODAY.year + 1}-" not in errors


def test_the_dated_prices_are_named_by_their_days(client: EditorClient) -> None:
    announced = client.fill("/prices/", {"start": NEXT_YEAR, "day": "16,50"}, press="announce")
    client.post("/prices/", announced.forms[0].sent("save"))
    page = unescape(client.get("/prices/grids/").text)
    assert f"2. {NEXT_YEAR}" in page and "1. Depuis l’ouverture" in page and "grille" not in page.lower()
    assert 'id="/grids/1/from"' in page


@pytest.mark.parametrize(
    "address", ["/prices/sold/", "/prices/audiences/", "/prices/grids/", "/budget/", "/budget/sales/"]
)
def test_a_form_left_alone_changes_nothing(client: EditorClient, address: str) -> None:
    before = {path: path.read_bytes() for path in (client.place.root / "config").iterdir()}
    assert client.fill(address, {}).status == 303
    assert {path: path.read_bytes() for path in (client.place.root / "config").iterdir()} == before


def test_prices_say_how_they_are_typed_and_that_the_site_on_line_waits(client: EditorClient) -> None:
    assert "TVA comprise s’il y en a" in client.get("/prices/").text  # nobody knows yet who charges it
    save(
        client.place.root,
        TODAY,
        [Edit(ORGANISATIONS, ("organisations", "cooperative", "vat"), {"regime": "assujettie"})],
    )
    page = client.get("/prices/").text
    assert "toutes taxes comprises (TTC)" in page and 'href="/prices/audiences/#/basis"' in page
    announced = client.fill("/prices/", {"start": f"{TODAY:%d/%m/%Y}", "day": "16,50"}, press="announce").text
    assert "prochaine publication" in announced.partition('id="announcement"')[2].partition("</section>")[0]
    path = client.place.root / PRICES
    path.write_text(EditableYaml(path.read_text("utf-8")).set(("basis",), "ht").text, "utf-8")
    assert "hors taxes (HT)" in client.get("/prices/").text
