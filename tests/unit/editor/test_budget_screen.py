"""The budget as a table: results follow what is typed without saving it, lines come and go, what if is only tried."""

from __future__ import annotations

from typing import Any

import pytest
from support.editor_client import Answer, EditorClient
from support.generated_places import TODAY

from tierslieu.budget import forecast
from tierslieu.core.paths import BUDGET, PRICES
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.editor.edits import Edit, save
from tierslieu.editor.screens.budget import PAGES
from tierslieu.facts import money

pytestmark = pytest.mark.long

LINES = [{"label": "Loyer", "amount": 1200}, {"label": "Assurance", "amount": 300, "paid_by": "association"}]


@pytest.fixture
def client(client: EditorClient) -> EditorClient:
    root = client.place.root
    known = dict.fromkeys(data(client).get("occasional_buys") or {}, 1)
    edits = [Edit(BUDGET, ("costs",), LINES), Edit(BUDGET, ("occasional_buys",), known)]
    save(root, TODAY, edits)
    return client


def data(client: EditorClient) -> Any:
    return EditableYaml((client.place.root / BUDGET).read_text("utf-8")).data


def cost(answer: Answer, number: int, key: str) -> str:
    return answer.forms[0][f"/costs/{number}/{key}"].value


def test_results_are_those_of_what_is_typed_and_nothing_is_saved(client: EditorClient) -> None:
    before = (client.place.root / BUDGET).read_bytes()
    page = client.get("/budget/")
    assert page.status == 200 and "−1\u202f200" in page.text
    tried = client.fill("/budget/", {"/costs/0/amount/0": "1350"}, press="try")
    assert tried.status == 200 and "−1\u202f350" in tried.text and cost(tried, 0, "amount/0") == "1350"
    assert (client.place.root / BUDGET).read_bytes() == before


def test_results_of_a_file_that_somebody_changed_meanwhile_say_so(client: EditorClient) -> None:
    form = client.get("/budget/").forms[0]
    form.fill("/costs/0/amount/0", "1350")
    save(client.place.root, TODAY, [Edit(BUDGET, ("costs", 0, "amount"), 1100)])
    tried = client.post("/budget/", form.sent("try"))
    assert "data-waits" in tried.text and "Quelqu’un d’autre a écrit ici entre-temps" in tried.text
    assert "1100" in tried.text and cost(tried, 0, "amount/0") == "1350"


def test_what_is_not_an_amount_is_kept_and_the_results_wait(client: EditorClient) -> None:
    tried = client.fill("/budget/", {"/costs/0/amount/0": "beaucoup"}, press="try")
    assert tried.status == 422 and cost(tried, 0, "amount/0") == "beaucoup"
    assert "data-waits" in tried.text and "−1\u202f200" in tried.text and 'id="/costs/0/amount/0-error"' in tried.text


def test_a_fault_of_another_file_keeps_nobody_from_the_lines(client: EditorClient) -> None:
    path = client.place.root / PRICES
    path.write_text(path.read_text("utf-8").replace("offers:", "offers: [", 1), "utf-8")
    page = client.get("/budget/")
    assert page.status == 200 and cost(page, 0, "label") == "Loyer" and 'id="errors"' not in page.text


def test_a_line_is_added_for_its_organisation_and_one_is_removed(client: EditorClient) -> None:
    form = client.get("/budget/").forms[0]
    form.fill("/costs/0/amount/0", "1500")
    grown = client.post("/budget/", form.sent("add /costs paid_by=association"))
    assert grown.status == 200 and "data-waits" not in grown.text and "−1\u202f500" in grown.text
    form = grown.forms[0]
    assert form["/costs/2/paid_by"].value == "association"
    form.fill("/costs/2/label", "Banque")
    form.fill("/costs/2/amount/0", "90")
    shrunk = client.post("/budget/", form.sent("remove /costs/1"))
    assert client.post("/budget/", shrunk.forms[0].sent()).status == 303
    assert [(line["label"], line["amount"]) for line in data(client)["costs"]] == [("Loyer", 1500), ("Banque", 90)]
    assert data(client)["costs"][1]["paid_by"] == "association"


@pytest.mark.parametrize("address", [page.address for page in PAGES[:-1]])
def test_a_form_left_alone_changes_no_byte(client: EditorClient, address: str) -> None:
    before = (client.place.root / BUDGET).read_bytes()
    client.fill(f"/{address}", {})
    assert (client.place.root / BUDGET).read_bytes() == before


def test_other_assumptions_are_tried_beside_those_of_today(client: EditorClient) -> None:
    before = {path: path.read_bytes() for path in client.place.root.glob("config/*.yaml")}
    space = client.place.facts()[0]
    assert space
    client_page = client.get("/budget/try/")
    assert client_page.status == 200 and 'name="residents"' in client_page.text
    residents = (space.identity.capacity.residents or 0) + 2
    answer = client.get(f"/budget/try/?residents={residents}")
    result = forecast(space).years[0].result
    assert answer.status == 200 and f"→ {residents}" in answer.text
    assert result is None or money(result, "fr") in answer.text
    refused = client.get("/budget/try/?residents=beaucoup")
    assert refused.status == 422 and "Résidents\u00a0: «\u00a0beaucoup" in refused.text
    assert {path: path.read_bytes() for path in before} == before


def test_the_workbook_is_one_click_away(client: EditorClient) -> None:
    assert 'href="/budget/workbook/"' in client.get("/budget/").text
    answer = client.get("/budget/workbook/")
    assert answer.body.startswith(b"PK") and "budget.xlsx" in answer.headers["content-disposition"]
